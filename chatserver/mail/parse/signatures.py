"""Signatures: what stands below "-- ", and the line that phones and mail programs add."""

import re
from collections.abc import Sequence

from chatserver.mail.parse.lines import Line

LONGEST = 25  # lines below "-- "; more than that is no signature
LONGEST_LINE = 80
DASHES = re.compile(r"(--|—|–)\s*")
TARGET = re.compile(r"[<(\[]?\s*https?://[^\s>)\]]*\s*[>)\]]?")
BRAND = (
    r"(?:iphone|ipad|ipod|apple watch|macbook|mac|android|outlook|samsung|galaxy|xiaomi|redmi|poco|oppo|vivo|realme"
    r"|huawei|nokia|sony|xperia|pixel|lg|htc|bphone|vsmart|yahoo mail|yahoo|gmail|hotmail|proton ?mail|zoho mail|zoho"
    r"|zalo|blackberry|edison|spark|bluemail|thunderbird|airmail|canary|icloud"
    r"|(?:mail|thư|email) (?:dành cho|cho|for) windows)"
    r"(?!\S)"
)
# What may follow the brand; a sentence goes on with other words. Atomic, because the words overlap.
AFTER = (
    r"(?:\s(?>(?:của tôi|dành cho|cho|trên|for|from|on|my|phone|mobile|mail|app|secure email|smartphone|tablet|device"
    r"|điện thoại|máy tính bảng|thông minh|di động|thư|ứng dụng|windows|ios|"
    + BRAND
    + r"|(?-i:[A-Z0-9][\w.+-]*))(?!\S)))*+"
)
DEVICE = r"(?:(?:điện thoại|thiết bị|máy tính bảng|máy|ứng dụng)(?: di động| thông minh)? )?"
PHONE = re.compile(
    rf"(?:được |đã )?gửi từ {DEVICE}{BRAND}{AFTER}"
    rf"|được gửi (?:bằng|qua) {DEVICE}{BRAND}{AFTER}"
    r"|(?:được |đã )?gửi từ (?:điện thoại|thiết bị|máy tính bảng|máy)(?: di động| thông minh)? của tôi"
    rf"|(?:get|download|tải|tải xuống) (?:outlook|bluemail|yahoo mail|gmail|proton mail)(?!\S){AFTER}"
    rf"|sent (?:from|via|with|using) (?:my |the |a )?{BRAND}{AFTER}"
    r"|sent from my (?:phone|mobile|tablet|mobile device|mobile phone)",
    re.IGNORECASE,
)


def without_signature(lines: Sequence[Line]) -> list[Line]:
    """One person's lines in a row, without the signature at their end."""
    kept = [line for line in lines if line.role != "signature"]
    del kept[_dashes_at(kept) :]
    while kept and (kept[-1].is_blank or is_phone_line(kept[-1])):
        kept.pop()
    return kept


def _dashes_at(lines: Sequence[Line]) -> int:
    """Where the signature begins; the end when there is none.

    Its mark is "-- " with the blank (RFC 3676, 4.3). Many programs lose the blank, but several lines of dashes are a
    person's own way to divide a text.
    """
    exact = lone = len(lines)
    below = dashes = 0
    for at in range(len(lines) - 1, -1, -1):
        below += not lines[at].is_blank
        if lines[at].text == "-- " and below <= LONGEST:
            exact = at
        if DASHES.fullmatch(lines[at].text.strip()):
            dashes += 1
            lone = at if below <= LONGEST else lone
    return exact if dashes != 1 else lone


def is_phone_line(line: Line) -> bool:
    """Say whether a program and not the person wrote this: "Đã gửi từ iPhone của tôi", "Get Outlook for iOS"."""
    words = " ".join(TARGET.sub(" ", line.text[:1000].replace("*", "")).split()).strip(" .-_–—")
    return len(words) <= LONGEST_LINE and PHONE.fullmatch(words) is not None
