"""Files of sections and settings, as tox.ini and setup.cfg are.

They are read here rather than by `configparser`, which forgets lines and is slow on long ones.
"""

import re
from typing import NamedTuple

_HEADER = re.compile(r"\[([^\[\]]*)\]\s*\Z")
_SETTING = re.compile(r"([\w.-]+)\s*[=:](.*)", re.DOTALL)


class Setting(NamedTuple):
    """A value and the line it starts on."""

    text: str
    line: int


class Section(NamedTuple):
    """The settings of a section by their names in small letters, and its line."""

    line: int
    settings: dict[str, Setting]


def read_sections(text: str) -> dict[str, Section]:
    """Return the sections by their titles; what stands in several places is put together."""
    sections: dict[str, Section] = {}
    settings: dict[str, Setting] = {}
    key, lines = "", [""]
    for number, line in enumerate([*text.split("\n"), "[end]"], start=1):
        if line[:1].isspace() or not line or line[0] in "#;":
            # Comments stay as blank lines, so that line numbers hold.
            lines.append("" if line.lstrip()[:1] in ("#", ";", "") else line.strip())
            continue
        if key:
            settings[key] = Setting("\n".join(lines), settings[key].line)
        key = ""
        if header := _HEADER.match(line):
            settings = sections.setdefault(header[1].strip(), Section(number, {})).settings
        elif setting := _SETTING.fullmatch(line):
            key, lines = setting[1].lower(), [setting[2].strip()]
            settings[key] = Setting("", number)
    return sections
