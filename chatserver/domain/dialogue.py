"""Dialogues of a file, one JSON object a line: `{"turns": [{"from": "visitor" | "agent", "text": "…"}]}`."""

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec

from chatserver.domain.errors import Fault, Refused
from chatserver.domain.page import clean_text


class Turn(msgspec.Struct, frozen=True):
    """What one side says at once."""

    speaker: Literal["visitor", "agent"] = msgspec.field(name="from")
    text: str


class Dialogue(msgspec.Struct, frozen=True):
    """A whole exchange; other fields of the line are ignored."""

    turns: Annotated[tuple[Turn, ...], msgspec.Meta(min_length=1)]


def read_dialogues(lines: Iterable[bytes], limit: int | None = None) -> tuple[list[Dialogue], list[Fault]]:
    """The first `limit` good dialogues (None: all) and the faults up to there, each named `line N`.

    Blank lines count but say nothing. A text must be fit to be stored (contract S5) and the visitor begins.
    """
    read = msgspec.json.Decoder(Dialogue).decode
    good: list[Dialogue] = []
    faults: list[Fault] = []
    for number, line in enumerate(lines, 1):
        if len(good) == limit:
            break
        if not line.strip():
            continue
        try:
            dialogue = read(line)
            reason = _fault_of(dialogue)
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            reason = str(fault)
        if reason:
            faults.append(Fault(f"line {number}", reason))
        else:
            good.append(dialogue)
    return good, faults


def _fault_of(dialogue: Dialogue) -> str:
    if dialogue.turns[0].speaker != "visitor":
        return "the visitor must speak first"
    for number, turn in enumerate(dialogue.turns, 1):
        try:
            clean_text(turn.text)
        except Refused as refused:
            return f"turn {number}: {refused.reason}"
    return ""
