"""What is asked of a repository: each question with its cost, and what its answer says."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from ciatlas.model.run import Run, RunJob
from ciatlas.sources.github.answers import UnavailableError, count_of, list_of
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.graphql import ISSUES, issue_counts, issue_variables
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
        resource: whose budget it costs, such as `core` or `search`.
        figure: one of the figures its answer tells, by which one sees that it was told.
        ask: asks it and returns what was told.
        cost: requests it takes at most.
        queries: how many of them more in GraphQL.
        searches: how many searches more where those are not answered.
        source: who answers.
    """

    name: str
    resource: str
    figure: str
    ask: Callable[[Client, str], Awaitable[Told]]
    cost: int = 1
    queries: int = 0
    searches: int = 0
    source: str = "github"


def questions(
    bug_labels: Sequence[str], *, token: bool = False, queries: bool = True
) -> tuple[Question, ...]:
    """Return what is asked of every repository, the cheapest first.

    Jobs need a token; so do `queries`, which servers may lack.
    """
    labels = ",".join(f'"{label}"' for label in bug_labels)

    async def bugs(client: Client, name: str) -> Told:
        return await _searched(client, name, "bug_issues", f" label:{labels}")

    async def both(client: Client, name: str) -> Told:
        return await _issues_and_bugs(client, name, f" label:{labels}")

    always = (
        Question("repository", "core", "stars", _repository),
        Question("releases", "core", "releases", _releases),
    )
    runs = (
        Question("runs", "core", "runs", _runs_and_jobs, 1 + RUNS_WITH_JOBS)
        if token
        else Question("runs", "core", "runs", _runs)
    )
    if token and queries:
        return *always, runs, Question("issues", "core", "issues", both, queries=1, searches=2)
    return (
        *always,
        runs,
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


async def _issues_and_bugs(client: Client, name: str, terms: str) -> Told:
    """Count issues by a query, unless none changed; by searches where there is no GraphQL."""
    newest: dict[str, str | int] = {"state": "all", "sort": "updated", "per_page": 1}
    try:
        beside = await client.get(f"/repos/{name}/issues", newest)
        variables = issue_variables(name, _issue_search(name, terms))
        issues, bugs = issue_counts(await client.query(ISSUES, variables, beside))
    except UnavailableError:
        told = await _issues(client, name)
        return Told(told.figures | (await _searched(client, name, "bug_issues", terms)).figures)
    return Told({"issues": (issues, True), "bug_issues": (bugs, True)})


def _issue_search(name: str, terms: str) -> str:
    """Write a search for issues; `is:issue` keeps pull requests out."""
    return f"repo:{name} is:issue{terms}"


async def _searched(client: Client, name: str, figure: str, terms: str) -> Told:
    query: dict[str, str | int] = {"q": _issue_search(name, terms), "per_page": 1}
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
