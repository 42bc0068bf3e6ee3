"""justfiles: recipes with what they depend on.

Source: the just manual, "Recipes", "Dependencies", "Shebang Recipes". `{{…}}` stays as written.
"""

import re
from collections.abc import Iterator, Sequence
from textwrap import dedent

from ciatlas.parsing.build.target import Target

_RECIPE = re.compile(r"@?([A-Za-z_][\w-]*)((?:\s[^:=]*)?(?:=[^:=]*)*):(?!=)(.*)")
_DEPENDENCY = re.compile(r"\(\s*([\w-]+)[^()]*\)|([A-Za-z_][\w-]*)")
_SHEBANG = re.compile(r"#!\s*(?:\S*/env\s+(?:-S\s+)?)?(\S+)")
_PREFIXES = re.compile(r"\A\s*[@-]+\s*")


def read_justfile(text: str) -> list[Target]:
    """Return the recipes of a justfile."""
    return list(_targets(text.split("\n")))


def _targets(lines: Sequence[str]) -> Iterator[Target]:
    header: re.Match[str] | None = None
    at, body = 0, list[str]()
    for number, line in enumerate(lines, start=1):
        if line[:1].isspace() or not line:
            body.append(line)
        elif not line.startswith(("#", "[")):
            if header is not None:
                yield _target(header, at, body)
            header, at, body = _RECIPE.fullmatch(line), number, []
    if header is not None:
        yield _target(header, at, body)


def _target(header: re.Match[str], line: int, body: Sequence[str]) -> Target:
    needs = [called or plain for called, plain in _DEPENDENCY.findall(header[3].split("#")[0])]
    lines = dedent("\n".join(body)).split("\n")
    shebang = _SHEBANG.match(lines[0])
    return Target(
        name=header[1],
        script="\n".join(_PREFIXES.sub("", text) for text in lines),
        needs=tuple(needs),
        line=line,
        script_line=line + 1,
        shell=shebang[1] if shebang else None,
    )
