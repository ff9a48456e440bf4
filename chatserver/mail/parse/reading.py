"""A mail's bytes → what it says. The one door of this package."""

import logging
import re
from dataclasses import replace
from email.utils import mktime_tz, parsedate_tz

from chatserver.domain.received_mail import ReceivedMail
from chatserver.mail.parse.addresses import recipients_of, sender_of
from chatserver.mail.parse.automatic import automatic_reason
from chatserver.mail.parse.bodies import MAX_TEXT, Body, read_body
from chatserver.mail.parse.bounces import read_bounce
from chatserver.mail.parse.cleaning import clean_line
from chatserver.mail.parse.fields import Fields, split_header
from chatserver.mail.parse.lines import as_text
from chatserver.mail.parse.message_ids import first_id, references_of
from chatserver.mail.parse.parts import Unreadable, read_parts
from chatserver.mail.parse.visible import visible_lines

MAX_BYTES = 35_000_000  # a file of 25 MB is a third longer in base64
MAX_SUBJECT = 300
LAST_DATE = 253_402_300_800  # the year 10000, seconds
ENVELOPE = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s*\r?\n)?(?:>?From [^\r\n]{0,300}\r?\n)?")  # of mbox files
REPLY = re.compile(r"(?:re|aw|sv|trả lời|phúc đáp)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE)
FORWARD = re.compile(r"(?:fwd?|chuyển tiếp)\s*[:：]", re.IGNORECASE)

log = logging.getLogger(__name__)


def read_mail(raw: bytes, own_domain: str = "") -> ReceivedMail:
    """Everything that can be read from a mail; whatever the bytes, it never raises.

    What must be quarantined has a `fault`: too_big (35 MB), malformed (no mail), too_deep (20 levels of parts),
    too_many_parts (500), encrypted, no_sender, unreadable (our own fault, logged). Its header is read, if it can be.

    `own_domain`: of our own addresses, to know our own mails and groups when they come back.
    """
    header: Fields = Fields()
    try:
        header, _ = split_header(_without_envelope(raw[:MAX_BYTES]))
        return _read(raw, header, own_domain)
    except Unreadable as fault:
        return _described(header, Body(), own_domain, fault.reason)
    except Exception:  # costs this mail only: it is quarantined, where a person sees it
        log.exception("a mail of %d bytes could not be read", len(raw))
        return _described(Fields(), Body(), own_domain, "unreadable")


def _read(raw: bytes, header: Fields, own_domain: str) -> ReceivedMail:
    if len(raw) > MAX_BYTES:
        raise Unreadable("too_big")
    if not header.pairs:
        raise Unreadable("malformed")
    root = read_parts(_without_envelope(raw))
    body = read_body(root)
    mail = _described(header, body, own_domain, "")
    bounce = read_bounce(root, mail.full_text, mail.references)
    return replace(mail, bounce=bounce, fault="" if mail.sender or bounce else "no_sender")


def _described(header: Fields, body: Body, own_domain: str, fault: str) -> ReceivedMail:
    """The mail as far as header and body tell."""
    name, sender = sender_of(header, own_domain)
    message_id = first_id(header.first("message-id"))
    references = references_of(header)
    subject = clean_line(header.first("subject"), MAX_SUBJECT)
    lines = body.lines
    is_reply = bool(references) or REPLY.match(subject) is not None
    visible = visible_lines(lines, is_reply=is_reply, is_forward=FORWARD.match(subject) is not None)
    return ReceivedMail(
        message_id=message_id,
        references=references,
        sender=sender,
        sender_name=name,
        recipients=recipients_of(header),
        subject=subject,
        sent_at=_sent_at(header.first("date")),
        visible_text=as_text(visible)[:MAX_TEXT].rstrip(),
        full_text=as_text(lines)[:MAX_TEXT].rstrip(),
        html=body.html,
        files=tuple(body.files),
        automatic=automatic_reason(header, message_id, own_domain),
        bounce=None,
        fault=fault,
    )


def _without_envelope(raw: bytes) -> bytes:
    """The mail itself, with newlines that a header can be read by."""
    begin = ENVELOPE.match(raw)
    mail = raw[begin.end() :] if begin else raw
    return mail if b"\n" in mail else mail.replace(b"\r", b"\n")


def _sent_at(date: str) -> int | None:
    """The date in ms; None when it cannot be understood."""
    try:
        parsed = parsedate_tz(date)
        seconds = mktime_tz(parsed) if parsed else -1
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return seconds * 1000 if 0 < seconds < LAST_DATE else None
