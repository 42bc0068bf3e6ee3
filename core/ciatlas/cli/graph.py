"""The drawing of a pipeline's job graph, from a file or from the atlas."""

import shutil
import sys
from pathlib import Path
from typing import Literal

import click

from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.model.errors import CiatlasError
from ciatlas.model.pipeline import Pipeline

_FORMATS = ("text", "json", "mermaid", "dot", "svg")
_DRAWN = ("text", "json")
"""The formats that are cells."""
_SUFFIXES = (".yml", ".yaml")
"""Of the names of pipeline files."""
_UNTURNED = {
    "auto": "",
    "lr": " left to right; --direction auto may turn it",
    "td": " top down; --direction auto may turn it",
}
"""What kept a drawing from being narrower, by the direction asked for."""


@click.command()
@global_options
@click.argument("target", nargs=-1, required=True, metavar="FILE | REPO PATH")
@click.option(
    "--width",
    type=click.IntRange(min=20),
    help="Cells to fit the drawing into (default: the terminal's).",
)
@click.option(
    "--direction",
    type=click.Choice(["lr", "td", "auto"]),
    default="auto",
    help="Left to right, top down, or whichever fits better.",
)
@click.option("--ascii", "plain", is_flag=True, help="Draw with ASCII characters only.")
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="text", help="What to write."
)
@pass_settings
def graph(
    settings: Settings,
    target: tuple[str, ...],
    width: int | None,
    direction: Literal["lr", "td", "auto"],
    plain: bool,
    form: str,
) -> None:
    """Draw the job graph of a pipeline FILE, or of PATH in REPO."""
    from ciatlas.graph import draw, export, job_graph

    jobs = job_graph(_pipeline(settings, target))
    if width is None and sys.stdout.isatty():
        width = max(20, shutil.get_terminal_size().columns)
    drawing = draw(jobs, width=width, direction=direction, ascii=plain)
    form = "json" if settings.json else form
    click.echo(export(jobs, drawing, form))
    if form in _DRAWN and width is not None and drawing.width > width:
        said = f"the job graph takes {drawing.width} cells and cannot be drawn in {width}"
        click.echo(said + _UNTURNED[direction], err=True)


def _pipeline(settings: Settings, target: tuple[str, ...]) -> Pipeline:
    if len(target) == 1:
        path = Path(target[0])
        if path.suffix not in _SUFFIXES and not path.exists():
            raise CiatlasError(f"{path} is no file; of a repository name a pipeline too")
        return _from_file(path)
    if len(target) == 2:
        with settings.open_atlas() as atlas:
            return atlas.require_pipeline(*target, settings.as_of)[1]
    raise click.UsageError("name one file, or a repository and the path of a pipeline in it")


def _from_file(path: Path) -> Pipeline:
    from ciatlas.cli.files import causes_first, read_pipeline

    pipeline = read_pipeline(path)
    if not pipeline.jobs and pipeline.diagnostics:
        first = causes_first(pipeline.diagnostics)[0]
        raise CiatlasError(
            f"{path} has no jobs to draw: line {first.line}, column {first.column}: {first.message}"
        )
    return pipeline
