"""Real-shaped mails: what a person wrote comes out, files are files, machines are known as machines."""

import msgspec
import pytest

from chatserver.domain.received_mail import ReceivedMail
from chatserver.mail.parse.reading import read_mail
from tests.mail.parse.corpus import CORPUS, Expected, expectations, raw_mail

OWN_DOMAIN = "shop.example"
EXPECTED = expectations()
READ_AS = {"visible": "visible_text"} | {
    name: name
    for name in ("sender", "sender_name", "subject", "message_id", "references", "recipients", "sent_at")
}


def told(mail: ReceivedMail, like: Expected) -> Expected:
    """What was read, as far as it is expected."""
    asked = {name: read for name, read in READ_AS.items() if getattr(like, name) is not msgspec.UNSET}
    return msgspec.convert(
        {
            **{name: getattr(mail, read) for name, read in asked.items()},
            "files": [file.name + "*" * file.inline for file in mail.files],
            "automatic": mail.automatic,
            "bounce": mail.bounce,
            "fault": mail.fault,
        },
        type=Expected,
        from_attributes=True,
    )


@pytest.mark.parametrize("name", EXPECTED)
def test_a_mail_says_what_its_writer_meant(name: str) -> None:
    assert told(read_mail(raw_mail(name), OWN_DOMAIN), EXPECTED[name]) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_it_says_the_same_with_the_line_ends_of_the_wire(name: str) -> None:
    raw = raw_mail(name).replace(b"\n", b"\r\n")
    assert told(read_mail(raw, OWN_DOMAIN), EXPECTED[name]) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_nothing_is_shown_that_is_not_in_the_full_text(name: str) -> None:
    mail = read_mail(raw_mail(name), OWN_DOMAIN)
    full = mail.full_text.split("\n")
    assert [line for line in mail.visible_text.split("\n") if line not in full and line] == []


def test_every_file_of_the_corpus_has_its_expectation() -> None:
    assert {path.stem for path in CORPUS.glob("*.eml")} == set(EXPECTED)


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(EXPECTED) >= 100
