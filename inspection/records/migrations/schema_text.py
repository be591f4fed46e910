"""Edit one line of a table's definition where SQLite has no statement for it; see revision 0003 for why."""

from alembic import op

from inspection.errors import StorageFailed


def replace_in_schema(table: str, old: str, new: str) -> None:
    """Edit the definition of a table within the running transaction, whose end brings all of it or nothing.

    The version of the schema grows, so that this connection and every other one reads it anew.

    Raises StorageFailed where the definition does not say `old`.
    """
    connection = op.get_bind()
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    try:
        changed = connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ? AND instr(sql, ?)",
            (old, new, table, old),
        ).rowcount
        connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    finally:
        connection.exec_driver_sql("PRAGMA writable_schema = OFF")
    if changed != 1:
        raise StorageFailed(
            f"the table {table!r} does not say {old!r}, so it is not the one that this program made: nothing was "
            "changed; run `meisterblick audit` with the program that wrote the records"
        )
