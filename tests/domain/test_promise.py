"""Promises: counted on the right clock, and what becomes of them."""

from datetime import timedelta

import pytest

from chatserver.domain.policy_file import Target
from chatserver.domain.promise import PromiseState, promise_state, promised_at
from tests.domain.desk_a import ict, twin_ai

NOON = ict("2026-03-05 12:00")


def state(now: str, kept: str | None = None) -> PromiseState:
    kept_at = ict(kept) if kept else None
    return promise_state(NOON, now=ict(now), kept_at=kept_at, due_soon=timedelta(minutes=30))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-05 09:00", "pending"),
        ("2026-03-05 11:29:59.999", "pending"),
        ("2026-03-05 11:30", "due_soon"),
        ("2026-03-05 12:00", "due_soon"),
        ("2026-03-05 12:00:00.000001", "breached"),
    ],
)
def test_an_unanswered_promise_is_pending_then_due_soon_then_breached(now: str, expected: str) -> None:
    assert state(now) == expected


def test_an_answer_in_time_keeps_the_promise_for_good() -> None:
    assert state("2026-03-09 09:00", kept="2026-03-05 12:00") == "kept"


def test_a_late_answer_does_not_mend_it() -> None:
    assert state("2026-03-09 09:00", kept="2026-03-05 12:00:01") == "breached"


def test_without_a_calendar_every_hour_counts() -> None:
    target = Target(within=timedelta(hours=4), clock="calendar")
    assert promised_at(target, None, ict("2026-03-07 23:00")) == ict("2026-03-08 03:00")


def test_working_days_are_counted_in_their_calendar() -> None:
    target = Target(working_days=1)
    office = twin_ai().versions[0].calendars["office"]
    assert promised_at(target, office, ict("2026-03-27 15:00")) == ict("2026-03-30 15:00")
    assert promised_at(target, office, ict("2026-03-28 10:00")) == ict("2026-03-31 00:00")
