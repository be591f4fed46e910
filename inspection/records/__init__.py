"""The record that is never lost: entries in a hash chain, pictures by their SHA-256, and the audit of both.

Light to import: SQLAlchemy is loaded when records are opened.
"""

from inspection.records.auditing import audit
from inspection.records.layout import Layout, StoreSettings
from inspection.records.report import AuditReport, Problem, ProblemCode
from inspection.records.store import RecordStore

__all__ = ["AuditReport", "Layout", "Problem", "ProblemCode", "RecordStore", "StoreSettings", "audit"]
