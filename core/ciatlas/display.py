"""The one gate that foreign text passes before it reaches a terminal, a table or a file.

Repositories and APIs are hostile: a workflow may be named with an escape sequence that rewrites
the terminal, a bidirectional override that reorders a line, or a line break that forges a row.
`visible` turns such characters into harmless, readable escapes and leaves everything else alone.
Markup (`[red]`) is made inert by never parsing foreign text as markup; `visible` keeps it as it is.
"""

import re

# C0 and C1 controls and DEL; line and paragraph separators; bidirectional marks, embeddings,
# overrides and isolates (Unicode TR 9); zero-width and other invisible format characters;
# interlinear annotation; tag characters; lone surrogates; noncharacters used as markers.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
# A zero-width joiner between pictographs is how one emoji is spelled; it stays there only.
_PICTOGRAPH = "\u2600-\u27bf\U0001f000-\U0001faff"
_EMOJI_JOIN = re.compile(f"(?<=[{_PICTOGRAPH}\ufe0f])\u200d(?=[{_PICTOGRAPH}])")


def visible(text: str) -> str:
    r"""Return `text` with control and invisible characters spelled out.

    >>> visible("a\x1b]52;c\x07")
    'a\\x1b]52;c\\x07'
    >>> visible("two\nlines")
    'two\\nlines'
    """
    if not _HIDDEN.search(text):
        return text
    kept = {match.start() for match in _EMOJI_JOIN.finditer(text)}
    return _HIDDEN.sub(lambda m: m[0] if m.start() in kept else _escape(m[0]), text)


def _escape(character: str) -> str:
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
