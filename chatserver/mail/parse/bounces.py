"""Reports that a mail of ours did not arrive: RFC 3464, Exchange and Gmail; and the prose of qmail, Exim and others."""

import re

from chatserver.domain.received_mail import Bounce
from chatserver.mail.parse.addresses import addresses
from chatserver.mail.parse.cleaning import clean_line
from chatserver.mail.parse.fields import Fields, split_header
from chatserver.mail.parse.message_ids import first_id
from chatserver.mail.parse.parts import Part

MAX_DETAIL = 500
MAX_REPORT = 100_000  # bytes of a report that are read
MOST_RECIPIENTS = 100
STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
REPLY_CODE = re.compile(r"\b([45])\d\d[ -]")
RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers")
DAEMON = re.compile(r"\b(?:mailer-daemon|postmaster|mail delivery (?:system|subsystem))\b", re.IGNORECASE)
SAYS_FAILED = re.compile(
    r"qmail-send program|message could not be delivered|could not be delivered to"
    r"|delivery to the following recipients? failed|undelivered mail returned"
    r"|delivery has failed|a message that you sent could not be delivered|address rejected"
    r"|không (?:thể )?(?:gửi|chuyển) được (?:thư|tin nhắn)|wasn't delivered to|couldn't be delivered",
    re.IGNORECASE,
)
SAYS_DELAYED = re.compile(
    r"\b(?:delayed|delay|not yet been delivered|still trying|will (?:be|keep) (?:retried|trying))\b"
    r"|chậm trễ|bị trì hoãn",
    re.IGNORECASE,
)
IN_TEXT = re.compile(r"<([^<>\s@]{1,64}@[^<>\s@]{1,255})>")
RETURNED_ID = re.compile(r"^[> \t]*Message-ID:\s*<([^<>\s]{1,300})>", re.IGNORECASE | re.MULTILINE)


def read_bounce(root: Part, text: str, references: tuple[str, ...]) -> Bounce | None:
    """What a mail reports of one of ours; None for other mails, and for reports of success.

    Permanent is only what has failed for good (Action: failed, status 5.x.x, or no status at all).
    """
    reports = [
        report for part in root.walk() if part.kind.endswith("/delivery-status") for report in _reports(part)
    ]
    found = [bounce for report in reports if (bounce := _from_report(report)) is not None]
    if not reports:
        found = [bounce for bounce in [_from_text(root.fields, text)] if bounce is not None]
    if not found:
        return None
    worst = next((bounce for bounce in found if bounce.permanent), found[0])
    ours = (
        _returned_id(root) or next((id for id in RETURNED_ID.findall(text)), "") or (references or ("",))[-1]
    )
    return Bounce(worst.permanent, worst.recipient, worst.status, worst.detail, ours)


def _reports(part: Part) -> list[Fields]:
    """The groups of fields about one recipient each."""
    groups = re.split(rb"(?:\r?\n){2,}", part.content[:MAX_REPORT].strip())[:MOST_RECIPIENTS]
    fields = [split_header(group)[0] for group in groups]
    return [group for group in fields if "action" in group or "final-recipient" in group]


def _from_report(report: Fields) -> Bounce | None:
    action = report.first("action").strip().lower()
    status = STATUS.search(report.first("status"))
    code = status[1] if status else ""
    if action not in ("failed", "delayed") and not code.startswith(("4", "5")):
        return None
    detail = report.first("diagnostic-code").partition(";")[2] or report.first("diagnostic-code")
    recipient = _recipient(report.first("original-recipient")) or _recipient(report.first("final-recipient"))
    permanent = action in ("failed", "") and not code.startswith("4")
    return Bounce(permanent, recipient, code, clean_line(detail, MAX_DETAIL), "")


def _recipient(value: str) -> str:
    """The address of `rfc822; lan@…`."""
    found = addresses([(value.partition(";")[2] or value).encode("utf-8")])
    return found[0][1] if found else ""


def _from_text(fields: Fields, text: str) -> Bounce | None:
    """A report in prose, believed only of mail servers' own addresses."""
    failed = addresses(fields.every_raw("x-failed-recipients"))
    from_daemon = DAEMON.search(fields.first("from")) or fields.raw("return-path").strip() == b"<>"
    opening = text[:5000]
    if not failed and not (from_daemon and SAYS_FAILED.search(opening)):
        return None
    status = STATUS.search(opening)
    reply = REPLY_CODE.search(opening)
    level = status[1][0] if status else reply[1] if reply else "5"
    is_delayed = SAYS_DELAYED.search(fields.first("subject")) is not None
    named = addresses([address.encode() for address in IN_TEXT.findall(opening)])
    recipient = next((address for _, address in [*failed, *named]), "")
    code = status[1] if status else ""
    detail = next(
        (line for line in opening.split("\n") if STATUS.search(line) or REPLY_CODE.search(line)), ""
    )
    return Bounce(level == "5" and not is_delayed, recipient, code, clean_line(detail, MAX_DETAIL), "")


def _returned_id(root: Part) -> str:
    """The Message-ID of the mail, or its header, that came back."""
    for part in root.walk():
        if part is not root and part.kind in RETURNED:
            found = first_id(split_header(part.content.lstrip())[0].first("message-id"))
            if found:
                return found
    return ""
