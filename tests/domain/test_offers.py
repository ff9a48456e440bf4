"""What happens to a conversation that waits; each step holds only while nothing has changed (contract R20)."""

from msgspec.structs import replace

from chatserver.domain.conversation import Conversation
from chatserver.domain.offers import (
    give,
    has_passed,
    is_due,
    let_pass,
    offer,
    overflow,
    rehouse,
    withdraw,
)

WAITING = Conversation("c", "v", "e", 1, "h", 1, "waiting", 1000, waiting_since=1000, queued_at=1000)
OFFERED = replace(WAITING, offered_to="an", offered_at=2000, offer_lapses=5000)


def test_an_offer_names_whom_and_until_when_and_leaves_it_waiting() -> None:
    change = offer(WAITING, "an", 2000, 5000)
    assert change.set == {"offered_to": "an", "offered_at": "2000", "offer_lapses": "5000"}
    assert change.expect == {"status": "waiting", "offered_to": "", "department": "support"}
    assert change.line == ""


def test_it_lapses_at_its_instant() -> None:
    assert not is_due(OFFERED, 4999) and is_due(OFFERED, 5000)
    assert not is_due(WAITING, 5000)


def test_who_let_it_pass_is_remembered_who_left_is_not() -> None:
    assert let_pass(replace(OFFERED, passed="binh")).set == {"offered_to": "", "passed": "binh an"}
    assert has_passed(replace(WAITING, passed="binh an")) == {"an", "binh"}
    assert withdraw(OFFERED).set == {"offered_to": ""}
    assert has_passed(WAITING) == frozenset()


def test_helping_out_is_told_and_happens_once() -> None:
    change = overflow(WAITING, "billing")
    assert change.set == {"department": "billing", "offered_to": "", "overflowed": "1"}
    assert change.line == "system.overflow"


def test_what_has_no_department_any_more_moves_silently_and_keeps_its_time() -> None:
    change = rehouse(WAITING, "support", 9000)
    assert change.set == {"department": "support", "offered_to": "", "queued_at": "1000"}
    assert rehouse(replace(WAITING, queued_at=0), "support", 9000).set["queued_at"] == "9000"
    assert change.line == ""


def test_what_is_given_for_an_answer_by_mail_is_told_to_nobody() -> None:
    change = give(replace(WAITING, status="email"), "an")
    assert (change.set, change.line) == ({"offered_to": "an"}, "")
    assert change.expect["status"] == "email"
