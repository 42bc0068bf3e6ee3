"""Template expressions inside scripts: `${{ … }}` of GitHub, `<< … >>` of CircleCI."""

import re

TEMPLATE = re.compile(
    r"""
    \$\{\{ (?: '[^']*+' | [^'}$] | \}(?!\}) | \$(?!\{\{) )*+ \}\}   # strings may hold braces
    | << [ \t]* (?: [\#/^][ \t]* )?                                  # orb sections: <<# x >>
      (?: [A-Za-z_][\w-]*\.[\w.-]+ | include\([\w./@-]+\) ) [ \t]* >>
    """,
    re.VERBOSE,
)
"""One expression. Linear on hostile text; a here-document's word (`<<EOF >> file`) is none."""

_BYTES = re.compile(TEMPLATE.pattern.encode(), re.VERBOSE)


def mask(source: bytes) -> bytes:
    """Replace each template by a plain word of the same length, so that positions stay."""
    return _BYTES.sub(lambda match: b"x" * len(match[0]), source)


def without_templates(word: str) -> str:
    """Return a word's own text, its templates left out."""
    return TEMPLATE.sub("", word)
