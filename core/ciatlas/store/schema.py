"""The tables and views of an atlas, as data: the DDL and docs/schema.md are both made from it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type and constraints in SQL, and what it means.

    `since` is the version of the schema it came with, 0 for that of its table.
    """

    name: str
    declaration: str
    about: str
    since: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `constraints` are table constraints, `indexes` the column lists of its indexes.

    `since` is the version of the schema it came with.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    constraints: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    since: int = 1


@dataclass(frozen=True, slots=True)
class View:
    """A view for people who query the atlas with other tools."""

    name: str
    about: str
    select: str


def _table(
    name: str,
    about: str,
    columns: str,
    constraints: str = "",
    indexes: str = "",
    since: int = 1,
    later: tuple[Column, ...] = (),
) -> Table:
    """Read `name | declaration | about` lines; `later` are columns that came after the table."""
    read = (line.split("|", 2) for line in columns.strip().splitlines())
    first = (Column(one.strip(), type_.strip(), said.strip()) for one, type_, said in read)
    return Table(
        name,
        about,
        (*first, *later),
        tuple(line.strip() for line in constraints.strip().splitlines()),
        tuple(line.strip() for line in indexes.strip().splitlines()),
        since,
    )


_REPOSITORY = "INTEGER NOT NULL REFERENCES repositories(id) ON DELETE CASCADE"
_PIPELINE = "INTEGER NOT NULL REFERENCES pipelines(id) ON DELETE CASCADE"
_PATH = "INTEGER NOT NULL REFERENCES paths(id) ON DELETE CASCADE"
_COMMIT = "INTEGER NOT NULL REFERENCES commits(id) ON DELETE CASCADE"
_STEP = "INTEGER NOT NULL REFERENCES steps(id) ON DELETE CASCADE"

TABLES: tuple[Table, ...] = (
    _table(
        "repositories",
        "The repositories in the atlas.",
        """
        id | INTEGER PRIMARY KEY | row id
        full_name | TEXT NOT NULL UNIQUE COLLATE NOCASE | owner/name
        name | TEXT NOT NULL | what people call the tool
        cohort | TEXT NOT NULL | the cohort it belongs to, empty if none
        branch | TEXT NOT NULL | the default branch
        head | TEXT | id of the newest commit known
        head_time | INTEGER | committer time of the head, seconds since 1970 UTC
        source | TEXT NOT NULL | where its history came from: git or bundle
        retrieved_at | INTEGER | when it was read from there, seconds since 1970 UTC
        complete | INTEGER NOT NULL | 0 for a shallow clone, whose history stops early
        """,
    ),
    _table(
        "aliases",
        "Other full names a repository had or is known under.",
        f"""
        alias | TEXT NOT NULL PRIMARY KEY COLLATE NOCASE | owner/name
        repository_id | {_REPOSITORY} | the repository
        """,
        indexes="repository_id",
    ),
    _table(
        "authors",
        "Distinct author e-mails, by number only; no name or e-mail is kept.",
        f"""
        repository_id | {_REPOSITORY} | the repository
        number | INTEGER NOT NULL | number of the e-mail, oldest commit first
        person | INTEGER NOT NULL | number of the person it belongs to by .mailmap
        """,
        "PRIMARY KEY (repository_id, number)",
    ),
    _table(
        "commits",
        "Every commit of the default branch's history, or those of observations where that is not"
        " here. The mainline is its first-parent chain.",
        f"""
        id | INTEGER PRIMARY KEY | row id
        repository_id | {_REPOSITORY} | the repository
        oid | TEXT NOT NULL | the commit's id
        authored | INTEGER NOT NULL | author time, seconds since 1970 UTC
        committed | INTEGER NOT NULL | committer time, seconds since 1970 UTC
        zone | INTEGER NOT NULL | committer's time zone, minutes east of UTC
        author | INTEGER NOT NULL | the author's number in authors
        landed | INTEGER NOT NULL | position of the first mainline commit that contains it
        mainline | INTEGER | its own mainline position, from 0; NULL off the mainline
        """,
        "UNIQUE (repository_id, oid)",
        "repository_id, landed, author\nrepository_id, mainline, committed",
    ),
    _table(
        "tags",
        "Tags that point into the history.",
        f"""
        repository_id | {_REPOSITORY} | the repository
        name | TEXT NOT NULL | the tag's name
        commit_id | {_COMMIT} | the commit it leads to
        """,
        "PRIMARY KEY (repository_id, name)",
        "commit_id",
    ),
    _table(
        "paths",
        "Tracked paths: pipeline files, build files (kind build), and path groups by name.",
        f"""
        id | INTEGER PRIMARY KEY | row id
        repository_id | {_REPOSITORY} | the repository
        path | TEXT NOT NULL | path in the repository, or the group's name
        system | TEXT | github-actions, circleci, devcontainer or a build tool; NULL for a group
        kind | TEXT | workflow, action, environment or build; NULL for a group
        """,
        "UNIQUE (repository_id, path, kind)",
    ),
    _table(
        "path_commits",
        "Which commits git rev-list REV -- PATH lists, for every mainline REV.",
        f"""
        path_id | {_PATH} | the path
        commit_id | {_COMMIT} | the commit
        since | INTEGER NOT NULL | mainline position from which it is listed
        until | INTEGER | position from which it is listed no more, NULL if still
        """,
        "PRIMARY KEY (path_id, since, commit_id)",
        "commit_id",
    ),
    _table(
        "changes",
        "What commits did to pipeline files.",
        f"""
        path_id | {_PATH} | the file
        commit_id | {_COMMIT} | the commit
        change | TEXT NOT NULL | added, modified or removed
        blob | TEXT | id of the content after the change, NULL when removed
        """,
        "PRIMARY KEY (path_id, commit_id)",
        "commit_id\nblob",
    ),
    _table(
        "versions",
        "The content of pipeline files along the mainline.",
        f"""
        path_id | {_PATH} | the file
        since | INTEGER NOT NULL | mainline position from which the content stood
        until | INTEGER | position from which it did not, NULL if it still stands
        blob | TEXT NOT NULL | id of the content
        """,
        "PRIMARY KEY (path_id, since)",
        "blob",
    ),
    _table(
        "repository_files",
        "Files that tell by being there how a project is run; their content is not looked at.",
        f"""
        repository_id | {_REPOSITORY} | the repository
        kind | TEXT NOT NULL | what it is there for: lock-file, code-owners and so on
        path | TEXT NOT NULL | path in the repository
        since | INTEGER NOT NULL | mainline position from which it was there
        until | INTEGER | position from which it was not, NULL if it still is
        """,
        "PRIMARY KEY (repository_id, kind, path, since)",
    ),
    _table(
        "pipelines",
        "Parsed contents of a repository's pipeline files, one row per content, system and kind.",
        f"""
        id | INTEGER PRIMARY KEY | row id
        repository_id | {_REPOSITORY} | the repository
        blob | TEXT NOT NULL | id of the content
        system | TEXT NOT NULL | github-actions, circleci, devcontainer or a build tool
        kind | TEXT NOT NULL | workflow, action, environment or build
        parser | INTEGER NOT NULL | version of the parser that read it
        name | TEXT | the name its author gave it
        jobs | INTEGER NOT NULL | number of jobs
        steps | INTEGER NOT NULL | number of steps over all jobs
        needs | INTEGER NOT NULL | number of needs over all jobs
        errors | INTEGER NOT NULL | number of errors found in it
        details | TEXT NOT NULL | everything else it says, as JSON
        """,
        "UNIQUE (blob, repository_id, system, kind)",
    ),
    _table(
        "triggers",
        "The events that start a pipeline.",
        f"""
        pipeline_id | {_PIPELINE} | the pipeline
        position | INTEGER NOT NULL | order in the file, from 0
        event | TEXT NOT NULL | the event's name
        cron | TEXT | for schedules, the cron expression
        details | TEXT NOT NULL | filters, inputs and the rest, as JSON
        """,
        "PRIMARY KEY (pipeline_id, position)",
    ),
    _table(
        "jobs",
        "The jobs of a pipeline.",
        f"""
        id | INTEGER PRIMARY KEY | row id
        pipeline_id | {_PIPELINE} | the pipeline
        position | INTEGER NOT NULL | order in the file, from 0
        job | TEXT NOT NULL | the job's id
        name | TEXT | its name
        uses | TEXT | the reusable workflow or orb job it calls
        runs_on | TEXT NOT NULL | runner labels, joined by commas
        condition | TEXT | its if
        legs | INTEGER | matrix legs, 1 without a matrix, NULL when unknown
        line | INTEGER NOT NULL | line in the file
        details | TEXT NOT NULL | everything else it says, as JSON
        """,
        "UNIQUE (pipeline_id, position)",
    ),
    _table(
        "needs",
        "Which jobs a job needs.",
        """
        job_id | INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE | the job
        position | INTEGER NOT NULL | order in the file, from 0
        needs | TEXT NOT NULL | id of the needed job
        """,
        "PRIMARY KEY (job_id, position)",
    ),
    _table(
        "steps",
        "The steps of a job.",
        """
        id | INTEGER PRIMARY KEY | row id
        job_id | INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE | the job
        position | INTEGER NOT NULL | order in the job, from 0
        name | TEXT | its name
        uses | TEXT | the action it uses
        condition | TEXT | its if
        line | INTEGER NOT NULL | line in the file
        details | TEXT NOT NULL | everything else it says, as JSON
        """,
        "UNIQUE (job_id, position)",
    ),
    _table(
        "commands",
        "The commands in a step's script.",
        f"""
        step_id | {_STEP} | the step
        position | INTEGER NOT NULL | order in the script, from 0
        program | TEXT NOT NULL | the program
        subcommand | TEXT | what it is told to do
        target | TEXT | its first target
        options | TEXT | names of its long options, separated by blanks
        line | INTEGER NOT NULL | line in the file
        """,
        "PRIMARY KEY (step_id, position)",
    ),
    _table(
        "diagnostics",
        "What is wrong in a pipeline file.",
        f"""
        pipeline_id | {_PIPELINE} | the pipeline
        position | INTEGER NOT NULL | order, from 0
        line | INTEGER NOT NULL | line, from 1
        column | INTEGER NOT NULL | column, from 1
        severity | TEXT NOT NULL | error or warning
        code | TEXT NOT NULL | stable name of the finding
        message | TEXT NOT NULL | the finding, for people
        """,
        "PRIMARY KEY (pipeline_id, position)",
    ),
    _table(
        "labels",
        "What steps are for, by the rules named in meta.ruleset.",
        f"""
        step_id | {_STEP} PRIMARY KEY | the step
        activity | TEXT NOT NULL | its activity
        rule | TEXT NOT NULL | the rule that decided
        why | TEXT NOT NULL | the feature it decided on
        confidence | REAL NOT NULL | how sure that is, 0 to 1
        """,
    ),
    _table(
        "pipeline_labels",
        "What pipelines check, by the rules named in meta.ruleset.",
        f"""
        pipeline_id | {_PIPELINE} PRIMARY KEY | the pipeline
        checks | TEXT NOT NULL | its check types, separated by blanks
        ml_specific | INTEGER NOT NULL | 1 when it exercises models, data sets or ML frameworks
        """,
    ),
    _table(
        "observations",
        "What is known of a repository whose history is not here: figures at single commits.",
        f"""
        repository_id | {_REPOSITORY} | the repository
        position | INTEGER NOT NULL | the commit's position on the mainline
        until | INTEGER | time of the next commit, seconds since 1970 UTC; NULL for the newest
        commits | INTEGER NOT NULL | commits in the history
        contributors | INTEGER NOT NULL | people in it
        author_emails | INTEGER NOT NULL | distinct author e-mails in it
        first_commit | INTEGER | time of the first commit, seconds since 1970 UTC
        first_zone | INTEGER NOT NULL | its committer's time zone, minutes east of UTC
        paths | TEXT NOT NULL | commits by path group and pipeline file, as JSON
        """,
        "PRIMARY KEY (repository_id, position)",
    ),
    _table(
        "figures",
        "Figures only an API can tell, such as stars; no row means unknown.",
        f"""
        repository_id | {_REPOSITORY} | the repository
        figure | TEXT NOT NULL | stars, forks, issues, bug_issues, releases, runs, …
        value | INTEGER NOT NULL | the number
        complete | INTEGER NOT NULL | 0 when the count was capped
        source | TEXT NOT NULL | where it came from
        retrieved_at | INTEGER NOT NULL | when, seconds since 1970 UTC
        """,
        "PRIMARY KEY (repository_id, figure)",
    ),
    _table(
        "runs",
        "Completed runs of workflows, the newest that were asked for.",
        f"""
        repository_id | {_REPOSITORY} | the repository
        run | INTEGER NOT NULL | the run's id
        path | TEXT NOT NULL | the workflow's file
        event | TEXT NOT NULL | what started it
        conclusion | TEXT NOT NULL | how it ended: success, failure, cancelled, …
        attempt | INTEGER NOT NULL | how often it was run, from 1
        head_oid | TEXT NOT NULL | the commit it ran on
        created | INTEGER NOT NULL | when its event happened, seconds since 1970 UTC
        started | INTEGER NOT NULL | when it, or its last attempt, started
        ended | INTEGER NOT NULL | when it ended
        """,
        "PRIMARY KEY (repository_id, run)",
        since=2,
    ),
    _table(
        "run_jobs",
        "Jobs of runs, of those runs whose jobs were asked for.",
        f"""
        repository_id | {_REPOSITORY} | the repository
        run | INTEGER NOT NULL | the run's id
        job | INTEGER NOT NULL | the job's id
        name | TEXT NOT NULL | its name as shown, with its matrix values
        conclusion | TEXT NOT NULL | how it ended
        created | INTEGER NOT NULL | when it began to wait for a runner, seconds since 1970 UTC
        started | INTEGER NOT NULL | when its runner took it
        ended | INTEGER NOT NULL | when it ended
        """,
        "PRIMARY KEY (repository_id, run, job)",
        since=2,
    ),
    _table(
        "responses",
        "Answers of the API with their ETags, so that what did not change is not sent again.",
        """
        url | TEXT NOT NULL | what was asked
        identity | TEXT NOT NULL | who asked: a digest that tells tokens apart, or anonymous
        etag | TEXT NOT NULL | what the API calls this answer
        body | TEXT NOT NULL | the answer, as JSON
        links | TEXT NOT NULL | addresses of the pages beside it, as JSON
        retrieved_at | INTEGER NOT NULL | when, seconds since 1970 UTC
        """,
        "PRIMARY KEY (url, identity)",
    ),
    _table(
        "triage",
        "What people decided, mark by mark; the newest on a subject counts, none is ever changed.",
        """
        id | INTEGER PRIMARY KEY | row id
        kind | TEXT NOT NULL | verdict, claim, tool, workflow or step
        subject | TEXT NOT NULL | the verdict's or claim's id, or the repository
        title | TEXT NOT NULL | how it read when it was looked at
        path | TEXT | of a workflow or step
        job | TEXT | of a step
        step | INTEGER | of a step, from 0
        commit_oid | TEXT | the commit it was looked at, NULL for verdicts and claims
        line | INTEGER NOT NULL | line in the file, 0 where it does not matter
        decision | TEXT NOT NULL | agree, contest, needs-data or discuss
        note | TEXT NOT NULL | what was said, may be empty
        as_of | TEXT | the day the data were looked at as of, NULL for their newest
        made_at | INTEGER NOT NULL | when it was decided, seconds since 1970 UTC
        """,
        "CHECK (decision IN ('agree', 'contest', 'needs-data', 'discuss'))\n"
        "CHECK (date(as_of) IS as_of)",
        later=(
            Column(
                "cohort", "TEXT", "of a verdict, the cohort, empty for none; NULL if not noted", 3
            ),
            Column("finding", "TEXT", "what a verdict or claim had come to, NULL if not noted", 3),
        ),
    ),
    _table(
        "meta",
        "Facts about the atlas itself.",
        """
        key | TEXT NOT NULL PRIMARY KEY | ruleset (digest of the rules), bundle, bug labels of …
        value | TEXT NOT NULL | its value
        """,
    ),
)

SEARCH = """
CREATE VIRTUAL TABLE search USING fts5(
  text, kind UNINDEXED, repository UNINDEXED, path UNINDEXED, job UNINDEXED, step UNINDEXED,
  tokenize = 'unicode61'
)
"""
SEARCH_ABOUT = (
    "Full-text index over tools and their current workflows, jobs, steps, actions and commands."
)

VIEWS: tuple[View, ...] = (
    View(
        "current_pipelines",
        "Pipeline files, build files left out, as they stand at each repository's head.",
        """
        SELECT repositories.full_name AS repository, paths.path, pipelines.system, pipelines.kind,
          pipelines.name, pipelines.jobs, pipelines.steps, pipelines.errors,
          pipeline_labels.checks, pipeline_labels.ml_specific, pipelines.id AS pipeline_id
        FROM versions
        JOIN paths ON paths.id = versions.path_id
        JOIN repositories ON repositories.id = paths.repository_id
        JOIN pipelines ON pipelines.repository_id = paths.repository_id
          AND pipelines.blob = versions.blob
          AND pipelines.system = paths.system AND pipelines.kind = paths.kind
        LEFT JOIN pipeline_labels ON pipeline_labels.pipeline_id = pipelines.id
        WHERE versions.until IS NULL AND paths.kind != 'build'
        """,
    ),
    View(
        "current_steps",
        "Steps of the current pipelines with their activities.",
        """
        SELECT current_pipelines.repository, current_pipelines.path, jobs.job,
          steps.position AS step, steps.name, steps.uses, labels.activity, steps.line
        FROM current_pipelines
        JOIN jobs ON jobs.pipeline_id = current_pipelines.pipeline_id
        JOIN steps ON steps.job_id = jobs.id
        LEFT JOIN labels ON labels.step_id = steps.id
        """,
    ),
    View(
        "contributors",
        "Author e-mails with the days of their first and last commit, where the history is here.",
        """
        SELECT repositories.full_name AS repository, commits.author,
          date(min(commits.committed), 'unixepoch') AS first_commit,
          date(max(commits.committed), 'unixepoch') AS last_commit, count(*) AS commits
        FROM commits JOIN repositories ON repositories.id = commits.repository_id
        WHERE repositories.id NOT IN (SELECT repository_id FROM observations)
        GROUP BY repositories.id, commits.author
        """,
    ),
    View(
        "commits_per_month",
        "Commits per path (file or group) and month, in the history of the head.",
        """
        SELECT repositories.full_name AS repository, paths.path,
          strftime('%Y-%m', commits.committed, 'unixepoch') AS month, count(*) AS commits
        FROM path_commits
        JOIN paths ON paths.id = path_commits.path_id
        JOIN repositories ON repositories.id = paths.repository_id
        JOIN commits ON commits.id = path_commits.commit_id
        WHERE path_commits.until IS NULL
        GROUP BY repositories.id, paths.id, month
        """,
    ),
)


def statements(since: int) -> list[str]:
    """Return the DDL of what a version of the schema brought; the first one makes an atlas."""
    made = [
        f'ALTER TABLE {table.name} ADD COLUMN "{column.name}" {column.declaration}'
        for table in TABLES
        for column in table.columns
        if column.since == since
    ]
    for table in (table for table in TABLES if table.since == since):
        columns_then = [column for column in table.columns if column.since == 0]
        lines = [f'"{column.name}" {column.declaration}' for column in columns_then]
        body = ",\n  ".join([*lines, *table.constraints])
        # A table whose key is not a row id is stored by that key, without a second index for it.
        keyed = any(constraint.startswith("PRIMARY KEY") for constraint in table.constraints)
        options = "STRICT, WITHOUT ROWID" if keyed else "STRICT"
        made.append(f"CREATE TABLE {table.name} (\n  {body}\n) {options}")
        for number, columns in enumerate(table.indexes, start=1):
            made.append(f"CREATE INDEX {table.name}_{number} ON {table.name} ({columns})")
    if since > 1:
        return made
    made.append(SEARCH)
    made += [f"CREATE VIEW {view.name} AS {view.select}" for view in VIEWS]
    return made
