"""The characters of a drawing, as data: one set for UTF-8, one for ASCII."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

UP, RIGHT, DOWN, LEFT = 1, 2, 4, 8
"""The arms of a line in its cell."""


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A set of characters, each one cell wide.

    Attributes:
        arms: the character for each set of arms that belong to one net.
        crossing: two nets in one cell, without contact; by direction.
        heads: the arrow head, by direction.
        ports: where a line leaves a box, by direction.
        corners: of a box: top left, top right, bottom left, bottom right.
        ellipsis: stands for what was left out of a label.
        reusable: marks a job that calls a reusable workflow.
        times: comes before the number of matrix legs.
        leg: comes before a matrix leg of an unfolded job.
        ascii_only: whether foreign text has to be ASCII, too.
    """

    arms: Mapping[int, str]
    crossing: Mapping[str, str]
    heads: Mapping[str, str]
    ports: Mapping[str, str]
    corners: str
    ellipsis: str
    reusable: str
    times: str
    leg: str
    ascii_only: bool = False


UTF8 = Glyphs(
    arms={
        LEFT | RIGHT: "─",
        UP | DOWN: "│",
        RIGHT | DOWN: "╭",
        LEFT | DOWN: "╮",
        UP | RIGHT: "╰",
        UP | LEFT: "╯",
        UP | RIGHT | DOWN: "├",
        UP | DOWN | LEFT: "┤",
        RIGHT | DOWN | LEFT: "┬",
        UP | RIGHT | LEFT: "┴",
        UP | RIGHT | DOWN | LEFT: "╋",
    },
    crossing={"lr": "┼", "td": "┼"},
    heads={"lr": "▶", "td": "▼"},
    ports={"lr": "├", "td": "┬"},
    corners="┌┐└┘",
    ellipsis="…",
    reusable="↗",
    times="×",
    leg="·",
)

ASCII = Glyphs(
    arms={arms: {LEFT | RIGHT: "-", UP | DOWN: "|"}.get(arms, "+") for arms in UTF8.arms},
    # The trunk, which runs across the flow, lies over the line it crosses.
    crossing={"lr": "|", "td": "-"},
    heads={"lr": ">", "td": "v"},
    ports={"lr": "+", "td": "+"},
    corners="++++",
    ellipsis="~",
    reusable="^",
    times="x",
    leg="-",
    ascii_only=True,
)
