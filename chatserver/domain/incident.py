"""The incident of a site: what does not work now, named in both languages, with a link to where it is followed."""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from chatserver.domain.errors import Refused

LONGEST_NAME = 120
LONGEST_URL = 500
_WEB = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wording:
    """What visitors read; `url` is '' or an http(s) address."""

    vi: str
    en: str
    url: str = ""

    def in_language(self, language: str) -> str:
        """The name for a reader."""
        return self.vi if language == "vi" else self.en


@dataclass(frozen=True, slots=True)
class Incident:
    """What is told from `raised_at` until somebody ends it; instants in ms, `by` is the name of whoever spoke last."""

    wording: Wording
    raised_at: int
    updated_at: int
    by: str


def read_wording(vi: str, en: str, url: str = "") -> Wording:
    """The words as they are kept; raises Refused `error.incident_name` or `error.incident_link` (contract S3)."""
    return Wording(_name(vi), _name(en), _link(url))


def _name(text: str) -> str:
    # The sentence around it brings its own full stop.
    name = " ".join(unicodedata.normalize("NFC", text).split()).rstrip(". ")
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refused("error.incident_name")
    return name


def _link(text: str) -> str:
    url = text.strip()
    if url and not (len(url) <= LONGEST_URL and url.isprintable() and _WEB.fullmatch(url) and _has_host(url)):
        raise Refused("error.incident_link")
    return url


def _has_host(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False
