"""A site's keys and settings hold together, and say who may write."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from chatserver.domain.errors import Refused
from chatserver.domain.identity import check_writing
from chatserver.domain.identity_rules import IdentityKey, IdentityRules, read_public_key

KEY = IdentityKey("k1", "HS256", "secret", 0)
WITH_KEY = IdentityRules().with_key(KEY)


def reason(refused: pytest.ExceptionInfo[Refused]) -> str:
    """The named fault."""
    return refused.value.reason


def test_without_settings_everybody_may_write() -> None:
    check_writing(IdentityRules(), known=False, signed_in=False)
    check_writing(IdentityRules(), known=True, signed_in=False)


def test_who_once_identified_must_do_so_again_where_that_is_required() -> None:
    rules = WITH_KEY.requiring(on=True)
    check_writing(rules, known=True, signed_in=True)
    check_writing(rules, known=False, signed_in=False)  # allowing strangers is another setting
    with pytest.raises(Refused) as refused:
        check_writing(rules, known=True, signed_in=False)
    assert reason(refused) == "identity_lapsed"


def test_a_stranger_may_write_only_where_that_is_allowed() -> None:
    rules = WITH_KEY.requiring(on=True).allowing_anonymous(on=False)
    check_writing(rules, known=True, signed_in=True)
    with pytest.raises(Refused) as refused:
        check_writing(rules, known=False, signed_in=False)
    assert reason(refused) == "identity_required"


def test_nobody_is_shut_out_by_settings_without_a_key() -> None:
    with pytest.raises(Refused) as refused:
        IdentityRules().requiring(on=True)
    assert reason(refused) == "identity_key_needed"
    with pytest.raises(Refused) as refused:
        IdentityRules().allowing_anonymous(on=False)
    assert reason(refused) == "identity_key_needed"
    with pytest.raises(Refused) as refused:
        WITH_KEY.requiring(on=True).without_key("k1")
    assert reason(refused) == "identity_key_needed"


def test_only_the_identified_may_write_means_that_identity_is_required() -> None:
    with pytest.raises(Refused) as refused:
        WITH_KEY.allowing_anonymous(on=False)
    assert reason(refused) == "identity_require_first"
    strict = WITH_KEY.requiring(on=True).allowing_anonymous(on=False)
    with pytest.raises(Refused) as refused:
        strict.requiring(on=False)
    assert reason(refused) == "identity_require_first"


def test_two_keys_are_enough_for_a_rotation() -> None:
    two = WITH_KEY.with_key(IdentityKey("k2", "HS256", "other", 1))
    with pytest.raises(Refused) as refused:
        two.with_key(IdentityKey("k3", "HS256", "third", 2))
    assert reason(refused) == "identity_keys_full"
    assert list(two.without_key("k1").keys) == ["k2"]
    with pytest.raises(Refused) as refused:
        two.without_key("k9")
    assert reason(refused) == "identity_unknown_key"


def test_a_key_that_is_weak_private_or_none_is_refused() -> None:
    small, large = rsa.generate_private_key(65537, 1024), rsa.generate_private_key(65537, 2048)
    other = ec.generate_private_key(ec.SECP384R1())
    private = large.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    public = [
        key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        for key in (small, other)
    ]
    for pem in [*public, private, "", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"]:
        with pytest.raises(Refused) as refused:
            read_public_key(pem)
        assert reason(refused) == "identity_bad_key"
