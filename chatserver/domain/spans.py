"""What stands within a line of an article: text, strong text, code and links; there is no other mark, and no HTML."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

MARK = re.compile(
    r"\\(?P<sign>[\\`*\[\]()#+.>|<!_-])"
    r"|`(?P<code>[^`]+)`"
    r"|\*\*(?P<strong>(?:(?!\*\*).)+)\*\*"
    r"|\[(?P<words>[^\[\]]+)\]\((?P<href>[^()\s]+)\)"
)
UNSAFE = re.compile(r"[\x00-\x20\x7f\\\"'<>`{}|^]")
"""Browsers read a backslash as a slash, and skip control characters: neither belongs into an address."""
MAX_HREF = 2_000


class Span(Struct, frozen=True, omit_defaults=True):
    """A run of letters that look alike; `href` is "" or safe to open (see `safe_href`)."""

    text: str
    strong: bool = False
    code: bool = False
    href: str = ""


def read_spans(text: str, note: Callable[[str], None]) -> tuple[Span, ...]:
    """The spans of a line; `note` hears of each link that may not be opened, whose words stay as text."""
    merged: list[Span] = []
    for span in _spans(text, Span(""), note):
        if merged and replace(merged[-1], text="") == replace(span, text=""):
            merged[-1] = replace(span, text=merged[-1].text + span.text)
        else:
            merged.append(span)
    return tuple(merged)


def safe_href(href: str) -> bool:
    """Whether a link may be opened: http(s) with a host, mailto with an address, or a path of the same site."""
    if len(href) > MAX_HREF or UNSAFE.search(href):
        return False
    if href.startswith("/"):
        return not href.startswith("//")  # that would be another host
    try:
        parts = urlsplit(href)
        host = parts.hostname
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    return parts.scheme in {"http", "https"} and bool(host) and "@" not in parts.netloc


def _spans(text: str, like: Span, note: Callable[[str], None]) -> Iterator[Span]:
    """Strong text holds links, a link's words hold strong text; neither holds its own kind, so this ends."""
    end = 0
    for mark in MARK.finditer(text):
        if mark.start() > end:
            yield replace(like, text=text[end : mark.start()])
        end = mark.end()
        if sign := mark["sign"]:
            yield replace(like, text=sign)
        elif code := mark["code"]:
            yield replace(like, text=code, code=True)
        elif strong := mark["strong"]:
            yield from _spans(strong, replace(like, strong=True), note)
        else:
            yield from _spans(mark["words"], _linked(like, mark["href"], note), note)
    if end < len(text):
        yield replace(like, text=text[end:])


def _linked(like: Span, href: str, note: Callable[[str], None]) -> Span:
    if safe_href(href):
        return replace(like, href=href)
    note(f"the link {href[:80]!r} leads nowhere: use https://…, mailto:… or a path that begins with /")
    return like
