"""An indicator's definition: what is measured, how, and what came of it, in front of a place."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from ciatlas.model.verdict import Verdict
from ciatlas_tui.glyphs import Glyphs
from ciatlas_tui.keymap import DIALOGS, bindings
from ciatlas_tui.screens.place import Place
from ciatlas_tui.screens.reading import Reading
from ciatlas_tui.widgets.facts import Facts
from ciatlas_tui.widgets.lines import Section


class Definition(Reading):
    """Facts of any number, to scroll through."""

    BINDINGS = bindings(DIALOGS["definition"])

    def __init__(self, facts: Sequence[tuple[str, str]], glyphs: Glyphs) -> None:
        super().__init__()
        self._facts = facts
        self._glyphs = glyphs

    def compose(self) -> ComposeResult:
        """Put all into one column."""
        with VerticalScroll(id="definition"):
            yield Section("Definition (q closes this)", self._glyphs)
            yield Facts(self._glyphs)

    def on_mount(self) -> None:
        """Show the facts."""
        self.query_one(Facts).show(self._facts)

    def action_definition(self) -> None:
        """Close."""
        self.dismiss()


def define(place: Place, verdict: Verdict, number: int) -> None:
    """Show the definition of one of a verdict's indicators in front of a place."""
    from ciatlas.analysis.verdicts import chosen
    from ciatlas.analysis.verdicts.definition import indicator_facts

    facts = indicator_facts(verdict.indicators[number], chosen([verdict.id])[0].rule)
    place.app.push_screen(Definition(facts, place.glyphs))
