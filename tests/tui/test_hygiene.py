"""What costs time to import stays out of the way to the first paint."""

import subprocess
import sys
from pathlib import Path

_PROGRAM = """
import asyncio, sys
from pathlib import Path
from ciatlas_tui.app import Explorer

async def main():
    async with Explorer(Path(sys.argv[1])).run_test() as pilot:
        await pilot.pause()
        heavy = {"networkx", "aiohttp", "sqlite_utils", "plotext", "plotly", "yaml", "tree_sitter"}
        print(" ".join(sorted(heavy & set(sys.modules))))

asyncio.run(main())
"""


def test_the_overview_is_painted_without_heavy_imports(atlas_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(atlas_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.strip() == ""
