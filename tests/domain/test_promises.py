"""What moves a promise, what an agent may promise, what keeps one (issue: the hard moments; mission, "our reading")."""

import pytest
from msgspec.structs import replace

from chatserver.domain.conversation import Conversation
from chatserver.domain.errors import Refused
from chatserver.domain.policy import PolicyVersion, load_policy
from chatserver.domain.promises import Recount, fields_of, prioritise, promise_own, recounted, see
from chatserver.domain.terms import Promise, promise_for, read_terms, resolve_by, write_terms
from tests.domain.desk_a import ict, no_holidays, twin_ai
from tests.domain.policies import minimal

HOUR = 3_600_000
NOON = round(ict("2026-03-04 12:00").timestamp() * 1000)  # a Wednesday
DESK_A = twin_ai().versions[0]


def by(version: PolicyVersion) -> Recount:
    return lambda conversation, start: promise_for(version, conversation, start)


def read(text: str) -> PolicyVersion:
    return load_policy(text, no_holidays).versions[0]


def promise(conversation: Conversation, version: PolicyVersion, start: int) -> Promise:
    found = promise_for(version, conversation, start)
    assert found is not None
    return found


def email(version: PolicyVersion = DESK_A, since: int = NOON, **fields: object) -> Conversation:
    """A conversation that waits for a mail since noon, promised by a version."""
    bare = Conversation("c", "v", "e", 1, "h", 1, "email", since, waiting_since=since)
    bare = replace(bare, **fields)
    made = promise(bare, version, since)
    stands = {"promise_at": made.at, "promise_from": made.start, "promise_state": "pending"}
    return replace(bare, promise_target=write_terms(made.terms), **{**stands, **fields})


def test_a_promise_keeps_the_rule_it_was_counted_by() -> None:
    made = promise(email(), DESK_A, NOON)
    assert made.at == NOON + 4 * HOUR
    terms = read_terms(fields_of(made)["promise_target"])
    assert terms == made.terms
    assert (made.terms.name, made.terms.turn, made.terms.within_s, made.terms.calendar) == (
        "email",
        "first",
        4 * 3600,
        "office",
    )


def test_terms_that_nobody_can_read_are_none() -> None:
    assert (read_terms(""), read_terms("{"), read_terms('{"version":3}')) == (None, None, None)


def test_who_was_answered_before_is_promised_the_next_answer() -> None:
    quick = 'email = { first = { within = "PT4H" }, next = { within = "PT1H" } }'
    version = read(minimal(targets=quick))
    assert promise(email(version, agent_at=NOON - HOUR), version, NOON).at == NOON + HOUR
    assert promise(email(version), version, NOON).at == NOON + 4 * HOUR


def test_nothing_moves_while_the_rules_stay() -> None:
    assert recounted(email(), by(DESK_A), NOON + HOUR) is None


def test_another_policy_moves_a_promise_and_says_so() -> None:
    slower = read(minimal(targets='email = { first = { within = "PT6H" } }'))
    moved = recounted(email(read(minimal())), by(slower), NOON + HOUR)
    assert moved is not None and moved.set["promise_at"] == str(NOON + 6 * HOUR)
    assert (moved.line, moved.values) == (
        "system.promise_moved",
        {"promise": NOON + 6 * HOUR, "reason": "policy"},
    )
    assert moved.expect["promise_at"] == str(NOON + 4 * HOUR)


def test_a_holiday_that_was_added_is_named() -> None:
    closed = read(minimal(calendar="closed = [2026-03-04]"))
    moved = recounted(email(read(minimal())), by(closed), NOON + HOUR)
    assert moved is not None and moved.values["reason"] == "holidays"
    assert moved.set["promise_at"] == str(NOON + 24 * HOUR)  # tomorrow at 8:00 and four hours


def test_another_department_is_named() -> None:
    two = minimal(
        more='[version.departments.billing]\nname = { vi = "b", en = "b" }\ncalendar = "office"\n'
        'targets = { email = { first = { within = "PT1H" } } }'
    )
    version = read(two)
    moved = recounted(replace(email(version), department="billing"), by(version), NOON)
    assert moved is not None and moved.values == {"promise": NOON + HOUR, "reason": "department"}


def test_a_priority_counts_from_when_waiting_began_and_is_told_as_a_promise() -> None:
    waiting = Conversation("c", "v", "e", 1, "h", 1, "waiting", NOON, waiting_since=NOON)
    change = prioritise(waiting, "high", by(DESK_A), NOON + HOUR)
    assert (change.set["priority"], change.set["prioritised"]) == ("high", "1")
    assert change.set["promise_at"] == str(NOON + 2 * HOUR)
    assert (change.line, change.values) == ("system.promise_made", {"promise": NOON + 2 * HOUR})


def test_a_priority_moves_the_promise_of_an_email() -> None:
    change = prioritise(email(), "low", by(DESK_A), NOON + HOUR)
    assert change.values["reason"] == "priority"
    assert change.set["promise_at"] == str(NOON + 34 * HOUR)  # Thursday 22:00, 24 hours of open time later


def test_a_priority_whose_time_is_over_already_counts_from_now_and_never_later_than_what_stands() -> None:
    change = prioritise(email(), "critical", by(DESK_A), NOON + HOUR)
    assert change.set["promise_at"] == str(NOON + HOUR + HOUR // 4)
    late = prioritise(email(), "critical", by(DESK_A), NOON + 4 * HOUR - 60_000)
    assert late.set.get("promise_at") is None  # the minute that stands is sooner
    waiting = Conversation("c", "v", "e", 1, "h", 1, "waiting", NOON, waiting_since=NOON)
    change = prioritise(waiting, "critical", by(DESK_A), NOON + HOUR)
    assert change.set["promise_at"] == str(NOON + HOUR + HOUR // 4)


def test_a_priority_of_what_is_answered_promises_nothing() -> None:
    answered = Conversation("c", "v", "e", 2, "h", 1, "open", NOON, "an", "An", agent_at=NOON)
    change = prioritise(answered, "critical", by(DESK_A), NOON)
    assert (dict(change.set), change.line) == ({"priority": "critical", "prioritised": "1"}, "")


def test_an_agents_own_promise_stands_whatever_the_rules_become() -> None:
    slower = read(minimal(targets='email = { first = { within = "PT6H" } }'))
    assert recounted(email(read(minimal()), promise_by="an"), by(slower), NOON) is None


def test_a_department_that_is_gone_leaves_the_promise() -> None:
    assert recounted(replace(email(), department="sales"), by(DESK_A), NOON) is None


def test_an_own_promise_puts_the_conversation_to_sleep_until_a_quarter_before() -> None:
    open_ = Conversation("c", "v", "e", 2, "h", 1, "open", NOON, "an", "An")
    change = promise_own(open_, "an", "An", NOON + 24 * HOUR, NOON)
    assert (change.set["status"], change.set["promise_by"]) == ("email", "an")
    assert change.set["sleeps_until"] == str(NOON + 24 * HOUR - HOUR // 4)
    assert (change.line, change.values) == (
        "system.promise_own",
        {"agent": "An", "promise": NOON + 24 * HOUR},
    )
    assert promise_own(open_, "an", "An", NOON + 60_000, NOON).set["sleeps_until"] == ""


@pytest.mark.parametrize("ahead", [-1, 0, 30 * 24 * HOUR + 1])
def test_an_own_promise_lies_within_the_next_thirty_days(ahead: int) -> None:
    with pytest.raises(Refused, match="bad_promise"):
        promise_own(email(), "an", "An", NOON + ahead, NOON)


def test_only_its_agent_promises_for_an_open_conversation_and_nobody_for_a_closed_one() -> None:
    open_ = Conversation("c", "v", "e", 2, "h", 1, "open", NOON, "an", "An")
    with pytest.raises(Refused, match="not_yours"):
        promise_own(open_, "binh", "Bình", NOON + HOUR, NOON)
    with pytest.raises(Refused, match="changed"):
        promise_own(replace(open_, status="closed"), "an", "An", NOON + HOUR, NOON)


def test_an_answer_seen_in_time_keeps_its_promise_and_one_seen_late_does_not() -> None:
    unseen = replace(email(), waiting_since=0, agent_at=NOON + HOUR, unseen_since=NOON + HOUR)
    in_time = see(unseen, NOON + 4 * HOUR)
    assert in_time is not None and in_time.set["promise_state"] == "kept"
    late = see(unseen, NOON + 4 * HOUR + 1)
    assert late is not None and (late.set["promise_state"], late.set["promise_at"]) == ("breached", "")
    assert see(email(), NOON) is None


def test_what_is_seen_while_more_is_asked_keeps_no_promise() -> None:
    asked_again = replace(email(), unseen_since=NOON)
    change = see(asked_again, NOON + HOUR)
    assert change is not None and dict(change.set) == {"unseen_since": ""}


def test_a_target_may_say_by_when_all_is_settled() -> None:
    settled = 'email = { first = { within = "PT4H" }, resolution = { working_days = 2 } }'
    version = read(minimal(targets=settled))
    assert resolve_by(version, email(version)) == NOON + 48 * HOUR
    assert resolve_by(DESK_A, email()) is None
