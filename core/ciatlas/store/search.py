"""Full-text search over what the repositories hold now."""

import sqlite3

from ciatlas.model.summary import Hit

_COLUMNS = "(text, kind, repository, path, job, step)"


def refresh(connection: sqlite3.Connection, full_name: str) -> None:
    """Index a repository's current pipelines anew; to be called inside a transaction."""
    connection.execute("DELETE FROM search WHERE repository = ?", (full_name,))
    name = {"name": full_name}
    current = "current_pipelines WHERE repository = :name"
    connection.execute(
        f"INSERT INTO search {_COLUMNS} SELECT full_name || ' ' || name, 'tool', full_name, NULL,"
        " NULL, NULL FROM repositories WHERE full_name = :name",
        name,
    )
    connection.execute(
        f"INSERT INTO search {_COLUMNS} SELECT trim(coalesce(name, '') || ' ' || path), kind,"
        f" repository, path, NULL, NULL FROM {current}",
        name,
    )
    connection.execute(
        f"INSERT INTO search {_COLUMNS} SELECT trim(coalesce(jobs.name, '') || ' ' || jobs.job ||"
        " ' ' || coalesce(jobs.uses, '')), 'job', repository, path, jobs.job, NULL"
        " FROM current_pipelines JOIN jobs USING (pipeline_id) WHERE repository = :name",
        name,
    )
    connection.execute(
        f"INSERT INTO search {_COLUMNS} SELECT trim(coalesce(steps.name, '') || ' ' ||"
        " coalesce(steps.uses, '')), 'step', repository, path, jobs.job, steps.position"
        " FROM current_pipelines JOIN jobs USING (pipeline_id) JOIN steps ON job_id = jobs.id"
        " WHERE repository = :name AND (steps.name IS NOT NULL OR steps.uses IS NOT NULL)",
        name,
    )
    connection.execute(
        f"INSERT INTO search {_COLUMNS} SELECT DISTINCT trim(program || ' ' ||"
        " coalesce(subcommand, '') || ' ' || coalesce(target, '')), 'command', repository, path,"
        " jobs.job, steps.position FROM current_pipelines JOIN jobs USING (pipeline_id)"
        " JOIN steps ON job_id = jobs.id JOIN commands ON step_id = steps.id"
        " WHERE repository = :name",
        name,
    )


def search(connection: sqlite3.Connection, text: str, limit: int = 50) -> list[Hit]:
    """Find entries in which every word of `text` begins a word, best first."""
    words = [word.replace('"', '""') for word in text.replace("\0", " ").split()]
    if not any(character.isalnum() for character in text):
        return []
    query = " ".join(f'"{word}"*' for word in words)
    rows = connection.execute(
        "SELECT kind, text, repository, path, job, step FROM search WHERE search MATCH ?"
        " ORDER BY rank, rowid LIMIT ?",
        (query, limit),
    )
    return [Hit(*row) for row in rows]
