"""E-mail addresses: what can be written to, and what was probably meant."""

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.address import clean_address, is_address, masked, suggestion
from chatserver.domain.errors import Refused


@pytest.mark.parametrize(
    "address",
    ["lan@gmail.com", "Lan.Nguyen+shop@mail.shop.com.vn", "o'neil@x.io", "a@b.co", "lan_99@xn--tnmin-6ra.vn"],
)
def test_an_address_that_can_be_written_to(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "lan",
        "@gmail.com",
        "lan@",
        "lan@gmail",
        "lan@@gmail.com",
        "lan@gmail..com",
        "lan@.com",
        "lan@gmail.com.",
        ".lan@gmail.com",
        "lan @gmail.com",
        "lan@gmail.com\nBcc: x@y.vn",
        "lan@gmail.com\x00",
        "lan@-gmail.com",
        "lan@127.0.0.1",
        "nguyễn@gmail.com",
        "lan@gmaỉl.com",
        "Lan <lan@gmail.com>",
        "a@b.co,c@d.co",
        "x" * 65 + "@gmail.com",
        "x@" + "y." * 130 + "com",
    ],
)
def test_an_address_that_cannot(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(Refused) as refused:
        clean_address(address)
    assert refused.value.key == "error.bad_email"


def test_the_domain_is_kept_in_lower_case_and_blanks_around_go() -> None:
    assert clean_address("  Lan@GMail.COM ") == "Lan@gmail.com"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lan@gmail.con", "lan@gmail.com"),
        ("lan@gmial.com", "lan@gmail.com"),
        ("lan@gamil.com", "lan@gmail.com"),
        ("lan@GMAIL.CON", "lan@gmail.com"),
        ("lan@gmial.con", "lan@gmail.com"),
        ("lan@hotmai.com", "lan@hotmail.com"),
        ("lan@yaho.com", "lan@yahoo.com"),
        ("lan@yahoo.com.vm", "lan@yahoo.com.vn"),
        ("lan@shop.cmo", "lan@shop.com"),
        ("lan@shop.com.vm", "lan@shop.com.vn"),
        ("lan@gmail,com", "lan@gmail.com"),
        ("lan@gmail..com", "lan@gmail.com"),
        ("lan@gmail.com.", "lan@gmail.com"),
        ("lan@gmail", "lan@gmail.com"),
        ("lan @ gmail . com", "lan@gmail.com"),
        ("lan＠gmail．com", "lan@gmail.com"),
        ("lan@gmaỉl.com", "lan@gmail.com"),
        ("lan@gmail.cơm", "lan@gmail.com"),
        ("lan@yahô.com", "lan@yahoo.com"),
        ("lan@outlôk.com", "lan@outlook.com"),
        ("nguyễn@gmail.com", "nguyen@gmail.com"),
        ("đức.đỗ@gmail.com", "duc.do@gmail.com"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(typed: str, meant: str) -> None:
    assert suggestion(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["lan@gmail.com", " lan@Gmail.com ", "lan@shop.vn", "lan@startup.co", "lan", "@gmail.con", "", "x" * 300],
)
def test_what_looks_right_or_hopeless_is_left_alone(typed: str) -> None:
    assert suggestion(typed) is None


@given(st.text())
def test_a_suggestion_is_always_an_address_that_needs_none(typed: str) -> None:
    meant = suggestion(f"{typed}@gmail.con")
    assert meant is None or (is_address(meant) and suggestion(meant) is None)


def test_the_table_leads_to_addresses_that_are_not_slips_themselves() -> None:
    table = json.loads((files("chatserver") / "data" / "address_typos.json").read_text(encoding="utf-8"))
    for wrong, right in table["domains"].items():
        assert is_address(f"x@{right}") and right not in table["domains"], wrong
        assert right.rpartition(".")[2] not in table["tlds"], wrong
    assert not set(table["tlds"]) & set(table["tlds"].values())


@pytest.mark.parametrize(
    ("address", "shown"),
    [("lan@example.com", "l…@example.com"), ("l@example.com", "l…@example.com"), ("", ""), ("lan", "")],
)
def test_a_masked_address_is_known_again_by_who_knows_it(address: str, shown: str) -> None:
    assert masked(address) == shown
