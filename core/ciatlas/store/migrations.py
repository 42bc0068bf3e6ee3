"""How the schema came to be, step by step; released steps never change."""

from sqlite_utils import Database, Migrations

from ciatlas.store import schema, version

migrations = Migrations("ciatlas")


@migrations()
def create_atlas(db: Database) -> None:
    """Make the tables, indexes, search index and views of version 1."""
    for statement in schema.statements(1):
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {version.APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")


@migrations()
def add_runs(db: Database) -> None:
    """Make the tables of runs and their jobs."""
    for statement in schema.statements(2):
        db.execute(statement)
    db.execute("PRAGMA user_version = 2")
