"""Local files are found where they are, with what they held at a position of the mainline."""

import pytest

from ciatlas.model.local import LocalContents, Standing, local_paths


@pytest.mark.parametrize(
    ("uses", "paths"),
    [
        ("./do", ("do", "do/action.yml", "do/action.yaml")),
        ("./do/", ("do", "do/action.yml", "do/action.yaml")),
        ("./", ("", "action.yml", "action.yaml")),
        ("actions/checkout@v4", ()),
        ("docker://alpine", ()),
    ],
)
def test_a_local_name_may_stand_for_a_file_or_for_the_action_in_a_folder(
    uses: str, paths: tuple[str, ...]
) -> None:
    assert local_paths(uses) == paths


CONTENTS = LocalContents(
    [
        ("do/action.yml", Standing(9, None, "third")),
        ("do/action.yml", Standing(2, 5, "first")),
        ("do/action.yml", Standing(5, 7, "second")),
        ("tox.ini", Standing(0, None, "tox")),
    ]
)


@pytest.mark.parametrize(
    ("position", "content"),
    [(1, None), (2, "first"), (4, "first"), (5, "second"), (7, None), (8, None), (9, "third")],
)
def test_a_file_holds_what_it_last_got_until_it_is_changed_or_gone(
    position: int, content: str | None
) -> None:
    found = CONTENTS.named("./do", position)
    assert found == (None if content is None else ("do/action.yml", content))


def test_only_local_names_find_anything() -> None:
    assert CONTENTS.named("./tox.ini", 0) == ("tox.ini", "tox")
    assert CONTENTS.named("tox.ini", 0) is None
    assert CONTENTS.named("./nox.ini", 0) is None
