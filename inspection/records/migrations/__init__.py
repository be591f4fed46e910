"""Versions of the database's schema, for Alembic. `inspection.records.migrate` runs them; no alembic.ini is needed."""
