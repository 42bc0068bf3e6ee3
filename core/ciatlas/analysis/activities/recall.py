"""Answers that depend on a question, and on the files that were looked up to find them.

The same job may call another Makefile in another version. So what was looked up the first time is
looked up again, file by file; where all of them are the same, so is the answer.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ciatlas.model.local import Resolve
from ciatlas.model.pipeline import Pipeline

Answer = TypeVar("Answer")

MOST_REMEMBERED = 6_000
"""Answers that are remembered; then it is begun anew."""


@dataclass(slots=True)
class _Known(Generic[Answer]):
    """What is known after some files: the answer, or which file is looked up next.

    The file it was reached by is kept, so that no other one can come to have its identity.
    """

    file: Pipeline | None = None
    next: str | None = None
    by_file: "dict[int, _Known[Answer]]" = field(default_factory=dict)
    answer: Answer | None = None


class Recall(Generic[Answer]):
    """Remembers answers, in one thread.

    Args:
        most: how many; those that look up files which are made anew every time are never found.
    """

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._most = most
        self._count = 0
        self._known: dict[Hashable, _Known[Answer]] = {}

    def answer(
        self, question: Hashable, resolve: Resolve, find: Callable[[Resolve], Answer]
    ) -> Answer:
        """Return the answer to a question, found where it is not remembered.

        Args:
            question: the question.
            resolve: looks up local files; files are the same where it returns the same object.
            find: finds the answer, and looks up nothing but by what it is given: the same files in
                the same order, as long as they are the same.
        """
        known = self._known.get(question)
        while known is not None and known.next is not None:
            known = known.by_file.get(id(resolve(known.next)))
        if known is not None and known.answer is not None:
            return known.answer
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
            self._known.clear()
            self._count = 0
        self._count += 1
        known = self._known.setdefault(question, _Known())
        for uses, file in files.items():
            known.next = uses
            known = known.by_file.setdefault(id(file), _Known(file))
        known.answer = answer
