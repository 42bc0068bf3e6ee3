"""Leaving when the terminal goes away (a closed window, a dropped SSH connection) or is told to.

Without this, a program whose terminal is gone would read the end of its input for ever. A hang-up
signal need not come (a `nohup` above us, a shell without job control), so the terminal itself is
watched as well.
"""

import asyncio
import os
import select
import signal
import sys
from threading import Thread

from textual.app import App


def leave_on_hangup(app: App[None]) -> None:
    """Make the running `app` exit when its terminal does; to be called on its event loop."""
    if app.is_headless or sys.__stdin__ is None:
        return
    for told in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        asyncio.get_running_loop().add_signal_handler(told, app.exit)
    # Asked for no events, poll reports hang-ups and errors only, and costs nothing until then.
    poller = select.poll()
    poller.register(sys.__stdin__.fileno(), 0)

    def watch() -> None:
        poller.poll()
        app.call_from_thread(app.exit)

    Thread(target=watch, daemon=True).start()


def has_shell() -> bool:
    """Tell whether a shell with job control started this: one that hears of it being stopped.

    That is what POSIX calls a process group that is not orphaned: the parent is of the same
    session and of another group.
    """
    parent = os.getppid()
    try:
        return os.getsid(parent) == os.getsid(0) and os.getpgid(parent) != os.getpgrp()
    except OSError:  # the parent is gone, or another user's
        return False
