"""What a site asks of its visitors' identities: its keys, and who may write without one (contract S2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from chatserver.domain.errors import Refused

Algorithm = Literal["HS256", "EdDSA", "ES256", "RS256"]
MOST_KEYS = 2
"""The one in use and the one that follows it: rotation needs no more, and each more is one more to lose."""
SMALLEST_RSA = 2048


@dataclass(frozen=True, slots=True)
class IdentityKey:
    """One key: `material` is a shared secret (HS256) or a public key as PEM; `created_at` in ms."""

    kid: str
    algorithm: Algorithm
    material: str
    created_at: int


@dataclass(frozen=True, slots=True)
class IdentityRules:
    """A site's keys by `kid`, and its two settings."""

    keys: Mapping[str, IdentityKey] = field(default_factory=dict)
    required: bool = False  # who once identified writes only while a valid token says who they are
    anonymous: bool = True  # who never identified may write

    def with_key(self, key: IdentityKey) -> "IdentityRules":
        """The rules with one more key; raises `Refused('error.identity_keys_full')`."""
        if len(self.keys) >= MOST_KEYS:
            raise Refused("error.identity_keys_full", limit=MOST_KEYS)
        return replace(self, keys={**self.keys, key.kid: key})

    def without_key(self, kid: str) -> "IdentityRules":
        """The rules without a key; raises `Refused`: `identity_unknown_key`, `identity_key_needed`."""
        if kid not in self.keys:
            raise Refused("error.identity_unknown_key")
        rest = {name: key for name, key in self.keys.items() if name != kid}
        return _sound(replace(self, keys=rest))

    def requiring(self, *, on: bool) -> "IdentityRules":
        """The rules with *require identity* on or off; raises `Refused` where that makes no sense."""
        return _sound(replace(self, required=on))

    def allowing_anonymous(self, *, on: bool) -> "IdentityRules":
        """The rules with *allow anonymous* on or off; raises `Refused` where that makes no sense."""
        return _sound(replace(self, anonymous=on))


def read_public_key(pem: str) -> Algorithm:
    """The algorithm that a public key (PEM) is for; raises `Refused('error.identity_bad_key')`.

    RSA needs 2,048 bits; of the curves only P-256 and Ed25519 are taken; a private key is not.
    """
    try:
        key = load_pem_public_key(pem.encode())
    except (ValueError, UnsupportedAlgorithm):
        raise Refused("error.identity_bad_key") from None
    if isinstance(key, Ed25519PublicKey):
        return "EdDSA"
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return "ES256"
    if isinstance(key, RSAPublicKey) and key.key_size >= SMALLEST_RSA:
        return "RS256"
    raise Refused("error.identity_bad_key")


def _sound(rules: IdentityRules) -> IdentityRules:
    """Refuse settings under which nobody could write, or that say two things at once."""
    if not rules.keys and (rules.required or not rules.anonymous):
        raise Refused("error.identity_key_needed")
    if (
        not rules.anonymous and not rules.required
    ):  # only the identified may write: then identities are required
        raise Refused("error.identity_require_first")
    return rules
