"""What a mail that came in proves, and what is to become of it, before anything is looked up."""

import pytest

from chatserver.domain.inbound import Named, Verdict, claims_token, judge, named_by
from chatserver.domain.letter_ids import cid_of, conversation_of_letter, file_of, secret_hash_of, visitor_of
from chatserver.domain.mail_tokens import message_id, reply_token
from chatserver.domain.received_mail import Bounce, ReceivedMail

SECRET, OTHER = b"s" * 32, b"o" * 32
TALK, TALK_2 = "0123456789abcdef" * 2, "fedcba9876543210" * 2
TOKEN = reply_token(SECRET, TALK)
FORGED = reply_token(OTHER, TALK)
OURS = message_id(SECRET, TALK, 3, "twinai.com")


def received(
    *recipients: str,
    references: tuple[str, ...] = (),
    automatic: str = "",
    bounce: Bounce | None = None,
    fault: str = "",
) -> ReceivedMail:
    return ReceivedMail(
        message_id="m@gmail.com",
        references=references,
        sender="lan@gmail.com",
        sender_name="Lan",
        recipients=recipients,
        subject="Re: x",
        sent_at=None,
        visible_text="chào",
        full_text="chào",
        html="",
        files=(),
        automatic=automatic,
        bounce=bounce,
        fault=fault,
    )


def verdict(mail: ReceivedMail, *, is_ours: bool = False) -> Verdict:
    return judge(mail, named_by(mail, SECRET, mail.recipients), mail.recipients, is_ours=is_ours)


def test_a_token_in_the_address_names_its_conversation() -> None:
    mail = received(f"reply+{TOKEN}@twinai.com")
    assert named_by(mail, SECRET, mail.recipients) == Named(TALK, 0)
    assert verdict(mail) == Verdict("reply", "token")


def test_a_token_in_capitals_is_the_same_token() -> None:
    assert verdict(received(f"REPLY+{TOKEN.upper()}@TWINAI.COM")) == Verdict("reply", "token")


def test_our_message_id_in_the_references_names_conversation_and_mail() -> None:
    mail = received("support@twinai.com", references=("a@gmail.com", OURS))
    assert named_by(mail, SECRET, mail.recipients) == Named(TALK, 3)
    assert verdict(mail) == Verdict("reply", "references")


def test_the_newest_reference_counts() -> None:
    newer = message_id(SECRET, TALK, 5, "twinai.com")
    mail = received(references=(OURS, newer))
    assert named_by(mail, SECRET, mail.recipients) == Named(TALK, 5)


def test_an_address_says_more_than_references() -> None:
    other = message_id(SECRET, TALK_2, 1, "twinai.com")
    mail = received(f"reply+{TOKEN}@twinai.com", references=(OURS, other))
    assert named_by(mail, SECRET, mail.recipients) == Named(TALK, 3)


@pytest.mark.parametrize(
    "address",
    [
        f"reply+{FORGED}@twinai.com",
        f"reply+{TOKEN[:-1]}@twinai.com",
        "reply+x@twinai.com",
        "Reply+@twinai.com",
        f"help+{FORGED}@twinai.com",
        f"bounce+{FORGED}@twinai.com",
    ],
)
def test_a_forged_or_mistyped_token_opens_nothing_even_beside_a_department(address: str) -> None:
    mail = received(address, "support@twinai.com")
    assert named_by(mail, SECRET, mail.recipients) is None
    assert verdict(mail) == Verdict("quarantined", "unknown_token")


def test_a_forged_reference_is_nobodys_and_the_mail_is_a_new_one() -> None:
    forged = message_id(OTHER, TALK, 3, "twinai.com")
    assert verdict(received("support@twinai.com", references=(forged,))).action == "new"


def test_other_plus_addresses_claim_nothing() -> None:
    assert not claims_token(["support+shop@twinai.com", "support@twinai.com", ""])


@pytest.mark.parametrize(
    ("automatic", "action"),
    [
        ("auto_submitted", "auto_reply"),
        ("out_of_office", "auto_reply"),
        ("list", "ignored"),
        ("own", "ignored"),
    ],
)
def test_what_no_person_wrote_is_no_message_even_with_a_token(automatic: str, action: str) -> None:
    mail = received(f"reply+{TOKEN}@twinai.com", automatic=automatic)
    assert verdict(mail) == Verdict(action, automatic)  # type: ignore[arg-type]


def test_our_own_mail_is_ignored_whatever_it_answers() -> None:
    assert verdict(received("support@twinai.com", references=(OURS,)), is_ours=True) == Verdict(
        "ignored", "own"
    )


@pytest.mark.parametrize(("permanent", "reason"), [(True, "permanent"), (False, "delayed")])
def test_a_bounce_is_a_bounce_though_machines_write_it(permanent: bool, reason: str) -> None:
    told = Bounce(permanent, "lan@gmail.com", "5.1.1", "no such user", OURS)
    mail = received("support@twinai.com", automatic="auto_submitted", bounce=told)
    assert verdict(mail) == Verdict("bounce", reason)
    assert named_by(mail, SECRET, mail.recipients) == Named(TALK, 3)


def test_what_cannot_be_read_is_quarantined_before_all() -> None:
    mail = received(f"reply+{TOKEN}@twinai.com", fault="malformed")
    assert verdict(mail) == Verdict("quarantined", "malformed")


def test_ids_follow_from_the_mail_and_from_nothing_that_can_be_guessed() -> None:
    cid = cid_of("first@gmail.com", b"")
    assert cid == cid_of("first@gmail.com", b"other bytes") != cid_of("", b"other bytes")
    ids = [
        visitor_of(SECRET, "site", "Lan@gmail.com"),
        visitor_of(SECRET, "site", "minh@gmail.com"),
        visitor_of(SECRET, "other", "lan@gmail.com"),
        visitor_of(OTHER, "site", "lan@gmail.com"),
        conversation_of_letter(SECRET, "site", cid),
        file_of(SECRET, TALK, cid, 0, b"a"),
        file_of(SECRET, TALK, cid, 0, b"b"),
        file_of(SECRET, TALK, cid, 1, b"a"),
        secret_hash_of(SECRET, "site", "lan@gmail.com")[:32],
    ]
    assert ids[0] == visitor_of(SECRET, "site", "lan@GMAIL.com")
    assert len(set(ids)) == len(ids)
    assert all(len(one) == 32 for one in ids)
