"""How an atlas is recognised, and how far its schema has come."""

from pathlib import Path

APPLICATION_ID = 0x43494154
"""`CIAT`, written into every atlas so that other SQLite files are not mistaken for one."""

SCHEMA_VERSION = 3
"""Number of migrations; kept in the file's user_version, which is cheap to read."""


def is_older(path: Path) -> bool:
    """Tell by a file's first bytes whether it is an atlas of an older version of the schema.

    Source: "Database File Format" on sqlite.org, section 1.3: user version at byte 60, application
    id at byte 68, both big-endian.
    """
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError:
        return False
    is_atlas = head[68:72] == APPLICATION_ID.to_bytes(4, "big")
    return is_atlas and int.from_bytes(head[60:64], "big") < SCHEMA_VERSION
