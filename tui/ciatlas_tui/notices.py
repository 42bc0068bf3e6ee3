"""What is told in passing: on one line at the bottom, until the next key or some seconds later."""

from typing import Any

from textual.app import App
from textual.content import Content
from textual.notifications import Notification, Notify

_STAYS = "error"
"""Severity of what stays for its seconds whatever one types: who typed may not have seen it."""

GIVES_WAY = "-gives-way"
"""Class of what is not in sight while something is told: half of it would seem part of that. Above
what stays it is seen."""


class NoticeApp(App[None]):
    """An app that tells one thing at a time."""

    def notify(self, message: str, *, title: str = "", **options: Any) -> None:
        """Tell something, its title before it on the same line; once, though it is told again."""
        super().notify(f"{title}: {message}" if title else message, **options)

    def _on_notify(self, event: Notify) -> None:  # Textual calls its own as well
        """Let go of what was told before, and of what is told again: its time begins anew."""
        self._let_go()
        again = event.notification.message
        for standing in [one for one in self._notifications if one.message == again]:
            del self._notifications[standing]

    def hush(self) -> None:
        """Let go of what was told, as somebody has typed a key since."""
        if self._let_go():
            self._refresh_notifications()

    def _refresh_notifications(self) -> None:
        """Let what the notices would cover in part give way to them."""
        super()._refresh_notifications()
        self._give_way()

    def _unnotify(self, notification: Notification, refresh: bool = True) -> None:
        """Give back the room of a notice whose time is over; Textual tells nobody else of it."""
        super()._unnotify(notification, refresh)
        self._give_way()

    def _give_way(self) -> None:
        """Take out of sight what is in the way, or up where that would be for long."""
        if not self.screen_stack or self._disable_notifications:
            return
        told = list(self._notifications)
        stays = any(one.severity == _STAYS for one in told)
        lines = sum(self._lines(one) for one in told) if stays else 0
        for one in self.screen.query(f".{GIVES_WAY}"):
            one.visible = stays or not told
            one.styles.margin = 0, 0, lines, 0

    def _lines(self, notice: Notification) -> int:
        """Count the lines a notice takes, a cell left free on both sides of them."""
        return len(Content(notice.message).wrap(max(1, self.size.width - 2)))

    def _let_go(self) -> bool:
        over = [one for one in self._notifications if one.severity != _STAYS]
        for one in over:
            del self._notifications[one]
        return bool(over)
