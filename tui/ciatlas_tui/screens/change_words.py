"""What versions did to pipelines, in glyphs and words: on a line, in facts, and in few words."""

from collections.abc import Mapping, Sequence

from ciatlas.analysis.pipeline_changes import PipelineChange
from ciatlas.analysis.step_changes import Change
from ciatlas.analysis.wording import count
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.widgets.change_line import Said

_TEXT_ONLY = "text only: comments, layout, or what is behind the same commands"
_NAMED = 2
"""Jobs that are named where a version changed no more; of others their number is told."""


def changes_said(change: PipelineChange | None, glyphs: Glyphs) -> list[Said]:
    """Say what a version did, in few words and in all of them."""
    if change is None:
        return [Said("", "not known: a version was not read", "what it changed could not be read")]
    if change.is_text_only:
        return [_said(Change.CHANGED, "text only", _TEXT_ONLY, glyphs)]
    said = [_said(Change.WENT, "file went", "the file went", glyphs)] * (
        change.change is Change.WENT
    )
    for kind in Change:
        jobs = _of_kind(change, kind)
        if not jobs:
            continue
        short = f"{count(len(jobs), 'job')} {kind}"
        alone = kind is Change.CHANGED and len(jobs) == 1
        told = jobs[0] if alone else ", ".join(jobs)
        words = ", ".join(change.jobs[told].words) if alone else ""
        said.append(_said(kind, short, f"{told}: {words}" if alone else f"{short}: {told}", glyphs))
    if change.parts:
        short = ", ".join(part.partition(" (")[0] for part in change.parts)
        said.append(_said(Change.CHANGED, short, ", ".join(change.parts), glyphs))
    if not said:
        said = [_said(change.change, "file came", "the file came", glyphs)]
    return said


def files_said(changes: Mapping[str, Change], change: str, glyphs: Glyphs) -> list[Said]:
    """Say which files of a tool a commit changed, and of a single changed one what it `change`d."""
    said = []
    for kind in Change:
        files = [path.rsplit("/", 1)[-1] for path, one in changes.items() if one is kind]
        if not files:
            continue
        short = f"{count(len(files), 'file')} {kind}"
        long = f"{short}: {', '.join(files)}"
        if kind is Change.CHANGED and len(files) == 1 and change:
            long = f"{files[0]}: {change}"
        said.append(_said(kind, short, long, glyphs))
    return said


def change_facts(change: PipelineChange, glyphs: Glyphs) -> list[tuple[str, str]]:
    """Say what a version did in named facts, with all that became of every job."""
    facts = []
    for kind in Change:
        told = []
        for job in _of_kind(change, kind):
            words = ", ".join(change.jobs[job].words)
            told.append(f"{job} ({words})" if words else job)
        if kind is Change.CHANGED:
            told += change.parts
            told += [_TEXT_ONLY] if change.is_text_only else []
        facts.append((f"{glyphs.changes[kind]} {kind}", "; ".join(told)))
    return [fact for fact in facts if fact[1]]


def tally(change: PipelineChange, glyphs: Glyphs) -> str:
    """Say in few words what a version did: `+ 2 jobs came, ≠ 1 job changed`."""
    said = changes_said(change, glyphs)
    return ", ".join(f"{one.sign} {one.short}" for one in said)


def in_short(change: PipelineChange, glyphs: Glyphs) -> str:
    """Say what a version did, naming jobs where there are few."""
    if change.change is not Change.CHANGED or change.is_text_only:
        return "text only" if change.is_text_only else change.change
    if len(change.jobs) > _NAMED:
        return tally(change, glyphs)
    told = [
        f"{glyphs.changes[one.change]} {job}{': ' * bool(one.words)}{', '.join(one.words)}"
        for job, one in change.jobs.items()
    ]
    parts = ", ".join(change.parts)
    return "; ".join([*told, *([f"{glyphs.changes[Change.CHANGED]} {parts}"] if parts else [])])


def _of_kind(change: PipelineChange, kind: Change) -> Sequence[str]:
    return [job for job, one in change.jobs.items() if one.change is kind]


def _said(kind: Change, short: str, long: str, glyphs: Glyphs) -> Said:
    return Said(glyphs.changes[kind], short, long, kind.value)
