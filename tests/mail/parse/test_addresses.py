"""Who wrote, and to whom."""

import pytest

from chatserver.mail.parse.addresses import addresses, recipients_of, sender_of
from chatserver.mail.parse.fields import Fields


def header(*pairs: tuple[str, str]) -> Fields:
    """Fields as they were sent."""
    return Fields(tuple((name, value.encode()) for name, value in pairs))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("lan@Shop.VN", [("", "lan@shop.vn")]),
        ("Lan <Lan.N@shop.vn>", [("Lan", "Lan.N@shop.vn")]),
        ('"Nguyễn, Lan" <lan@x.vn>, binh@x.vn (Bình)', [("Nguyễn, Lan", "lan@x.vn"), ("Bình", "binh@x.vn")]),
        ("Nguyễn, Lan <lan@x.vn>", [("Nguyễn, Lan", "lan@x.vn")]),
        ("Nhóm: a@x.vn, b@x.vn;", [("", "a@x.vn"), ("", "b@x.vn")]),
        ("undisclosed-recipients:;", []),
        ("<lan@tên-miền.vn>", [("", "lan@xn--tn-min-iva0322d.vn")]),
        ("<mailto:lan@x.vn>", [("", "lan@x.vn")]),
        ("'lan@x.vn' <khac@y.vn>", [("", "khac@y.vn")]),  # a name that pretends to be the sender
        ("=?utf-8?Q?gia_=3Cgia=40x.vn=3E=2C?= <that@y.vn>", [("gia <gia@x.vn>", "that@y.vn")]),
        ("Lan <lan@x.vn\r\nBcc: y@z.vn>", []),
        ("<>", []),
        ("Lan", []),
        ("(c):", []),
    ],
)
def test_addresses_are_read_from_a_list(written: str, found: list[tuple[str, str]]) -> None:
    assert addresses([written.encode()]) == found


def test_the_sender_is_from_else_sender_else_the_return_path() -> None:
    assert sender_of(header(("sender", "s@x.vn"), ("from", "f@x.vn")), "") == ("", "f@x.vn")
    assert sender_of(header(("sender", "s@x.vn"), ("from", "Lan")), "") == ("", "s@x.vn")
    assert sender_of(header(("return-path", "<r@x.vn>")), "") == ("", "r@x.vn")
    assert sender_of(header(("subject", "x")), "") == ("", "")


def test_a_person_behind_our_own_group_or_form_is_the_sender() -> None:
    form = header(("from", "Form <web@shop.example>"), ("reply-to", "Lan <lan@x.vn>"))
    assert sender_of(form, "Shop.Example") == ("Lan", "lan@x.vn")
    assert sender_of(form, "other.example") == ("Form", "web@shop.example")


def test_a_reply_to_of_strangers_changes_nothing() -> None:
    assert sender_of(header(("from", "a@x.vn"), ("reply-to", "b@y.vn")), "shop.example") == ("", "a@x.vn")


def test_recipients_are_named_once_wherever_they_stand() -> None:
    fields = header(
        ("to", "A <a@x.vn>"), ("cc", "b@x.vn"), ("delivered-to", "a@x.vn"), ("x-original-to", "c@x.vn")
    )
    assert recipients_of(fields) == ("a@x.vn", "b@x.vn", "c@x.vn")
