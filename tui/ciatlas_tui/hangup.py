"""Leaving when the terminal goes away: a closed window, a dropped SSH connection.

Without this, a program whose terminal is gone would read the end of its input for ever. A hang-up
signal need not come (a `nohup` above us, a shell without job control), so the terminal itself is
watched as well.
"""

import asyncio
import select
import signal
import sys
from threading import Thread

from textual.app import App


def leave_on_hangup(app: App[None]) -> None:
    """Make the running `app` exit when its terminal does; to be called on its event loop."""
    if app.is_headless or sys.__stdin__ is None:
        return
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, app.exit)
    # Asked for no events, poll reports hang-ups and errors only, and costs nothing until then.
    poller = select.poll()
    poller.register(sys.__stdin__.fileno(), 0)

    def watch() -> None:
        poller.poll()
        app.call_from_thread(app.exit)

    Thread(target=watch, daemon=True).start()
