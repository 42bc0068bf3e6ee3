"""Bringing repositories in, and packing them into the bundle."""

import time
from dataclasses import asdict
from pathlib import Path

import click

from ciatlas.analysis.wording import count
from ciatlas.cli.output import print_json, say
from ciatlas.cli.progress import progress_bars
from ciatlas.cli.settings import Settings, global_options, pass_settings


@click.command("import")
@global_options
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--as", "full_name", required=True, metavar="OWNER/NAME", help="What to call it.")
@click.option("--cohort", help="The cohort it belongs to (default: as in the study, else none).")
@click.option("--branch", help="The branch to read (default: the clone's HEAD).")
@click.option(
    "--no-tags", is_flag=True, help="Leave tags out, as for a fork that lacks the project's."
)
@pass_settings
def import_(
    settings: Settings,
    path: Path,
    full_name: str,
    cohort: str | None,
    branch: str | None,
    no_tags: bool,
) -> None:
    """Bring in the git clone at PATH, or what is new in it."""
    from ciatlas.analysis.labelling import label_pipelines, labeller
    from ciatlas.sources.importer import import_clone

    started = time.monotonic()
    with settings.open_atlas(writable=True) as atlas, progress_bars() as progress:
        result = import_clone(
            atlas,
            path,
            full_name,
            cohort=cohort,
            branch=branch,
            with_tags=not no_tags,
            label=labeller(atlas),
            progress=progress,
        )
        labelled = label_pipelines(atlas, progress=progress)
    if settings.json:
        print_json(**asdict(result), labelled=labelled)
        return
    seconds = time.monotonic() - started
    say(
        f"{result.repository}: {count(result.commits, 'commit')} "
        f"({result.new_commits:,} new), {count(result.files, 'pipeline file')}, "
        f"{count(result.parsed, 'version')} parsed, {result.missing:,} missing, {seconds:.1f} s"
    )


@click.group()
def bundle() -> None:
    """Work with the bundle, the atlas that ships in the package."""


@bundle.command()
@global_options
@click.option(
    "--cohort", "cohorts", multiple=True, help="Cohorts to pack (default: those of the study file)."
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write to (default: the package's data).",
)
@pass_settings
def build(settings: Settings, cohorts: tuple[str, ...], output: Path | None) -> None:
    """Pack the repositories of the chosen cohorts, facts only, the same bytes every time.

    What was labelled by other rules than those in force is labelled anew first.
    """
    from ciatlas.analysis.labelling import label_pipelines
    from ciatlas.sources.bundle import build_bundle
    from ciatlas.sources.study import load_study

    cohorts = cohorts or tuple(cohort.name for cohort in load_study().cohorts)
    with settings.open_atlas(writable=True) as atlas:
        label_pipelines(atlas)
        manifest = build_bundle(atlas, cohorts, output)
    if settings.json:
        print_json(**manifest)
        return
    for repository in manifest["repositories"]:
        say(f"{repository['repository']}  {repository['head'][:12]}  {repository['head_date']}")
    say(f"{manifest['bytes']:,} bytes in {manifest['file']}")
