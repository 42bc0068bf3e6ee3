"""How often a tool changes and is released, how its runs fare, and how its workflows age."""

from itertools import pairwise
from statistics import mean, median, pstdev

from ciatlas.analysis.metrics.collaboration import DAY, YEAR
from ciatlas.analysis.metrics.result import Result, unknown
from ciatlas.analysis.runs import feedback_seconds
from ciatlas.analysis.tool import Tool
from ciatlas.model.activity import Activity
from ciatlas.store.commits import Release

_TESTS = {
    Activity.UNIT_TEST,
    Activity.INTEGRATION_TEST,
    Activity.E2E_TEST,
    Activity.ML_TEST,
}
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
    return Result(float(median(ages)), f"over {len(ages)} workflows")


def workflow_churn(tool: Tool) -> Result:
    """Changes per workflow over the year before the snapshot."""
    if not tool.workflows:
        return unknown("no workflow")
    changes = tool.atlas.commits.of_workflows(tool.snapshot, tool.seconds - YEAR)
    note = f"{len(changes):,} changes of {len(tool.workflows)} workflows"
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
    """Share of completed runs that succeeded."""
    return _run_figure(tool, "runs_succeeded", "runs")


def run_minutes(tool: Tool) -> Result:
    """Median duration of a run, in minutes."""
    return _run_figure(tool, "run_seconds", None)


def queue_minutes(tool: Tool) -> Result:
    """Median time a job waits for its runner, in minutes."""
    jobs = tool.atlas.run_jobs(tool.repository)
    if not jobs:
        return unknown("jobs of runs are not known; 'ciatlas sync' with a token brings them")
    seconds = median(job.waited for job in jobs)
    note = f"{seconds:,.0f} seconds, of {len(jobs):,} jobs"
    return Result(seconds / 60, note, tool.whole(note))


def feedback_minutes(tool: Tool) -> Result:
    """Median time from a proposed change to the end of its tests, in minutes."""
    tests = {read.path for read in tool.workflows if _TESTS & set(read.labels.checks)}
    seconds = feedback_seconds(tool.atlas.runs(tool.repository), tests)
    if seconds is None:
        return unknown("no run of a workflow with tests is known; 'ciatlas sync' brings them")
    note = f"{seconds:,.0f} seconds, by runs of {len(tests):,} workflows with tests"
    return Result(seconds / 60, note, tool.whole(note))


def stars(tool: Tool) -> Result:
    """Number of people who starred the repository."""
    known = tool.summary.stars
    if known is None:
        return unknown("stars are not known; 'ciatlas sync' brings them")
    return Result(float(known), f"{known:,} stars", tool.whole(f"{known:,} stars"))


def _run_figure(tool: Tool, figure: str, of: str | None) -> Result:
    """Return a figure of runs: as a share of another one, or seconds as minutes."""
    figures = tool.atlas.figures(tool.repository)
    value, whole = figures.get(figure), figures.get(of) if of else 60
    if value is None or not whole:
        return unknown("runs are not known; 'ciatlas sync' brings them")
    note = f"{value:,} of {whole:,} runs" if of else f"{value:,} seconds"
    return Result(value / whole, note, tool.whole(note))


def _release_times(tool: Tool) -> list[int]:
    releases: list[Release] = tool.atlas.commits.releases(tool.snapshot)
    return sorted({release.time for release in releases if release.time >= tool.seconds - YEAR})
