"""The step screen: one always sees where the keys go, and Enter leads on or does nothing."""

from pathlib import Path

import pytest

from ciatlas.analysis.labelling import label_pipelines
from ciatlas.sources.importer import import_clone
from ciatlas.store import open_atlas
from ciatlas_tui.screens.step import StepView
from ciatlas_tui.screens.workflow import Workflow
from tests.repositories import Repository
from tests.tui.conftest import Open, screen_text, settle, told

CALLING = """\
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: ./.github/actions/set-up
      - run: make
"""
ACTION = """\
name: Set up
runs:
  using: composite
  steps:
    - run: echo here
      shell: bash
"""


@pytest.fixture
def calling(tmp_path: Path) -> Path:
    """An atlas of a tool whose workflow uses an action of its own."""
    tool = Repository(tmp_path / "tool")
    files = {".github/workflows/ci.yml": CALLING, ".github/actions/set-up/action.yml": ACTION}
    tool.commit(files, date="2024-01-01T12:00:00+00:00")
    path = tmp_path / "calling.db"
    with open_atlas(path, create=True) as atlas:
        import_clone(atlas, tool.path, "example/tool", cohort="study")
        label_pipelines(atlas)
    return path


async def test_enter_on_a_step_leaves_the_keys_where_they_are(
    explorer: Open, calling: Path
) -> None:
    async with explorer("enter", "enter", "enter", "down", "enter", atlas=calling) as pilot:
        assert isinstance(pilot.app.screen, StepView)
        assert "▸ 2" in screen_text(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "▸ 2" in screen_text(pilot)
        await pilot.press("up")
        await settle(pilot)
        assert "▸ 1" in screen_text(pilot)


async def test_enter_opens_the_action_of_the_same_repository(explorer: Open, calling: Path) -> None:
    async with explorer("enter", "enter", "enter", "enter", "enter", atlas=calling) as pilot:
        assert isinstance(pilot.app.screen, Workflow)
        assert "action.yml" in screen_text(pilot).splitlines()[0]


async def test_help_offers_enter_where_it_opens_something(explorer: Open, calling: Path) -> None:
    keys = ("enter", "enter", "enter", "enter")
    for there, offered in (((), True), (("down",), False)):
        async with explorer(*keys, *there, "question_mark", atlas=calling, size=(100, 60)) as pilot:
            assert ("open what is selected" in screen_text(pilot)) is offered


async def test_the_page_shows_that_the_keys_go_to_it(explorer: Open, calling: Path) -> None:
    async with explorer("enter", "enter", "enter", "enter", "tab", atlas=calling) as pilot:
        assert " ▸ This step" in screen_text(pilot)
        await pilot.press("tab")
        await settle(pilot)
        assert "▸ This step" not in screen_text(pilot)
        assert "▸ 1" in screen_text(pilot)


async def test_keys_that_do_nothing_here_say_where_they_work(explorer: Open) -> None:
    keys = {
        "left_square_bracket": "[ and ] work on a",
        "right_square_bracket": "[ and ] work on a",
        "equals_sign": "= works on a pipeline",
    }
    for there in (("enter", "enter", "right", "enter", "down", "enter"), (), ("2",)):
        for key, said in keys.items():
            async with explorer(*there, key) as pilot:
                assert told(pilot).startswith(said)
                assert told(pilot).endswith("q leads there") is (len(there) > 1)
    async with explorer("slash", "left_square_bracket") as pilot:  # text while one types
        assert not list(pilot.app._notifications)
