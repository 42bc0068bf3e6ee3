"""How pipelines and the tool itself offer and use common interfaces."""

import re
from collections import Counter

from ciatlas.analysis.metrics.result import Result, number, presence
from ciatlas.analysis.tool import Tool
from ciatlas.model.activity import TESTS
from ciatlas.model.claim import Evidence
from ciatlas.model.pipeline import Kind, System

_PLAIN_VALUE = re.compile(
    r"v?\d[\w.*+-]*|true|false|.*(ubuntu|windows|macos|linux|darwin|alpine|debian).*"
    r"|(x86|amd|arm|aarch|x)[\w-]*|latest|stable|beta|nightly|min|max|minimum|lts|pypy.*|py\d+"
    r"|[\d/. ]+|\?",
    re.IGNORECASE,
)
"""Matrix values that name a version, a system, a processor or a shard."""

_SHORTEST_NAME = 3


def shared_parts(tool: Tool) -> Result:
    """Number of local actions and reusable workflows."""
    return number(_parts(tool), "part")


def shared_uses(tool: Tool) -> Result:
    """Average number of places that use a local action or reusable workflow."""
    parts = {part.path: 0 for part in _parts(tool) if part.path}
    if not parts:
        return Result(0.0, "no shared part")
    uses = Counter[str]()
    for read in tool.pipelines:
        for job in read.pipeline.jobs:
            uses.update(_path_of(used) for used in (job.uses, *(s.uses for s in job.steps)) if used)
    total = sum(
        uses[path.removesuffix("/action.yml").removesuffix("/action.yaml")] for path in parts
    )
    return Result(total / len(parts), f"{total} uses of {len(parts)} parts", tuple(_parts(tool)))


def published_action(tool: Tool) -> Result:
    """Whether the repository is itself an action that others can use."""
    found = [
        r.evidence("an action") for r in tool.pipelines if r.path in ("action.yml", "action.yaml")
    ]
    return presence(found, "action of its own")


def dev_container(tool: Tool) -> Result:
    """Whether a dev container describes the environment to work in."""
    found = [
        read.evidence("a dev container")
        for read in tool.pipelines
        if read.entry.system is System.DEVCONTAINER
    ]
    return presence(found, "dev container")


def ci_systems(tool: Tool) -> Result:
    """Number of systems that run or describe pipelines."""
    systems = [system.value for system in tool.summary.systems]
    return Result(float(len(systems)), ", ".join(systems) or "none", tool.whole(", ".join(systems)))


def own_program(tool: Tool) -> Result:
    """Number of steps that run the tool itself by its command line."""
    names = (tool.name.casefold(), tool.repository.full_name.split("/")[1].casefold())
    found = [
        step.evidence()
        for step in tool.steps
        if any(_is_own(command.program.casefold(), names) for command in step.step.commands)
    ]
    return number(found, "step")


def integrations(tool: Tool) -> Result:
    """Number of distinct things other than versions and systems that test matrices run over."""
    found: dict[str, Evidence] = {}
    for read in tool.workflows:
        for job in read.pipeline.jobs:
            if not any(read.labels.step(job.id, s.index).activity in TESTS for s in job.steps):
                continue
            for _, values in job.matrix.axes if job.matrix else ():
                for value in values or ():
                    if not _PLAIN_VALUE.fullmatch(value):
                        found.setdefault(value, read.evidence(value, job))
    return number([*found.values()], "value")


def _parts(tool: Tool) -> list[Evidence]:
    found = []
    for read in tool.pipelines:
        called = any(trigger.event == "workflow_call" for trigger in read.pipeline.triggers)
        nested = "/" in read.path
        if (read.entry.kind is Kind.ACTION and nested) or called:
            found.append(read.evidence(read.entry.name or read.path))
    return found


def _path_of(uses: str) -> str:
    return uses.removeprefix("./").rstrip("/") if uses.startswith("./") else ""


def _is_own(program: str, names: tuple[str, ...]) -> bool:
    """Tell whether a program is the tool's: it has the tool's name, or a short form of it."""
    short = program.removeprefix("./")
    return len(short) >= _SHORTEST_NAME and any(name.startswith(short) for name in names)
