"""Commands found by the words people have for them, whatever the explorer calls them."""

import re
from collections.abc import Mapping

from textual.command import DiscoveryHit, Hit, Hits, Provider

from ciatlas_tui.keymap import KEYS, Key

WORDS: Mapping[str, str] = {
    "page_up": "scroll",
    "page_down": "scroll",
    "first": "top begin",
    "last": "bottom end",
    "open": "enter into show details",
    "filter": "find grep",
    "left": "edges dependencies",
    "right": "edges dependencies",
    "direction": "graph DAG diagram layout rotate orientation",
    "fold": "graph drawing DAG diagram collapse expand group",
    "outline": "graph DAG diagram picture tree list",
    "file": "details info on triggers yaml",
    "figures": "charts plots graphs",
    "older": "history version commit previous undo time travel",
    "newer": "history version commit next redo time travel",
    "date": "day history time travel",
    "claims": "replication study results",
    "verdicts": "results",
    "compare": "diff difference versus",
    "pick": "compare diff select",
    "dates": "diff difference versus history",
    "mark": "note comment annotate triage agree contest",
    "triage": "marks decisions notes minutes",
    "minutes": "export save protocol markdown",
    "copy": "clipboard yank url permalink",
    "copy_minutes": "clipboard yank",
    "link": "url permalink web github",
    "back": "exit close leave return",
    "quit": "exit close",
    "to_overview": "home start tools",
    "to_hypotheses": "verdicts results",
    "to_replication": "replication results",
    "to_compare": "diff heat map matrix",
    "to_search": "find grep",
    "to_triage": "marks decisions notes",
    "to_sync": "refresh update fetch",
    "ask": "refresh update fetch sync",
    "clone": "fetch import",
    "runs": "results success failures actions",
    "letters": "hint go to",
    "sort": "order arrange",
    "turn_order": "reverse ascending descending",
    "theme": "theme colors appearance scheme",
    "export": "save file svg picture image markdown csv json graph DAG mermaid dot graphviz",
    "edit": "vim source",
    "help": "help shortcuts bindings",
    "suspend": "background",
    "redraw": "refresh repaint",
}
"""What else one may look for a command by, beside the words of its title; by the key's name."""
_WORTH = 2.5
"""For each letter of words that are found: more than letters strewn over a title, less than all of
them in a row (Textual's scores)."""


def title_of(key: Key) -> str:
    """Say what a key does in words it is found by: the footer's own among them."""
    named = key.label in key.about.casefold()
    said = key.about if named else f"{key.label}: {key.about}"
    return said[:1].upper() + said[1:]


_OTHERS = {title_of(KEYS[name]): words for name, words in WORDS.items()}


class Commands(Provider):
    """The commands of the screen one is in, in its own order; those that fit best when asked."""

    async def discover(self) -> Hits:
        """Yield all."""
        for title, about, run, _ in self.app.get_system_commands(self.screen):
            yield DiscoveryHit(title, run, help=about)

    async def search(self, query: str) -> Hits:
        """Yield those with what is typed in their titles, or with words that begin like it."""
        matcher = self.matcher(query)
        for title, about, run, _ in self.app.get_system_commands(self.screen):
            lettered, worded = matcher.match(title), _WORTH * len(query) * _has(title, query)
            if lettered or worded:
                shown = matcher.highlight(title) if lettered >= worded else title
                yield Hit(max(lettered, worded), shown, run, text=title, help=about)


def _has(title: str, query: str) -> bool:
    """Tell whether each word typed begins one of a command's."""
    theme = WORDS["theme"] if title.startswith("Colours") else ""
    words = re.findall(r"\w+", f"{title} {_OTHERS.get(title, theme)}".casefold())
    return all(any(one.startswith(typed) for one in words) for typed in query.casefold().split())
