"""E-mail addresses: what we can write to, and what the person probably meant.

The table of slips is data (`data/address_typos.json`), because the widget uses the same one.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from chatserver.domain.errors import Refused

MAX_ADDRESS = 254
LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def is_address(text: str) -> bool:
    """Say whether mail can be written to this: ASCII, one @, a domain with a dot, at most 254 characters."""
    local, at, domain = text.partition("@")
    labels = domain.lower().split(".")
    return (
        len(text) <= MAX_ADDRESS
        and at == "@"
        and len(local) <= 64
        and LOCAL.fullmatch(local) is not None
        and len(labels) > 1
        and all(LABEL.fullmatch(label) for label in labels)
        and not labels[-1].isdigit()
    )


def clean_address(text: str) -> str:
    """The address as we keep it, with its domain in lower case; raises Refused `error.bad_email`."""
    trimmed = text.strip()
    if not is_address(trimmed):
        raise Refused("error.bad_email")
    local, _, domain = trimmed.partition("@")
    return f"{local}@{domain.lower()}"


def masked(address: str) -> str:
    """Enough of an address for who knows it to know it again: `l…@example.com`; '' of none."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}…{at}{domain}" if at else ""


def suggestion(text: str) -> str | None:
    """The address that was probably meant; None when `text` looks right or nothing better comes to mind.

    In this order: full-width signs to ASCII, no spaces, Vietnamese letters to their base ("đ" to "d": an
    input method made them of what was typed), commas in the domain to dots, then the domain or its last label
    by the table.
    """
    if len(text) > MAX_ADDRESS:
        return None
    plain = "".join(_base_letters(text).split())
    local, _, domain = plain.partition("@")
    domain = re.sub(r"\.{2,}", ".", domain.replace(",", ".").replace(";", ".").lower()).strip(".")
    meant = f"{local.strip('.,;')}@{_likely_domain(domain)}"
    return meant if is_address(meant) and meant != _lower_domain(text.strip()) else None


def _likely_domain(domain: str) -> str:
    if domain in _typos()["domains"]:
        return _typos()["domains"][domain]
    name, dot, last = domain.rpartition(".")
    corrected = f"{name}{dot}{_typos()['tlds'].get(last, last)}"
    return _typos()["domains"].get(corrected, corrected)


def _base_letters(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _lower_domain(text: str) -> str:
    local, at, domain = text.partition("@")
    return f"{local}{at}{domain.lower()}"


@cache
def _typos() -> Mapping[str, Mapping[str, str]]:
    table: dict[str, dict[str, str]] = json.loads(
        (files("chatserver") / "data" / "address_typos.json").read_text(encoding="utf-8")
    )
    return table
