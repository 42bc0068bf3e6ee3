"""Whole histories cloned and imported beside the explorer, told of line by line."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncGenerator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

_PATIENCE = 10.0
"""Seconds within which it gives up what is under way; an import ends at its next step."""
_LONGEST = 1 << 20
"""Bytes of a line."""


async def bring_in(
    atlas: Path, address: str, names: Sequence[str]
) -> AsyncGenerator[dict[str, Any], None]:
    """Clone and import by a process of its own; yield what it tells, see `ciatlas_tui.cloning`.

    Whoever is cancelled meanwhile ends it. Git and ssh get no terminal to ask for passwords on.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "ciatlas_tui.cloning"),
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        start_new_session=True,
        limit=_LONGEST,
    )
    assert process.stdin is not None  # noqa: S101 - it was asked for
    assert process.stdout is not None  # noqa: S101 - it was asked for
    try:
        asked = {"atlas": str(atlas), "address": address, "names": list(names)}
        process.stdin.write(json.dumps(asked).encode())
        process.stdin.close()
        async for line in process.stdout:
            yield json.loads(line)
        if await process.wait():
            yield {"said": "the cloning ended before it was done; c goes on with it"}
    finally:
        await _end(process)


async def _end(process: Process) -> None:
    """Let it give up what is under way, and end it with all it started if it does not."""
    if process.returncode is not None:
        return
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(_PATIENCE):
            await process.wait()
    except TimeoutError:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
