"""The visitor's verdict: on what a person has answered, once a talk, to be changed, and hostile words made one line."""

import pytest
from msgspec.structs import replace

from chatserver.domain.conversation import Conversation
from chatserver.domain.errors import Refused
from chatserver.domain.rating import COMMENT_CHARS, rate, standing

CLOSED = Conversation(
    "c1", "v1", "e", 4, "h", 3, "closed", 1, agent="an", department="billing", agent_at=50, closed_at=60
)
RATED = replace(CLOSED, rating="yes", rated_at=70)


def test_before_a_person_has_answered_there_is_nothing_to_rate() -> None:
    with pytest.raises(Refused, match="not_answered"):
        rate(replace(CLOSED, agent_at=0), "yes", "", 70)


def test_a_verdict_is_kept_with_who_answered_where_and_a_line() -> None:
    change = rate(CLOSED, "yes", "", 70)
    assert change is not None
    assert change.expect == {"rated_at": ""}
    assert change.set == {
        "rating": "yes",
        "rating_comment": "",
        "rated_at": "70",
        "rated_agent": "an",
        "rated_department": "billing",
    }
    assert (change.line, change.values) == ("system.rated_yes", {})


def test_the_same_verdict_again_is_nothing_new_and_takes_no_words_away() -> None:
    assert rate(RATED, "yes", "", 80) is None
    told = replace(RATED, rating="no", rating_comment="Chậm")
    assert rate(told, "no", "", 80) is None
    assert rate(told, "no", " Chậm ", 80) is None


def test_a_verdict_may_be_changed_and_words_be_added() -> None:
    change = rate(RATED, "no", "Chậm", 80)
    assert change is not None
    assert change.expect == {"rated_at": "70"}
    assert (change.line, change.values) == ("system.rated_no_because", {"comment": "Chậm"})
    back = rate(replace(RATED, rating="no", rating_comment="Chậm"), "yes", "nhưng tốt", 90)
    assert back is not None
    assert (back.set["rating"], back.set["rating_comment"]) == ("yes", "")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Chậm\nquá\r\n\tlắm", "Chậm quá lắm"),
        ("\u202eđảo ngược\u202c \u200bẩn", "đảo ngược ẩn"),
        ("<b>{agent}</b>\x00", "<b>{agent}</b>"),
        ("cha\u0323\u0302m", "chậm"),
        ("x" * COMMENT_CHARS, "x" * COMMENT_CHARS),
    ],
)
def test_words_become_one_honest_line(written: str, kept: str) -> None:
    change = rate(CLOSED, "no", written, 70)
    assert change is not None
    assert change.set["rating_comment"] == change.values["comment"] == kept


@pytest.mark.parametrize("blank", ["", " \n", "\u200b\u202e"])
def test_words_without_a_visible_letter_are_none(blank: str) -> None:
    change = rate(CLOSED, "no", blank, 70)
    assert change is not None
    assert (change.line, change.values) == ("system.rated_no", {})


def test_too_many_words_are_refused_by_name() -> None:
    with pytest.raises(Refused) as refused:
        rate(CLOSED, "no", "x" * (COMMENT_CHARS + 1), 70)
    assert (refused.value.key, refused.value.values) == ("error.comment_too_long", {"limit": 500})


def test_a_verdict_stands_until_we_have_helped_and_closed_anew() -> None:
    assert standing(CLOSED) == ""
    assert standing(RATED) == "yes"
    assert standing(replace(RATED, status="open", agent_at=80)) == "yes"
    assert standing(replace(RATED, closed_at=90)) == "yes"  # nobody said more
    assert standing(replace(RATED, agent_at=80, closed_at=90)) == ""
    again = rate(replace(RATED, agent_at=80, closed_at=90), "yes", "", 95)
    assert again is not None
    assert again.expect == {"rated_at": "70"}


def test_who_is_rated_is_whoever_has_it_or_spoke_last_or_had_it() -> None:
    gone = replace(CLOSED, agent="", last_by="binh", previous="chi")
    change = rate(gone, "yes", "", 70)
    assert change is not None
    assert change.set["rated_agent"] == "binh"
    change = rate(replace(gone, last_by=""), "yes", "", 70)
    assert change is not None
    assert change.set["rated_agent"] == "chi"
