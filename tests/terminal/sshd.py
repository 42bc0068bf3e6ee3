"""A real OpenSSH server on the loopback, with keys of its own, for as long as a test runs."""

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

_SERVER = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/user.pub
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
StrictModes no
UsePAM no
PrintMotd no
PrintLastLog no
"""
_CLIENT = """\
Host atlas
    HostName 127.0.0.1
    Port {port}
    User {user}
    IdentityFile {folder}/user
    IdentitiesOnly yes
    UserKnownHostsFile {folder}/known
    StrictHostKeyChecking yes
    LogLevel ERROR
"""
_TIMEOUT = 20


def _program(name: str) -> str | None:
    """Find a program; servers are not on everybody's path."""
    return shutil.which(
        name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin"
    )


class Sshd:
    """An OpenSSH server that lets its own user in, by a key made for it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700)
        for name in ("host", "user"):
            key = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(key, check=True)
        if os.geteuid() == 0:  # the server of root locks its unprivileged half in there
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        about = {"folder": folder, "port": port, "user": getpass.getuser()}
        (folder / "sshd_config").write_text(_SERVER.format(**about))
        (folder / "ssh_config").write_text(_CLIENT.format(**about))
        host = (folder / "host.pub").read_text()
        (folder / "known").write_text(f"[127.0.0.1]:{port} {host}")
        # The server says on its error output when it listens; there is no need to try and try.
        self._process = subprocess.Popen(
            [str(_program("sshd")), "-D", "-e", "-f", str(folder / "sshd_config")],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stderr is not None
        said = ""
        for line in self._process.stderr:
            said += line
            if "Server listening" in line:
                return
        raise AssertionError(f"sshd did not start:\n{said}")

    @staticmethod
    def missing() -> str | None:
        """Say which program is missing to log in by, `None` when all are there."""
        if sys.platform == "win32":
            return "there are no pseudo-terminals here"
        names = [name for name in ("sshd", "ssh", "ssh-keygen") if _program(name) is None]
        return f"{', '.join(names)} not installed" if names else None

    def login(self, command: str, settings: Mapping[str, str]) -> list[str]:
        """Return the command that runs `command` on a terminal of the other side."""
        given = [f"{name}={value}" for name, value in settings.items()]
        remote = f"exec env {shlex.join(given)} {command}"
        return ["ssh", "-tt", "-F", str(self._folder / "ssh_config"), "atlas", remote]

    def close(self) -> None:
        """End the server; who is logged in stays logged in."""
        self._process.terminate()
        self._process.wait(_TIMEOUT)
        assert self._process.stderr is not None
        self._process.stderr.close()
