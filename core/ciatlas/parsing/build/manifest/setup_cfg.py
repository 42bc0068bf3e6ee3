"""setup.cfg: what setuptools is told to require.

Source: the setuptools manual, "Configuring setuptools using setup.cfg files".
"""

from collections.abc import Iterator

from ciatlas.parsing.build.ini import Setting, read_sections
from ciatlas.parsing.build.manifest.requirement import DEPENDENCIES, Requirement, targets
from ciatlas.parsing.build.manifest.requirements import required_by
from ciatlas.parsing.build.target import Target

_LISTS = {"install_requires": DEPENDENCIES, "tests_require": "tests_require"}


def read_setup_cfg(text: str) -> list[Target]:
    """Return the requirements and the extras of a setup.cfg."""
    return targets(_requirements(text))


def _requirements(text: str) -> Iterator[Requirement]:
    sections = read_sections(text)
    for title, section in sections.items():
        for key, setting in section.settings.items():
            if title == "options.extras_require":
                yield from _listed(key, setting)
            elif title == "options" and key in _LISTS:
                yield from _listed(_LISTS[key], setting)


def _listed(group: str, setting: Setting) -> Iterator[Requirement]:
    for number, line in enumerate(setting.text.split("\n"), start=setting.line):
        # The marker of an extra is no requirement: `extra:python_version<"3.9" =`.
        if not line.endswith("="):
            yield Requirement(group, required_by(line), number)
