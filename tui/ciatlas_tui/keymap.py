"""The explorer's keys, as data: bindings, footer lines and the help screen all come from here."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.binding import Binding, BindingType


class Key(NamedTuple):
    """A key binding.

    Attributes:
        action: the Textual action it runs.
        keys: the keys, comma-separated, as Textual names them.
        shown: how footer and help write them.
        label: one word for the footer.
        about: a phrase for the help screen.
    """

    action: str
    keys: str
    shown: str
    label: str
    about: str


# Entries without keys are for footers only, where two keys share one label.
KEYS: dict[str, Key] = {
    "up": Key("move(-1)", "up,k", "↑ k", "up", "previous row"),
    "down": Key("move(1)", "down,j", "↓ j", "down", "next row"),
    "page_up": Key("page(-1)", "pageup,ctrl+u", "PgUp/Dn", "page up", "one page up, down"),
    "page_down": Key("page(1)", "pagedown,ctrl+d", "PgUp/Dn", "page down", "one page up, down"),
    "first": Key("first", "home,g", "Home End", "first", "first row, last row"),
    "last": Key("last", "end,G", "Home End", "last", "first row, last row"),
    "open": Key("open", "enter", "⏎", "open", "open what is selected"),
    "filter": Key("filter", "slash", "/", "filter", "search this list, or find a job"),
    "find": Key("", "", "/", "find", "jump to a job by a part of its name"),
    "digits": Key("", "", "0-9", "are text here", "digits are text while one types"),
    "left": Key("walk('left')", "left,h", "← h", "back along", "to a job this one needs"),
    "right": Key("walk('right')", "right,l", "→ l", "along", "to a job that needs this one"),
    "walk_up": Key("walk('up')", "up,k", "↑ k", "up", "job above"),
    "walk_down": Key("walk('down')", "down,j", "↓ j", "down", "job below"),
    "edges": Key("", "", "←→", "along edges", "along edges"),
    "column": Key("", "", "↑↓", "column", "up and down a column"),
    "direction": Key("direction", "d", "d", "turn", "turn the drawing left to right or top down"),
    "fold": Key("fold", "space", "space", "fold", "unfold matrix legs; fold a box of several jobs"),
    "outline": Key("outline", "tab", "tab", "outline", "switch between drawing and outline"),
    "file": Key("file", "i", "i", "file", "all about this file, its triggers in full; back"),
    "next_pane": Key("app.focus_next", "tab", "tab", "next pane", "to the next list"),
    "figures": Key("figures", "f", "f", "figures", "the figures of a tool, one at a time"),
    "figures_around": Key("", "", "←→", "figures", "the figures around"),
    "figure_before": Key("turn(-1)", "left,h,shift+tab", "← h", "before", "the figure before"),
    "figure_after": Key("turn(1)", "right,l,tab", "→ l", "after", "the next figure (tab too)"),
    "cells": Key("", "", "←→", "cell", "to the cell beside"),
    "sides": Key("", "", "←→", "side", "to the other side"),
    "cell_before": Key("cell(-1)", "left,h", "← h", "left", "to the cell to the left"),
    "cell_after": Key("cell(1)", "right,l", "→ l", "right", "to the cell to the right"),
    "steps_around": Key("", "", "↑↓", "steps", "the steps around"),
    "older": Key(
        "travel(-1)", "left_square_bracket", "[", "older", "to the change before, with what it did"
    ),
    "newer": Key(
        "travel(1)",
        "right_square_bracket",
        "]",
        "newer",
        "to the change after, at last to the day one came from",
    ),
    "date": Key("date", "at", "@", "date", "show everything as of a date"),
    "claims": Key("claims", "r", "r", "claims", "what became of the study's claims"),
    "verdicts": Key("verdicts", "v", "v", "verdicts", "verdicts on the study's hypotheses"),
    "next_cohort": Key("cohort(1)", "greater_than_sign", "> <", "cohort", "to another cohort"),
    "last_cohort": Key("cohort(-1)", "less_than_sign", "> <", "cohort", "to another cohort"),
    "compare": Key("compare", "c", "c", "compare", "put things side by side"),
    "pick": Key("pick", "p", "p", "pick", "pick a tool, then another to put beside it"),
    "dates": Key("dates", "equals_sign", "=", "two days", "compare this with another day"),
    "same": Key("same", "d", "d", "all", "show what is the same as well, or differences only"),
    "swap": Key("swap", "x", "x", "swap", "swap the sides"),
    "mark": Key("mark", "m", "m", "mark", "decide on what is selected, with a note"),
    "triage": Key("triage", "t", "t", "triage", "what was decided on what"),
    "agree": Key("decide('agree')", "a", "a", "agree", "agree, and go on to the note"),
    "contest": Key("decide('contest')", "c", "c", "contest", "contest, and go on to the note"),
    "needs_data": Key("decide('needs-data')", "n", "n", "needs data", "ask for data"),
    "discuss": Key("decide('discuss')", "d", "d", "discuss", "leave it to be discussed"),
    "store": Key("store", "enter", "⏎", "store", "go on to the note, then store both"),
    "minutes": Key("minutes", "e", "e", "minutes", "write the minutes to a file"),
    "copy_minutes": Key("copy_minutes", "y", "y", "copy", "copy the minutes as Markdown"),
    "evidence": Key("", "", "⏎", "evidence", "where the facts stand"),
    "definition": Key("definition", "i", "i", "definition", "what an indicator measures, and how"),
    "copy": Key("copy_link", "y", "y", "copy", "copy the link to these lines"),
    "link": Key("show_link", "o", "o", "link", "open the link to these lines in a browser"),
    "form_before": Key("form(-1)", "up", "↑↓", "form", "another form"),
    "form_after": Key("form(1)", "down", "↑↓", "form", "another form"),
    "cancel": Key("back", "escape", "Esc", "back", "close the filter, or go back"),
    "back": Key("leave", "q,H,alt+left", "q H", "back", "back to where you came from"),
    "forward": Key("forward", "L,alt+right", "L", "forward", "forward again, as in a browser"),
    "quit": Key("leave", "q", "q", "quit", "leave ciatlas"),
    "to_overview": Key("go('overview')", "1", "1", "overview", "the overview"),
    "to_hypotheses": Key("go('hypotheses')", "2", "2", "hypotheses", "the hypotheses"),
    "to_replication": Key("go('replication')", "3", "3", "claims", "the study's claims"),
    "to_compare": Key("go('compare')", "4", "4", "compare", "tools side by side"),
    "to_search": Key("go('search')", "5,ctrl+f", "5 ^f", "search", "search everything"),
    "to_triage": Key("go('triage')", "6", "6", "triage", "what was decided"),
    "to_sync": Key("go('sync')", "7", "7", "sync", "what GitHub knows, and when it was asked"),
    "ask": Key("ask", "s", "s", "ask, pause", "ask GitHub; again to pause and to go on"),
    "clone": Key("clone", "c", "c", "clone", "clone whole histories by git, then ask GitHub"),
    "cancel_asking": Key("cancel_asking", "x", "x", "end", "end the asking; what was learnt stays"),
    "runs": Key("runs", "w", "w", "runs", "how its workflows ran, and one run job by job"),
    "letters": Key("letters", "apostrophe", "'", "jump", "jump to any row or job by a letter"),
    "sort": Key("sort(1)", "comma", ",", "sort", "sort by the next column"),
    "turn_order": Key("turn_order", "full_stop", ".", "turn", "turn the order around"),
    "theme": Key("theme", "T", "T", "colours", "the next theme: dark, light and others"),
    "export": Key("export", "e", "e", "export", "write what is in sight to a file"),
    "edit": Key("edit", "E", "E", "editor", "open the lines in your editor, from your clone"),
    "help": Key("help", "question_mark", "?", "keys", "what the keys do here"),
    "suspend": Key("app.suspend_process", "ctrl+z", "^z", "suspend", "to the shell; fg comes back"),
    "redraw": Key("app.redraw", "ctrl+l", "^l", "redraw", "paint the whole screen anew"),
    "palette": Key("command_palette", "ctrl+p", "^p", "commands", "find a command by name"),
}

LIST = ("up", "down", "page_up", "page_down", "first", "last", "open", "sort", "turn_order")
ANYWHERE = (
    "to_overview", "to_hypotheses", "to_replication", "to_compare", "to_search", "to_triage",
    "to_sync", "verdicts", "claims", "triage", "forward", "letters", "export", "theme", "help",
)  # fmt: skip
PLACE = ("filter", "cancel", "back", "mark", "copy", "link", "edit", *ANYWHERE)
DRAWING = ("left", "right", "walk_up", "walk_down", "open", "fold", "direction")
CELLS = ("cell_before", "cell_after")
SCREENS: dict[str, tuple[str, ...]] = {
    "overview": (
        "date", "next_pane", "verdicts", "claims", "compare", "figures",
        "next_cohort", "last_cohort", "quit",
    ),
    "tool": ("runs", "figures", "next_pane", "older", "newer", "date"),
    "workflow": ("outline", "file", "date", "compare", "dates", "runs"),
    "versions": ("older", "newer"),
    "step": ("next_pane", "date"),
    "figures": ("figure_before", "figure_after", "figures", "older", "newer", "date"),
    "runs": ("next_pane",),
    "hypotheses": ("date", "next_pane", "definition"),
    "hypothesis": ("date", "next_pane", "definition"),
    "replication": ("date",),
    "compare": ("pick", "next_pane", "next_cohort", "last_cohort", "date"),
    "side_by_side": ("same", "swap"),
    "triage": ("minutes", "copy_minutes"),
    "sync": ("ask", "clone", "cancel_asking", "next_cohort", "last_cohort", "next_pane"),
}  # fmt: skip
"""The keys of each screen, beside those of every place and of what it shows."""
DIALOGS: dict[str, tuple[str, ...]] = {
    "mark": ("up", "down", "agree", "contest", "needs_data", "discuss", "store", "cancel"),
    "save": ("cancel", "form_before", "form_after"),
    "ask_date": ("cancel",),
    "definition": ("cancel", "back", "definition"),
    "help": ("cancel", "back", "help"),
}
"""All keys of each question, and of what is read in front of a place."""


def bindings(names: Iterable[str]) -> list[BindingType]:
    """Make Textual bindings of the named keys."""
    return [
        Binding(key.keys, key.action, key.label, show=False, key_display=key.shown, id=name)
        for name, key in ((name, KEYS[name]) for name in names)
    ]


def shown(name: str, rebound: Mapping[str, str]) -> str:
    """Return how a key is written, `rebound` being the keys of the user's own by name."""
    own = rebound.get(name)
    return KEYS[name].shown if own is None else " ".join(written(key) for key in own.split(","))


def written(key: str) -> str:
    """Write a key as footers do: `^f` for `ctrl+f`, `/` for `slash`."""
    from textual.keys import format_key

    *modifiers, last = key.strip().split("+")
    named = last.upper() if last[1:].isdigit() else format_key(last)
    return "".join("^" if one == "ctrl" else f"{one}-" for one in modifiers) + named
