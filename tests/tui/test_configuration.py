"""Settings are read with care: what is wrong is said with its line, the rest is used."""

from pathlib import Path

import pytest

from ciatlas_tui.app import Explorer
from ciatlas_tui.clashes import TOGETHER
from ciatlas_tui.configuration import RESERVED, Configuration, read_configuration
from ciatlas_tui.configuration_page import configuration_page
from ciatlas_tui.keymap import KEYS
from ciatlas_tui.screens.hypotheses import HypothesesView
from ciatlas_tui.screens.overview import Overview
from tests.tui.conftest import screen_text, settle, told


def settings(tmp_path: Path, text: str) -> Configuration:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    return read_configuration(path)


def test_no_file_sets_nothing(tmp_path: Path) -> None:
    assert read_configuration(tmp_path / "config.yaml") == Configuration()


def test_every_setting_is_read(tmp_path: Path) -> None:
    read = settings(
        tmp_path,
        "theme: light\nascii: true\nstart: last\nkeys: {verdicts: f5, triage: [f6, ctrl+t]}\n"
        "clones: {mlflow/mlflow: /src/mlflow}\n",
    )
    assert read == Configuration(
        theme="light",
        ascii=True,
        start="last",
        keys={"verdicts": "f5", "triage": "f6,ctrl+t"},
        clones={"mlflow/mlflow": Path("/src/mlflow")},
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("thme: light", "config.yaml:1:1: 'thme' is no setting; did you mean 'theme'?"),
        ("theme: lihgt", "config.yaml:1:8: 'lihgt' is none of dark, light, high-contrast, colour"),
        ("ascii: 1", "config.yaml:1:8: '1' is none of true, false"),
        ("ascii: []", "config.yaml:1:8: this is none of true, false"),
        ("- a", "config.yaml:1:1: settings are written as 'name: value'"),
        ("keys: {verdict: f5}", "config.yaml:1:8: no key is called 'verdict'; did you mean"),
        ("keys: {verdicts: ctrl+b}", "config.yaml:1:18: 'ctrl+b' is tmux's prefix"),
        ("keys: {verdicts: blub}", "config.yaml:1:18: 'blub' is no key"),
        (
            "keys: {verdicts: j}",
            "config.yaml:1:8: the key 'j' of 'verdicts' is that of 'down' already",
        ),
        (
            "keys: {theme: v}",
            "config.yaml:1:8: the key 'v' of 'theme' is that of 'verdicts' already",
        ),
        (
            "keys: {copy: right}",
            "config.yaml:1:8: the key 'right' of 'copy' is that of 'cell_after' already",
        ),
        ("keys: {agree: c}", "config.yaml:1:8: the key 'c' of 'agree' is that of 'contest'"),
        ("keys: 3", "config.yaml:1:7: this is written as 'name: value' lines"),
        ("theme: [", "config.yaml:"),
    ],
)
def test_what_is_wrong_is_said_and_not_used(tmp_path: Path, text: str, said: str) -> None:
    read = settings(tmp_path, text)
    assert any(said in problem for problem in read.problems), read.problems
    assert read == Configuration(problems=read.problems)


def test_a_list_key_can_be_taken_when_it_gets_another(tmp_path: Path) -> None:
    read = settings(tmp_path, "keys: {pick: j, down: [down, ctrl+n]}")
    assert not read.problems
    assert read.keys == {"pick": "j", "down": "down,ctrl+n"}


def test_of_two_own_keys_that_are_the_same_the_later_is_told_and_not_used(tmp_path: Path) -> None:
    read = settings(tmp_path, "keys:\n  verdicts: f5\n  triage: [f6, f5]\n")
    assert read.keys == {"verdicts": "f5"}
    (problem,) = read.problems
    assert problem.startswith("config.yaml:3:3: the key 'f5' of 'triage' is that of 'verdicts'")


@pytest.mark.parametrize(
    "keys",
    [
        "{verdicts: t, triage: v}",  # turned around
        "{ask: f5, agree: f5}",  # on different screens
        "{agree: v}",  # in a question no place answers to its keys
        "{down: f5, walk_down: f5}",  # shared from the start
        "{quit: f10, back: f10}",
    ],
)
def test_a_key_may_have_meanings_that_never_meet(tmp_path: Path, keys: str) -> None:
    assert not settings(tmp_path, f"keys: {keys}").problems


def test_what_takes_its_key_back_takes_it_from_who_has_it_now(tmp_path: Path) -> None:
    read = settings(tmp_path, "keys: {verdicts: t, claims: v, triage: j}")
    assert not read.keys
    assert len(read.problems) == 3


def test_every_key_is_known_beside_others() -> None:
    together = {name for group in TOGETHER for name in group}
    assert together == {name for name, key in KEYS.items() if key.keys}


def test_what_is_right_counts_beside_what_is_wrong(tmp_path: Path) -> None:
    read = settings(tmp_path, "theme: light\ncolour: red\n")
    assert read.theme == "light"
    assert len(read.problems) == 1


async def test_rebound_keys_work_and_are_shown(atlas_path: Path) -> None:
    app = Explorer(atlas_path, rest=0, configuration=Configuration(keys={"verdicts": "f5"}))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "F5 verdicts" in screen_text(pilot)
        await pilot.press("v")
        await settle(pilot)
        assert type(pilot.app.screen) is Overview
        await pilot.press("f5")
        await settle(pilot)
        assert type(pilot.app.screen) is HypothesesView
        await pilot.press("q", "question_mark")
        await settle(pilot)
        assert "F5 " in screen_text(pilot)


async def test_problems_are_told_at_the_start(atlas_path: Path) -> None:
    app = Explorer(atlas_path, rest=0, configuration=Configuration(problems=("line 3 [b]odd",)))
    async with app.run_test() as pilot:
        await settle(pilot)
        head, problem = told(pilot).splitlines()
        assert head == "1 mistake in the settings ('ciatlas doctor' tells all)"
        assert problem == "line 3 [b]odd"


async def test_all_problems_are_told_at_once_in_the_order_of_their_lines(
    atlas_path: Path, tmp_path: Path
) -> None:
    read = settings(tmp_path, "keys: {verdicts: j}\nthme: light\nascii: 1\n")
    app = Explorer(atlas_path, rest=0, configuration=read, notes=["a note"])
    async with app.run_test(notifications=True) as pilot:
        await settle(pilot)
        lines = screen_text(pilot).splitlines()
        at = lines.index(" a note")
        assert lines[at + 1].startswith(" 3 mistakes in the settings")
        assert lines[at + 2].startswith(" config.yaml:1:8: the key 'j' of 'verdicts' is that of")
        assert [line.strip() for line in lines[at + 4 : -1]] == [
            "config.yaml:2:1: 'thme' is no setting; did you mean 'theme'?",
            "config.yaml:3:8: '1' is none of true, false",
        ]


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
async def test_many_problems_are_counted_and_leave_some_of_the_screen_in_sight(
    atlas_path: Path, size: tuple[int, int]
) -> None:
    many = tuple(f"config.yaml:{line}:1: {'odd ' * 10}" for line in range(1, 31))
    app = Explorer(atlas_path, rest=0, configuration=Configuration(problems=many))
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        shown = screen_text(pilot)
        assert shown.splitlines()[1].startswith(" Tools of study")
        assert "30 mistakes in the settings" in shown
        assert "config.yaml:1:1: odd" in shown
        assert "? keys" in shown


def test_the_page_is_what_the_settings_are() -> None:
    page = Path(__file__).parents[2] / "docs" / "configuration.md"
    assert page.read_text(encoding="utf-8") == configuration_page(), "run 'make docs'"


def test_no_key_of_ours_is_anybody_elses() -> None:
    taken = RESERVED.keys() - {"escape"}
    ours = {name: set(key.keys.split(",")) for name, key in KEYS.items() if name != "suspend"}
    assert not [name for name, keys in ours.items() if taken & keys]
