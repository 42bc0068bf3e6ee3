"""The study's five kinds of figure, and how long runs take, of one tool as of a day.

Each is a pure function of what the atlas holds; nothing after the day is in it. What only an API
can tell is told for the moment it was asked, so it counts from that day on and not before.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime

from ciatlas.analysis.metrics.stages import stages_automated
from ciatlas.analysis.tool import LabelledPipeline, Tool
from ciatlas.analysis.wording import buckets, count, month_number, value_text
from ciatlas.model.activity import CHECKS, Activity
from ciatlas.model.chart import Bar, Bars, Chart, Months, Series
from ciatlas.model.figure import Figure
from ciatlas.model.repository import Repository, Snapshot
from ciatlas.model.system import Kind

DELIVERY = (Activity.BUILD, Activity.PUBLISH, Activity.DEPLOY, Activity.REPO_AUTOMATION)
"""What jobs do beside checking, as far as it is a purpose of its own."""

_POPULARITY = ("stars", "forks")
_ISSUES = ("issues", "bug_issues")
_TIMES = {"run_seconds": "run", "queue_seconds": "wait", "feedback_seconds": "feedback"}
_RUNS = (*_TIMES, "runs", "runs_succeeded")


def figures(tool: Tool) -> tuple[Chart, ...]:
    """Return every figure of a tool, always the same ones in the same order."""
    return tuple(make(tool) for make in _ALL)


def activity(tool: Tool) -> Chart:
    """Since when it is there, by how many people, and commits per month by path group."""
    name, title = "activity", "Commits per month by path group"
    if tool.at is None:
        return _absent(name, title, tool)
    summary = tool.summary
    since = summary.first_commit
    facts: tuple[str, ...] = (
        f"first commit {since:%Y-%m-%d}" if since else "first commit unknown",
        "1 person" if summary.contributors == 1 else f"{summary.contributors:,} people",
        count(summary.commits, "commit"),
    )
    if tool.repository.observed_on:
        missing = "its history is not in the atlas; import a clone of it to see its months"
        return Chart(name, title, facts=facts, origin=_history(tool, tool.at), missing=missing)
    months = _months(tool, tool.at, since)
    touched = [series.name for series in months.series]
    without = [group for group in sorted(summary.paths) if group not in touched]
    if without:
        facts += (f"none to {', '.join(without)}",)
    if not touched:
        return Chart(
            name, title, (), facts, _history(tool, tool.at), "no path group has a commit yet"
        )
    return Chart(name, title, (months,), facts, _history(tool, tool.at))


def _months(tool: Tool, at: Snapshot, since: datetime | None) -> Months:
    """Figure commits per month, from the first one known to the snapshot's month."""
    found = {group: tool.atlas.monthly(at, group) for group in _ranked(tool.summary.paths)}
    known = [month for months in found.values() for month, _ in months]
    last = f"{at.time.astimezone(UTC):%Y-%m}"
    first = min([f"{since.astimezone(UTC):%Y-%m}"] if since else known, default=last)
    size = max(1, month_number(last) - month_number(first) + 1)
    series = (
        Series(group, tuple(buckets(months, first, last, size))) for group, months in found.items()
    )
    return Months(first, tuple(one for one in series if any(one.values)))


def commits(tool: Tool) -> Chart:
    """How many commits changed something in each path group."""
    name, title = "commits", "Commits by path group"
    if tool.at is None:
        return _absent(name, title, tool)
    paths, whole = tool.summary.paths, tool.summary.commits
    bars = Bars(
        "", tuple(Bar(group, paths[group], f"{paths[group]:,}") for group in _ranked(paths))
    )
    shares = [f"{one.name} {_share(one.value, whole)}" for one in bars.bars if one.value]
    facts = (f"of {count(whole, 'commit')}", *shares)
    missing = "" if bars.bars else "no path group is known; import a clone of it"
    return Chart(name, title, (bars,) if bars.bars else (), facts, _history(tool, tool.at), missing)


def popularity(tool: Tool) -> Chart:
    """How many people starred and forked it."""
    name, title, what = "popularity", "Stars and forks", "stars and forks"
    known = _told(tool, _POPULARITY)
    if not known:
        return _untold(name, title, tool, _POPULARITY, what)
    bars = tuple(Bar(key, one.value, _number(one)) for key, one in known.items())
    facts = [f"{key} {_number(one)}" for key, one in known.items()]
    facts += [f"{key} unknown" for key in _POPULARITY if key not in known]
    return Chart(name, title, (Bars("", bars),), tuple(facts), _asked(known.values()))


def bugs(tool: Tool) -> Chart:
    """Which share of its issues are bugs, by the labels that study.yaml names."""
    name, title = "bugs", "Issues that are bugs, by their labels"
    known = _told(tool, _ISSUES)
    if not known:
        return _untold(name, title, tool, _ISSUES, "issues and bugs among them")
    if len(known) < len(_ISSUES):
        there, lacking = ("issues", "bugs") if "issues" in known else ("bugs", "issues")
        missing = f"only {there} are known; {_sync(tool.repository, lacking)}"
        return Chart(name, title, (), (), _asked(known.values()), missing)
    issues, found = known["issues"], known["bug_issues"]
    if not issues.value:
        return Chart(name, title, (), (), _asked(known.values()), "it has no issues at all")
    rest = max(0, issues.value - found.value)
    exact = issues.complete and found.complete
    about = ("", "") if exact else ("at least ", "at most ") if issues.complete else ("about ",) * 2
    bars = (
        Bar("bugs", found.value, _number(found)),
        Bar("other issues", rest, f"{about[1]}{rest:,}"),
    )
    facts = (
        f"{about[0]}{_share(found.value, issues.value)} bugs",
        f"{_number(found)} of {_number(issues)} issues",
        "labels differ between projects",
    )
    return Chart(name, title, (Bars("", bars),), facts, _asked(known.values()))


def pipelines(tool: Tool) -> Chart:
    """What its jobs are for, and what its workflows start on by their own words.

    Files of other systems are counted as well, and then they are called pipelines.
    """
    noun = tool.workflow_noun
    name, title = "CI", f"Jobs and {noun}s"
    if tool.at is None:
        return _absent(name, title, tool)
    workflows = tool.workflows
    entries = [one for one in tool.atlas.pipelines(tool.at) if one.kind is Kind.WORKFLOW]
    origin = _history(tool, tool.at)
    unread = len(entries) - len(workflows)
    facts = (f"content of {count(unread, noun)} not at hand",) if unread else ()
    if not workflows:
        missing = "" if unread else f"it has no {noun} on that day"
        return Chart(name, title, (), facts, origin, missing or f"no {noun} could be read")
    jobs = Counter(purpose for read in workflows for purpose in _purposes(read))
    shown = [*CHECKS, *DELIVERY]
    events = Counter(event for read in workflows for event in read.own_events)
    ranked = sorted(events.items(), key=lambda item: (-item[1], item[0]))
    plots = (
        Bars("jobs by what they do", tuple(Bar(a.value, jobs[a], f"{jobs[a]:,}") for a in shown)),
        Bars(f"{noun}s by what they start on", tuple(Bar(e, n, f"{n:,}") for e, n in ranked)),
    )
    number = sum(len(read.pipeline.jobs) for read in workflows)
    automated = stages_automated(tool)
    share = value_text(automated.value or 0, "share")
    facts = (
        f"{count(len(workflows), noun)}, {count(number, 'job')}",
        f"checks {sum(bool(jobs[check]) for check in CHECKS)} of {len(CHECKS)}",
        f"{share} of stages automated",
        *facts,
        *_systems(workflows),
    )
    return Chart(name, title, plots, facts, origin)


def _systems(workflows: Sequence[LabelledPipeline]) -> list[str]:
    """Say how many are of which system, where there are several."""
    systems = Counter(read.entry.system.value for read in workflows)
    if len(systems) == 1:
        return []
    return [", ".join(f"{system} {number}" for system, number in sorted(systems.items()))]


def _purposes(read: LabelledPipeline) -> list[str]:
    """Return, for each job, every activity of its steps, or of the foreign workflow it calls."""
    found: dict[str, set[str]] = {job.id: set() for job in read.pipeline.jobs}
    for step in read.steps():
        found[step.job.id].add(step.activity)
    for job in read.pipeline.jobs:
        label = read.labels.jobs.get(job.id)
        # The jobs of a workflow of its own are counted where they stand.
        if label is not None and not (job.uses or "").startswith("./"):
            found[job.id].add(label.activity.value)
    return [purpose for purposes in found.values() for purpose in purposes]


def durations(tool: Tool) -> Chart:
    """How long its runs take, as medians over the newest ones."""
    name, title = "durations", "Duration of runs, median"
    known = _told(tool, _RUNS)
    times = {key: known[key] for key in _TIMES if key in known}
    if known and not times:
        return Chart(name, title, missing=_sync(tool.repository, "runs"))
    if not times:
        return _untold(name, title, tool, _RUNS, "runs and how long they take")
    bars = tuple(Bar(_TIMES[key], one.value, _minutes(one.value)) for key, one in times.items())
    facts = [f"{bar.name} {bar.shown}" for bar in bars]
    runs, succeeded = known.get("runs"), known.get("runs_succeeded")
    if runs is not None:
        facts.append(f"over the {'' if runs.complete else 'newest '}{count(runs.value, 'run')}")
    if runs is not None and succeeded is not None and runs.value:
        facts.append(f"{_share(succeeded.value, runs.value)} succeeded")
    return Chart(name, title, (Bars("", bars),), tuple(facts), _asked(known.values()))


_ALL: tuple[Callable[[Tool], Chart], ...] = (
    activity, commits, pipelines, durations, bugs, popularity,
)  # fmt: skip
"""What the history tells comes first; none of the study's own is more than two further on, or back
from the first, as they go round."""


def _told(tool: Tool, names: Sequence[str]) -> dict[str, Figure]:
    """Return what an API told by the tool's day."""
    known = tool.atlas.told(tool.repository)
    asked = {name: known[name] for name in names if name in known}
    return {n: one for n, one in asked.items() if tool.as_of is None or _day(one) <= tool.as_of}


def _untold(name: str, title: str, tool: Tool, names: Sequence[str], what: str) -> Chart:
    """Say what of an API's figures is missing: it was not asked, or only after the tool's day."""
    known = tool.atlas.told(tool.repository)
    asked = [_day(known[one]) for one in names if one in known]
    if not asked:
        missing = f"{what} are not known; {_sync(tool.repository, 'them')}"
        return Chart(name, title, missing=missing, unasked=True)
    then = f"{what} were counted on {min(asked)}"
    return Chart(name, title, missing=f"{then}; how many there were on {tool.as_of} is not known")


def _absent(name: str, title: str, tool: Tool) -> Chart:
    return Chart(name, title, missing=f"{tool.name} {tool.repository.absence}")


def _sync(repository: Repository, what: str) -> str:
    return f"'ciatlas sync {repository.full_name}' asks GitHub for {what}"


def _history(tool: Tool, at: Snapshot) -> tuple[str, ...]:
    """Say where the history is from, and up to which commit it goes."""
    source = tool.repository.source or "unknown source"
    if tool.repository.retrieved_at is not None:
        read = datetime.fromtimestamp(tool.repository.retrieved_at, UTC)
        source += f" read {read:%Y-%m-%d}"
    return source, f"up to commit {at.commit[:8]} of {at.day}"


def _asked(known: Iterable[Figure]) -> tuple[str, ...]:
    """Say who told something, and when."""
    told = sorted({(one.source, _day(one)) for one in known})
    return tuple(f"{source} asked {day}" for source, day in told)


def _day(one: Figure) -> date:
    return datetime.fromtimestamp(one.retrieved_at, UTC).date()


def _number(one: Figure) -> str:
    return f"{one.value:,}" if one.complete else f"at least {one.value:,}"


def _minutes(seconds: int) -> str:
    return f"{seconds} s" if seconds < 60 else f"{value_text(seconds / 60, 'minutes')} min"


def _share(part: int, whole: int) -> str:
    """Write a share; what is there is never written as 0 %."""
    return "under 1 %" if 0 < part < whole / 100 else value_text(part / whole, "share")


def _ranked(paths: dict[str, int]) -> list[str]:
    """Return path groups, the one with most commits first."""
    return sorted(paths, key=lambda group: (-paths[group], group))
