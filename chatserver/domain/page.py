"""What the browser reports, made fit to keep: page addresses, titles, and the words people write.

All of it is hostile, and most of an address is nobody's business (contract S3, S5).
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Annotated
from urllib.parse import SplitResult, unquote, unquote_plus, urlsplit

from msgspec import Meta, Struct

from chatserver.domain.errors import Refused

MAX_RAW = 16_384  # longer than any browser sends; not worth parsing
MAX_URL = 2_000
MAX_TITLE = 300
MAX_TEXT = 10_000
MAX_MARKS = 20  # combining marks on one letter; no script needs a third of it
MASK = "•"
DEFAULT_PORTS = {"http": 80, "https": 443}

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # all but tab and newline
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
HOST = re.compile(r"[^\s/?#@\\<>\"'`{}|^%,;()\[\]]{1,253}|\[[0-9a-f:.]{2,45}\]")
SAFE = {ord(sign): f"%{ord(sign):02X}" for sign in " \"'<>`\\^{|}"}

SEPARATORS = re.compile("(/|%2f|%5c)", re.IGNORECASE)  # servers that decode first read all three as a slash
KEY = re.compile(
    r"(?<!\w)(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])\w{16,}|[\da-fA-F]{32}|[\da-fA-F]{8}(?:-[\da-fA-F]{4}){3}-[\da-fA-F]{12}",
    re.ASCII,
)
"""What looks like a token or a random id: nobody writes such a path by hand. Looked for where a word begins: at each
letter of a long one it would take 0.7 s for 8 KB."""

PathPattern = Annotated[str, Meta(pattern=r"^(/(\*|[^\s?#*/]+))*(/\*\*|/)?$", min_length=1, max_length=200)]
QueryKey = Annotated[str, Meta(pattern=r"^[^\s&=#]+$", max_length=100)]


class PageRules(Struct, frozen=True):
    """What of a page's address may be kept (a table of the policy file)."""

    allowed_query: tuple[QueryKey, ...] = ()  # these keys keep their value; all others go
    masked_paths: tuple[PathPattern, ...] = ()  # "/orders/*": what stands under a * is hidden; ** is the rest


def clean_url(raw: object, rules: PageRules) -> str | None:
    """The part of a page's address or referrer that may be stored; None when it is not a usable http(s) URL.

    Goes: user and password, path parameters, query keys that are not allowed, fragments that are no route
    (`#/…`, `#!/…`), masked segments and those that look like a key. At most 2,000 characters, else only the origin
    is left.
    """
    if not isinstance(raw, str) or len(raw) > MAX_RAW:
        return None
    text = UNSEEN.sub("", raw).strip().replace("\\", "/")  # browsers read a backslash as a slash
    try:
        parts = urlsplit(text)
        origin = _origin(parts)
    except ValueError:
        return None
    if origin is None:
        return None
    url = origin + _location(parts.path or "/", parts.query, rules) + _route(parts.fragment, rules)
    return _composed(url) if len(url) <= MAX_URL else origin + "/"


def title_of(url: str, raw: object) -> str:
    """The title that may be kept beside a cleaned address: none where a part of the address is hidden.

    Whoever hides the number of an order does not want it from the title.
    """
    return "" if MASK in url else clean_title(raw)


def clean_title(raw: object) -> str:
    """A page title in one line of at most 300 characters, without control or direction characters."""
    if not isinstance(raw, str):
        return ""
    line = " ".join(UNSEEN.sub(" ", raw[:MAX_RAW]).split())
    return _composed(line[:MAX_TITLE])[:MAX_TITLE].strip()


def clean_text(raw: str, *, may_be_empty: bool = False) -> str:
    """A message as it is stored: NFC, newlines as \\n, no control characters, no blank ends.

    Raises Refused `error.empty_text` when nothing visible is left, unless it `may_be_empty` beside files, and
    `error.text_too_long` beyond 10,000 characters; every stored text and every comparison of texts (contract R4)
    goes through here.
    """
    text = CONTROLS.sub("", raw.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > 4 * MAX_TEXT:  # NFC shortens Vietnamese at most to a third
        raise Refused("error.text_too_long", limit=MAX_TEXT)
    text = _composed(text).strip()
    if all(char.isspace() or unicodedata.category(char) == "Cf" for char in text):
        if may_be_empty:
            return ""
        raise Refused("error.empty_text")
    if len(text) > MAX_TEXT:
        raise Refused("error.text_too_long", limit=MAX_TEXT)
    return text


def _composed(text: str) -> str:
    """NFC. Its cost grows with the square of a run of combining marks (0.7 s for 30,000), so they are cut."""
    if text.isascii():
        return text
    if len(text) > 10 * MAX_MARKS:
        text = "".join(_without_towers(text))
    return unicodedata.normalize("NFC", text)


def _without_towers(text: str) -> Iterator[str]:
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MAX_MARKS:
            yield char


def _origin(parts: SplitResult) -> str | None:
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    if parts.scheme not in DEFAULT_PORTS or not HOST.fullmatch(shown):
        return None
    port = parts.port
    if port is None or port == DEFAULT_PORTS[parts.scheme]:
        return f"{parts.scheme}://{shown}"
    return f"{parts.scheme}://{shown}:{port}"


def _route(fragment: str, rules: PageRules) -> str:
    """A single-page application's route; it may carry a query of its own."""
    bang = "!" if fragment.startswith("!/") else ""
    if not bang and not fragment.startswith("/"):
        return ""
    path, _, query = fragment.removeprefix("!").partition("?")
    return f"#{bang}{_location(path.partition('#')[0], query.partition('#')[0], rules)}"


def _location(path: str, query: str, rules: PageRules) -> str:
    parts = SEPARATORS.split(path)  # segments and, between them, what separates them
    parts[::2] = [_unlike_a_key(segment.partition(";")[0]) for segment in parts[::2]]
    for pattern in rules.masked_paths:
        _mask(parts, pattern)
    kept = [pair for pair in query.split("&") if unquote_plus(pair.partition("=")[0]) in rules.allowed_query]
    return ("".join(parts) + ("?" + "&".join(kept) if kept else "")).translate(SAFE)


def _unlike_a_key(segment: str) -> str:
    return MASK if KEY.search(segment) else segment


def _mask(parts: list[str], pattern: str) -> None:
    """Hide what stands under the stars if the path starts like the pattern; empty segments do not count."""
    wanted = [part.casefold() for part in pattern.split("/") if part]
    places = [i for i in range(0, len(parts), 2) if parts[i]][: len(wanted)]
    if len(places) < len(wanted):
        return
    if not all(part in ("*", "**", _plain(parts[i])) for part, i in zip(wanted, places, strict=True)):
        return
    for part, i in zip(wanted, places, strict=True):
        if part == "**":
            parts[i:] = [MASK]
            return
        if part == "*":
            parts[i] = MASK


def _plain(segment: str) -> str:
    return _composed(unquote(segment[:MAX_TITLE])).casefold()
