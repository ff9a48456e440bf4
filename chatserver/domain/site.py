"""A site: one product team's installation, and the pages that may use it (contract S1).

How an origin is spelled in a site's list:

    https://shop.example            exactly this one; a port other than the scheme's own is written out
    https://*.shop.example          exactly one label in place of the star
    http://localhost:*              any port, for this machine only: localhost, *.localhost, 127.0.0.1, [::1]
    capacitor://localhost           an app's own scheme, exactly
    null                            pages without an origin (files, sandboxed frames), only when named
"""

import re
from dataclasses import dataclass
from datetime import datetime

from chatserver.domain.errors import Refused

DEFAULT_PORTS = {"http": "80", "https": "443"}
ORIGIN = re.compile(r"([a-z][a-z0-9+.-]*)://(\[[0-9a-f:.]+\]|[^\s/?#@:\[\]]+)(?::(\*|\d{1,5}))?/?")
HOST = re.compile(
    r"(\*\.)?[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*|\[[0-9a-f:.]+\]"
)
LOOPBACK = re.compile(r"(\*\.|[a-z0-9-]+\.)?localhost|127\.0\.0\.1|\[::1\]")
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Site:
    """One site; `key` is public, `origins` are spelled as `read_origin` returns them."""

    id: str
    name: str
    key: str
    origins: tuple[str, ...]
    created_at: datetime

    def admits(self, origin: str | None) -> bool:
        """Say whether a page of this origin may use the site; `origin` is the browser's word (S1)."""
        return origin is not None and any(_matches(allowed, origin) for allowed in self.origins)


def read_origin(text: str) -> str:
    """The one spelling of an origin that an operator typed; raises Refused `error.bad_origin`."""
    trimmed = text.strip().lower()
    if trimmed == "null":
        return trimmed
    found = ORIGIN.fullmatch(trimmed)
    if not found:
        raise Refused("error.bad_origin", origin=text)
    scheme, host, port = found[1], _ascii(found[2]), found[3]
    if scheme not in DEFAULT_PORTS:
        return f"{scheme}://{host}" + (f":{port}" if port else "")
    too_wide = host.startswith("*.") and "." not in host[2:] and host != "*.localhost"
    if not HOST.fullmatch(host) or too_wide or (port == "*" and not LOOPBACK.fullmatch(host)):
        raise Refused("error.bad_origin", origin=text)
    return f"{scheme}://{host}" + (f":{port}" if port and port != DEFAULT_PORTS[scheme] else "")


def first_site_origins(public_url: str) -> tuple[str, ...]:
    """The pages that a fresh installation serves: its own, or, on loopback, all of this machine's."""
    own = own_origin(public_url)
    found = ORIGIN.fullmatch(own)
    if found and LOOPBACK.fullmatch(found[2]):
        loopback = ("http://localhost:*", "http://*.localhost:*", "http://127.0.0.1:*")
        return loopback if own.startswith("http://") else (own, *loopback)
    return (own,)


def own_origin(public_url: str) -> str:
    """The origin of our own pages, which every site lets in: they show its conversations (`/chat`)."""
    return read_origin("/".join(public_url.split("/")[:3]))


def clean_name(text: str) -> str:
    """A site's name as it is kept; raises Refused `error.bad_name`."""
    name = " ".join(text.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refused("error.bad_name", limit=LONGEST_NAME)
    return name


def _matches(allowed: str, origin: str) -> bool:
    if allowed == origin:
        return True
    if "*" not in allowed:
        return False
    any_port = allowed.endswith(":*")
    pattern = re.escape(allowed.removesuffix(":*")).replace(r"\*", "[a-z0-9_-]+")
    return re.fullmatch(pattern + (r"(:\d{1,5})?" if any_port else ""), origin) is not None


def _ascii(host: str) -> str:
    """Browsers send a name like cửahàng.vn in its ASCII form."""
    try:
        return ".".join(
            label if label == "*" or label.isascii() else label.encode("idna").decode()
            for label in host.split(".")
        )
    except UnicodeError:
        return host
