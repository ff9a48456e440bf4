"""Transfer encodings."""

import time

import pytest

from chatserver.mail.parse.transfer import decode_transfer


@pytest.mark.parametrize(
    ("body", "encoding", "content"),
    [
        (b"WGluIGNo\r\nw6Bv\r\n", " Base64 ", "Xin chào"),
        (b"WGlu", "base64; charset=x", "Xin"),
        (b"Xin =\r\nch=C3=A0o=", "quoted-printable", "Xin chào"),
        (b"100% =ZZ", "quoted-printable", "100% =ZZ"),
        (b"=41", "8bit", "=41"),
        (b"=41", "khong-co", "=41"),
        (b"begin 644 x\n#0V%T\nkhong phai\n`\nend\nsau", "x-uuencode", "Cat"),
        (b"", "base64", ""),
    ],
)
def test_the_bytes_that_were_meant_come_out(body: bytes, encoding: str, content: str) -> None:
    assert decode_transfer(body, encoding).decode() == content


def test_the_largest_damaged_body_costs_a_moment() -> None:
    began = time.thread_time()
    assert len(decode_transfer(b"A=\n" * 10_000_000, "base64")) == 7_500_000
    assert time.thread_time() - began < 2, "other threads wait for as long: sockets with them"
