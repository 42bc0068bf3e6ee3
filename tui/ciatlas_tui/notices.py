"""What is told in passing: on one line at the bottom, until the next key or some seconds later."""

from typing import Any

from textual.app import App
from textual.notifications import Notify

_STAYS = "error"
"""Severity of what stays for its seconds whatever one types: who typed may not have seen it."""

GIVES_WAY = "-gives-way"
"""Class of what is not in sight while something is told: half of it would seem part of that."""


class NoticeApp(App[None]):
    """An app that tells one thing at a time."""

    def notify(self, message: str, *, title: str = "", **options: Any) -> None:
        """Tell something, its title before it on the same line; once, though it is told again."""
        said = f"{title}: {message}" if title else message
        for standing in [one for one in self._notifications if one.message == said]:
            self._unnotify(standing, refresh=False)  # its time begins anew
        super().notify(said, **options)

    def _on_notify(self, event: Notify) -> None:  # noqa: ARG002 - Textual calls its own as well
        """Let go of what was told before."""
        self._let_go()

    def hush(self) -> None:
        """Let go of what was told, as somebody has typed a key since."""
        if self._let_go():
            self._refresh_notifications()

    def _refresh_notifications(self) -> None:
        """Let what the notices would cover in part give way to them."""
        super()._refresh_notifications()
        if self.screen_stack and not self._disable_notifications:
            for one in self.screen.query(f".{GIVES_WAY}"):
                one.visible = not self._notifications

    def _let_go(self) -> bool:
        over = [one for one in self._notifications if one.severity != _STAYS]
        for one in over:
            self._unnotify(one, refresh=False)
        return bool(over)
