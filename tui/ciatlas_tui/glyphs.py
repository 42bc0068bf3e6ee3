"""Characters with a meaning, in UTF-8 and in ASCII; every one stands beside a word."""

import locale
from collections.abc import Sequence
from typing import NamedTuple


class Glyphs(NamedTuple):
    """One set of characters."""

    cursor: str
    separator: str
    rule: str
    bar: str
    corners: str
    none: str
    arrow: str
    reusable: str
    times: str
    ellipsis: str
    keys: dict[str, str]
    levels: str
    ground: str
    box: str
    here: str
    ascending: str
    descending: str
    statuses: dict[str, str]
    verdicts: dict[str, str]
    signs: dict[str, str]
    differences: dict[str, str]
    changes: dict[str, str]
    shades: Sequence[str]
    decisions: dict[str, str]
    activities: dict[str, str]

    def sparkline(self, values: Sequence[int]) -> str:
        """Draw one character per value, scaled to the largest; the first is nothing."""
        top = max(values, default=0)
        steps = len(self.levels) - 1
        return "".join(
            self.levels[0 if value == 0 else max(1, round(value * steps / top))] for value in values
        )


UNICODE = Glyphs(
    cursor="▸",
    separator="›",
    rule="─",
    bar="│",
    corners="┌┐└┘",
    none="–",
    arrow="→",
    reusable="↗",
    times="×",
    ellipsis="…",
    keys={},
    levels="·▁▂▃▄▅▆▇█",
    ground=" ",
    box="▪",
    here="◆",
    ascending="▴",
    descending="▾",
    statuses={"reproduced": "●", "contradicted": "✕", "not-checkable": "○"},
    verdicts={
        "supported": "●",
        "partly-supported": "◐",
        "not-supported": "✕",
        "inconclusive": "○",
    },
    signs={"for": "●", "against": "✕", "neither": "·", "unknown": "○"},
    differences={"same": "=", "changed": "≠", "only left": "◂", "only right": "▸"},
    changes={"came": "+", "went": "−", "changed": "≠"},
    shades=" ░▒▓█",
    decisions={"agree": "✓", "contest": "✕", "needs-data": "?", "discuss": "!"},
    activities={
        "setup": "○",
        "lint": "≡",
        "security": "◈",
        "unit-test": "◆",
        "integration-test": "◆",
        "e2e-test": "◆",
        "ml-test": "◉",
        "performance-test": "◔",
        "build": "■",
        "docs": "¶",
        "publish": "▲",
        "deploy": "▲",
        "report": "□",
        "repo-automation": "↻",
        "other": "·",
    },
)
ASCII = Glyphs(
    cursor=">",
    separator=">",
    rule="-",
    bar="|",
    corners="++++",
    none="-",
    arrow="->",
    reusable="^",
    times="x",
    ellipsis="~",
    keys={
        "⏎": "Enter",
        "←→": "arrows",
        "↑↓": "arrows",
        "↑": "Up",
        "↓": "Down",
        "←": "Left",
        "→": "Right",
        "·": "-",
        "–": "-",
    },
    levels=" .:-=+*#",
    ground=" ",
    box=".",
    here="@",
    ascending="^",
    descending="v",
    statuses={"reproduced": "+", "contradicted": "x", "not-checkable": "?"},
    verdicts={
        "supported": "+",
        "partly-supported": "&",
        "not-supported": "x",
        "inconclusive": "?",
    },
    signs={"for": "+", "against": "x", "neither": ".", "unknown": "?"},
    differences={"same": "=", "changed": "*", "only left": "<", "only right": ">"},
    changes={"came": "+", "went": "-", "changed": "*"},
    shades=("  ", " .", " :", " *", " #"),
    decisions={"agree": "+", "contest": "x", "needs-data": "?", "discuss": "!"},
    activities={
        "setup": ".",
        "lint": "=",
        "security": "!",
        "unit-test": "t",
        "integration-test": "i",
        "e2e-test": "e",
        "ml-test": "m",
        "performance-test": "p",
        "build": "#",
        "docs": "d",
        "publish": "^",
        "deploy": "^",
        "report": "r",
        "repo-automation": "@",
        "other": ".",
    },
)


def choose(ascii_only: bool) -> Glyphs:
    """Choose the set: ASCII when asked for, or where the locale cannot do more."""
    encoding = locale.getencoding().lower().replace("-", "")
    return ASCII if ascii_only or "utf8" not in encoding else UNICODE


def plain(glyphs: Glyphs, text: str) -> str:
    """Write a text of ours with this set's characters."""
    for character, replacement in glyphs.keys.items():
        text = text.replace(character, replacement)
    return text
