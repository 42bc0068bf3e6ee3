"""How often a tool changes and is released, how its runs fare, and how its workflows age."""

from itertools import pairwise
from statistics import mean, median, pstdev

from ciatlas.analysis.metrics.collaboration import DAY, YEAR
from ciatlas.analysis.metrics.result import Result, unknown
from ciatlas.analysis.runs import feedback_seconds, runs_by_system
from ciatlas.analysis.tool import Tool
from ciatlas.analysis.wording import count
from ciatlas.model.activity import Activity
from ciatlas.model.system import System
from ciatlas.store.commits import Release

_TESTS = {
    Activity.UNIT_TEST,
    Activity.INTEGRATION_TEST,
    Activity.E2E_TEST,
    Activity.ML_TEST,
}
_TOLD_BY = {
    System.GITHUB_ACTIONS: ("GitHub", "runs"),
    System.CIRCLECI: ("CircleCI", "circleci_runs"),
}
"""Where a system's runs come from, and the figure that says whether those are all."""
_NO_RUNS = "runs are not known; 'ciatlas sync' brings them"
_WEEKS = YEAR / (7 * DAY)


def commits_per_week(tool: Tool) -> Result:
    """Commits per week over the year before the snapshot."""
    made = sum(tool.atlas.commits.by_person(tool.snapshot, tool.seconds - YEAR))
    note = f"{made:,} commits in a year"
    return Result(made / _WEEKS, note, tool.whole(note))


def releases_per_year(tool: Tool) -> Result:
    """Number of tagged commits of the year before the snapshot."""
    if not tool.atlas.commits.releases(tool.snapshot):
        return unknown("no tag is known; a fork may lack them")
    times = _release_times(tool)
    note = f"{len(times):,} tagged commits in a year"
    return Result(float(len(times)), note, tool.whole(note))


def release_regularity(tool: Tool) -> Result:
    """How even the time between releases is: 1 / (1 + coefficient of variation), over a year."""
    gaps = [after - before for before, after in pairwise(_release_times(tool))]
    if len(gaps) < 2:
        return unknown("fewer than three tagged commits in the year before")
    note = f"{len(gaps)} gaps of {mean(gaps) / DAY:.1f} days on average"
    return Result(1 / (1 + pstdev(gaps) / mean(gaps)), note, tool.whole(note))


def workflow_age(tool: Tool) -> Result:
    """Median age of the workflows in days, from their first commit."""
    ages = [
        (tool.snapshot.time - read.entry.first_commit).days
        for read in tool.workflows
        if read.entry.first_commit is not None
    ]
    if not ages:
        return unknown("no workflow")
    return Result(float(median(ages)), f"over {count(len(ages), tool.workflow_noun)}")


def workflow_churn(tool: Tool) -> Result:
    """Changes per workflow over the year before the snapshot."""
    if not tool.workflows:
        return unknown("no workflow")
    changes = tool.atlas.commits.of_workflows(tool.snapshot, tool.seconds - YEAR)
    note = f"{len(changes):,} changes of {count(len(tool.workflows), tool.workflow_noun)}"
    return Result(len(changes) / len(tool.workflows), note, tool.whole(note))


def workflow_rest(tool: Tool) -> Result:
    """Days since a workflow was last changed."""
    changes = tool.atlas.commits.of_workflows(tool.snapshot)
    if not changes:
        return unknown("no workflow")
    last = max(changes, key=lambda change: change[1])
    return Result((tool.seconds - last[1]) / DAY, f"last {last[0]}", tool.whole(f"last {last[0]}"))


def workflow_commits(tool: Tool) -> Result:
    """Share of commits that touch workflows."""
    commits, to_workflows = tool.summary.commits, tool.summary.paths.get("workflows", 0)
    note = f"{to_workflows:,} of {commits:,} commits"
    return Result(to_workflows / commits, note, tool.whole(note))


def run_success(tool: Tool) -> Result:
    """Share of completed runs that succeeded, on GitHub and CircleCI."""
    if not tool.runs:
        return unknown(_NO_RUNS)
    succeeded = sum(run.conclusion == "success" for run in tool.runs)
    note = f"{succeeded:,} of {_runs_known(tool)}"
    return Result(succeeded / len(tool.runs), note, tool.whole(note))


def run_minutes(tool: Tool) -> Result:
    """Median duration of a run, on GitHub and CircleCI, in minutes."""
    if not tool.runs:
        return unknown(_NO_RUNS)
    seconds = median(run.seconds for run in tool.runs)
    note = f"{seconds:,.0f} seconds, of {_runs_known(tool)}"
    return Result(seconds / 60, note, tool.whole(note))


def queue_minutes(tool: Tool) -> Result:
    """Median time a job waits for its runner, in minutes."""
    jobs = tool.atlas.run_jobs(tool.repository)
    if not jobs:
        return unknown("jobs of runs are not known; 'ciatlas sync' with a token brings them")
    seconds = median(job.waited for job in jobs)
    note = f"{seconds:,.0f} seconds, of {len(jobs):,} jobs"
    return Result(seconds / 60, note, tool.whole(note))


def feedback_minutes(tool: Tool) -> Result:
    """Median time from a proposed change to the end of its tests, in minutes.

    The tests of a change may run on GitHub and on CircleCI; the last of them counts.
    """
    tests = {read.path for read in tool.workflows if _TESTS & set(read.labels.checks)}
    seconds = feedback_seconds(tool.runs, tests)
    if seconds is None:
        return unknown("no run of a workflow with tests is known; 'ciatlas sync' brings them")
    with_tests = count(len(tests), tool.workflow_noun)
    note = f"{seconds:,.0f} seconds, by runs of {with_tests} with tests, of {_runs_known(tool)}"
    return Result(seconds / 60, note, tool.whole(note))


def stars(tool: Tool) -> Result:
    """Number of people who starred the repository."""
    known = tool.summary.stars
    if known is None:
        return unknown("stars are not known; 'ciatlas sync' brings them")
    return Result(float(known), f"{known:,} stars", tool.whole(f"{known:,} stars"))


def _runs_known(tool: Tool) -> str:
    """Say how many runs are known, who told of them, and where those are not all there are."""
    told = tool.atlas.told(tool.repository)
    parts = []
    for system, runs in runs_by_system(tool.runs).items():
        name, figure = _TOLD_BY[system]
        whole = figure in told and told[figure].complete
        parts.append(f"{'' if whole else 'the newest '}{len(runs):,} on {name}")
    return f"{count(len(tool.runs), 'run')} ({', '.join(parts)})"


def _release_times(tool: Tool) -> list[int]:
    releases: list[Release] = tool.atlas.commits.releases(tool.snapshot)
    return sorted({release.time for release in releases if release.time >= tool.seconds - YEAR})
