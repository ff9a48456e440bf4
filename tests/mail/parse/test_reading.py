"""The door: what is refused, what is bounded, and how long the worst may take."""

import logging

import pytest

from chatserver.mail.parse.reading import read_mail

HEAD = b"From: Lan <lan@nhaban.example>\nMessage-ID: <a@b>\nContent-Type: "
LONG = 3_000_000  # bytes: what is quadratic takes minutes


def filled(start: bytes, pattern: bytes) -> bytes:
    """A long mail of one pattern."""
    return HEAD + start + b"\n\n" + pattern * (LONG // len(pattern))


def test_too_big_a_mail_is_refused_but_named() -> None:
    mail = read_mail(HEAD + b"text/plain\n\n" + b"x" * 36_000_000)
    assert (mail.fault, mail.sender, mail.message_id, mail.full_text) == (
        "too_big",
        "lan@nhaban.example",
        "a@b",
        "",
    )


@pytest.mark.parametrize("raw", [b"", b"\n", b"\0", b"Xin ch\xc3\xa0o", b"<html></html>"])
def test_what_is_no_mail_is_malformed(raw: bytes) -> None:
    assert read_mail(raw).fault == "malformed"


class Unsliceable(bytes):
    """Bytes that show a fault which nobody has thought of."""

    def __getitem__(self, _: object) -> bytes:  # type: ignore[override]
        raise ZeroDivisionError


def test_a_fault_of_ours_costs_this_mail_only_and_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert read_mail(Unsliceable(HEAD + b"text/plain\n\nbi mat")).fault == "unreadable"
    assert "ZeroDivisionError" in caplog.text and "bi mat" not in caplog.text


def test_a_long_text_is_kept_up_to_its_limit() -> None:
    mail = read_mail(HEAD + b"text/plain; charset=utf-8\n\n" + "ả".encode() * 500_000)
    assert len(mail.full_text) == len(mail.visible_text) == 200_000


@pytest.mark.parametrize(
    ("date", "instant"),
    [
        ("Thu, 5 Feb 2026 10:12:30 +0700", 1770261150000),
        ("5 Feb 2026 03:12:30 GMT", 1770261150000),
        ("Thu, 5 Feb 2026 03:12:30", 1770261150000),
        ("Thu, 99 Foo 20206 99:99:99 +99999", None),
        ("", None),
        ("Thu, 5 Feb 99999999 10:00:00 +0000", None),
    ],
)
def test_the_date_is_read_or_not_known(date: str, instant: int | None) -> None:
    assert read_mail(f"From: a@b.co\nDate: {date}\n\nx".encode()).sent_at == instant


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    ("start", "pattern"),
    [
        (b"text/plain", b"\n"),
        (b"text/plain", b"> a\n--\nb\n"),
        (b"text/plain", b"--\n"),
        (b"text/plain", b"On 2026 10:00 a@b\n"),
        (b"text/plain", b"From: a@b\nSubject: x\n"),
        (b"text/plain", b"Sent from my LG LG LG "),
        (b"text/plain", b"-----BEGIN PGP SIGNED MESSAGE-----\n\n"),
        (b"text/plain; charset=utf-8", "\u0301\u0327".encode()),
        (b"text/html", b"<div>"),
        (b"text/html", b"<td> "),
        (b"text/html", b"<!--"),
        (b"text/html", b"<script><style>"),
        (b"text/html", b"<a \"<a '"),
        (b"multipart/mixed; boundary=b", b"\n--b "),
        (b"multipart/mixed; boundary=b", b"--b\n\nx\n"),
        (b"application/pkcs7-mime", b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80"),
    ],
)
def test_hostile_mails_take_no_longer_than_others(start: bytes, pattern: bytes) -> None:
    assert read_mail(filled(start, pattern)).fault in ("", "too_many_parts", "malformed")
