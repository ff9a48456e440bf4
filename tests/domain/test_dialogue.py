"""Dialogues of a file, and what is wrong with its lines."""

from pathlib import Path

import pytest

from chatserver.domain.dialogue import Dialogue, Turn, read_dialogues

EXCERPT = Path(__file__).parent.parent / "data" / "dialogues-excerpt.jsonl"
GOOD = '{"id": "1", "turns": [{"from": "visitor", "text": "Chào"}, {"from": "agent", "text": "Dạ"}]}'.encode()


def test_a_dialogue_is_who_said_what() -> None:
    assert read_dialogues([GOOD]) == ([Dialogue((Turn("visitor", "Chào"), Turn("agent", "Dạ")))], [])


def test_every_line_of_the_excerpt_is_good() -> None:
    with EXCERPT.open("rb") as lines:
        good, faults = read_dialogues(lines)
    assert (len(good), faults) == (64, [])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "truncated"),
        (b"\xff\xfe", "malformed"),
        (b"[]", "Expected `object`"),
        (b'{"turns": []}', "length >= 1"),
        (b'{"turns": [{"from": "system", "text": "Hi"}]}', "`$.turns[0].from`"),
        (b'{"turns": [{"from": "visitor", "text": "\xff"}]}', "utf-8"),
        (b'{"turns": [{"from": "agent", "text": "Hi"}]}', "the visitor must speak first"),
        (b'{"turns": [{"from": "visitor", "text": " "}]}', "turn 1: empty_text"),
    ],
)
def test_a_bad_line_is_named_and_costs_no_other(line: bytes, reason: str) -> None:
    good, [fault] = read_dialogues([GOOD, line, b"\n", GOOD])
    assert len(good) == 2
    assert fault.path == "line 2" and reason in fault.reason


def test_a_text_that_could_not_be_stored_is_a_fault() -> None:
    line = b'{"turns": [{"from": "visitor", "text": "%s"}]}' % (b"a" * 10_001)
    assert [str(fault) for fault in read_dialogues([line])[1]] == ["line 1: turn 1: text_too_long"]


def test_lines_beyond_the_limit_are_not_even_read() -> None:
    assert len(read_dialogues([GOOD, GOOD, b"{"], 2)[0]) == 2
    assert read_dialogues([GOOD, GOOD, b"{"], 2)[1] == []
