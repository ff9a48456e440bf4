"""Encoded words in headers, as they are written in practice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.mail.parse.encoded_words import decode_words, from_base64


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (b"=?utf-8?Q?=C4=90=C6=A1n_h=C3=A0ng?=", "Đơn hàng"),
        (b"=?UTF-8?b?xJDGoW4gaMOgbmc=?=", "Đơn hàng"),
        (b"=?utf-8?B?xJDGoW4?= =?utf-8?B?IGjDoG5n?=", "Đơn hàng"),
        (b"=?utf-8?Q?h=C3?= =?utf-8?Q?=A0ng?=", "hàng"),  # cut in the middle of a letter
        (b"=?utf-8*vi?Q?h=C3=A0ng?= 42", "hàng 42"),
        (b"=?utf-8?Q?hai t=E1=BB=AB?=", "hai từ"),  # a blank within
        (b'"=?utf-8?Q?h=C3=A0ng?=" <a@b.co>', '"hàng" <a@b.co>'),
        (b"=?khong-co?Q?h=C3=A0ng?=", "hàng"),
        (b"=?utf-7?Q?+ADw-?=", "+ADw-"),
        (b"=?utf-8?B?@@@?=", ""),
        (b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        (b"1 =?= 2", "1 =?= 2"),
        ("hàng thô".encode(), "hàng thô"),
    ],
)
def test_what_is_meant_is_read(written: bytes, text: str) -> None:
    assert decode_words(written) == text


def test_base64_without_its_end_or_with_dirt_is_read_as_far_as_it_goes() -> None:
    assert from_base64(b"WGlu IGNo*w6Bv\n") == "Xin chào".encode()
    assert from_base64(b"WGluI") == b"Xin"
    assert from_base64(b"") == b""


@given(st.binary(max_size=300))
def test_nothing_raises(written: bytes) -> None:
    decode_words(written).encode()
