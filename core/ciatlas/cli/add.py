"""Noting down repositories that nobody has cloned, for a sync to ask for."""

import re
from pathlib import Path

import click

from ciatlas.analysis.wording import count
from ciatlas.cli.output import print_json, say
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import FULL_NAME, Repository

_ADDRESS = re.compile(r"^(https?://github\.com/|git@github\.com:)", re.IGNORECASE)


@click.command()
@global_options
@click.argument("repositories", nargs=-1, metavar="[OWNER/NAME]...")
@click.option("--cohort", default="", help="The cohort they belong to.")
@click.option(
    "--from",
    "listed",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with a name a line; what follows # is left out.",
)
@pass_settings
def add(
    settings: Settings, repositories: tuple[str, ...], cohort: str, listed: Path | None
) -> None:
    """Note down repositories that no clone is at hand of; 'ciatlas sync' then asks for them."""
    names = [*repositories, *(_lines(listed) if listed else ())]
    if not names:
        raise click.UsageError("name a repository as OWNER/NAME, or a file of names with --from")
    wanted = list(dict.fromkeys(_full_name(name) for name in names))
    with settings.open_atlas(writable=True) as atlas:
        added = [
            name
            for name in wanted
            if atlas.add_repository(Repository(name, name.split("/")[1], cohort=cohort))
        ]
    if settings.json:
        print_json(added=added, known=[name for name in wanted if name not in added])
        return
    known = len(wanted) - len(added)
    say(f"{count(len(added), 'repository')} added{f', {known} known already' if known else ''}")
    if added:
        which = added[0] if len(added) == 1 else f"--cohort {cohort!r}"
        say(f"'ciatlas sync {which}' asks GitHub for what is in there")


def _lines(path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise CiatlasError(f"{path} is no text; write a name a line") from error
    return [name for line in lines if (name := line.split("#")[0].strip())]


def _full_name(text: str) -> str:
    name = _ADDRESS.sub("", text.strip()).removesuffix("/").removesuffix(".git")
    if not FULL_NAME.match(name):
        raise CiatlasError(f"{text!r} is no repository name; write it as OWNER/NAME")
    return name
