"""Whatever the bytes: no exception escapes, and what comes out is fit to keep."""

import unicodedata
from email import policy
from email.message import EmailMessage

from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.domain.address import is_address
from chatserver.domain.received_mail import ReceivedMail
from chatserver.mail.parse.cleaning import UNSEEN
from chatserver.mail.parse.reading import read_mail
from tests.mail.parse.corpus import expectations, raw_mail

NAMES = sorted(expectations())
SNIPPETS = [
    b"\r\n\r\n", b"\n--", b"--\n", b"=?utf-8?B?", b"?=", b"Content-Type: multipart/mixed; boundary=\"\"\n",
    b"Content-Type: text/html\n\n", b"Content-Transfer-Encoding: base64\n", b"name*0*=utf-8''%", b"<", b">", b"\0",
    b"<blockquote>", b"</div>", b"<!--", b"charset=idna", b"charset=\0", b"From: ", b"\xff\xfe", b"\xed\xa0\x80",
    "Vào 2026 10:00 @ đã viết:\n".encode(), b"> > >", b"-- \n", "\u202e\u0301".encode(), b"Action: failed\n",
    b"Content-Type: application/pkcs7-mime\n", b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02",
]  # fmt: skip


def is_fit(mail: ReceivedMail) -> None:
    """Assert what holds of every mail that was read; `unreadable` is a fault of the parser."""
    assert mail.fault != "unreadable"
    lines = [
        mail.subject,
        mail.sender_name,
        mail.message_id,
        *mail.references,
        *(file.name for file in mail.files),
    ]
    assert not any(UNSEEN.search(line) or "\n" in line for line in lines)
    assert not UNSEEN.search(mail.visible_text) and not UNSEEN.search(mail.full_text)
    for text in (mail.visible_text, mail.full_text, *lines):
        text.encode("utf-8")
        assert unicodedata.is_normalized("NFC", text)
    assert all(line in mail.full_text.split("\n") for line in mail.visible_text.split("\n") if line)
    assert bool(mail.visible_text) == bool(mail.full_text)
    assert all(is_address(address) for address in (*mail.recipients, *([mail.sender] if mail.sender else [])))
    assert len(mail.full_text) <= 200_000 and len(mail.html) <= 1_000_000 and len(mail.files) <= 100
    assert all(0 < len(file.name) <= 120 and not set(file.name) & set('/\\<>:"|?*') for file in mail.files)
    assert mail.fault != "" or mail.sender or mail.bounce


@given(st.binary(max_size=2000), st.sampled_from(["", "shop.example", "\0"]))
def test_random_bytes_are_read_or_refused(raw: bytes, own_domain: str) -> None:
    is_fit(read_mail(raw, own_domain))


@given(st.lists(st.sampled_from([*SNIPPETS, b"\n", b" ", b"a", b":", b";", b"\r"]), max_size=60))
def test_pieces_of_mails_in_any_order_are_read(pieces: list[bytes]) -> None:
    is_fit(read_mail(b"From: a@b.co\n" + b"".join(pieces)))


@st.composite
def damaged_mails(draw: st.DrawFn) -> bytes:
    """A mail of the corpus with pieces cut out, doubled or put in."""
    raw = raw_mail(draw(st.sampled_from(NAMES)))
    for _ in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, len(raw)))
        end = draw(st.integers(start, min(len(raw), start + 40)))
        put_in = draw(
            st.one_of(st.binary(max_size=8), st.sampled_from(SNIPPETS), st.just(raw[start:end] * 2))
        )
        raw = raw[:start] + put_in + raw[end:]
    return raw


@settings(max_examples=400)
@given(damaged_mails())
def test_damaged_mails_are_read_or_refused(raw: bytes) -> None:
    is_fit(read_mail(raw, "shop.example"))


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cf", "Zs", "Zl", "Zp"]),
    min_size=1,
    max_size=30,
)


@st.composite
def mails(draw: st.DrawFn) -> tuple[EmailMessage, list[str], list[bytes]]:
    """A mail as the standard library writes it, the words in its text, and the bytes of its files."""
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = "lan@nhaban.example"
    words = draw(st.lists(WORDS.map(lambda word: f"chữ {word}"), min_size=1, max_size=4))
    cte = draw(st.sampled_from(["base64", "quoted-printable"]))
    mail.set_content("\n".join(words), charset="utf-8", cte=cte)
    if draw(st.booleans()):
        mail.add_alternative("".join(f"<p>{_escaped(word)}</p>" for word in words), subtype="html", cte=cte)
    files = draw(st.lists(st.binary(max_size=200), max_size=3))
    for content in files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename="tệp.bin")
    return mail, words, files


def _escaped(word: str) -> str:
    return word.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@given(mails())
def test_what_the_standard_library_writes_is_read_back(
    case: tuple[EmailMessage, list[str], list[bytes]],
) -> None:
    mail, words, files = case
    read = read_mail(mail.as_bytes())
    is_fit(read)
    squeezed = "".join(read.full_text.split())
    assert all("".join(unicodedata.normalize("NFC", word).split()) in squeezed for word in words)
    assert [file.content for file in read.files] == files
    assert read.fault == ""


@st.composite
def nested_parts(draw: st.DrawFn, depth: int = 0) -> bytes:
    """Multiparts in multiparts, with boundaries that begin alike."""
    kinds = [
        "text/plain",
        "text/html",
        "image/png",
        "message/rfc822",
        "application/pkcs7-mime",
        "text/calendar",
    ]
    if depth > 5 or draw(st.booleans()):
        body = draw(st.sampled_from([b"xin ch\xc3\xa0o", b"<b>x", b"", b"--b\n", b"> a\n\nb"]))
        return b"Content-Type: " + draw(st.sampled_from(kinds)).encode() + b"\n\n" + body
    boundary = b"b" * draw(st.integers(1, 4))
    kind = draw(st.sampled_from([b"mixed", b"alternative", b"related", b"signed", b"report", b"digest"]))
    inner = draw(st.lists(nested_parts(depth + 1), max_size=3))
    closing = b"\n--" + boundary + b"--\n" if draw(st.booleans()) else b"\n"
    pieces = b"".join(b"\n--" + boundary + b"\n" + piece for piece in inner)
    return b"Content-Type: multipart/" + kind + b"; boundary=" + boundary + b"\n\n" + pieces + closing


@given(nested_parts())
def test_random_trees_of_parts_are_read(tree: bytes) -> None:
    is_fit(read_mail(b"From: a@b.co\n" + tree))
