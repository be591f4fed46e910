"""Alembic's entry: run the migrations on the connection that `inspection.records.migrate` hands over.

The caller's transaction is the only one, so a killed migration leaves the old schema.
"""

from alembic import context


def run() -> None:
    """Run them."""
    context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
    context.run_migrations()


if __name__ == "env_py":  # the name under which Alembic loads this file; nothing happens at an ordinary import
    run()
