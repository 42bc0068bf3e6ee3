"""Answers that depend on a question, and on the files that were looked up to find them.

The same job may call another Makefile in another version. So what was looked up the first time is
looked up again, file by file; where all of them are the same, so is the answer.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from ciatlas.analysis.activities.targets import Resolve
from ciatlas.model.pipeline import Pipeline

Answer = TypeVar("Answer")


class _Known(Generic[Answer]):
    """What is known after some files: the answer, or which file is looked up next.

    The file it was reached by is kept, so that no other one can come to have its identity.
    """

    __slots__ = ("answer", "by_file", "file", "next")

    def __init__(self, file: Pipeline | None = None) -> None:
        self.file = file
        self.next: str | None = None
        self.by_file: dict[int, _Known[Answer]] = {}
        self.answer: list[Answer] = []


class Recall(Generic[Answer]):
    """Remembers answers, as many as `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = 0
        self._known: dict[Hashable, _Known[Answer]] = {}

    def __len__(self) -> int:
        """How many answers are remembered."""
        return self._count

    def clear(self) -> None:
        """Forget all."""
        self._known.clear()
        self._count = 0

    def answer(
        self, question: Hashable, resolve: Resolve, find: Callable[[Resolve], Answer]
    ) -> Answer:
        """Return the answer to a question, found where it is not remembered.

        Args:
            question: the question.
            resolve: looks up local files; files are the same where it returns the same object.
            find: finds the answer, and looks up nothing but by what it is given.
        """
        known = self._known.get(question)
        while known is not None and known.next is not None:
            known = known.by_file.get(id(resolve(known.next)))
        if known is not None:
            return known.answer[0]
        files: dict[str, Pipeline | None] = {}

        def look_up(uses: str) -> Pipeline | None:
            if uses not in files:
                files[uses] = resolve(uses)
            return files[uses]

        answer = find(look_up)
        self._keep(question, files, answer)
        return answer

    def _keep(self, question: Hashable, files: dict[str, Pipeline | None], answer: Answer) -> None:
        if self._count >= self._most:
            self.clear()
        self._count += 1
        known = self._known.setdefault(question, _Known())
        for uses, file in files.items():
            known.next = uses
            known = known.by_file.setdefault(id(file), _Known(file))
        known.answer = [answer]
