"""Lines below which a whole older mail stands: separators, forwarding marks, and blocks of header lines."""

import re
from collections.abc import Sequence

from chatserver.mail.parse.attributions import plain
from chatserver.mail.parse.lines import Line

MOST_LINES = 16  # of a block From … Subject, wrapped ones among them
MOST_WRAPPED = 4

DRAWN = r"[-_—–=*]{2,}"
ORIGINAL = re.compile(
    rf"{DRAWN} ?(?:original (?:message|appointment)|(?:thư|tin nhắn|email|nội dung) gốc|thư ban đầu) ?{DRAWN}",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    rf"{DRAWN} ?(?:forwarded (?:message|by .{{1,100}})|(?:thư|tin nhắn|email) (?:được |đã )?chuyển tiếp) ?{DRAWN}"
    r"|begin forwarded message ?:|(?:bắt đầu )?(?:thư|tin nhắn|email) (?:được |đã )?chuyển tiếp ?:",
    re.IGNORECASE,
)
OWN_MARK = re.compile(r"##-.{0,200}-##")  # a line that our own mails may begin with
RULE = re.compile(r"[_-]{5,}")
LABELS = {
    "from": r"from|từ|người gửi",
    "date": r"sent|date|đã gửi|gửi|gửi lúc|ngày|ngày gửi|thời gian",
    "to": r"to|đến|tới|người nhận|gửi đến|gửi tới",
    "subject": r"subject|chủ đề|tiêu đề",
}
LABEL = re.compile(
    r"[*_ ]{0,3}(?:" + "|".join(f"(?P<{kind}>{words})" for kind, words in LABELS.items()) + r")[*_ ]{0,3}:.*",
    re.IGNORECASE,
)


def is_forward_line(line: Line) -> bool:
    """Say whether a forwarded mail begins here."""
    return FORWARDED.fullmatch(plain(line)) is not None


def is_separator(line: Line) -> bool:
    """Say whether everything below is an older mail: -----Thư gốc-----, or the mark of our own mails."""
    return ORIGINAL.fullmatch(plain(line)) is not None or OWN_MARK.fullmatch(plain(line)) is not None


def is_rule(line: Line) -> bool:
    """Say whether this is a drawn line, as Outlook puts above its header block."""
    return RULE.fullmatch(plain(line)) is not None


def is_header_block(lines: Sequence[Line], start: int) -> bool:
    """Say whether the header lines of an older mail begin here: From and two more of Sent, To, Subject.

    "Từ: Hà Nội, Đến: Sài Gòn, Ngày: 5/2" is what people write who book a journey; a subject or an address tells.
    """
    first = LABEL.fullmatch(plain(lines[start]))
    if not first or not first["from"]:
        return False
    kinds = set()
    others = 0
    for line in lines[start : start + MOST_LINES]:
        label = LABEL.fullmatch(plain(line))
        kinds |= {kind for kind in LABELS if label and label[kind]}
        others += not label and not line.is_blank  # wrapped values, Cc, attachments
        if others > MOST_WRAPPED:
            break
    told = {"subject"} if "@" not in lines[start].text else {"subject", "date", "to"}
    return bool(kinds & told) and bool(kinds & {"date", "to"}) and len(kinds) >= 3
