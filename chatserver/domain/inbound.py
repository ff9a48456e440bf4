"""What to do with a mail that came in, as far as its bytes and our own signatures tell; nothing is looked up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from chatserver.domain.mail_tokens import TOKEN, conversation_of, mail_named
from chatserver.domain.received_mail import ReceivedMail

Action = Literal["reply", "new", "bounce", "auto_reply", "ignored", "quarantined"]
"""Lands in its conversation; opens one; tells of a mail of ours; was written by no person; is not for us; is kept
aside because nobody could be sure."""
CLAIM = re.compile(r"(?:reply|bounce)\+", re.IGNORECASE)
"""How an address begins that says it holds a token of ours, whatever the installation calls itself."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """An action and why, in one word; see docs/mail.md for all of them."""

    action: Action
    reason: str


class Named(NamedTuple):
    """A conversation that a mail proves to belong to, and which of our mails it answers (0: it does not say)."""

    conversation: str
    n: int


def named_by(mail: ReceivedMail, secret: bytes, recipients: Iterable[str]) -> Named | None:
    """The conversation whose token, or whose Message-ID, a mail carries: only who was mailed knows one.

    An address tells where the mail was meant to go, so it stands before references.
    """
    references = mail.references[::-1]
    bounced = (mail.bounce.message_id,) if mail.bounce and mail.bounce.message_id else ()
    mails = [Named(*found) for one in (*bounced, *references) if (found := mail_named(secret, one))]
    for recipient in recipients:
        conversation = conversation_of(secret, token_in(recipient))
        if conversation is not None:
            same = (one for one in mails if one.conversation == conversation)
            return next(same, Named(conversation, 0))
    return mails[0] if mails else None


def claims_token(recipients: Iterable[str]) -> bool:
    """Whether an address says that it is a conversation's, rightly or not."""
    return any(CLAIM.match(one) or TOKEN.fullmatch(token_in(one).lower()) for one in recipients)


def token_in(recipient: str) -> str:
    """What stands after the first + of an address; '' for none."""
    return recipient.rpartition("@")[0].partition("+")[2]


def judge(mail: ReceivedMail, named: Named | None, recipients: Iterable[str], *, is_ours: bool) -> Verdict:
    """What is to become of a mail. `is_ours`: we have written it ourselves.

    What no person wrote is never answered and becomes no message, so that two machines never write to each other for
    ever (RFC 3834). A token that is not ours opens nothing, whatever else the mail says.
    """
    if mail.fault:
        return Verdict("quarantined", mail.fault)
    if is_ours or mail.automatic == "own":
        return Verdict("ignored", "own")
    if mail.bounce is not None:
        return Verdict("bounce", "permanent" if mail.bounce.permanent else "delayed")
    if mail.automatic:
        return Verdict("ignored" if mail.automatic == "list" else "auto_reply", mail.automatic)
    if named is not None:
        return Verdict("reply", "token" if claims_token(recipients) else "references")
    if claims_token(recipients):
        return Verdict("quarantined", "unknown_token")
    return Verdict("new", "no_token")
