"""The Prüfprotokoll: one part, or the parts of an order, on paper; and the arithmetic of a verdict in words."""

from inspection.protocol.explaining import explain
from inspection.protocol.printing import protocol_pdf
from inspection.protocol.reading import RecordBook, RecordSource

__all__ = ["RecordBook", "RecordSource", "explain", "protocol_pdf"]
