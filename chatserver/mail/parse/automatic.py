"""Whether a person wrote this mail: what must never be answered by a machine (RFC 3834), and what is our own."""

import re

from chatserver.domain.mail_tokens import TOKEN
from chatserver.mail.parse.cleaning import clean_line
from chatserver.mail.parse.fields import Fields

OWN_HEADER = (
    "x-chatserver"  # on every mail of ours; X-Auto-Response-Suppress alone says nothing of the writer
)
MAX_SUBJECT = 300
AUTO_REPLIES = ("x-autoreply", "x-autorespond", "x-auto-reply", "x-autoreply-from", "x-mail-autoreply")
REPORT = re.compile(r"multipart/report\b", re.IGNORECASE)
BULK = {"bulk", "list", "junk"}
OUT_OF_OFFICE = re.compile(
    r"(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office(?: (?:reply|auto-?reply))?"
    r"|(?:thư |tin nhắn )?trả lời tự động|tự động trả lời|phản hồi tự động"
    r"|(?:thông báo )?vắng mặt|ngoài văn phòng)\s*[:：]",
    re.IGNORECASE,
)


def automatic_reason(fields: Fields, message_id: str, own_domain: str) -> str:
    """`own`, `out_of_office`, `list` or `auto_submitted`; '' when a person seems to have written it."""
    if OWN_HEADER in fields or _is_our_id(message_id, own_domain):
        return "own"
    if OUT_OF_OFFICE.match(clean_line(fields.first("subject"), MAX_SUBJECT)):
        return "out_of_office"
    if _is_auto_submitted(fields):  # before lists: many of these say "Precedence: bulk" too
        return "auto_submitted"
    return "list" if _is_list(fields, own_domain) else ""


def _is_our_id(message_id: str, own_domain: str) -> bool:
    local, _, domain = message_id.lower().partition("@")
    token, _, number = local.rpartition(".")
    return domain == own_domain.lower() != "" and number.isdigit() and TOKEN.fullmatch(token) is not None


def _is_list(fields: Fields, own_domain: str) -> bool:
    """Bulk mail. A group of our own domain in front of the desk marks mail as a list too, but people write it."""
    of_list = fields.first("list-id").lower().strip(" >")
    is_ours = bool(own_domain) and of_list.endswith(("." + own_domain.lower(), "@" + own_domain.lower()))
    if is_ours:
        return False
    precedence = fields.first("precedence").strip().lower()
    return bool(of_list) or "list-unsubscribe" in fields or precedence in BULK


def _is_auto_submitted(fields: Fields) -> bool:
    said = fields.first("auto-submitted").partition(";")[0].strip().lower()
    return (
        said not in ("", "no")
        or any(name in fields for name in AUTO_REPLIES)
        or fields.first("precedence").strip().lower() == "auto_reply"
        or fields.raw("return-path").strip() == b"<>"
        or REPORT.match(fields.first("content-type")) is not None
    )
