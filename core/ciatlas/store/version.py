"""How an atlas is recognised, and how far its schema has come."""

APPLICATION_ID = 0x43494154
"""`CIAT`, written into every atlas so that other SQLite files are not mistaken for one."""

SCHEMA_VERSION = 2
"""Number of migrations; kept in the file's user_version, which is cheap to read."""
