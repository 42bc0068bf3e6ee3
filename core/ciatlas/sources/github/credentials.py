"""Where the API is, and the token for it, which is never shown, logged or stored."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ciatlas.model.errors import CiatlasError

PUBLIC_API = "https://api.github.com"
_VARIABLES = ("GH_TOKEN", "GITHUB_TOKEN")
_GH_SECONDS = 5.0
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Token:
    """A token that does not show itself, and how it is handed over."""

    value: str = field(repr=False)
    header: str = "Authorization"
    scheme: str = "Bearer "

    def identity(self) -> str:
        """Tell tokens apart without telling the token: ETags differ from one to another."""
        return hashlib.sha256(b"ciatlas\0" + self.value.encode()).hexdigest()[:16]


def api_address(text: str | None) -> str:
    """Return the API's address without a slash at its end.

    Raises:
        CiatlasError: it is no address, or a token would travel in the clear.
    """
    address = (text or PUBLIC_API).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CiatlasError(f"{shown(address)!r} is no address of an API; write https://HOST/api/v3")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise CiatlasError("the API's address must hold no user, password or query")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise CiatlasError("the API is asked over https only; write https:// in its address")
    return address


def shown(address: str) -> str:
    """Leave out of an address what may be a password or a token."""
    return address.partition("?")[0].partition("#")[0].rpartition("@")[2]


def find_token(address: str, environment: Mapping[str, str] = os.environ) -> Token | None:
    """Return the token for an API: GH_TOKEN, GITHUB_TOKEN, or what `gh auth token` knows."""
    for name in _VARIABLES:
        if value := environment.get(name, "").strip():
            return Token(value)
    host = urlsplit(address).hostname or ""
    host = "github.com" if host == urlsplit(PUBLIC_API).hostname else host
    if host in LOOPBACK or shutil.which("gh") is None:
        return None
    try:
        done = subprocess.run(
            ["gh", "auth", "token", "--hostname", host],
            capture_output=True,
            text=True,
            timeout=_GH_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    value = done.stdout.strip()
    return Token(value) if done.returncode == 0 and value else None
