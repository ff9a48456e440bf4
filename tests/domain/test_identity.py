"""A token is read as the site's server meant it, or refused by the name of its fault (contract S2)."""

import base64
import json
import warnings
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from chatserver.domain.errors import Refused
from chatserver.domain.identity import read_token
from chatserver.domain.identity_rules import IdentityKey, read_public_key
from tests.signing import SECRET, claims_of, sign

NOW = datetime(2026, 3, 4, 5, 0, tzinfo=UTC)
SITE = "5" * 32
AT = int(NOW.timestamp())
KEYS = {"k1": IdentityKey("k1", "HS256", SECRET, 0)}
RSA = rsa.generate_private_key(65537, 2048)
P256 = ec.generate_private_key(ec.SECP256R1())
ED25519 = ed25519.Ed25519PrivateKey.generate()
Private = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


def public_pem(private: Private) -> str:
    """The public half as an operator would paste it."""
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def private_pem(private: Private) -> str:
    """The half that never leaves the site's server."""
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def fault_of(token: str, keys: dict[str, IdentityKey] = KEYS, now: datetime = NOW) -> str:
    """The reason for which a token is refused."""
    with pytest.raises(Refused) as refused:
        read_token(token, keys, SITE, now)
    return refused.value.reason


def part(value: object) -> str:
    """A segment of a token made by hand."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_a_token_says_who_the_visitor_is() -> None:
    token = sign(claims_of(SITE, NOW, email="Lan@Shop.Example"), "k1")
    identity = read_token(token, KEYS, SITE, NOW)
    assert (identity.id, identity.name, identity.plan) == ("u-17", "Trần Lan", "Business")
    assert identity.email == "Lan@shop.example"
    assert identity.until == (AT + 660) * 1000  # the leeway is in it
    assert identity.issued_at == AT * 1000


def test_only_the_subject_and_the_times_are_needed() -> None:
    bare = read_token(sign(claims_of(SITE, NOW, name=None, plan=None), "k1"), KEYS, SITE, NOW)
    assert (bare.name, bare.email, bare.plan) == ("", "", "")


def test_a_site_may_be_one_of_several_audiences() -> None:
    assert read_token(sign(claims_of(SITE, NOW, aud=["app", SITE]), "k1"), KEYS, SITE, NOW).id == "u-17"


def test_two_people_have_two_digests_and_one_person_always_the_same() -> None:
    lan, again, minh = (
        read_token(sign(claims_of(SITE, NOW, sub=sub), "k1"), KEYS, SITE, NOW).digest
        for sub in ("u-17", "u-17", "u-18")
    )
    assert lan == again != minh
    assert len(lan) == 32


FAULTS: list[tuple[str, dict[str, Any]]] = [
    ("identity_no_subject", {"sub": None}),
    ("identity_no_subject", {"sub": "  "}),
    ("identity_bad_claim", {"sub": 17}),
    ("identity_bad_claim", {"sub": "x" * 256}),
    ("identity_bad_claim", {"sub": "u\n17"}),
    ("identity_bad_claim", {"plan": "x" * 65}),
    ("identity_bad_claim", {"plan": {"name": "Business"}}),
    ("identity_bad_claim", {"email": "no address"}),
    ("identity_bad_claim", {"exp": None}),
    ("identity_bad_claim", {"iat": None}),
    ("identity_bad_claim", {"exp": "tomorrow"}),
    ("identity_bad_claim", {"exp": True}),
    ("identity_bad_claim", {"exp": AT}),
    ("identity_too_long", {"exp": 10**400}),
    ("identity_too_long", {"iat": -(10**400)}),
    ("identity_bad_claim", {"iat": 10**400}),
    ("identity_wrong_site", {"aud": None}),
    ("identity_wrong_site", {"aud": "6" * 32}),
    ("identity_wrong_site", {"aud": ["6" * 32]}),
    ("identity_too_long", {"exp": AT + 901}),
    ("identity_too_long", {"iat": AT - 3600, "exp": AT + 60}),
    ("identity_not_yet", {"iat": AT + 61, "exp": AT + 600}),
    ("identity_not_yet", {"nbf": AT + 61}),
    ("identity_expired", {"iat": AT - 660, "exp": AT - 60}),
]


@pytest.mark.parametrize(("reason", "claims"), FAULTS, ids=lambda value: str(value)[:50])
def test_a_wrong_claim_is_named(reason: str, claims: dict[str, Any]) -> None:
    assert fault_of(sign(claims_of(SITE, NOW, **claims), "k1")) == reason


def test_the_wrong_claim_itself_is_named() -> None:
    wrong: dict[str, dict[str, Any]] = {"exp": {"exp": "x"}, "iat": {"iat": None}, "aud": {"aud": [1]}}
    for name, claims in wrong.items():
        with pytest.raises(Refused) as refused:
            read_token(sign(claims_of(SITE, NOW, **claims), "k1"), KEYS, SITE, NOW)
        assert refused.value.values["claim"] == name


def test_clocks_may_differ_by_a_minute() -> None:
    early = sign(claims_of(SITE, NOW, iat=AT + 60, exp=AT + 960), "k1")
    assert read_token(early, KEYS, SITE, NOW).id == "u-17"
    late = sign(claims_of(SITE, NOW, iat=AT - 600, exp=AT - 59), "k1")
    assert read_token(late, KEYS, SITE, NOW).id == "u-17"
    assert fault_of(late, now=NOW + timedelta(seconds=1)) == "identity_expired"


def test_a_number_that_json_does_not_know_ends_no_check() -> None:
    body = json.dumps(claims_of(SITE, NOW)).replace(str(AT + 600), "NaN")
    token = jwt.PyJWS().encode(body.encode(), SECRET, "HS256", headers={"kid": "k1"})
    assert fault_of(token) == "identity_malformed"


@pytest.mark.parametrize("token", ["", "x", "a.b", "a.b.c", "..", "é.é.é", "x" * 9000, "[" * 5000 + ".e30.x"])
def test_what_is_no_token_is_malformed(token: str) -> None:
    assert fault_of(token) == "identity_malformed"


@pytest.mark.parametrize("body", [b"[1]", b"7", b"{", b"\xff", b'"sub"'])
def test_a_signed_text_that_is_no_object_is_malformed(body: bytes) -> None:
    assert fault_of(jwt.PyJWS().encode(body, SECRET, "HS256", headers={"kid": "k1"})) == "identity_malformed"


def test_another_secret_or_a_changed_claim_breaks_the_signature() -> None:
    assert fault_of(sign(claims_of(SITE, NOW), "k1", SECRET + "!")) == "identity_bad_signature"
    head, _, signature = sign(claims_of(SITE, NOW), "k1").split(".")
    changed = f"{head}.{part(claims_of(SITE, NOW, plan='Enterprise'))}.{signature}"
    assert fault_of(changed) == "identity_bad_signature"


@pytest.mark.parametrize("algorithm", ["none", "None", "", "HS384", "HS512", "RS256", 256, None])
def test_the_header_does_not_choose_the_algorithm(algorithm: object) -> None:
    header = {"alg": algorithm, "kid": "k1", "typ": "JWT"}
    assert fault_of(f"{part(header)}.{part(claims_of(SITE, NOW))}.") == "identity_wrong_algorithm"


def test_a_public_key_is_no_shared_secret() -> None:
    """The classic: sign with HS256 and the public key's text, which everybody may know."""
    pem = public_pem(RSA)
    keys = {"k1": IdentityKey("k1", "RS256", pem, 0)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        forged = f"{part({'alg': 'HS256', 'kid': 'k1'})}.{part(claims_of(SITE, NOW))}"
        signature = jwt.get_algorithm_by_name("HS256").sign(forged.encode(), pem.encode())
    forged += "." + base64.urlsafe_b64encode(signature).decode().rstrip("=")
    assert fault_of(forged, keys) == "identity_wrong_algorithm"
    signed = sign(claims_of(SITE, NOW), "k1", private_pem(RSA), "RS256")
    assert fault_of(signed, KEYS) == "identity_wrong_algorithm"


def test_a_key_that_the_token_brings_along_is_not_used() -> None:
    header = {"kid": "k1", "jwk": {"kty": "oct", "k": part("mine")}, "jku": "https://evil.example/keys"}
    token = jwt.encode(claims_of(SITE, NOW), "mine" * 16, algorithm="HS256", headers=header)
    assert fault_of(token) == "identity_bad_signature"


@pytest.mark.parametrize("kid", ["k2", "", "K1", None, 1, ["k1"]])
def test_a_token_names_a_key_that_is_there(kid: object) -> None:
    header = {"alg": "HS256", **({} if kid is None else {"kid": kid})}
    reason = fault_of(f"{part(header)}.{part(claims_of(SITE, NOW))}.{part(1)}")
    assert reason in ({"identity_unknown_key"} if isinstance(kid, str | None) else {"identity_malformed"})


def test_two_keys_hold_while_one_follows_the_other() -> None:
    second = SECRET[::-1]
    both = {**KEYS, "k2": IdentityKey("k2", "HS256", second, 1)}
    old, new = sign(claims_of(SITE, NOW), "k1"), sign(claims_of(SITE, NOW), "k2", second)
    assert read_token(old, both, SITE, NOW) == read_token(new, both, SITE, NOW)
    del both["k1"]
    assert fault_of(old, both) == "identity_unknown_key"
    assert fault_of(sign(claims_of(SITE, NOW), "k2"), both) == "identity_bad_signature"


def test_without_any_key_identities_are_off() -> None:
    assert fault_of(sign(claims_of(SITE, NOW), "k1"), {}) == "identity_off"


@pytest.mark.parametrize(
    ("private", "algorithm"),
    [
        (RSA, "RS256"),
        (P256, "ES256"),
        (ED25519, "EdDSA"),
    ],
    ids=["RS256", "ES256", "EdDSA"],
)
def test_a_public_key_verifies_what_its_private_half_signed(private: Private, algorithm: str) -> None:
    pem = public_pem(private)
    assert read_public_key(pem) == algorithm
    keys = {"k1": IdentityKey("k1", read_public_key(pem), pem, 0)}
    token = sign(claims_of(SITE, NOW), "k1", private_pem(private), algorithm)
    assert read_token(token, keys, SITE, NOW).id == "u-17"
    for other in (RSA, P256, ED25519):
        wrong = {"k1": IdentityKey("k1", read_public_key(public_pem(other)), public_pem(other), 0)}
        if other is not private:
            assert fault_of(token, wrong) == "identity_wrong_algorithm"


def test_another_private_half_signs_for_nobody() -> None:
    keys = {"k1": IdentityKey("k1", "EdDSA", public_pem(ED25519), 0)}
    other = private_pem(ed25519.Ed25519PrivateKey.generate())
    assert fault_of(sign(claims_of(SITE, NOW), "k1", other, "EdDSA"), keys) == "identity_bad_signature"
