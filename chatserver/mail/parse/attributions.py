"""The line above a quote: who wrote the older mail and when. English, Vietnamese; above marked quotes, any language.

mail-parser-reply (MIT) knows 13 languages but not Vietnamese, and cuts at what it finds without looking at what comes
after; little of it would be left in use, so the rules are our own.
"""

import re
from collections.abc import Sequence

from chatserver.mail.parse.lines import Line

MOST_WRAPPED = 4  # lines over which programs break an attribution
LONGEST = 400
BEGINS = re.compile(
    r"(?:-+ ?)?(?:On|Vào|Lúc|Ngày|Hồi|Th|Thứ|CN|Chủ nhật)\b|.{1,120}\b(?:wrote on|đã viết (?:vào|lúc|ngày))\b",
    re.IGNORECASE,
)
# "wrote:", "đã viết:", and Zoho's "wrote ----"
ENDS = re.compile(
    r"(?:\b(?:wrote|sent|viết|ghi|gửi)|\b(?:wrote on|đã viết (?:vào|lúc|ngày))\b.{1,80}) ?(?::|:? ?-{2,})$",
    re.I,
)
WROTE = re.compile(r"\b(?:wrote|writes|viết|ghi) ?:$", re.IGNORECASE)
RUN_ON = re.compile(
    r"\s*(.{10,300}\b(?:wrote|viết) ?:)\s{2,}\S"
)  # Yahoo on phones: the old mail in the same line
YEAR = re.compile(r"\b(?:19|20)\d\d\b|\d[/.-]\d{1,2}[/.-]\d\d\b")
TIME = re.compile(r"\b\d{1,2}[:h.]\d\d\b")


def attribution_end(lines: Sequence[Line], start: int) -> int:
    """The line after an attribution that begins at `start`; `start` itself when none does."""
    if not BEGINS.match(plain(lines[start])):
        return start
    run_on = RUN_ON.match(lines[start].text)
    if run_on and "@" in run_on[1]:
        return start + 1
    joined = ""
    for at in range(start, min(start + MOST_WRAPPED, len(lines))):
        if lines[at].is_blank or lines[at].depth != lines[start].depth:
            break
        joined = f"{joined} {plain(lines[at])}".strip()
        if len(joined) > LONGEST:
            break
        if _names_a_mail(joined) and ENDS.search(joined[-100:]):
            return at + 1
    return start


def attribution_above(lines: Sequence[Line], quote: int) -> int:
    """Where the attribution right above a quote begins; `quote` without one."""
    end = quote
    while end > 0 and quote - end < 2 and lines[end - 1].is_blank:
        end -= 1
    joined = ""
    for at in range(end - 1, max(end - 1 - MOST_WRAPPED, -1), -1):
        if lines[at].is_blank or lines[at].is_quoted:
            break
        joined = f"{plain(lines[at])} {joined}".strip()
        if not joined.endswith((":", "：", "--")) or len(joined) > LONGEST:
            break
        if _names_a_mail(joined) or (len(joined) < 100 and WROTE.search(joined)):
            return _with_line_above(lines, at)
    return quote


def announces(lines: Sequence[Line]) -> bool:
    """Say whether a person leads over to what they quote on purpose, as in "The page says:"."""
    last = next((plain(line) for line in reversed(lines) if not line.is_blank), "")
    return last.endswith((":", "：")) and not WROTE.search(last)


def plain(line: Line) -> str:
    """The text of a line with single blanks."""
    return " ".join(line.text.split())


def _names_a_mail(joined: str) -> bool:
    """An address, or a full date with its time; less is a person's own sentence ("On 5/2 I wrote:")."""
    return "@" in joined or (YEAR.search(joined) is not None and TIME.search(joined) is not None)


def _with_line_above(lines: Sequence[Line], at: int) -> int:
    """A wrapped attribution may have its address in the lower line and its beginning in one above."""
    for start in range(at - 1, max(at - MOST_WRAPPED, -1), -1):
        if lines[start].is_blank or lines[start].is_quoted:
            break
        if attribution_end(lines, start) > at:
            return start
    return at
