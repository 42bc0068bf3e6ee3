"""Where the guided tour leads and what it says there, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from string import Formatter

from ciatlas_tui.keymap import KEYS, shown


@dataclass(frozen=True, slots=True)
class Stop:
    """Keys, the screen they lead to, and what is said there.

    Attributes:
        keys: the keys by their names in the settings, or else by Textual's.
        at: the class of the screen.
        say: what is said, with names of keys in braces.
    """

    keys: tuple[str, ...]
    at: str
    say: str

    @property
    def starts_anew(self) -> bool:
        """Whether the keys lead there from anywhere."""
        return not self.keys or self.keys[0].startswith("to_")

    def pressed(self, rebound: Mapping[str, str]) -> list[str]:
        """Return the keys by Textual's names, `rebound` being those of the user's own by name."""
        return [rebound.get(one, KEYS[one].keys if one in KEYS else one).split(",")[0]
                for one in self.keys]  # fmt: skip

    def said(self, rebound: Mapping[str, str]) -> str:
        """Return what is said, the keys written as they are on this user's keyboard."""
        names = [name for _, name, _, _ in Formatter().parse(self.say) if name]
        return self.say.format_map({name: shown(name, rebound) for name in names})


def read_tour() -> list[Stop]:
    """Read the tour that ships."""
    import yaml

    text = resources.files("ciatlas_data").joinpath("tour.yaml").read_text("utf-8")
    return [Stop(tuple(one.get("keys", ())), one["at"], one["say"]) for one in yaml.safe_load(text)]
