"""A mail's text as lines that know whether they are quoted; plain text and HTML meet here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Role = Literal["said", "attribution", "quoted", "rest", "signature"]
"""What the markup says of a line. `rest`: from here to the end all is an older mail."""
MAX_QUOTED = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its text without quote marks, and how deep it is quoted."""

    text: str
    depth: int = 0
    role: Role = "said"

    @property
    def is_blank(self) -> bool:
        """Say whether nothing is to be seen."""
        return not self.text.strip()

    @property
    def is_quoted(self) -> bool:
        """Say whether these are somebody's earlier words, by their marks."""
        return self.depth > 0 or self.role == "quoted"


def plain_lines(text: str, *, flowed: bool = False, delete_space: bool = False) -> list[Line]:
    """The lines of a text/plain body; `flowed`: as RFC 3676 says."""
    lines = [_line(written) for written in text.split("\n")]
    return _unflowed(lines, delete_space=delete_space) if flowed else [_trimmed(line) for line in lines]


def as_text(lines: Iterable[Line]) -> str:
    """Lines as one text, quotes marked with >; at most one blank line in a row, none at the ends."""
    found: list[Line] = []
    for line in lines:
        if not line.is_blank or (found and not found[-1].is_blank):
            found.append(line)
        elif found and line.depth < found[-1].depth:
            found[-1] = line  # the gap below a quote is not part of it
    if found and found[-1].is_blank:
        found.pop()
    return "\n".join(
        (f"{'>' * line.depth} {line.text}" if line.depth else line.text).rstrip() for line in found
    )


def _line(written: str) -> Line:
    marks = re.match(r"(?:> ?)*", written)
    length = marks.end() if marks else 0
    depth = written.count(">", 0, length)
    # In `> > words` the blank after a mark belongs to the mark.
    return Line(written[length:], min(depth, MAX_QUOTED)) if depth else Line(written)


def _trimmed(line: Line) -> Line:
    return Line("-- " if line.text == "-- " else line.text.rstrip(), line.depth)


def _unflowed(lines: list[Line], *, delete_space: bool) -> list[Line]:
    """Join what the sender's program broke; `-- ` ends a paragraph although it ends in a blank."""
    joined: list[Line] = []
    open_at = -1  # depth of a paragraph that goes on
    for line in lines:
        text = line.text[1:] if line.depth == 0 and line.text.startswith(" ") else line.text
        goes_on = text.endswith(" ") and text != "-- "
        kept = text[:-1] if goes_on and delete_space else text
        if open_at == line.depth and joined and text != "-- ":
            joined[-1] = Line(joined[-1].text + kept, line.depth)
        else:
            joined.append(Line(kept, line.depth))
        open_at = line.depth if goes_on else -1
    return [_trimmed(line) for line in joined]
