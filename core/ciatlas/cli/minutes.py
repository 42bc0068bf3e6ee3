"""The minutes of the triage, as Markdown or JSON."""

from dataclasses import asdict
from pathlib import Path

import click

from ciatlas.cli.output import instant, print_json, say
from ciatlas.cli.settings import Settings, global_options, pass_settings
from ciatlas.model.errors import CiatlasError


@click.command()
@global_options
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write (default: standard output).",
)
@pass_settings
def minutes(settings: Settings, output: Path | None) -> None:
    """Write down what was marked in the explorer: decisions and notes, as Markdown."""
    from ciatlas.analysis.standing import findings_now
    from ciatlas.report.minutes import minutes as write

    with settings.open_atlas() as atlas:
        marks, names = atlas.marks(), atlas.names()
        now = findings_now(atlas, marks)
    if settings.json:
        print_json(
            marks=[
                {
                    **asdict(mark.subject),
                    "decision": mark.decision,
                    "note": mark.note,
                    "as_of": None if mark.as_of is None else str(mark.as_of),
                    "made_at": instant(mark.made_at),
                    "now": now.get(mark.key),
                }
                for mark in marks
            ]
        )
        return
    text = write(marks, names, now)
    if output is None:
        for line in text.splitlines():
            say(line)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise CiatlasError(f"the minutes cannot be written: {error}") from error
    say(f"{output} written")
