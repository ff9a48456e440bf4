"""Text to frames: what does not fit is one named rejection, never another exception (contract S3, S5)."""

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.protocol import from_agent, from_visitor
from chatserver.protocol.wire import Rejected, depth, parse_agent, parse_visitor

REASONS = {"too_big", "too_deep", "malformed", "unknown_frame", "bad_field"}
ID = "0" * 32
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
)
TAGS = [
    "hello",
    "say",
    "typing",
    "page",
    "context",
    "read",
    "email",
    "pong",
    "list",
    "watch",
    "act",
    "priority",
]
FIELDS = [
    "secret",
    "conversation",
    "cid",
    "text",
    "page",
    "cursor",
    "seq",
    "ref",
    "verb",
    "on",
    "name",
    "context",
]


def reason(text: str) -> str:
    with pytest.raises(Rejected) as rejected:
        parse_visitor(text)
    return rejected.value.reason


@given(st.text())
def test_no_text_brings_another_exception_out(text: str) -> None:
    for parse in (parse_visitor, parse_agent):
        try:
            parse(text)
        except Rejected as rejected:
            assert rejected.reason in REASONS


@given(st.sampled_from(TAGS), st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_no_field_of_a_known_frame_brings_another_exception_out(tag: str, fields: dict[str, Any]) -> None:
    text = json.dumps({"t": tag, **fields})
    for parse in (parse_visitor, parse_agent):
        try:
            parse(text)
        except Rejected as rejected:
            assert rejected.reason in REASONS


def test_size_counts_bytes_and_depth_counts_nesting_outside_strings() -> None:
    assert reason('{"t":"say","text":"' + "ă" * 40_000 + '"}') == "too_big"
    assert reason("[" * 9 + "]" * 9) == "too_deep"
    assert reason("[" * 60_000) == "too_deep"
    assert reason('{"t":"dance","x":"' + '[\\"[' * 20 + '"}') == "unknown_frame"


def test_a_rejection_names_the_message_it_is_about() -> None:
    with pytest.raises(Rejected) as rejected:
        parse_visitor(json.dumps({"t": "say", "conversation": "short", "cid": ID, "text": "chào"}))
    assert (rejected.value.reason, rejected.value.cid) == ("bad_field", ID)
    with pytest.raises(Rejected) as refused:
        parse_agent(json.dumps({"t": "act", "verb": "steal", "conversation": ID, "ref": 7}))
    assert (refused.value.reason, refused.value.ref) == ("bad_field", 7)


def test_unknown_fields_are_ignored() -> None:
    frame = parse_visitor(json.dumps({"t": "typing", "conversation": ID, "on": True, "from_version": 9}))
    assert frame == from_visitor.Typing(ID, on=True)
    assert parse_agent('{"t":"pong","x":1}') == from_agent.Pong()


@given(JSON)
def test_depth_is_that_of_the_deepest_value_as_far_as_limits_go(value: Any) -> None:
    def nesting(one: Any) -> int:
        inner = one.values() if isinstance(one, dict) else one if isinstance(one, list) else None
        return 0 if inner is None else 1 + max(map(nesting, inner), default=0)

    many = [[]] * 9 + [value]  # the cheap count is high already
    assert min(depth(json.dumps(many)), 11) == min(nesting(many), 11)


@pytest.mark.parametrize("brackets", ["[", "]", "[]", "{}[]", "[[]]", "1[", "[" * 40 + "]" * 40])
def test_brackets_without_an_end_cost_no_time(brackets: str) -> None:
    long = "[" + brackets * (128 * 1024 // len(brackets))
    before = time.process_time()
    depth(long)
    assert time.process_time() - before < 0.015, "20 ms a letter at a time"


def test_strings_without_an_end_are_read_once() -> None:
    hostile = "[" * 9 + '"' + '\\"' * 30_000
    before = time.process_time()
    with pytest.raises(Rejected):
        parse_visitor(hostile)
    assert time.process_time() - before < 1.0


@pytest.mark.parametrize("end", ["\n", "0", " "])
def test_ids_and_secrets_are_whole_strings(end: str) -> None:
    for frame in (
        {"t": "read", "conversation": "a" * 32 + end, "seq": 1},
        {"t": "hello", "secret": "a" * 43 + end},
    ):
        with pytest.raises(Rejected) as rejected:
            parse_visitor(json.dumps(frame))
        assert rejected.value.reason == "bad_field"
