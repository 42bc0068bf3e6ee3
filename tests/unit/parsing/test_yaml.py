"""What a YAML text says, where it says it, and what is wrong with it."""

import math
from itertools import pairwise

import pytest

from ciatlas.model.diagnostic import Severity
from ciatlas.parsing.yaml import Document, Mapping, Node, Plain, Scalar, Sequence, read
from ciatlas.parsing.yaml.reader import MAX_CHARACTERS, MAX_DEPTH, MAX_NODES


def found(document: Document) -> list[tuple[int, int, str]]:
    return [(d.line, d.column, d.code) for d in document.diagnostics]


def data(node: Node | None) -> object:
    """Turn nodes into dictionaries, lists and values."""
    if isinstance(node, Mapping):
        return {key: data(value) for key, value in node.entries.items()}
    if isinstance(node, Sequence):
        return [data(item) for item in node]
    return node.value if node is not None else None


def mapping(text: str, *, merge_keys: bool = False) -> Mapping:
    root = read(text, merge_keys=merge_keys).root
    assert isinstance(root, Mapping)
    return root


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *(("on", "on"), ("off", "off"), ("yes", "yes"), ("no", "no"), ("y", "y")),
        *(("true", True), ("True", True), ("TRUE", True), ("tRUE", "tRUE")),
        *(("false", False), ("False", False), ("FALSE", False)),
        *(("null", None), ("Null", None), ("NULL", None), ("~", None), ("nULL", "nULL")),
        *(("012", 12), ("0o17", 15), ("0x1F", 31), ("-7", -7), ("+7", 7), ("0b11", "0b11")),
        *(("1:30", "1:30"), ("1_000", "1_000"), ("2024-05-06", "2024-05-06"), ("1.2.3", "1.2.3")),
        *(("3.10", 3.1), (".5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("-1.5E-2", -0.015)),
        *((".inf", math.inf), ("-.INF", -math.inf), ("+.Inf", math.inf), (".iNF", ".iNF")),
        *(('"true"', "true"), ("'12'", "12"), ('""', ""), ("!!str 12", "12"), ("-", "-")),
    ],
)
def test_scalars_have_their_value_in_the_core_schema_of_yaml_1_2(
    written: str, value: Plain
) -> None:
    found_value = data(read(f"[{written}]" if written != "-" else '["-"]').root)
    assert found_value == [value]
    assert isinstance(found_value, list)
    assert type(found_value[0]) is type(value)


def test_not_a_number_is_a_float() -> None:
    value = Scalar(".nan", 1, 1).value
    assert isinstance(value, float)
    assert math.isnan(value)


def test_a_number_of_many_digits_is_not_computed_exactly() -> None:
    assert Scalar("9" * 300, 1, 1).value == 10**300 - 1
    assert Scalar("9" * 5000, 1, 1).value == math.inf


def test_on_is_a_key_and_keeps_its_name() -> None:
    assert data(read("on: push\nyes: no\n12: x\n").root) == {"on": "push", "yes": "no", "12": "x"}


@pytest.mark.parametrize(
    ("written", "plain", "style"),
    [
        ("text", True, ""),
        ("'text'", False, "'"),
        ('"text"', False, '"'),
        ("|-\n  text", False, "|"),
        (">-\n  text", False, ">"),
        ("!!str text", False, ""),
    ],
)
def test_a_scalar_knows_how_it_was_written(written: str, plain: bool, style: str) -> None:
    node = mapping(f"a: {written}\n").get("a")
    assert isinstance(node, Scalar)
    assert (node.text, node.plain, node.style) == ("text", plain, style)


@pytest.mark.parametrize(
    ("written", "is_null"), [("", True), ("~", True), ("null", True), ('""', False), ("0", False)]
)
def test_an_empty_value_is_null_and_an_empty_string_is_not(written: str, is_null: bool) -> None:
    node = mapping(f"a: {written}\n").get("a")
    assert isinstance(node, Scalar)
    assert node.is_null is is_null


def test_every_key_and_node_knows_its_line_and_column() -> None:
    root = mapping("# above\na:\n  - b: 1\n    é: {c: d}\n")
    outer = root.get("a")
    assert isinstance(outer, Sequence)
    (item,) = outer
    assert isinstance(item, Mapping)
    assert [(key.text, key.line, key.column) for key, _ in item] == [("b", 3, 5), ("é", 4, 5)]
    assert [(node.line, node.column) for _, node in item] == [(3, 8), (4, 8)]
    assert (outer.line, outer.column) == (3, 3)


def test_columns_count_characters_and_not_bytes() -> None:
    items = read("[äöü, 日本, x]").root
    assert isinstance(items, Sequence)
    assert [item.column for item in items] == [2, 7, 11]


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n", "---\n", "\ufeff"])
def test_an_empty_text_has_no_errors_and_at_most_a_null_root(text: str) -> None:
    document = read(text)
    assert data(document.root) is None
    assert document.diagnostics == []


def test_only_the_first_document_is_read() -> None:
    document = read("a: 1\n---\nb: 2\n")
    assert (data(document.root), found(document)) == ({"a": 1}, [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_bytes_are_read_in_the_encodings_their_byte_order_mark_tells(encoding: str) -> None:
    document = read("naïve: ☃\n".encode(encoding))
    assert (data(document.root), found(document)) == ({"naïve": "☃"}, [])


def test_bytes_that_are_no_text_are_an_error_on_their_line() -> None:
    document = read(b"a: 1\nb: \xff\n")
    assert (document.root, found(document)) == (None, [(2, 1, "yaml-encoding")])


def test_a_character_that_yaml_forbids_is_an_error_on_its_line() -> None:
    document = read("a: 1\nb: \x00\n")
    assert found(document) == [(2, 1, "yaml-syntax")]


@pytest.mark.parametrize(
    ("text", "line", "column", "kept"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, 2, {"a": 1, "b": [1, "2 c"]}),
        ("a: 1\n\tb: 2\n", 2, 1, {}),
        ("a: {b: 1\n", 2, 1, {"a": {"b": 1}}),
        ("a: 'open\n", 2, 1, {}),
        ("a: b: c\n", 1, 5, {"a": "b"}),
        ("a: 1\n  b: 2\n", 2, 4, {"a": "1 b"}),
        ("x: @y\n", 1, 4, {}),
    ],
)
def test_a_broken_text_is_an_error_and_keeps_what_stood_before(
    text: str, line: int, column: int, kept: dict[str, object]
) -> None:
    document = read(text)
    assert (found(document), data(document.root)) == ([(line, column, "yaml-syntax")], kept)


def test_of_two_equal_keys_the_last_one_counts_and_is_reported() -> None:
    document = read("a: 1\nb:\n  c: 1\n  'c': 2\n")
    assert data(document.root) == {"a": 1, "b": {"c": 2}}
    assert found(document) == [(4, 3, "yaml-duplicate-key")]


def test_keys_that_differ_in_case_only_are_different_keys_of_yaml() -> None:
    assert found(read("a: 1\nA: 2\n")) == []


def test_an_alias_repeats_its_anchor() -> None:
    document = read("a: &x [1]\nb: *x\nc: &x 2\nd: *x\n")
    assert data(document.root) == {"a": [1], "b": [1], "c": 2, "d": 2}
    assert found(document) == []


def test_an_alias_without_anchor_is_an_error_and_null() -> None:
    document = read("a: [1, *x]\n")
    assert (data(document.root), found(document)) == (
        {"a": [1, None]},
        [(1, 8, "yaml-unknown-alias")],
    )


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [("a: &x\n  b: *x\n", 2, 6), ("&x [1, *x]", 1, 8), ("a: &x [{b: [*x]}]", 1, 13)],
)
def test_an_alias_inside_its_anchor_is_an_error(text: str, line: int, column: int) -> None:
    assert found(read(text)) == [(line, column, "yaml-recursive-alias")]


def test_merge_keys_are_an_error_where_the_system_has_none() -> None:
    document = read("a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n")
    assert data(document.root) == {"a": {"b": 1}, "c": {"d": 2}}
    assert found(document) == [(3, 3, "yaml-merge-key")]


@pytest.mark.parametrize("entries", ["<<: *x, a: 0", "a: 0, <<: *x"])
def test_merged_entries_give_way_to_own_ones(entries: str) -> None:
    document = read(f"x: &x {{a: 1, b: 1}}\nz: {{{entries}}}\n", merge_keys=True)
    assert isinstance(document.root, Mapping)
    assert data(document.root.get("z")) == {"a": 0, "b": 1}
    assert found(document) == []


def test_a_merged_mapping_may_merge_another() -> None:
    text = "x: &x {a: 1, b: 1}\ny: &y {<<: *x, b: 2, c: 2}\nz: {<<: *y}\n"
    assert data(mapping(text, merge_keys=True).get("z")) == {"a": 1, "b": 2, "c": 2}


def test_a_text_cannot_be_merged() -> None:
    document = read("a: {<<: text, b: 1}", merge_keys=True)
    assert (data(document.root), found(document)) == ({"a": {"b": 1}}, [(1, 5, "yaml-merge-key")])


def test_a_quoted_merge_key_is_a_key_like_any_other() -> None:
    assert data(read('{"<<": 1}', merge_keys=True).root) == {"<<": 1}


def test_a_list_as_key_is_an_error_and_left_out() -> None:
    document = read("? [a, b]\n: 1\nc: 2\n")
    assert (data(document.root), found(document)) == ({"c": 2}, [(1, 3, "yaml-complex-key")])


def test_double_braces_are_a_placeholder_and_a_warning() -> None:
    document = read("a: {{ name }}\nb: 1\n")
    assert isinstance(document.root, Mapping)
    inner = document.root.get("a")
    assert isinstance(inner, Mapping)
    assert (inner.placeholder, data(document.root.get("b"))) == (True, 1)
    (diagnostic,) = document.diagnostics
    assert (diagnostic.severity, diagnostic.code) == (Severity.WARNING, "yaml-placeholder")


def test_a_text_beyond_the_size_bound_is_not_read() -> None:
    assert found(read("#" * MAX_CHARACTERS)) == []
    document = read("#" * (MAX_CHARACTERS + 1))
    assert (document.root, found(document)) == (None, [(1, 1, "yaml-too-large")])


def test_nesting_is_bounded() -> None:
    assert found(read("[" * MAX_DEPTH + "]" * MAX_DEPTH)) == []
    deeper = read("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert found(deeper) == [(1, MAX_DEPTH + 1, "yaml-too-deep")]


def test_nesting_by_aliases_is_bounded_too() -> None:
    half = MAX_DEPTH // 2
    text = f"a: &a {'[' * half}{']' * half}\nb: {'[' * half}*a{']' * half}\n"
    assert found(read(text)) == [(2, 4 + half, "yaml-too-deep")]


def test_repetition_by_aliases_is_bounded() -> None:
    names = [f"a{number}" for number in range(9)]
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]" for a, b in pairwise(names)]
    document = read("\n".join(lines))
    assert [code for _, _, code in found(document)] == ["yaml-too-large"]
    assert MAX_NODES == 200_000
    assert isinstance(document.root, Mapping)
    assert list(document.root.entries) == names[: document.diagnostics[0].line]
