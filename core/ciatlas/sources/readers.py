"""Parsing in other processes: it is most of what an import does, and contents are independent.

Plain subprocesses with pickles on their pipes rather than `multiprocessing`, which would run a
caller's script once more unless it is guarded.
"""

import gc
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from itertools import islice
from queue import SimpleQueue
from typing import BinaryIO

from ciatlas.model.pipeline import Pipeline
from ciatlas.parsing import parse

Content = tuple[str, bytes]
"""A path and what the file there holds."""

WORTH_IT = 400
"""Contents from which on other processes gain more than their start costs."""
_BATCH = 32
_MOST = 4


def read_all(contents: Iterable[Content], count: int) -> Iterator[Pipeline]:
    """Yield the pipelines of contents in their order; `count` is about how many there are."""
    processes = min(_MOST, _processors())
    if count < WORTH_IT or processes < 2:
        return _here(contents)
    return _elsewhere(iter(contents), processes)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _here(contents: Iterable[Content]) -> Iterator[Pipeline]:
    return (parse(path, source) for path, source in contents)


def _elsewhere(contents: Iterator[Content], processes: int) -> Iterator[Pipeline]:
    with ExitStack() as stack:
        readers = [stack.enter_context(_Reader()) for _ in range(processes)]
        idle: SimpleQueue[_Reader] = SimpleQueue()
        for reader in readers:
            idle.put(reader)

        def read(batch: Sequence[Content]) -> list[Pipeline]:
            reader = idle.get()
            try:
                return reader.read(batch)
            finally:
                idle.put(reader)

        pool = stack.enter_context(ThreadPoolExecutor(processes))
        yield from _in_order(contents, pool, read, 2 * processes)


def _in_order(
    contents: Iterator[Content],
    pool: ThreadPoolExecutor,
    read: Callable[[Sequence[Content]], list[Pipeline]],
    ahead: int,
) -> Iterator[Pipeline]:
    """Keep a few batches under way, so that not all contents are held at once."""
    waiting: deque[Future[list[Pipeline]]] = deque()
    while batch := list(islice(contents, _BATCH)):
        waiting.append(pool.submit(read, batch))
        if len(waiting) > ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


class _Reader:
    """A process that parses; should it die, its work is done here."""

    def __enter__(self) -> "_Reader":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "ciatlas.sources.readers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def read(self, batch: Sequence[Content]) -> list[Pipeline]:
        """Return the pipelines of some contents."""
        to, back = self._process.stdin, self._process.stdout
        assert to is not None  # noqa: S101 - it was asked for
        assert back is not None  # noqa: S101 - it was asked for
        try:
            pickle.dump(batch, to, protocol=5)
            to.flush()
            answer: list[Pipeline] = pickle.load(back)  # noqa: S301 - written by ourselves
        except (OSError, EOFError, pickle.UnpicklingError):
            return list(_here(batch))
        return answer


def _serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer batches until there are no more."""
    gc.disable()  # pipelines hold no cycles
    while True:
        try:
            batch: Sequence[Content] = pickle.load(questions)  # noqa: S301 - as above
        except EOFError:
            return
        pickle.dump(list(_here(batch)), answers, protocol=5)
        answers.flush()


if __name__ == "__main__":
    _serve(sys.stdin.buffer, sys.stdout.buffer)
