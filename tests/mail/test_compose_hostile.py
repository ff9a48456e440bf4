"""Whatever anybody writes, a mail has the headers and receivers that we gave it, and says what they wrote."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.file_names import clean_name
from chatserver.domain.message import File, Speaker
from chatserver.mail.addresses import deliverable
from chatserver.mail.enclosures import attach
from chatserver.mail.encoded import ASCII, UNICODE, listed, named, words
from chatserver.mail.words.clean import cut, one_line, paragraphs
from chatserver.mail.words.draw import address, lines
from chatserver.store.client import Client
from tests.mail.story import LAN, Story, html, plain, story

ATTACKS = (
    "x\r\nBcc: eve@evil.example",
    "x\nBcc: eve@evil.example\n\n<h1>",
    "x\x0bBcc: eve@evil.example",
    "x\u2028Bcc: eve@evil.example",
    'Eve" <eve@evil.example>, "',
    "eve@evil.example,",
    "=?utf-8?q?x=0D=0ABcc=3A_eve=40evil=2Eexample?=",
    "Nguyễn Văn An, phó phòng (chăm sóc) <eve@evil.example>; " * 3,
    "\u202emoc.live\u202c \u2066đảo\u2069",
    "\x00\x1b[31m",
    "=" * 300,
    "đ" * 200,
    "👩🏽‍💻" * 60,
)
HEADERS = {
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
    "X-Auto-Response-Suppress", "X-Chatserver", "MIME-Version", "Content-Type",
}  # fmt: skip
hostile = (
    st.text() | st.sampled_from(ATTACKS) | st.text(alphabet="\r\n\x00<>@,;:\"'()=?ạ 👨‍👩‍👧x", max_size=120)
)


def parsed(message: EmailMessage) -> Any:
    """The mail as another program reads it."""
    return message_from_bytes(message.as_bytes(), policy=policy.default)


async def attacked(told: Story, attack: str) -> None:
    await told.asks(f"Tôi hỏi: {attack} hết.")
    await told.leaves(LAN)
    await told.knows(name=attack, page=attack, plan=attack, reason=attack, language=attack, priority=attack)
    await told.answers(f"Đáp: {attack} hết.", Speaker("an", attack))
    await told.knows(read_by_visitor="0", status="email", waiting_since="1", sleeps_until="")


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
async def test_no_word_becomes_a_header_or_a_receiver(client: Client, attack: str) -> None:
    async with story(client) as told:
        await attacked(told, attack)
        for kind, to in (("answer", LAN), ("capture", "support@twinai.com")):
            found = await told.outgoing(kind)  # type: ignore[arg-type]
            read = parsed(found.message)
            assert set(read.keys()) <= HEADERS
            assert len(read.keys()) == len(set(read.keys()))
            assert [one.addr_spec for one in read["To"].addresses] == [to] == [found.to]
            assert [one.addr_spec for one in read["From"].addresses] == ["chat@twinai.example"]
            assert not read.defects
            raw = found.message.as_bytes()
            assert max(map(len, raw.split(b"\r\n"))) <= 998
            assert b"\n" not in raw.replace(b"\r\n", b"")
            assert raw.isascii()
            assert raw == found.message.as_bytes(policy=policy.SMTP), "whatever policy it is sent under"


@pytest.mark.parametrize("attack", ATTACKS, ids=range(len(ATTACKS)))
async def test_what_was_written_is_what_is_read(client: Client, attack: str) -> None:
    async with story(client) as told:
        await attacked(told, attack)
        read = parsed(await told.mail("answer"))
        for line in paragraphs(f"Đáp: {attack} hết.").split("\n"):
            assert line in plain(read)
        assert "\u202e" not in plain(read) + html(read)
        assert "<h1>" not in html(read)


@given(hostile)
def test_a_subject_is_one_line_and_reads_as_it_was_cleaned(text: str) -> None:
    message = EmailMessage(ASCII)
    cleaned = one_line(text, 60)
    message["Subject"] = words(cleaned)
    message["To"] = "lan@gmail.com"
    message.set_content("x")
    read = parsed(message)
    assert set(read.keys()) == {"Subject", "To", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
    assert read["Subject"] == cleaned


@given(hostile)
@pytest.mark.parametrize("how", [ASCII, UNICODE])
def test_a_name_never_brings_an_address(how: Any, text: str) -> None:
    message = EmailMessage(how)
    message["From"] = named(one_line(text, 70), "chat@twinai.example")
    read = message_from_bytes(message.as_bytes(), policy=policy.default)
    assert read.keys() == ["From"]
    [sender] = read["From"].addresses
    assert sender.addr_spec == "chat@twinai.example"
    spaceless = "".join(
        sender.display_name.split()
    )  # this parser puts spaces between the words of a long name
    assert spaceless == "".join(one_line(text, 70).split())
    assert max(map(len, message.as_bytes().split(b"\r\n"))) <= 78


def test_long_names_of_mails_are_not_broken_into_words_under_any_policy() -> None:
    message = EmailMessage(ASCII)
    ids = [f"{'a' * 42}.{n}@{'very-long-name.' * 4}example" for n in range(3)]
    message["References"] = listed(ids)
    message["Reply-To"] = f"reply+{'a' * 42}@{'very-long-name.' * 4}example"
    for how in (None, policy.SMTP, policy.SMTPUTF8, policy.SMTP.clone(cte_type="7bit")):
        read = message_from_bytes(message.as_bytes(policy=how), policy=policy.default)
        assert read["References"].split() == [f"<{one}>" for one in ids]
        assert read["Reply-To"] == message["Reply-To"]


@given(hostile)
def test_a_body_reads_as_it_was_cleaned(text: str) -> None:
    message = EmailMessage(ASCII)
    cleaned = paragraphs(text)
    message.set_content(cleaned, cte="quoted-printable")
    assert parsed(message).get_content().replace("\r\n", "\n") == cleaned + "\n"
    assert message.as_bytes().isascii()


@given(hostile, st.integers(1, 80))
def test_a_cut_text_is_not_longer_and_no_letter_is_halved(text: str, most: int) -> None:
    assert cut(text, most) == text or cut(text, most).endswith("…")
    assert len(cut("e\u0302\u0323" * 200, most)) <= 3 * most


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("👩🏽‍💻👩🏽‍💻👩🏽‍💻", 2, "👩🏽‍💻…"),
        ("🇻🇳🇻🇳🇻🇳", 2, "🇻🇳…"),
        ("Tiê\u0323ng", 4, "Tiê\u0323…"),
        ("một hai ba bốn", 9, "một hai…"),
        ("vừa đủ", 6, "vừa đủ"),
    ],
)
def test_text_is_cut_by_what_people_count_as_letters(text: str, most: int, shown: str) -> None:
    assert cut(text, most) == shown


@given(hostile, hostile | hostile.map("image/{}".format))
def test_a_file_brings_no_header_and_keeps_its_name(name: str, kind: str) -> None:
    message = EmailMessage(ASCII)
    message.set_content("x")
    attach(message, File("f" * 32, name, kind, 3), b"abc")
    [attached] = parsed(message).iter_attachments()
    told = {"Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "MIME-Version"}
    assert set(attached.keys()) <= told
    assert attached.get_filename() == clean_name(name)
    assert message.as_bytes().isascii()


@given(hostile)
def test_html_has_no_mark_of_the_writer(text: str) -> None:
    drawn = str(lines(text)).replace("<br>", "")
    bare = drawn.replace('<a href="', "").replace(
        '" rel="noopener noreferrer nofollow" class="a" style="color:#0b6bcb">', ""
    )
    assert "<" not in bare.replace("</a>", "")


def test_only_web_and_mail_addresses_can_be_pressed() -> None:
    assert address("https://x.example/a?b=c") and address("mailto:lan@gmail.com")
    for bad in (
        "javascript:alert(1)",
        "data:text/html,x",
        "//x.example",
        'https://x"onclick="',
        "https://x y",
    ):
        assert address(bad) == ""
    assert 'href="https://x.example/a"' in lines("xem https://x.example/a.")
    assert "href" not in lines("javascript:alert(1)")


@pytest.mark.parametrize(
    ("given_address", "known"),
    [
        ("lan@gmail.com", "lan@gmail.com"),
        ("lan@Thư.VN", "lan@xn--th-e0a.vn"),
        ("lân@thư.vn", "lân@xn--th-e0a.vn"),
        ("", None),
        ("lan", None),
        ("lan@localhost", None),
        ("a b@gmail.com", None),
        ("lan@gmail.com\r\nBcc: eve@evil.example", None),
        ("lan@gmail.com, eve@evil.example", None),
        ("lâ\u202en@gmail.com", None),
        ("lan@" + "x" * 80 + ".com", None),
        ("<lan@gmail.com>", None),
        ("=?utf-8?q?x=0D=0ABcc=3A?=@gmail.com", None),
    ],
)
def test_an_address_is_one_that_a_server_can_take(given_address: str, known: str | None) -> None:
    assert deliverable(given_address) == known


async def test_a_reader_with_letters_in_their_address_gets_a_mail_that_keeps_them(client: Client) -> None:
    async with story(client) as told:
        await told.asks("Tôi bị trừ tiền hai lần trong tháng này.")
        await told.leaves(LAN)
        await told.knows(email="lân@thư.vn")
        found = await told.outgoing("receipt")
        assert found.to == "lân@xn--th-e0a.vn"
        assert "To: lân@xn--th-e0a.vn\r\n".encode() in found.message.as_bytes()
