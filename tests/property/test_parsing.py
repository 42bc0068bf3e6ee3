"""Whatever a file holds, reading it ends, and what is said about it is true."""

import re
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ciatlas.model.pipeline import Pipeline
from ciatlas.parsing import parse

WORKFLOW = ".github/workflows/a.yml"
ACTION = "action.yml"
CIRCLECI = ".circleci/config.yml"
CONTAINER = ".devcontainer.json"
FILES = {
    WORKFLOW: """name: Check
on: {push: {branches: [main]}, schedule: [{cron: '1 2 * * 3'}], workflow_dispatch: {inputs: {a: }}}
permissions: read-all
jobs:
  one:
    runs-on: [box, big]
    strategy: {matrix: {v: [1, 2], exclude: [{v: 1}], include: [{w: x}]}}
    steps:
      - {uses: o/r@v1, with: {a: b}}
      - run: |
          make all
  two: {needs: one, uses: ./x.yml, secrets: inherit, extra: 1, Extra: 2}
""",
    ACTION: "name: x\ninputs: {a: {required: true}}\nruns: {using: composite, steps: [{run: y}]}\n",
    CIRCLECI: """version: 2.1
orbs: {o: x/o@1}
executors: {e: {docker: [{image: i}]}}
commands: {c: {parameters: {x: {type: string}}, steps: [{run: make << parameters.x >>}]}}
jobs:
  a: {executor: e, steps: [checkout, c: {x: y}, when: {condition: true, steps: [o/go]}]}
workflows: {w: {jobs: [a, o/b: {requires: [a]}, a: {name: d, matrix: {parameters: {p: [1]}}}]}}
""",
    CONTAINER: '{"image": "i", // x\n "features": {"f": {},}, "postStartCommand": ["a", "b"],}\n',
}
BUILDS = {
    "Makefile": "A ?= go\nifdef B\nall: a | b ; x\nendif\na b: %.c: c\n"
    "\t@$(A) \\\n\t  test $$x $(f a,$(A))\n",
    "tox.ini": "[tox]\nenvlist = py{38,39}-{a,b}\n[testenv]\ncommands =\n  a,!b: x {posargs:y}\n"
    "  {[testenv:c]commands}\n[testenv:{c,d}]\ncommands = - z \\\n  z\n",
    "noxfile.py": "@nox.session(name='a', requires=['b'])\ndef f(s):\n    s.run('x', *y, f'{z}')\n",
    "package.json": '{"scripts": {"prea": "b -c", "a": "npm run b && c"}}\n',
    "justfile": "x := 'y'\n@b c='d' *e: f (g 'h') # i\n    -j {{c}}\nf:\n    #!/bin/sh\n    k\n",
    "requirements.txt": "a[b]>=1; c < '2' \\\n  --hash=x:0\n-e git+x://y#egg=z\n# d\ne @ f\n",
    "pyproject.toml": "[project]\ndependencies = ['a>1']\noptional-dependencies = {b = ['c']}\n"
    "[dependency-groups]\nd = ['e', {include-group = 'f'}]\nf = []\n[tool.poetry.group.g]\n"
    "dependencies = {h = '1', python = '3'}\n",
    "setup.cfg": "[options]\ninstall_requires =\n  a\n  # b\n  c>1\n[options.extras_require]\nd:x ="
    "\n e\n",
    "setup.py": "a = ['b', *c]\na += d\ne = {'f': a + ['g']}\ne['h'] = list(a)\n"
    "setup(install_requires=a, extras_require=e, tests_require='i\\nj')\n",
    "environment.yml": "dependencies:\n  - a::b=1\n  - pip:\n    - c>1\n    - -r d\n",
    "Taskfile.yml": "tasks:\n  a: {deps: [b, {task: c}], cmds: [d, {cmd: e}]}\n  b: |\n    f\n",
}
PATHS = (WORKFLOW, ACTION, CIRCLECI, CONTAINER, *BUILDS, "unknown.yml", "unknown.json", "")
PIECES = st.sampled_from(
    [
        *(
            "{",
            "}",
            "[",
            "]",
            ", ",
            ": ",
            "- ",
            "? ",
            "\n",
            "\n  ",
            "\n      ",
            "\t",
            "|\n",
            ">-\n",
        ),
        *(">-\n", "&a ", "*a", "<<: *a", "!!str ", "'", '"', "#", "---\n", "...\n", "%", "@", "~"),
        *("//", "/*", "*/", ",}", "\\", "${{ x }}", "${{", "}}", "{{ x }}", "<< pipeline.id >>"),
        *(
            "\x00",
            "\ufeff",
            "\u2028",
            "\x85",
            "\r\n",
            "\r",
            "é",
            "😀",
            "1e9",
            "-1",
            "true",
            "on",
            "null",
        ),
        *("needs: two", "uses: x", "run: x", "steps: x", "jobs: ", "requires: [a]", "matrix: []"),
    ]
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Draw a file in which parts were cut out or put in."""
    text = draw(st.sampled_from([*FILES.values(), *BUILDS.values()]))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 30)))
        text = text[:start] + draw(st.one_of(st.just(""), PIECES)) + text[end:]
    return text


TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join), damaged())


def positions(pipeline: Pipeline) -> list[tuple[int, int]]:
    jobs = [job for job in pipeline.jobs if job.line]
    return [
        *((diagnostic.line, diagnostic.column) for diagnostic in pipeline.diagnostics),
        *((job.line, job.column) for job in jobs),
        *((step.line, step.column) for job in jobs for step in job.steps),
    ]


@settings(deadline=None)
@given(TEXTS, st.sampled_from(PATHS))
def test_any_text_is_read_and_every_position_lies_within_it(text: str, path: str) -> None:
    # The end of the text may be reported as the start of the line after it.
    lines = [*re.split("\r\n|[\n\r\x85\u2028\u2029]", text), ""]
    for line, column in positions(parse(path, text)):
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1


@settings(deadline=None)
@given(
    st.one_of(st.binary(), TEXTS.map(str.encode), TEXTS.map(lambda text: text.encode("utf-16"))),
    st.sampled_from(PATHS),
)
def test_any_bytes_are_read(source: bytes, path: str) -> None:
    pipeline = parse(path, source)
    assert pipeline.path == path
    assert all(line >= 1 and column >= 1 for line, column in positions(pipeline))
    assert list(pipeline.diagnostics) == sorted(set(pipeline.diagnostics))


@settings(deadline=None)
@given(TEXTS, st.sampled_from(PATHS))
def test_bytes_and_text_of_a_file_are_read_alike_every_time(text: str, path: str) -> None:
    text = text.lstrip("\ufeff")
    assert parse(path, text) == parse(path, text.encode()) == parse(path, text)


def test_what_is_read_does_not_depend_on_the_order_of_hashes() -> None:
    script = f"from ciatlas.parsing import parse\nfor p, t in {FILES!r}.items(): print(parse(p, t))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2", "3")
    }
    assert len(outputs) == 1
    assert outputs.pop().count(b"Pipeline(") == len(FILES)


@settings(deadline=None, max_examples=20)
@given(
    st.sampled_from(["[", "{a: ", "[{b: ", "- ", "? ", "[&a "]),
    st.integers(101, 20_000),
    st.sampled_from([WORKFLOW, ACTION, CIRCLECI, CONTAINER]),
)
def test_nesting_is_bounded(part: str, depth: int, path: str) -> None:
    pipeline = parse(path, part * depth)
    assert "yaml-too-deep" in {diagnostic.code for diagnostic in pipeline.diagnostics}


@pytest.mark.parametrize("path", FILES)
@settings(deadline=None, max_examples=20)
@given(levels=st.integers(6, 50), width=st.integers(10, 50))
def test_repetition_by_aliases_is_bounded(path: str, levels: int, width: int) -> None:
    lines = ["x0: &x0 {run: x}"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * width)}]" for n in range(1, levels)]
    bomb = "\n".join([*lines, f"jobs: {{a: {{steps: *x{levels - 1}}}}}"])
    pipeline = parse(path, bomb)
    assert "yaml-too-large" in {diagnostic.code for diagnostic in pipeline.diagnostics}


NAMES = st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=1, max_size=8, unique=True)


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, list[str]]:
    """Draw jobs and what each of them needs, in circles or not."""
    names = draw(NAMES)
    needed = st.lists(st.sampled_from(names), max_size=3, unique=True)
    return {name: draw(needed) for name in names}


def has_circle(graph: dict[str, list[str]]) -> bool:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        return True
    return False


@settings(deadline=None)
@given(graphs())
def test_needs_are_read_as_written_and_circles_found(graph: dict[str, list[str]]) -> None:
    jobs = [
        f'  "{name}": {{needs: [{", ".join(map(repr, needs))}], runs-on: x, steps: [{{run: y}}]}}'
        for name, needs in graph.items()
    ]
    pipeline = parse(WORKFLOW, "on: push\njobs:\n" + "\n".join(jobs))
    assert {job.id: list(job.needs) for job in pipeline.jobs} == graph
    expected = ["cyclic-needs"] if has_circle(graph) else []
    assert [diagnostic.code for diagnostic in pipeline.diagnostics] == expected


@settings(deadline=None)
@given(graphs())
def test_required_jobs_are_read_as_written_and_circles_found(graph: dict[str, list[str]]) -> None:
    jobs = [f'  "{name}": {{steps: [checkout]}}' for name in graph]
    calls = [
        f'"{name}": {{requires: [{", ".join(map(repr, needs))}]}}' for name, needs in graph.items()
    ]
    workflows = f"workflows: {{w: {{jobs: [{', '.join(calls)}]}}}}"
    pipeline = parse(CIRCLECI, "version: 2.1\njobs:\n" + "\n".join([*jobs, workflows]))
    assert {job.id: list(job.needs) for job in pipeline.jobs} == graph
    expected = ["cyclic-needs"] if has_circle(graph) else []
    assert [diagnostic.code for diagnostic in pipeline.diagnostics] == expected


@settings(deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_a_matrix_has_the_product_of_its_axes_as_legs(sizes: list[int]) -> None:
    axes = ", ".join(f"a{n}: {list(range(size))}" for n, size in enumerate(sizes))
    for path, text in (
        (WORKFLOW, f"jobs: {{j: {{strategy: {{matrix: {{{axes}}}}}}}}}"),
        (
            CIRCLECI,
            "version: 2\njobs: {j: {steps: []}}\n"
            f"workflows: {{w: {{jobs: [j: {{matrix: {{parameters: {{{axes}}}}}}}]}}}}",
        ),
    ):
        (job,) = parse(path, text).jobs
        assert job.matrix is not None
        assert job.matrix.legs is not None
        assert job.legs == len(set(job.matrix.legs)) == prod(sizes)
