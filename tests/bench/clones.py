"""A generated clone of realistic shape, for measuring where no real one is named."""

import random
import subprocess
from pathlib import Path

_COMMITS = 3000
_WORKFLOWS = 12


def synthetic_clone(path: Path) -> Path:
    """Write a bare repository whose workflows and tests keep changing; the same one every time."""
    subprocess.run(["git", "init", "--quiet", "--bare", str(path)], check=True)
    subprocess.run(["git", "-C", str(path), "fast-import", "--quiet"], input=_stream(), check=True)
    subprocess.run(["git", "-C", str(path), "symbolic-ref", "HEAD", "refs/heads/main"], check=True)
    return path


def _stream() -> bytes:
    chance = random.Random(7)
    lines: list[str] = []
    for number in range(1, _COMMITS + 1):
        when = 1_600_000_000 + number * 7200
        author = chance.randrange(80)
        lines += [
            "commit refs/heads/main",
            f"mark :{number}",
            f"committer Author <author{author}@example.org> {when} +0000",
            "data 0",
        ]
        if number > 1:
            lines.append(f"from :{number - 1}")
        if number == 1 or chance.random() < 0.3:
            workflow = chance.randrange(_WORKFLOWS)
            lines += _file(f".github/workflows/flow{workflow}.yml", _workflow(chance, number))
        if chance.random() < 0.5:
            lines += _file(f"tests/test_{chance.randrange(400)}.py", f"assert {number}\n")
        lines += _file(f"src/module_{chance.randrange(300)}.py", f"VALUE = {number}\n")
    return "\n".join([*lines, "done", ""]).encode()


def _file(path: str, text: str) -> list[str]:
    return [f"M 100644 inline {path}", f"data {len(text.encode())}", text]


def _workflow(chance: random.Random, number: int) -> str:
    jobs = []
    for job in range(chance.randrange(1, 7)):
        needs = f"    needs: [job{job - 1}]\n" if job and chance.random() < 0.6 else ""
        steps = "".join(_step(chance, number) for _ in range(chance.randrange(3, 12)))
        jobs.append(
            f"  job{job}:\n    runs-on: ubuntu-latest\n{needs}"
            "    strategy:\n      matrix:\n        python: ['3.10', '3.11', '3.12']\n"
            f"    steps:\n      - uses: actions/checkout@v4\n{steps}"
        )
    head = f"name: flow {number}\non:\n  push:\n    branches: [main]\n  pull_request:\njobs:\n"
    return head + "".join(jobs)


def _step(chance: random.Random, number: int) -> str:
    folder = chance.randrange(40)
    return (
        f"      - name: step {folder}\n        run: |\n"
        f"          python -m pip install -r requirements/{folder}.txt\n"
        f'          if [ -n "$CI" ]; then pytest tests/part{folder} --durations={number % 50}; fi\n'
    )
