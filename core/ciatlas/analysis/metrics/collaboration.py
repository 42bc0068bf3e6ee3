"""How pipelines help people work together, and how people work on them."""

from itertools import pairwise

from ciatlas.analysis.metrics.result import Result, kinds, number, share, unknown
from ciatlas.analysis.tool import Tool
from ciatlas.model.activity import Activity
from ciatlas.model.claim import Evidence

DAY = 24 * 3600
YEAR = 365 * DAY
_REVIEW_FILES = frozenset(
    ("code-owners", "pull-request-template", "issue-templates", "pre-commit", "contributing",
     "security-policy")
)  # fmt: skip


def repo_automation(tool: Tool) -> Result:
    """Number of workflows that label, assign, merge, backport or close for people."""
    found: dict[str, Evidence] = {}
    for step in tool.steps:
        if step.activity == Activity.REPO_AUTOMATION:
            found.setdefault(step.around.path, step.evidence())
    return number([*found.values()], tool.workflow_noun)


def review_files(tool: Tool) -> Result:
    """Share of the kinds of file that guide contributions which the repository has."""
    found = {file.text: file for file in tool.files if file.text in _REVIEW_FILES}
    return kinds(found, len(_REVIEW_FILES))


def path_filters(tool: Tool) -> Result:
    """Share of workflows started by changes that start on changes of certain paths only."""
    reads = [read for read in tool.workflows if read.on_change]
    found = [
        read.evidence(f"{trigger.event} on {', '.join(trigger.paths or trigger.paths_ignore)}")
        for read in reads
        for trigger in [t for t in read.pipeline.triggers if t.paths or t.paths_ignore][:1]
    ]
    return share(found, len(reads), tool.workflow_noun)


def concurrency(tool: Tool) -> Result:
    """Share of workflows started by changes whose runs do not stand in each other's way."""
    reads = [read for read in tool.workflows if read.on_change]
    found = [
        read.evidence("a concurrency group")
        for read in reads
        if read.pipeline.concurrency or any(job.concurrency for job in read.pipeline.jobs)
    ]
    return share(found, len(reads), tool.workflow_noun)


def contributors(tool: Tool) -> Result:
    """Number of people with a commit in the history, by .mailmap."""
    people = tool.summary.contributors
    return Result(float(people), f"{people:,} people", tool.whole(f"{people:,} people"))


def contributors_per_year(tool: Tool) -> Result:
    """Number of people with a commit in the year before the snapshot."""
    made = _last_year(tool)
    note = f"{len(made):,} people in a year"
    return Result(float(len(made)), note, tool.whole(note))


def top_three_share(tool: Tool) -> Result:
    """Share of the commits of a year that the three most active people made."""
    made = _last_year(tool)
    if not made:
        return unknown("no commit in the year before")
    note = f"{sum(made[:3]):,} of {sum(made):,} commits"
    return Result(sum(made[:3]) / sum(made), note, tool.whole(note))


def workflow_people(tool: Tool) -> Result:
    """Number of people who changed workflows in the year before the snapshot."""
    people = tool.atlas.commits.people_of(tool.snapshot, "workflows", tool.seconds - YEAR)
    note = f"{people:,} people in a year"
    return Result(float(people), note, tool.whole(note))


def quick_fixes(tool: Tool) -> Result:
    """Share of workflow changes of a year that another change of the file follows in a day."""
    changes = tool.atlas.commits.of_workflows(tool.snapshot, tool.seconds - YEAR)
    found = [
        Evidence(
            tool.repository.full_name,
            commit or tool.snapshot.commit,
            "changed again within a day",
            path,
        )
        for (path, time, commit), (next_path, next_time, _) in pairwise(changes)
        if path == next_path and next_time - time < DAY
    ]
    return share(found, len(changes), "change")


def _last_year(tool: Tool) -> list[int]:
    """Return how many commits each person made in the year before the snapshot."""
    return tool.atlas.commits.by_person(tool.snapshot, tool.seconds - YEAR)
