"""A server of a thousand repositories, as a process: `python -m tests.sources.github.many`.

It says where it is, and ends with its standard input.
"""

import asyncio
import sys
from collections import defaultdict

from tests.sources.github.server import GitHub, running

NAMES = tuple(f"owner{number % 50}/tool{number}" for number in range(1000))
_WORKFLOW = b"on: push\njobs: {test: {runs-on: ubuntu-latest, steps: [{run: pytest}]}}\n# %d\n"


def many() -> GitHub:
    """Return the server, each repository with a workflow of its own."""
    return GitHub(
        stars=dict.fromkeys(NAMES, 7),
        issues=defaultdict(lambda: (4, 2)),
        files={
            name: {".github/workflows/ci.yml": _WORKFLOW % number}
            for number, name in enumerate(NAMES)
        },
    )


async def _serve() -> None:
    async with running(many()) as github:
        print(github.url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_serve())
