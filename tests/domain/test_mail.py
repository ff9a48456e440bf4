"""What becomes of a mail after each attempt (contract R21, R22)."""

from dataclasses import replace

import pytest

from chatserver.domain.mail import (
    LONGEST_MS,
    MOST_FAULTS,
    Mail,
    Result,
    Settling,
    bounced,
    sent_again,
    settled,
    wait_after,
)

MINUTE = 60_000
NOW = 1_700_000_000_000
LEASED = Mail("c", 3, "answer", "leased", 5, 7, NOW - MINUTE, attempts=1, tried_at=NOW, lease="token")


def after(result: Result, **facts: int) -> Settling:
    """What becomes of a mail with these counts."""
    return settled(replace(LEASED, **facts), result, NOW)  # type: ignore[arg-type]


def test_whatever_becomes_of_it_is_bound_to_its_lease() -> None:
    results: list[Result] = ["accepted", "refused", "put_off", "lost_after_data", "unfit", "lapsed"]
    for result in results:
        found = after(result)
        assert (found.n, found.lease, found.was) == (3, "token", "leased")


def test_a_mail_that_was_accepted_is_sent_and_forgets_its_troubles() -> None:
    found = after("accepted")
    assert (found.state, found.due_at) == ("sent", 0)
    assert found.fields == {"reason": "", "detail": "", "sent_at": str(NOW)}


def test_the_waits_after_each_attempt_are_those_of_the_contract() -> None:
    minutes = [after("put_off", attempts=attempts).due_at - NOW for attempts in range(1, 5)]
    assert minutes == [1 * MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE]
    assert after("put_off", attempts=99).due_at - NOW == wait_after(99) == 720 * MINUTE


def test_after_48_hours_it_is_given_up() -> None:
    mail, now, attempts = LEASED, NOW, 1
    while True:
        found = settled(replace(mail, attempts=attempts), "put_off", now)
        if found.state != "retry":
            break
        now, attempts = found.due_at, attempts + 1
    assert (found.state, found.fields["reason"], found.due_at) == ("dead", "expired", 0)
    assert LONGEST_MS - 12 * 60 * MINUTE < now - NOW <= LONGEST_MS


@pytest.mark.parametrize("result", ["refused", "no_address"])
def test_what_can_never_arrive_is_dead_with_its_reason(result: Result) -> None:
    found = settled(LEASED, result, NOW, detail="550 " + "x" * 500)
    assert (found.state, found.due_at, found.fields["reason"]) == ("dead", 0, result)
    assert len(found.fields["detail"]) == 300


def test_what_is_needed_no_more_is_cancelled() -> None:
    assert (after("not_needed").state, after("not_needed").due_at) == ("cancelled", 0)


def test_a_mail_that_was_lost_after_data_is_repeated_once_and_only_once() -> None:
    first, second = after("lost_after_data"), after("lost_after_data", uncertain=1)
    assert (first.state, first.due_at, first.fields["uncertain"]) == ("uncertain", NOW + MINUTE, "1")
    assert (second.state, second.due_at, second.fields["uncertain"]) == ("uncertain", 0, "2")


def test_a_mail_that_must_wait_its_turn_has_not_been_tried() -> None:
    found = settled(LEASED, "limited", NOW, wait_ms=90_000)
    assert (found.state, found.due_at, found.fields["attempts"]) == ("queued", NOW + 90_000, "0")


@pytest.mark.parametrize("result", ["unfit", "lapsed"])
def test_what_fails_five_times_before_it_is_sent_blocks_nothing_more(result: Result) -> None:
    assert after(result).state == "retry"
    last = after(result, faults=MOST_FAULTS - 1)
    assert (last.state, last.due_at, last.fields["reason"]) == ("dead", 0, result)


def test_sent_again_it_begins_anew_under_the_same_name() -> None:
    dead = replace(
        LEASED, state="dead", lease="", attempts=9, faults=5, uncertain=2, phase="data", reason="refused"
    )
    found = sent_again(dead, NOW)
    assert (found.was, found.state, found.due_at, found.n) == ("dead", "queued", NOW, dead.n)
    assert {found.fields[name] for name in ("attempts", "faults", "uncertain")} == {"0"}
    assert {found.fields[name] for name in ("reason", "detail", "phase", "tried_at", "sent_at")} == {""}


def test_what_came_back_is_bounced_and_nobody_sends_it_again_by_itself() -> None:
    sent = replace(LEASED, state="sent", lease="")
    found = bounced(sent, "5.1.1", "no such user")
    assert (found.was, found.state, found.due_at) == ("sent", "bounced", 0)
    assert found.fields == {"reason": "5.1.1", "detail": "no such user"}


def test_a_mail_is_named_by_its_conversation_and_number() -> None:
    assert LEASED.id == "c.3"


def test_the_time_until_its_limit_does_not_count_against_a_mail() -> None:
    waited = settled(replace(LEASED, attempts=1, tried_at=NOW), "limited", NOW, wait_ms=90_000)
    assert (waited.fields["tried_at"], waited.fields["attempts"]) == ("", "0")
    tried_before = settled(replace(LEASED, attempts=2, tried_at=NOW), "limited", NOW, wait_ms=90_000)
    assert "tried_at" not in tried_before.fields
