"""What a person wrote in this mail, without the older mails below it (the full text stays one click away).

Whoever answers below or between the quotes must not lose a word: only a quote with nothing after it is cut, or one
with everything after it. What was forwarded is what the person wanted to show, so it stays.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from chatserver.mail.parse.attributions import announces, attribution_above, attribution_end
from chatserver.mail.parse.lines import Line
from chatserver.mail.parse.separators import is_forward_line, is_header_block, is_rule, is_separator
from chatserver.mail.parse.signatures import without_signature

MOST_LINES = 5_000  # in which an older mail is looked for
# "see my answers below": then the older mail is more than that.
ANSWERS_BELOW = re.compile(
    r"\b(?:answers?|repl(?:y|ies)|comments?|responses?)\b.{0,30}\b(?:below|inline|in (?:red|blue|line))\b"
    r"|\b(?:trả lời|phản hồi|ghi chú|bổ sung)\b.{0,30}(?:bên dưới|phía dưới|dưới đây|màu đỏ|màu xanh)",
    re.IGNORECASE,
)


def visible_lines(lines: Sequence[Line], *, is_reply: bool, is_forward: bool) -> list[Line]:
    """The lines to show; all of them when nothing would be left.

    `is_reply`: the mail names an earlier one, so marked quotes are quotes even without an attribution.
    `is_forward`: its subject says so.
    """
    older = len(lines) if is_forward else _older_mail(lines)
    if is_forward or (older < len(lines) and is_forward_line(lines[older])):
        return list(lines)
    head = list(lines[:older])
    if older < len(lines) and ANSWERS_BELOW.search(
        "\n".join(line.text for line in head if not line.is_quoted)
    ):
        return list(lines)
    said = _own_words(head, is_reply=is_reply)
    return said if any(not line.is_blank for line in said) else list(lines)


def _older_mail(lines: Sequence[Line]) -> int:
    """Where an older mail begins that goes on to the end, or a forwarded one; the end when there is none."""
    for at, line in enumerate(lines[:MOST_LINES]):
        if line.depth or line.is_blank:
            continue
        if is_forward_line(line):
            return at
        if line.role == "rest" or is_separator(line) or is_header_block(lines, at):
            return _with_what_leads_to_it(lines, at)
        below = _next_line(lines, attribution_end(lines, at), at)
        if below > at and not (below < len(lines) and lines[below].is_quoted):
            return below if below < len(lines) and is_forward_line(lines[below]) else at
    return len(lines)


def _with_what_leads_to_it(lines: Sequence[Line], at: int) -> int:
    """A drawn line or an attribution above belongs to the older mail."""
    while at > 0 and (lines[at - 1].is_blank or is_rule(lines[at - 1])):
        at -= 1
    return attribution_above(lines, at)


def _next_line(lines: Sequence[Line], end: int, start: int) -> int:
    """The first line with anything on it after an attribution from `start` to `end`; `start` when there is none."""
    if end == start:
        return start
    return next((at for at in range(end, len(lines)) if not lines[at].is_blank), len(lines))


def _own_words(head: list[Line], *, is_reply: bool) -> list[Line]:
    """The said ones of lines in which quotes are marked; all where said and quoted take turns."""
    quoted, is_attributed = _quoted(head)
    runs: list[tuple[bool, list[Line]]] = []
    for is_quote, pairs in groupby(zip(head, quoted, strict=True), key=lambda pair: pair[1]):
        group = [line for line, _ in pairs]
        run = group if is_quote else without_signature(group)
        if any(not line.is_blank for line in run):
            runs.append((is_quote, [*run, Line("")] if len(run) < len(group) or run[-1].is_blank else run))
    order = "".join("q" if is_quote else "s" for is_quote, _ in runs)
    if order == "sq" and (is_attributed or (is_reply and not announces(runs[0][1]))):
        return runs[0][1]
    if order == "qs" and is_attributed:
        return runs[1][1]
    return [line for _, run in runs for line in run]


def _quoted(head: list[Line]) -> tuple[list[bool], bool]:
    """Which lines are quotes or lead to one, and whether an attribution does; blank ones go with what is above."""
    found = [line.is_quoted for line in head]
    attributed = [at for at, line in enumerate(head) if line.role in ("attribution", "quoted")]
    for at, line in enumerate(head):
        if line.is_blank:
            continue
        start, end = at, attribution_end(head, at)
        if line.is_quoted and not (at and head[at - 1].is_quoted):
            start = attribution_above(head, at)
        attributed += range(start, max(end, at))
    for at in attributed:
        found[at] = True
    for at, line in enumerate(head):
        found[at] = found[at - 1] if line.is_blank and at else found[at]
    return found, bool(attributed)
