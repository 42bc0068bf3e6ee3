"""Noting down repositories that nobody has cloned, for a sync to ask for."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ciatlas.analysis.wording import count
from ciatlas.cli.output import print_json, say
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.model.errors import CiatlasError
from ciatlas.model.repository import FULL_NAME, Repository

if TYPE_CHECKING:
    from ciatlas.store import Atlas

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
@click.option(
    "--bug-label",
    "bug_labels",
    multiple=True,
    metavar="LABEL",
    help="A label that makes an issue a bug there (may be given again; else the usual ones).",
)
@pass_settings
def add(
    settings: Settings,
    repositories: tuple[str, ...],
    cohort: str,
    listed: Path | None,
    bug_labels: tuple[str, ...],
) -> None:
    """Note down repositories that no clone is at hand of; 'ciatlas sync' then asks for them.

    Of those known already it notes down the labels.
    """
    if any('"' in label for label in bug_labels):
        raise CiatlasError("a label with quotation marks cannot be searched for; leave it out")
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
        for name in wanted if bug_labels else ():
            atlas.keep_bug_labels(find_known(atlas, name), bug_labels)
    if settings.json:
        print_json(added=added, known=[name for name in wanted if name not in added])
        return
    if bug_labels:
        say(f"bugs there are issues labelled {', '.join(bug_labels)}")
    known = len(wanted) - len(added)
    say(f"{count(len(added), 'repository')} added{f', {known} known already' if known else ''}")
    if added:
        which = added[0] if len(added) == 1 else f"--cohort {cohort!r}"
        say(f"'ciatlas sync {which}' asks GitHub for what is in there")


def find_known(atlas: "Atlas", name: str) -> Repository:
    """Return a repository of the atlas, one that waits to be asked for included."""
    awaited = {one.full_name.casefold(): one for one in atlas.awaited()}
    return awaited.get(name.casefold()) or atlas.find_repository(name)


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
