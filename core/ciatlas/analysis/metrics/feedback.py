"""How soon pipelines tell, and how soon work reaches its users."""

from graphlib import CycleError, TopologicalSorter
from statistics import mean, median

from ciatlas.analysis.metrics.collaboration import DAY, YEAR
from ciatlas.analysis.metrics.result import Result, share, unknown
from ciatlas.analysis.tool import LabelledPipeline, Tool
from ciatlas.analysis.wording import count

_MOST_COMMITS = 2 * YEAR


def fail_fast(tool: Tool) -> Result:
    """Share of matrix jobs that stop all legs when one fails."""
    jobs = [(r, job) for r in tool.workflows for job in r.pipeline.jobs if job.matrix is not None]
    found = [
        read.evidence("stops at the first failure", job)
        for read, job in jobs
        if job.matrix is not None and job.matrix.fail_fast in (None, True)
    ]
    return share(found, len(jobs), "matrix job")


def cancel_stale(tool: Tool) -> Result:
    """Share of workflows started by changes whose stale runs are cancelled."""
    reads = [read for read in tool.workflows if read.on_change]
    found = [read.evidence("cancels stale runs") for read in reads if _cancels(read)]
    return share(found, len(reads), tool.workflow_noun)


def parallelism(tool: Tool) -> Result:
    """Average share of a workflow's jobs that need not wait for one another.

    One minus (longest path - 1) / (jobs - 1) over workflows of several jobs: 1 when all may run at
    once, 0 for a chain.
    """
    found = []
    for read in tool.workflows:
        jobs, longest = len(read.pipeline.jobs), _longest(read)
        if jobs > 1 and longest is not None:
            found.append(1 - (longest - 1) / (jobs - 1))
    if not found:
        return unknown("no workflow has several jobs")
    return Result(mean(found), f"over {count(len(found), tool.workflow_noun)} of several jobs")


def days_to_release(tool: Tool) -> Result:
    """Median days from a commit's landing to the first tag that contains it, over two years."""
    tags = tool.atlas.commits.releases(tool.snapshot)
    landed = tool.atlas.commits.mainline(tool.snapshot, tool.seconds - _MOST_COMMITS)
    if not tags:
        return unknown("no tag is known; a fork may lack them")
    waits, number = [], 0
    for position, time in landed:
        while number < len(tags) and tags[number].position < position:
            number += 1
        if number == len(tags):
            break
        waits.append(max(0, tags[number].time - time) / DAY)
    if not waits:
        return unknown("no tag contains a commit of the last two years")
    note = f"over {len(waits):,} commits"
    return Result(median(waits), note, tool.whole(note))


def _cancels(read: LabelledPipeline) -> bool:
    groups = [read.pipeline.concurrency, *(job.concurrency for job in read.pipeline.jobs)]
    return any(group is not None and group.cancel_in_progress is not False for group in groups)


def _longest(read: LabelledPipeline) -> int | None:
    """Return the number of jobs on the longest path of needs, `None` when they run in a circle."""
    needs = {job.id: job.needs for job in read.pipeline.jobs}
    length: dict[str, int] = {}
    try:
        for job in TopologicalSorter(needs).static_order():
            length[job] = 1 + max((length[needed] for needed in needs.get(job, ())), default=0)
    except CycleError:
        return None
    return max(length.values(), default=0)
