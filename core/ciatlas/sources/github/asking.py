"""Taking a step of a sync: asking, and storing what was told at once."""

from collections.abc import Callable
from dataclasses import dataclass

from ciatlas.model.repository import Repository
from ciatlas.model.system import Kind
from ciatlas.parsing import PARSER_VERSION, kind_of
from ciatlas.sources.github.answers import UnavailableError
from ciatlas.sources.github.client import Client
from ciatlas.sources.github.planning import Step
from ciatlas.sources.github.questions import Question
from ciatlas.sources.github.survey import read_files, survey
from ciatlas.store import Atlas


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom to ask, and where to store it.

    Attributes:
        atlas: open for writing.
        client: asks the API.
        clock: tells the time, in seconds since 1970 UTC.
        raw: where files are read from, `None` where that is not known.
    """

    atlas: Atlas
    client: Client
    clock: Callable[[], float]
    raw: str | None

    async def take(self, step: Step, repository: Repository) -> dict[str, int]:
        """Ask and store; return what was learnt, by name.

        Raises:
            UnavailableError: it cannot be had; what was stored stays as it was.
            SpentError: the budget is spent; the same holds.
        """
        if step.question is None:
            return await self._survey(repository)
        return await self._ask(step.question, repository)

    async def _ask(self, question: Question, repository: Repository) -> dict[str, int]:
        told = await question.ask(self.client, repository.full_name)
        self.atlas.save_runs(repository, told.runs, told.jobs)
        self.atlas.save_figures(repository, told.figures, question.source, int(self.clock()))
        return {name: value for name, (value, _) in told.figures.items()}

    async def _survey(self, repository: Repository) -> dict[str, int]:
        """Bring in where a repository stands, with its pipelines: all of it, or nothing."""
        if self.raw is None:
            raise UnavailableError("its files have no address; name one with --raw-url")
        found = await survey(self.client, repository, int(self.clock()))
        known = self.atlas.parsed_blobs(repository.full_name, PARSER_VERSION)
        parsed = await read_files(self.client, self.raw, found, known)
        self.atlas.save_pipelines(found.repository, parsed, PARSER_VERSION)
        kinds = {path: kind for path in found.files if (kind := kind_of(path)) is not None}
        self.atlas.save_survey(found, kinds)
        pipelines = sum(kind is not Kind.BUILD for _, kind in kinds.values())
        return {"commits": found.commits, "pipelines": pipelines}
