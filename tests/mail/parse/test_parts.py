"""The tree of parts: cut at boundaries as they are written, bounded in depth and number."""

import email
from email import policy

import pytest

from chatserver.mail.parse.parts import Part, Unreadable, read_parts
from tests.mail.parse.corpus import expectations, raw_mail


def kinds(part: Part) -> object:
    """The types of a tree."""
    return (part.kind, [kinds(inner) for inner in part.parts]) if part.parts else part.kind


def multipart(boundary: str, *pieces: str) -> str:
    """A multipart with its header."""
    return f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n' + "".join(
        f"--{boundary}\n{piece}\n" for piece in pieces
    )


def test_boundaries_that_begin_alike_are_told_apart() -> None:
    inner = multipart("ab", "\nmột", "\nhai") + "--ab--"
    root = read_parts((multipart("a", inner, "\nba") + "--a--\n").encode())
    assert kinds(root) == (
        "multipart/mixed",
        [("multipart/mixed", ["text/plain", "text/plain"]), "text/plain"],
    )
    assert [part.content for part in root.walk() if not part.parts] == ["một".encode(), b"hai", b"ba"]


@pytest.mark.parametrize("end", ["--a--\n", "--a--", "", "--a\n"])
def test_the_end_of_a_multipart_may_be_missing(end: str) -> None:
    root = read_parts((multipart("a", "\nmột") + end).encode())
    assert [part.content.strip() for part in root.parts if part.content] == ["một".encode()]


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_the_newline_before_a_boundary_belongs_to_it(newline: bytes) -> None:
    raw = (multipart("a", "\nmột\n") + "--a--\n").encode().replace(b"\n", newline)
    assert read_parts(raw).parts[0].content == "một".encode() + newline


def test_an_attached_mail_keeps_its_bytes() -> None:
    attached = "Subject:  lạ   lùng \r\nX: \tđôi\r\n\r\n--b\r\nkhông phải ranh giới\r\n"
    raw = (
        'Content-Type: multipart/mixed; boundary="a"\r\n\r\n--a\r\nContent-Type: message/rfc822\r\n\r\n'
        + attached
    )
    assert read_parts((raw + "\r\n--a--\r\n").encode()).parts[0].content == attached.encode()


def test_too_deep_and_too_many_are_refused() -> None:
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(25))
    with pytest.raises(Unreadable, match="too_deep"):
        read_parts(deep.encode())
    with pytest.raises(Unreadable, match="too_many_parts"):
        read_parts(multipart("a", *["\nx"] * 600).encode())


@pytest.mark.parametrize(
    "name",
    sorted(set(expectations()) - {"boundary_not_named", "boundary_never_used", "not_a_mail", "too_deep"}
           - {"mbox_line_first", "stray_header_line", "parameters_that_crash_parsers", "header_forged_name"}),
)  # fmt: skip
def test_well_formed_mails_have_the_parts_that_the_standard_library_finds(name: str) -> None:
    raw = raw_mail(name)
    theirs = [
        part.get_content_type()
        for part in email.message_from_bytes(raw, policy=policy.compat32).walk()
        if not part.is_multipart()
    ]
    ours = [part.kind for part in read_parts(raw).walk() if not part.parts]
    outer = [kind for kind in ours if not kind.startswith("message/")]
    assert [kind for kind in outer if kind in theirs] == outer
