"""A mail's headers: who, to whom, in which thread, and that no machine should answer."""

from email.message import EmailMessage
from email.utils import format_datetime

from chatserver.domain.mail_tokens import message_id
from chatserver.mail.addresses import own_domain, reply_address
from chatserver.mail.encoded import ASCII, UNICODE, listed, named, words
from chatserver.mail.facts import Facts
from chatserver.mail.outgoing import Post
from chatserver.mail.words.sheet import Sheet
from chatserver.mail.words.subjects import earlier_to_same

MOST_REFERENCES = 10
AUTOMATIC = {"receipt": "auto-replied", "capture": "auto-generated", "promise": "auto-generated"}
"""RFC 3834; an answer is a person's, a transcript was asked for by one."""
SUPPRESSED = "DR, RN, NRN, OOF, AutoReply"
"""For Exchange: all of its automatic answers but NDR. "All" would also keep from us that a mail never arrived."""


def with_headers(post: Post, facts: Facts, sheet: Sheet, to: str) -> EmailMessage:
    """A mail without a body yet."""
    message = EmailMessage(ASCII if to.isascii() else UNICODE)
    message["From"] = named(sheet.sender, post.settings.default_from_email)
    message["To"] = to
    reply_to = reply_address(post, facts)
    if reply_to is not None:
        message["Reply-To"] = reply_to
    message["Subject"] = words(sheet.subject)
    message["Date"] = format_datetime(facts.now)
    message["Message-ID"] = f"<{_own_id(post, facts, facts.mail.n)}>"
    _thread(message, post, facts)
    if facts.mail.kind in AUTOMATIC:
        message["Auto-Submitted"] = AUTOMATIC[facts.mail.kind]
    message["X-Auto-Response-Suppress"] = SUPPRESSED
    message["X-Chatserver"] = "1"
    return message


def _thread(message: EmailMessage, post: Post, facts: Facts) -> None:
    """After our earlier mails to the same reader; last the visitor's own, if their words came by mail."""
    known = [_own_id(post, facts, n) for n in earlier_to_same(facts)][-MOST_REFERENCES:]
    letter = facts.letter_id if not facts.to_department else ""
    if letter:
        known.append(letter)
    if known:
        message["In-Reply-To"] = listed(known[-1:])
        message["References"] = listed(known)


def _own_id(post: Post, facts: Facts, n: int) -> str:
    return message_id(post.secret, facts.conversation.id, n, own_domain(post.settings))
