"""Which proxy a request goes through, as the environment says.

aiohttp would look it up by itself, and hand over passwords of `~/.netrc` to whoever is asked on the
way; nobody gets another credential than the token.
"""

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass


def proxy_for(url: str) -> str | None:
    """Return the address of the proxy for a URL, `None` where it is asked directly."""
    parts = urlsplit(url)
    if proxy_bypass(parts.netloc):
        return None
    return getproxies().get(parts.scheme)
