"""What is asked of a repository: each question with its cost, and what its answer says."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from ciatlas.model.run import Run, RunJob
from ciatlas.sources.github.answers import count_of, list_of
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.runs import RUNS_WITH_JOBS, ask_jobs, ask_runs, figures_of

PAGE = 100


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says: figures by name, each with whether it is complete; runs; their jobs."""

    figures: dict[str, tuple[int, bool]] = field(default_factory=dict)
    runs: tuple[Run, ...] = ()
    jobs: tuple[RunJob, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Something asked about a repository.

    Attributes:
        name: what it is about.
        resource: whose budget it costs, `core` or `search`.
        figure: one of the figures its answer tells, by which one sees that it was told.
        ask: asks it and returns what was told.
        cost: requests it takes at most.
    """

    name: str
    resource: str
    figure: str
    ask: Callable[[Client, str], Awaitable[Told]]
    cost: int = 1


def questions(bug_labels: Sequence[str], *, token: bool = False) -> tuple[Question, ...]:
    """Return what is asked of every repository, the cheapest first; jobs need a token."""

    async def bugs(client: Client, name: str) -> Told:
        labels = ",".join(f'"{label}"' for label in bug_labels)
        return await _searched(client, name, "bug_issues", f" label:{labels}")

    return (
        Question("repository", "core", "stars", _repository),
        Question("releases", "core", "releases", _releases),
        Question("runs", "core", "runs", _runs_and_jobs, 1 + RUNS_WITH_JOBS)
        if token
        else Question("runs", "core", "runs", _runs),
        Question("issues", "search", "issues", _issues),
        Question("bug issues", "search", "bug_issues", bugs),
    )


async def _repository(client: Client, name: str) -> Told:
    found = (await client.get(f"/repos/{name}")).content
    return Told(
        {
            "stars": (count_of(found, "stargazers_count"), True),
            "forks": (count_of(found, "forks_count"), True),
        }
    )


async def _releases(client: Client, name: str) -> Told:
    answer = await client.get(f"/repos/{name}/releases", {"per_page": PAGE})
    return Told({"releases": (len(list_of(answer.content)), "next" not in answer.links)})


async def _issues(client: Client, name: str) -> Told:
    return await _searched(client, name, "issues", "")


async def _searched(client: Client, name: str, figure: str, terms: str) -> Told:
    """Count issues; `is:issue` keeps pull requests out."""
    query: dict[str, str | int] = {"q": f"repo:{name} is:issue{terms}", "per_page": 1}
    found = (await client.get("/search/issues", query, "search")).content
    complete = not (isinstance(found, dict) and found.get("incomplete_results"))
    return Told({figure: (count_of(found, "total_count"), complete)})


async def _runs(client: Client, name: str) -> Told:
    """Read the newest completed runs: how many succeeded, and how long they took."""
    runs, complete = await ask_runs(client, name)
    return Told(figures_of(runs, complete), tuple(runs))


async def _runs_and_jobs(client: Client, name: str) -> Told:
    """Read the newest completed runs, and the jobs of the newest one of each workflow."""
    told = await _runs(client, name)
    return replace(told, jobs=tuple(await ask_jobs(client, name, told.runs)))
