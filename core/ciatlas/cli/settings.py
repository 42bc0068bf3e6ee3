"""Options every subcommand takes, before or after its name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ciatlas.cli.explore import ATLAS
from ciatlas.cli.output import note

if TYPE_CHECKING:
    from ciatlas.store import Atlas

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(slots=True)
class Settings:
    """The global options of one invocation.

    `as_of` means the last commit on the default branch at or before the end of that day, UTC.
    """

    atlas: Path | None = None
    as_of: date | None = None
    json: bool = False
    offline: bool = False
    verbose: bool = False

    def atlas_path(self, *, empty: bool = False) -> Path:
        """Return where the chosen atlas is; one that is not there is made, and that is noted."""
        from ciatlas.sources.default_atlas import default_atlas

        return default_atlas(self.atlas, empty=empty, tell=note)

    def open_atlas(self, *, writable: bool = False) -> "Atlas":
        """Open the chosen atlas; at first start the user's own is made from the bundle."""
        from ciatlas.store import open_atlas

        path = self.atlas_path(empty=writable)
        new = not path.exists()
        atlas = open_atlas(path, create=writable, readonly=not writable)
        if new:
            note(f"there was no atlas at {path}; an empty one was made")
        return atlas


class IsoDate(click.ParamType[date]):
    """A calendar day written as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day or say how one is written."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is no date, write it as YYYY-MM-DD", param, ctx)


def _keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Keep an option in the invocation's settings; one given after the subcommand wins."""
    settings = ctx.find_root().ensure_object(Settings)
    name = param.name or ""
    source = ctx.get_parameter_source(name)
    # The environment is asked again after the subcommand, but never overrules what was written.
    written = source is click.core.ParameterSource.COMMANDLINE
    free = source is not click.core.ParameterSource.DEFAULT and not getattr(settings, name)
    if written or free:
        setattr(settings, name, value)


def _option(*names: str, **attributes: Any) -> Callable[[F], F]:
    return click.option(*names, callback=_keep, expose_value=False, **attributes)


def global_options(command: F) -> F:
    """Give a command the global options; read them with `pass_settings`."""
    options = (
        _option(
            "--atlas",
            type=click.Path(dir_okay=False, path_type=Path),
            envvar=ATLAS,
            help="The atlas file to use instead of your own.",
        ),
        _option(
            "--as-of",
            type=IsoDate(),
            metavar="DATE",
            help="Show everything as of the end of that day (UTC).",
        ),
        _option("--json", is_flag=True, help="Print one JSON document."),
        _option("--offline", is_flag=True, help="Never use a network."),
        _option("-v", "--verbose", is_flag=True, help="Say more."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def pass_settings(command: F) -> Callable[..., Any]:
    """Hand the invocation's settings to a command as its first argument."""

    @click.pass_context
    def invoke(ctx: click.Context, *args: Any, **kwargs: Any) -> Any:
        return ctx.invoke(command, ctx.find_root().ensure_object(Settings), *args, **kwargs)

    invoke.__name__ = command.__name__
    invoke.__doc__ = command.__doc__
    return invoke
