"""How the schema came to be, step by step; released steps never change."""

from sqlite_utils import Database, Migrations

from ciatlas.store import schema, version

migrations = Migrations("ciatlas")


@migrations()
def create_atlas(db: Database) -> None:
    """Make the tables, indexes, search index and views of version 1."""
    for statement in schema.statements():
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {version.APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")
