"""Tables of words as text: one row a line, `names: words`, continued by deeper indentation."""

import textwrap


def table(text: str) -> dict[str, tuple[str, ...]]:
    """Read a table; a name's words in written order.

    Several names share a row. `/` joins the words of a longer name: `docker/build` is `docker
    build`.
    """
    rows: dict[str, tuple[str, ...]] = {}
    for line in textwrap.dedent(text).strip().replace("\n ", " ").splitlines():
        names, _, words = line.partition(":")
        for name in names.split():
            rows[name.replace("/", " ")] = tuple(words.split())
    return rows


def sets(text: str) -> dict[str, frozenset[str]]:
    """Read a table whose words have no order."""
    return {name: frozenset(words) for name, words in table(text).items()}
