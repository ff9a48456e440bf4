"""Which content coding a browser gets (RFC 9110, 12.5.3): the best it accepts of those that there are."""

import re
from collections.abc import Collection

IDENTITY = "identity"
OURS = ("br", "gzip", IDENTITY)
"""Smallest first: of those that a browser wants equally, the first one is taken."""
_ITEM = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*)?")


def choose(accepted: str, available: Collection[str]) -> str:
    """One of `available` and `identity` by an Accept-Encoding header; `identity` too where nothing is acceptable.

    An item that is not understood counts for nothing: plain bytes are what every client can read.
    """
    wishes = _wishes(accepted)
    offered = [coding for coding in OURS if coding in {*available, IDENTITY} and _weight(wishes, coding) > 0]
    return max(offered, key=lambda coding: _weight(wishes, coding), default=IDENTITY)


def _wishes(accepted: str) -> dict[str, float]:
    found = (_ITEM.fullmatch(item) for item in accepted.split(","))
    items = [(match[1].lower(), float(match[2] or 1)) for match in found if match]
    return {{"x-gzip": "gzip"}.get(name, name): weight for name, weight in items}


def _weight(wishes: dict[str, float], coding: str) -> float:
    return wishes.get(coding, wishes.get("*", 0.0))
