"""Bytes to text: wrong claims, old Vietnamese charsets, and codecs that nobody may ask for."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.mail.parse.charsets import decode_text


@pytest.mark.parametrize(
    "charset", ["utf-8", "UTF-8", "'utf8'", "", "us-ascii", "iso-8859-1", "x-unknown", "utf8mb4"]
)
def test_valid_utf_8_is_utf_8_whatever_is_claimed(charset: str) -> None:
    assert decode_text("Đơn hàng".encode(), charset) == "Đơn hàng"


@pytest.mark.parametrize("charset", ["windows-1258", "cp1258", "x-windows-1258", "", "utf-8"])
def test_old_vietnamese_text_is_read_declared_or_not(charset: str) -> None:
    raw = b"\xd0\xf5n h\xe0ng m\xf3n Hu\xea\xec"
    assert unicodedata.normalize("NFC", decode_text(raw, charset)) == "Đơn hàng món Huế"


@pytest.mark.parametrize(
    ("charset", "text"),
    [
        ("gb2312", "订单"),
        ("big5", "訂單"),
        ("shift_jis", "注文"),
        ("euc-kr", "주문"),
        ("koi8-r", "заказ"),
        ("utf-16", "đơn"),
    ],
)
def test_other_charsets_are_read(charset: str, text: str) -> None:
    assert decode_text(text.encode(charset), charset) == text


def test_a_few_damaged_bytes_do_not_make_another_charset_of_it() -> None:
    assert decode_text("Đơn hàng của tôi".encode() + b"\xff", "utf-8") == "Đơn hàng của tôi\ufffd"


@pytest.mark.parametrize(
    "charset", ["utf-7", "idna", "punycode", "rot13", "hex", "unicode_escape", "a\0b", "x" * 5000]
)
def test_codecs_that_are_no_charsets_are_not_used(charset: str) -> None:
    assert decode_text(b"+ADw-script+AD4- \\x41", charset) == "+ADw-script+AD4- \\x41"


@given(st.binary(max_size=200), st.text(max_size=20))
def test_nothing_raises(raw: bytes, charset: str) -> None:
    decode_text(raw, charset).encode("utf-8", "strict" if charset != "utf-16" else "replace")
