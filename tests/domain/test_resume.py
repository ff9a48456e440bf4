"""What a returning client gets (contract R7, R9, R10)."""

import pytest

from chatserver.domain.resume import Position, Standing, judge

STORED = Standing(epoch="e", seq=5, version=1, visitor="v", h_at_position="h3")


def test_a_client_that_holds_nothing_gets_everything() -> None:
    assert judge(Position("", 0, ""), STORED) == judge(Position("", 0, ""), None) == "newer"


def test_a_client_behind_gets_what_is_newer() -> None:
    assert judge(Position("e", 3, "h3"), STORED) == "newer"


def test_a_client_that_was_never_told_the_epoch_is_judged_by_its_hash() -> None:
    assert judge(Position("", 3, "h3"), STORED) == "newer"
    assert judge(Position("", 3, "other"), STORED) == "diverged"


@pytest.mark.parametrize(
    "position", [Position("other", 3, "h3"), Position("e", 6, "h6"), Position("e", 3, "other")]
)
def test_another_epoch_a_seq_beyond_the_end_or_another_hash_has_diverged(position: Position) -> None:
    assert judge(position, STORED) == "diverged"


def test_a_client_of_a_conversation_that_is_gone_has_diverged() -> None:
    assert judge(Position("e", 3, "h3"), None) == "diverged"


def test_a_client_standing_where_the_past_was_cut_off_is_told_so() -> None:
    trimmed = Standing(epoch="e", seq=5, version=1, visitor="v", h_at_position=None)
    assert judge(Position("e", 1, "h1"), trimmed) == "trimmed"
