"""Reading repositories: who is there, as of when, and their figures."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from difflib import get_close_matches

from ciatlas.model.figure import Figure
from ciatlas.model.repository import STUDY, Repository, RepositoryFile, Snapshot
from ciatlas.model.summary import RepositorySummary
from ciatlas.model.system import Kind, System
from ciatlas.store import observations
from ciatlas.store.opening import AtlasError

_COLUMNS = (
    "id, full_name, name, cohort, branch, head, head_time, source, retrieved_at, complete,"
    " (SELECT group_concat(alias, ' ') FROM aliases WHERE repository_id = repositories.id),"
    f" ({observations.DAYS})"
)
_KNOWN = "(head IS NOT NULL)"
"""A repository whose first import was interrupted has no head, and shows when it is repeated."""
_STANDING = (
    "paths JOIN versions ON path_id = paths.id AND since <= ?2 AND (until IS NULL OR until > ?2)"
    " LEFT JOIN pipelines ON pipelines.repository_id = paths.repository_id"
    "  AND pipelines.blob = versions.blob"
    "  AND pipelines.system = paths.system AND pipelines.kind = paths.kind"
)
"""Pipeline files as of the position ?2, with what was read of their content."""
_WORKFLOWS = (System.GITHUB_ACTIONS, Kind.WORKFLOW)


def repositories(connection: sqlite3.Connection, cohort: str | None = None) -> list[Repository]:
    """Return the repositories, those with most commits to their workflows first."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM repositories WHERE {_KNOWN} AND (?1 IS NULL OR cohort = ?1)"
        f" ORDER BY cohort != '{STUDY}', cohort = '', cohort DESC,"
        " (SELECT count(*) FROM paths JOIN path_commits ON path_id = paths.id"
        "  WHERE repository_id = repositories.id AND paths.path = 'workflows'"
        "  AND kind IS NULL) DESC, full_name",
        (cohort,),
    ).fetchall()
    return [_repository(row) for row in rows]


def awaited(connection: sqlite3.Connection) -> list[Repository]:
    """Return the repositories that were added and of which nothing is known yet, by name."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM repositories WHERE NOT {_KNOWN} ORDER BY full_name"
    )
    return [_repository(row) for row in rows]


def names(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what people call the tools, by full name."""
    rows = connection.execute("SELECT full_name, name FROM repositories WHERE name != ''")
    return dict(rows.fetchall())


def cohorts(connection: sqlite3.Connection) -> list[str]:
    """Return the cohorts that have repositories, the study's first, "" (none) last."""
    rows = connection.execute(
        f"SELECT DISTINCT cohort FROM repositories WHERE {_KNOWN}"
        f" ORDER BY cohort != '{STUDY}', cohort = '', cohort DESC"
    )
    return [cohort for (cohort,) in rows]


def find_repository(connection: sqlite3.Connection, text: str) -> Repository:
    """Find a repository by full name, alias or short name, in any case.

    Raises:
        AtlasError: there is none, or several share the short name.
    """
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM repositories WHERE {_KNOWN} AND (full_name = ?1"
        " OR id IN (SELECT repository_id FROM aliases WHERE alias = ?1))",
        (text,),
    ).fetchall()
    if not rows:
        rows = connection.execute(
            f"SELECT {_COLUMNS} FROM repositories WHERE {_KNOWN} AND (lower(name) = lower(?1)"
            " OR lower(substr(full_name, instr(full_name, '/') + 1)) = lower(?1))",
            (text,),
        ).fetchall()
    if len(rows) == 1:
        return _repository(rows[0])
    if rows:
        names = ", ".join(row[1] for row in rows)
        raise AtlasError(f"{text!r} may be any of {names}; write the full name")
    raise AtlasError(f"the atlas has no repository {text!r}; {_nearest(connection, text)}")


def _nearest(connection: sqlite3.Connection, text: str) -> str:
    known = [
        row[0] for row in connection.execute(f"SELECT full_name FROM repositories WHERE {_KNOWN}")
    ]
    folded = {name.casefold(): name for name in known}
    folded |= {name.split("/")[-1].casefold(): name for name in known}
    close = get_close_matches(text.casefold(), folded, n=1, cutoff=0.5)
    if close:
        return f"did you mean {folded[close[0]]!r}?"
    return "'ciatlas tools' lists what is there" if known else "import a clone first"


def _repository(row: tuple[object, ...]) -> Repository:
    _, full_name, name, cohort, branch, head, head_time, source, retrieved_at, complete = row[:10]
    aliases, observed = row[10:]
    return Repository(
        full_name=str(full_name),
        name=str(name),
        cohort=str(cohort),
        aliases=tuple(sorted(str(aliases or "").split())),
        branch=str(branch),
        head=None if head is None else str(head),
        head_time=head_time if isinstance(head_time, int) else None,
        source=str(source),
        retrieved_at=retrieved_at if isinstance(retrieved_at, int) else None,
        complete=bool(complete),
        observed_on=observations.days(str(observed or "")),
    )


def row_id(connection: sqlite3.Connection, full_name: str) -> int:
    """Return a repository's row id.

    Raises:
        AtlasError: the repository has gone from the atlas meanwhile.
    """
    row = connection.execute(
        "SELECT id FROM repositories WHERE full_name = ?", (full_name,)
    ).fetchone()
    if row is None:
        raise AtlasError(f"the atlas has no repository {full_name!r} any more")
    return int(row[0])


def moment(seconds: int, zone: int) -> datetime:
    """Make an aware time of a commit, in the committer's zone (`zone` in minutes)."""
    try:
        return datetime.fromtimestamp(seconds, timezone(timedelta(minutes=zone)))
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)


def end_of(day: date) -> int:
    """Return the first second after a day (UTC), in seconds since 1970."""
    return int(datetime.combine(day, time.min, UTC).timestamp()) + 24 * 3600


def snapshot(
    connection: sqlite3.Connection, repository: Repository, as_of: date | None = None
) -> Snapshot | None:
    """Return the last mainline commit at or before the end of the day `as_of` (UTC).

    Without a day it is the head; `None` when there is no history that early, or when the repository
    is observed at single commits only, and not on that day.
    """
    end = None if as_of is None else end_of(as_of)
    repository_id = row_id(connection, repository.full_name)
    row = connection.execute(
        "SELECT mainline, oid, committed, zone FROM commits WHERE repository_id = ?1"
        " AND mainline IS NOT NULL AND (?2 IS NULL OR committed < ?2)"
        " ORDER BY mainline DESC LIMIT 1",
        (repository_id, end),
    ).fetchone()
    if row is None or not observations.holds(connection, repository_id, row[0], end):
        return None
    position, oid, committed, zone = row
    return Snapshot(repository.full_name, position, oid, moment(committed, zone), as_of)


def snapshot_of(connection: sqlite3.Connection, full_name: str, commit: str) -> Snapshot | None:
    """Return a mainline commit by its id, `None` when the atlas does not hold it."""
    row = connection.execute(
        "SELECT mainline, committed, zone FROM commits WHERE repository_id = ? AND oid = ?"
        " AND mainline IS NOT NULL",
        (row_id(connection, full_name), commit),
    ).fetchone()
    return None if row is None else Snapshot(full_name, row[0], commit, moment(*row[1:]))


def summary(
    connection: sqlite3.Connection, repository: Repository, as_of: date | None = None
) -> RepositorySummary:
    """Return a repository's figures as of a day."""
    at = snapshot(connection, repository, as_of)
    known = figures(connection, repository.full_name)
    unknown = RepositorySummary(
        repository,
        at,
        stars=known.get("stars"),
        issues=known.get("issues"),
        bug_issues=known.get("bug_issues"),
    )
    if at is None:
        return unknown
    row = row_id(connection, repository.full_name)
    known_then = observations.at(connection, row, at.position) or _counted(connection, row, at)
    contents = _contents(connection, row, at.position)
    workflows = contents.get(_WORKFLOWS, (0, 0, 0, 0))
    first = known_then.first_commit
    return replace(
        unknown,
        first_commit=None if first is None or not repository.complete else moment(*first),
        commits=known_then.commits,
        contributors=known_then.contributors,
        author_emails=known_then.author_emails,
        paths=path_counts(connection, row, at.position),
        workflows=workflows[0],
        jobs=workflows[1],
        steps=workflows[2],
        needs=workflows[3],
        systems=tuple(dict.fromkeys(system for system, _ in sorted(contents))),
    )


def _counted(connection: sqlite3.Connection, row: int, at: Snapshot) -> observations.Observation:
    """Count commits and people in the history of a snapshot."""
    commits, emails, people = connection.execute(
        "SELECT count(*), count(DISTINCT author), count(DISTINCT person) FROM commits"
        " JOIN authors ON authors.repository_id = commits.repository_id AND number = author"
        " WHERE commits.repository_id = ? AND landed <= ?",
        (row, at.position),
    ).fetchone()
    first, zone = connection.execute(
        "SELECT committed, zone FROM commits WHERE repository_id = ? AND landed <= ?"
        " ORDER BY committed, id LIMIT 1",
        (row, at.position),
    ).fetchone()
    return observations.Observation(commits, people, emails, (first, zone), {})


def figures(connection: sqlite3.Connection, full_name: str) -> dict[str, int]:
    """Return what only an API can tell, by name; what is not there is unknown."""
    rows = connection.execute(
        "SELECT figure, value FROM figures JOIN repositories ON repositories.id = repository_id"
        " WHERE full_name = ?",
        (full_name,),
    )
    return dict(rows.fetchall())


def told(connection: sqlite3.Connection, full_name: str) -> dict[str, Figure]:
    """Return what an API told of a repository, by name, with when and how completely."""
    rows = connection.execute(
        "SELECT figure, value, figures.complete, figures.source, figures.retrieved_at FROM figures"
        " JOIN repositories ON repositories.id = repository_id WHERE full_name = ?",
        (full_name,),
    )
    return {name: Figure(value, bool(all_), source, at) for name, value, all_, source, at in rows}


def path_counts(connection: sqlite3.Connection, row: int, position: int) -> dict[str, int]:
    """Return the commits to each path group, 0 where the repository never had it."""
    rows = connection.execute(
        "SELECT paths.path, count(commit_id) FROM paths LEFT JOIN path_commits"
        " ON path_id = paths.id AND since <= ?2 AND (until IS NULL OR until > ?2)"
        " WHERE repository_id = ?1 AND kind IS NULL GROUP BY paths.id ORDER BY paths.path",
        (row, position),
    )
    counts = dict(rows.fetchall())
    observed = observations.at(connection, row, position)
    return counts if observed is None else {name: observed.paths.get(name, 0) for name in counts}


def _contents(
    connection: sqlite3.Connection, row: int, position: int
) -> dict[tuple[System, Kind], tuple[int, int, int, int]]:
    """Count files, jobs, steps and needs by system and kind; build files are no pipelines."""
    rows = connection.execute(
        "SELECT paths.system, paths.kind, count(*), coalesce(sum(jobs), 0),"
        f" coalesce(sum(steps), 0), coalesce(sum(needs), 0) FROM {_STANDING}"
        f" WHERE paths.repository_id = ?1 AND paths.kind != '{Kind.BUILD}' GROUP BY 1, 2",
        (row, position),
    )
    return {
        (System(system), Kind(kind)): (files, jobs, steps, needs)
        for system, kind, files, jobs, steps, needs in rows
    }


def checks(connection: sqlite3.Connection, at: Snapshot) -> set[str] | None:
    """Return the types of check that pipelines make as of a snapshot, `None` while unlabelled."""
    rows = connection.execute(
        f"SELECT DISTINCT checks FROM {_STANDING}"
        " JOIN pipeline_labels ON pipeline_labels.pipeline_id = pipelines.id"
        f" WHERE paths.repository_id = ?1 AND paths.kind != '{Kind.BUILD}'",
        (row_id(connection, at.repository), at.position),
    ).fetchall()
    return {check for (line,) in rows for check in line.split()} if rows else None


def monthly(connection: sqlite3.Connection, at: Snapshot, path: str) -> list[tuple[str, int]]:
    """Return the commits per month (`YYYY-MM`, UTC) to a path group or file, as of a snapshot."""
    rows = connection.execute(
        "SELECT strftime('%Y-%m', committed, 'unixepoch') AS month, count(*) FROM path_commits"
        " JOIN paths ON paths.id = path_id JOIN commits ON commits.id = commit_id"
        " WHERE paths.repository_id = ?1 AND paths.path = ?2"
        " AND since <= ?3 AND (until IS NULL OR until > ?3) GROUP BY month ORDER BY month",
        (row_id(connection, at.repository), path, at.position),
    )
    return rows.fetchall()


def files(connection: sqlite3.Connection, at: Snapshot) -> list[RepositoryFile]:
    """Return the marker files as of a snapshot, by kind and path."""
    rows = connection.execute(
        "SELECT kind, path, since FROM repository_files WHERE repository_id = ?1"
        " AND since <= ?2 AND (until IS NULL OR until > ?2) ORDER BY kind, path",
        (row_id(connection, at.repository), at.position),
    )
    return [RepositoryFile(kind, path, since) for kind, path, since in rows]
