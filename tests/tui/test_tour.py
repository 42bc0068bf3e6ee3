"""The tour goes through the explorer by itself, and gives way to anybody."""

from pathlib import Path

import ciatlas_tui
from ciatlas_tui.screens.overview import Overview
from ciatlas_tui.screens.workflow import Workflow
from ciatlas_tui.tour import Tour, read_tour
from tests.tui.conftest import settle, told

STYLES = Path(ciatlas_tui.__file__).parent / "styles"


async def test_the_tour_shows_each_of_its_stops(study_path: Path) -> None:
    seen: list[tuple[str, str]] = []

    class Watched(Tour):
        CSS_PATH = STYLES / "explorer.tcss"

        def notify(self, message: str, **options: object) -> None:  # type: ignore[override]
            seen.append((type(self.screen).__name__, message))

    async with Watched(study_path, rest=0, pace=0.3).run_test(size=(120, 40)) as pilot:
        while len(seen) < len(read_tour()):
            await pilot.pause(0.1)
        assert isinstance(pilot.app.screen, Overview)
    assert [message for _, message in seen] == [stop.say for stop in read_tour()]
    places = [place for place, _ in seen]
    assert places[0] == "Overview"
    assert {"Tool", "Workflow", "HypothesesView", "TriageView", "SearchView"} <= set(places)


async def test_a_key_of_ones_own_ends_it(study_path: Path) -> None:
    async with Tour(study_path, rest=0, pace=0.2).run_test() as pilot:
        while not isinstance(pilot.app.screen, Workflow):
            await pilot.pause(0.05)
        await pilot.press("q")
        await settle(pilot)
        assert "the keys are yours" in told(pilot)
        assert not isinstance(pilot.app.screen, Workflow)
