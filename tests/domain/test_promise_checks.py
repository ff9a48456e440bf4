"""What time does to a promise: due soon, broken once, broken for good; and who sleeps wakes."""

from msgspec.structs import replace

from chatserver.domain.conversation import Change, Conversation
from chatserver.domain.promise_checks import check, next_look
from chatserver.domain.terms import promise_for
from tests.domain.test_promises import DESK_A, HOUR, NOON, by, email

SOON = HOUR // 2
RECOUNT = by(DESK_A)


def checked(conversation: Conversation, now: int) -> Change | None:
    return check(conversation, RECOUNT, now, SOON)


def test_a_pending_promise_is_left_alone_until_it_is_due_soon() -> None:
    assert checked(email(), NOON) is None
    assert next_look(email(), NOON, SOON) == NOON + 4 * HOUR - SOON


def test_half_an_hour_before_it_is_due_soon() -> None:
    change = checked(email(), NOON + 4 * HOUR - SOON)
    assert change is not None and (dict(change.set), change.line) == ({"promise_state": "due_soon"}, "")
    soon = replace(email(), promise_state="due_soon")
    assert checked(soon, NOON + 4 * HOUR) is None
    assert next_look(soon, NOON + 4 * HOUR, SOON) == NOON + 4 * HOUR + 1


def test_a_broken_promise_is_told_with_a_new_time_and_listed_as_missed() -> None:
    late = NOON + 4 * HOUR + 1
    change = checked(replace(email(), promise_state="due_soon"), late)
    assert change is not None and change.line == "system.promise_broken"
    again = promise_for(DESK_A, email(), late)
    assert again is not None and change.values == {"promise": again.at}
    assert (change.set["promise_state"], change.set["missed"]) == ("breached", "1")
    assert (change.set["promise_broken_at"], change.set["promise_at"]) == (str(late), str(again.at))


def test_the_second_one_is_broken_without_another_word() -> None:
    second = replace(email(), promise_state="breached", promise_broken_at=NOON)
    assert checked(second, NOON + 5 * HOUR) is None
    assert next_look(second, NOON + 5 * HOUR, SOON) is None
    assert next_look(second, NOON, SOON) == NOON + 4 * HOUR + 1


def test_one_that_was_answered_but_not_seen_is_marked_without_a_word() -> None:
    unseen = replace(email(), waiting_since=0, agent_at=NOON, unseen_since=NOON)
    change = checked(unseen, NOON + 5 * HOUR)
    assert change is not None and (change.set["promise_state"], change.line) == ("breached", "")


def test_a_sleeping_conversation_wakes_at_its_instant() -> None:
    asleep = replace(email(), promise_by="an", sleeps_until=NOON + HOUR)
    assert checked(asleep, NOON + HOUR - 1) is None
    assert next_look(asleep, NOON, SOON) == NOON + HOUR
    change = checked(asleep, NOON + HOUR)
    assert change is not None and dict(change.set) == {"sleeps_until": ""}


def test_without_a_promise_there_is_nothing_to_look_at() -> None:
    idle = Conversation("c", "v", "e", 2, "h", 1, "open", NOON, "an", "An", agent_at=NOON)
    assert (checked(idle, NOON), next_look(idle, NOON, SOON)) == (None, None)
