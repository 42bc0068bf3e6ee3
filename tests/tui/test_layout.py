"""What there is room for is in sight, on terminals of any size."""

from ciatlas.model.claim import Evidence
from ciatlas_tui.screens.evidence import EvidenceView
from tests.tui.conftest import Open, screen_text, settle

TO_STEP = ("enter", "enter", "right", "enter", "down", "enter")
_DEEP = "services/a/very/deep/folder/of/the/repository/build-ui.yml"


def pointers(*repositories: str) -> list[Evidence]:
    return [Evidence(one, "c" * 40, "setup: Install", _DEEP, "build-ui") for one in repositories]


async def test_evidence_keeps_the_names_of_files_and_says_the_repository_where_it_varies(
    explorer: Open,
) -> None:
    async with explorer() as pilot:
        pilot.app.push_screen(EvidenceView("one", pointers("a/one", "a/one"), None))
        await settle(pilot)
        assert "build-ui.yml" in screen_text(pilot)
        assert "repository" not in screen_text(pilot).splitlines()[2]
        pilot.app.push_screen(EvidenceView("two", pointers("a/one", "a/two"), None))
        await settle(pilot)
        assert "repository" in screen_text(pilot).splitlines()[2]


async def test_where_room_is_short_the_trail_keeps_what_it_ends_in(explorer: Open) -> None:
    async with explorer(*TO_STEP) as pilot:
        await pilot.resize_terminal(40, 12)
        await settle(pilot)
        assert screen_text(pilot).splitlines()[0].startswith(" … › publish › step 2 of 2")
