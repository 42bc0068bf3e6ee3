"""How the schema came to be, step by step; released steps never change."""

import re

from sqlite_utils import Database, Migrations

from ciatlas.store import schema, version

migrations = Migrations("ciatlas")

_FOUND = re.compile(
    r" \((?:(?P<word>holds|partly|fails|unknown), (?P<cohort>.*)"
    r"|(?P<status>reproduced|contradicted|not checkable))\)\Z"
)
"""How the titles of marks on verdicts and claims told what had become of them until version 3."""
_OUTCOMES = {
    "holds": "supported",
    "partly": "partly-supported",
    "fails": "not-supported",
    "unknown": "inconclusive",
}


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


@migrations()
def bind_findings(db: Database) -> None:
    """Note with marks on verdicts and claims what they were about; of old ones the title tells."""
    for statement in schema.statements(3):
        db.execute(statement)
    told = db.execute("SELECT id, title FROM triage WHERE kind IN ('verdict', 'claim')").fetchall()
    for row, title in told:
        if found := _FOUND.search(title):
            cohort = found["cohort"] and found["cohort"].removesuffix("no cohort")
            finding = _OUTCOMES.get(found["word"]) or found["status"].replace(" ", "-")
            noted = (cohort, finding, row)
            db.execute("UPDATE triage SET cohort = ?, finding = ? WHERE id = ?", noted)
    db.execute("PRAGMA user_version = 3")
