"""How this installation is: versions, paths, the atlas's health, what the terminal can do."""

import os
import platform
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

import click

from ciatlas.cli.output import print_json, say
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.model.errors import CiatlasError

_TOKENS = ("GH_TOKEN", "GITHUB_TOKEN")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `ok` is false where something should be done about it."""

    topic: str
    value: str
    ok: bool = True


@click.command()
@global_options
@pass_settings
def doctor(settings: Settings) -> int:
    """Say what is installed, where the atlas is, and whether all is well."""
    findings = [*_versions(), *_atlas(settings), *_settings(), _token(), *_terminal()]
    healthy = all(finding.ok for finding in findings)
    if settings.json:
        print_json(ok=healthy, findings=[asdict(finding) for finding in findings])
    else:
        width = max(len(finding.topic) for finding in findings)
        for finding in findings:
            mark = "ok  " if finding.ok else "look"
            say(f"{mark}  {finding.topic:<{width}}  {finding.value}")
    return 0 if healthy else 1


def _versions() -> list[Finding]:
    git = shutil.which("git")
    answer = (
        subprocess.run(
            [git, "--version"], capture_output=True, text=True, check=False
        ).stdout.strip()
        if git
        else "not found; install git to import clones"
    )
    return [
        Finding("ciatlas", version("ciatlas")),
        Finding("python", f"{platform.python_version()} ({sys.executable})"),
        Finding("textual", version("textual")),
        Finding("sqlite", sqlite3.sqlite_version),
        Finding("git", answer, ok=git is not None),
    ]


def _atlas(settings: Settings) -> list[Finding]:
    from ciatlas.sources.bundle import bundle_manifest

    try:
        path = settings.atlas_path()
        with settings.open_atlas() as atlas:
            problems = atlas.problems()
            repositories = len(atlas.repositories())
    except CiatlasError as error:
        return [Finding("atlas", str(error), ok=False)]
    manifest: dict[str, Any] = bundle_manifest()
    return [
        Finding("atlas", str(path)),
        Finding("repositories", str(repositories)),
        Finding("health", "; ".join(problems) or "no damage found", ok=not problems),
        Finding("bundle", str(manifest.get("newest", "none"))),
    ]


def _settings() -> list[Finding]:
    """Tell what is wrong in the explorer's settings, all of it: the explorer does so in passing."""
    from ciatlas_tui.configuration import configuration_path, read_configuration

    path = configuration_path()
    problems = read_configuration(path).problems
    told = str(path) if path.exists() else f"none at {path}, none needed"
    findings = [Finding("settings", problem, ok=False) for problem in problems]
    return [Finding("settings", told), *findings]


def _token() -> Finding:
    present = next((name for name in _TOKENS if os.environ.get(name)), None)
    return Finding("GitHub token", f"in {present}" if present else "none, none needed offline")


def _terminal() -> list[Finding]:
    encoding = (sys.stdout.encoding or "unknown").lower()
    size = shutil.get_terminal_size()
    colour = (
        "off by NO_COLOR"
        if os.environ.get("NO_COLOR")
        else os.environ.get("COLORTERM", "16 or 256")
    )
    return [
        Finding("terminal", f"{os.environ.get('TERM', 'unknown')}, {size.columns}×{size.lines}"),
        Finding("encoding", encoding if "utf" in encoding else f"{encoding}; drawn with --ascii"),
        Finding("colours", colour),
    ]
