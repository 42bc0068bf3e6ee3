"""What a clone's history is turned into."""

from pathlib import Path

import pytest

from ciatlas.model.history import Author, Change, FileVersion, Tag
from tests.sources.git.graphs import Node, git, history_of, listed, make_bare, write

CI = ".github/workflows/ci.yml"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return make_bare(tmp_path / "repository")


def test_commits_stand_parents_first_with_times_and_places(repository: Path) -> None:
    root, side, main, merge = write(
        repository,
        [
            Node((), {}, when="1000 +0000"),
            Node((0,), {"a": "1"}, when="2000 -0330"),
            Node((0,), {"b": "1"}, when="3000 +0530"),
            Node((2, 1), {"a": "1", "b": "1"}, when="4000 +0000"),
        ],
    )
    history = history_of(repository)
    by_oid = {commit.oid: commit for commit in history.commits}
    seen: set[str] = set()
    for commit in history.commits:
        assert seen.issuperset(commit.parents)
        seen.add(commit.oid)
    assert by_oid[merge].parents == (main, side)
    assert [by_oid[oid].committed for oid in (root, side, main)] == [1001, 2002, 3003]
    assert [by_oid[oid].offset for oid in (root, side, main)] == [0, -210, 330]
    assert [by_oid[oid].mainline for oid in (root, side, main, merge)] == [0, None, 1, 2]
    assert [by_oid[oid].landed for oid in (root, side, main, merge)] == [0, 2, 1, 2]


def test_the_repository_is_told_its_branch_and_head(repository: Path) -> None:
    oids = write(repository, [Node((), {}, when="1000 +0000")])
    told = history_of(repository).repository
    assert (told.branch, told.head, told.head_time) == ("main", oids[-1], 1001)
    assert (told.source, told.complete) == ("git", True)


@pytest.mark.parametrize(
    ("written", "seconds", "offset"),
    [
        ("99999999999999999999 +0000", 0, 0),
        ("253402300799 +1400", 0, 840),
        ("100 +9999", 100, 0),
        ("100 -99999999999999999999", 100, 0),
        ("-5 +0000", 0, 0),
        ("never", 0, 0),
    ],
)
def test_times_that_are_nonsense_stay_within_bounds(
    repository: Path, written: str, seconds: int, offset: int
) -> None:
    tree = git(repository, "mktree")
    person = f"A <a@example.org> {written}"
    content = f"tree {tree}\nauthor {person}\ncommitter {person}\n\n".encode()
    oid = git(
        *(repository, "hash-object", "-t", "commit", "-w", "--literally", "--stdin"),
        stdin=content,
    )
    git(repository, "update-ref", "refs/heads/main", oid)
    (commit,) = history_of(repository).commits
    assert (commit.committed, commit.offset) == (seconds, offset)


def test_a_commit_without_author_and_dates_is_still_a_commit(repository: Path) -> None:
    tree = git(repository, "mktree")
    oid = git(
        *(repository, "hash-object", "-t", "commit", "-w", "--literally", "--stdin"),
        stdin=f"tree {tree}\n\n".encode(),
    )
    git(repository, "update-ref", "refs/heads/main", oid)
    (commit,) = history_of(repository).commits
    assert (commit.authored, commit.committed, commit.author) == (0, 0, 0)


def test_authors_are_emails_as_written_and_people_by_mailmap(repository: Path) -> None:
    mailmap = "Ann <ann@example.org> <ann@old.example.org>\n<ann@example.org> <ANN@example.net>"
    emails = ["ann@old.example.org", "bob@example.org", "Bob@example.org", "ann@example.net",
              "ann@example.org"]  # fmt: skip
    write(
        repository,
        [
            Node((number - 1,) if number else (), {".mailmap": mailmap}, email)
            for number, email in enumerate(emails)
        ],
    )
    history = history_of(repository)
    assert [commit.author for commit in history.commits] == [0, 1, 2, 3, 4]
    assert history.authors == tuple(
        Author(number, person) for number, person in enumerate([0, 1, 2, 0, 0])
    )


def test_the_mailmap_of_the_branch_that_is_read_counts(repository: Path) -> None:
    write(repository, [Node((), {".mailmap": "<ann@example.org> <bob@example.org>"})])
    nodes = [Node((), {}, "ann@example.org"), Node((0,), {}, "bob@example.org")]
    write(repository, nodes, "other")
    assert [author.person for author in history_of(repository, "other").authors] == [0, 1]


def test_changes_say_what_happened_to_a_pipeline_file(repository: Path) -> None:
    oids = write(
        repository,
        [
            Node((), {"README": "1"}),
            Node((0,), {CI: "one"}),
            Node((1,), {CI: "two"}),
            Node((2,), {"README": "1"}),
        ],
    )
    one, two = (git(repository, "rev-parse", f"{oid}:{CI}") for oid in oids[1:3])
    history = history_of(repository)
    assert sorted(history.changes, key=lambda change: oids.index(change.commit)) == [
        Change(oids[1], CI, "added", one),
        Change(oids[2], CI, "modified", two),
        Change(oids[3], CI, "removed", None),
    ]
    assert history.versions == (FileVersion(CI, one, 1, 2), FileVersion(CI, two, 2, 3))


def test_a_merge_changes_a_file_compared_with_its_first_parent_that_differs(
    repository: Path,
) -> None:
    oids = write(
        repository,
        [
            Node((), {}),
            Node((0,), {CI: "side"}),
            Node((0,), {"a": "1"}),
            Node((2, 1), {CI: "side"}),
        ],
    )
    blob = git(repository, "rev-parse", f"{oids[1]}:{CI}")
    history = history_of(repository)
    assert set(history.changes) == {
        Change(oids[1], CI, "added", blob),
        Change(oids[3], CI, "added", blob),
    }
    assert history.versions == (FileVersion(CI, blob, 2),)
    assert listed(history, CI, 2) == {oids[1]}


def test_a_merge_that_keeps_the_mainlines_content_ends_no_version(repository: Path) -> None:
    oids = write(
        repository,
        [
            Node((), {CI: "1"}),
            Node((0,), {CI: "1", "side": "1"}),
            Node((0,), {CI: "2"}),
            Node((2, 1), {CI: "2", "side": "1"}),
        ],
    )
    first, second = (git(repository, "rev-parse", f"{oid}:{CI}") for oid in (oids[0], oids[2]))
    assert history_of(repository).versions == (
        FileVersion(CI, first, 0, 1),
        FileVersion(CI, second, 1),
    )


def test_a_merge_that_edits_a_file_is_described_as_its_first_parent_sees_it(
    repository: Path,
) -> None:
    oids = write(
        repository,
        [Node((), {}), Node((0,), {CI: "side"}), Node((0,), {"a": "1"}), Node((2, 1), {CI: "new"})],
    )
    history = history_of(repository)
    assert [change.change for change in history.changes if change.commit == oids[3]] == ["added"]
    assert listed(history, CI, 2) == {oids[1], oids[3]}


def test_a_change_that_was_merged_and_reverted_on_a_side_is_not_listed(repository: Path) -> None:
    oids = write(
        repository,
        [
            Node((), {"tests/a": "1"}),
            Node((0,), {"tests/a": "2"}),
            Node((1,), {"tests/a": "1"}),
            Node((0,), {"tests/a": "1", "b": "1"}),
            Node((3, 2), {"tests/a": "1", "b": "1"}),
        ],
    )
    assert listed(history_of(repository), "tests", 2) == {oids[0]}


def test_a_group_counts_all_its_paths_together(repository: Path) -> None:
    oids = write(
        repository,
        [
            Node((), {"tests/a": "1", "testing/a": "1"}),
            Node((0,), {"tests/a": "1", "testing/a": "2"}),
            Node((1,), {"test": "1", "testing/a": "2"}),
        ],
    )
    history = history_of(repository)
    assert history.groups == ("workflows", "tests")
    assert listed(history, "tests", 2) == {oids[0], oids[2]}
    assert listed(history, "workflows", 2) == set()


def test_a_file_named_like_a_group_is_no_pipeline(repository: Path) -> None:
    write(repository, [Node((), {"tests": "a file"})])
    history = history_of(repository)
    assert (history.changes, history.versions) == ((), ())


def test_a_folder_named_like_a_pipeline_file_is_none(repository: Path) -> None:
    oids = write(repository, [Node((), {f"{CI}/inner": "1"}), Node((0,), {CI: "1"})])
    history = history_of(repository)
    assert [change.change for change in history.changes] == ["added"]
    assert listed(history, CI, 1) == set(oids)


def test_a_folder_that_never_was_a_file_is_not_followed(repository: Path) -> None:
    write(repository, [Node((), {f"{CI}/inner": "1"})])
    history = history_of(repository)
    assert {member.path for member in history.memberships} == {"workflows"}


def test_a_submodule_named_like_a_pipeline_file_has_no_content(repository: Path) -> None:
    (root,) = write(repository, [Node((), {CI: "1"})])
    tree = _nested_tree(repository, CI.split("/"), f"160000 commit {root}")
    oid = git(repository, "commit-tree", tree, "-p", root, "-m", "")
    git(repository, "update-ref", "refs/heads/main", oid)
    history = history_of(repository)
    assert {(change.commit, change.change) for change in history.changes} == {
        (root, "added"),
        (oid, "removed"),
    }
    assert [(version.since, version.until) for version in history.versions] == [(0, 1)]


def test_an_action_outside_the_usual_places_is_followed_once_a_pipeline_uses_it(
    repository: Path,
) -> None:
    write(
        repository,
        [
            Node(
                (),
                {
                    CI: "steps:\n  - uses: ./ci/build\n  - {'uses': './tests/run/'}",
                    "ci/build/action.yml": "runs:\n  steps:\n    - uses: ./ci/deeper/still",
                    "ci/deeper/still/action.yaml": "runs: {}",
                    "tests/run/action.yml": "runs: {}",
                    "ci/unused/action.yml": "runs: {}",
                    "action.yml": "runs: {}",
                    ".github/actions/own/action.yml": "runs: {}",
                },
            ),
        ],
    )
    assert {change.path for change in history_of(repository).changes} == {
        CI,
        "ci/build/action.yml",
        "ci/deeper/still/action.yaml",
        "tests/run/action.yml",
        "action.yml",
        ".github/actions/own/action.yml",
    }


def test_actions_that_use_each_other_come_to_an_end(repository: Path) -> None:
    files = {CI: "uses: ./a0"} | {
        f"a{number}/action.yml": f"uses: ./a{number + 1}\nuses: ./a0" for number in range(30)
    }
    write(repository, [Node((), files)])
    followed = {change.path for change in history_of(repository).changes}
    assert {CI, "a0/action.yml", "a9/action.yml"} <= followed < set(files)


def test_thousands_of_made_up_folders_do_not_stop_the_reading(repository: Path) -> None:
    uses = "\n".join(f"uses: ./{'x' * 390}{number}" for number in range(4000))
    write(repository, [Node((), {CI: uses})])
    assert len(history_of(repository).changes) == 1


def test_tags_lead_to_commits_of_the_branch_only(repository: Path) -> None:
    root, head = write(repository, [Node((), {}), Node((0,), {})])
    write(repository, [Node((), {"other": "1"})], "other")
    git(repository, "tag", "light", root)
    git(repository, "tag", "-a", "-m", "", "annotated", head)
    git(repository, "tag", "-a", "-m", "", "tag-of-a-tag", "annotated")
    git(repository, "tag", "elsewhere", "other")
    git(repository, "tag", "a-tree", "main^{tree}")
    (repository / "refs" / "tags" / "broken").write_text("0123456789" * 4 + "\n")
    assert history_of(repository).tags == (
        Tag("annotated", head),
        Tag("light", root),
        Tag("tag-of-a-tag", head),
    )


def test_names_that_are_no_text_are_spelled_out(repository: Path) -> None:
    blob = git(repository, "hash-object", "-w", "--stdin", stdin=b"on: push")
    names = [b"\xff.yml", b"\xed\xa0\x80.yml", b"a\tb\n\x1b[2J.yml", "ü.yml".encode()]
    entries = b"".join(b"100644 blob %s\t%s\x00" % (blob.encode(), name) for name in names)
    tree = git(repository, "mktree", "-z", stdin=entries)
    for folder in ("workflows", ".github"):
        tree = git(repository, "mktree", stdin=f"040000 tree {tree}\t{folder}\n".encode())
    git(repository, "update-ref", "refs/heads/main", git(repository, "commit-tree", tree, "-m", ""))
    paths = {change.path.removeprefix(".github/workflows/") for change in _read(repository)}
    assert paths == {"\\xff.yml", "\\xed\\xa0\\x80.yml", "a\tb\n\x1b[2J.yml", "ü.yml"}


def test_reading_tells_how_far_it_is(repository: Path) -> None:
    write(repository, [Node((), {CI: "on: push"}), Node((0,), {})])
    told: list[tuple[str, int, int | None]] = []
    history_of(repository, progress=lambda *step: told.append(step))
    assert told == [("reading commits", 0, None), ("comparing commits", 2, 2)]


def test_reading_twice_gives_the_same(repository: Path) -> None:
    write(repository, [Node((), {CI: "1", "tests/a": "1"}), Node((0,), {CI: "2"})])
    assert history_of(repository) == history_of(repository)


def _read(repository: Path) -> tuple[Change, ...]:
    return history_of(repository).changes


def _nested_tree(repository: Path, parts: list[str], entry: str) -> str:
    for part in reversed(parts):
        tree = git(repository, "mktree", "--missing", stdin=f"{entry}\t{part}\n".encode())
        entry = f"040000 tree {tree}"
    return entry.split()[2]
