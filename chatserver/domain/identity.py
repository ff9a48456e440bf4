"""Who a visitor is, as the site's own server has signed it: a short token becomes an `Identity` (contract S2).

The algorithm comes from the stored key, never from the token's header; `aud` is the site's id.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
import msgspec

from chatserver.domain.address import clean_address
from chatserver.domain.errors import Refused
from chatserver.domain.identity_rules import IdentityKey, IdentityRules
from chatserver.domain.page import clean_title

LONGEST_TOKEN = 8192
LONGEST_ID, LONGEST_NAME, LONGEST_PLAN = 255, 100, 64
LONGEST_LIFE_S = 15 * 60
LEEWAY_S = 60
"""Between the clocks of two servers (contract R19)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A person as the site's server knows them; `until` and `issued_at` in ms, the leeway included in `until`."""

    id: str
    name: str
    email: str
    plan: str
    until: int
    issued_at: int

    @property
    def digest(self) -> str:
        """What stands for `id` in keys and conversations: any text as 32 hex digits."""
        return digest_of(self.id)


def digest_of(person: str) -> str:
    """The digest of a person's id, as tokens name it in `sub`."""
    return hashlib.sha256(b"identity " + person.encode()).hexdigest()[:32]


class _Claims(msgspec.Struct):
    iat: int | float
    exp: int | float
    sub: str | None = None
    aud: str | list[str] = ""
    nbf: int | float = 0
    name: str | None = None
    email: str | None = None
    plan: str | None = None


_claims: msgspec.json.Decoder[_Claims] = msgspec.json.Decoder(_Claims)
_jws = jwt.PyJWS()
# "Expected `int | float`, got `str` - at `$.exp`" · "Object missing required field `exp`"
_CLAIM = re.compile(r"`\$\.(\w+)|field `(\w+)`")


def read_token(token: str, keys: Mapping[str, IdentityKey], site: str, now: datetime) -> Identity:
    """Verify a token with the site's keys (by `kid`) and read its claims.

    Raises `Refused`: `identity_off` (no key at all), `identity_malformed`, `identity_unknown_key`,
    `identity_wrong_algorithm`, `identity_bad_signature`, `identity_bad_claim` (`claim` names it),
    `identity_no_subject`, `identity_wrong_site`, `identity_too_long`, `identity_not_yet`, `identity_expired`.
    """
    if not keys:
        raise Refused("error.identity_off")
    claims = _decode(_verified(token, keys))
    if not claims.sub or not claims.sub.strip():
        raise Refused("error.identity_no_subject")
    if site not in ([claims.aud] if isinstance(claims.aud, str) else claims.aud):
        raise Refused("error.identity_wrong_site")
    _check_times(claims, now.timestamp())
    return Identity(
        id=_short(claims.sub, "sub", LONGEST_ID),
        name=clean_title(claims.name or "")[:LONGEST_NAME],
        email=_address(claims.email),
        plan=_short(claims.plan or "", "plan", LONGEST_PLAN),
        until=int((claims.exp + LEEWAY_S) * 1000),
        issued_at=int(claims.iat * 1000),
    )


def check_writing(rules: IdentityRules, *, known: bool, signed_in: bool) -> None:
    """Let someone write, or say why not; `known`: this browser has once been identified.

    Raises `Refused`: `identity_lapsed` (identify again), `identity_required` (sign in first).
    """
    if known and rules.required and not signed_in:
        raise Refused("error.identity_lapsed")
    if not known and not rules.anonymous:
        raise Refused("error.identity_required")


def _verified(token: str, keys: Mapping[str, IdentityKey]) -> bytes:
    """The payload of a token whose signature holds."""
    if len(token) > LONGEST_TOKEN:
        raise Refused("error.identity_malformed")
    try:
        header: dict[str, Any] = jwt.get_unverified_header(token)
        key = keys.get(header.get("kid", ""))
        if key is None:
            raise Refused("error.identity_unknown_key")
        payload: bytes = _jws.decode(token, key.material, algorithms=[key.algorithm])
        return payload
    except jwt.InvalidAlgorithmError:
        raise Refused("error.identity_wrong_algorithm") from None
    except jwt.InvalidSignatureError:
        raise Refused("error.identity_bad_signature") from None
    except (jwt.PyJWTError, UnicodeError, TypeError, RecursionError):  # what else a header can be made of
        raise Refused("error.identity_malformed") from None


def _decode(payload: bytes) -> _Claims:
    try:
        return _claims.decode(payload)
    except msgspec.ValidationError as fault:
        named = _CLAIM.search(str(fault))
        if named is None:  # no object at all
            raise Refused("error.identity_malformed") from None
        raise Refused("error.identity_bad_claim", claim=named[1] or named[2]) from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise Refused("error.identity_malformed") from None


def _check_times(claims: _Claims, now: float) -> None:
    if claims.exp <= claims.iat:
        raise Refused("error.identity_bad_claim", claim="exp")
    if claims.exp - claims.iat > LONGEST_LIFE_S:
        raise Refused("error.identity_too_long")
    if max(claims.iat, claims.nbf) > now + LEEWAY_S:
        raise Refused("error.identity_not_yet")
    if claims.exp + LEEWAY_S <= now:
        raise Refused("error.identity_expired")


def _short(text: str, claim: str, limit: int) -> str:
    """A claim that is compared, so it is kept as it is or not at all."""
    if len(text) > limit or not text.isprintable():
        raise Refused("error.identity_bad_claim", claim=claim)
    return text


def _address(text: str | None) -> str:
    try:
        return clean_address(text) if text else ""
    except Refused:
        raise Refused("error.identity_bad_claim", claim="email") from None
