"""Desk A decides: worked cases at the edges of hours, weekends, Tết, and with nobody there."""

from datetime import timedelta

import pytest

from chatserver.domain.decision import Situation, decide
from chatserver.domain.policy import load_policy
from tests.domain.desk_a import decided, ict, no_holidays
from tests.domain.policies import minimal


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-03-04 07:59:59.999999", False),
        ("2026-03-04 08:00", True),
        ("2026-03-04 12:00", True),
        ("2026-03-04 21:59:59.999", True),
        ("2026-03-04 22:00", False),
        ("2026-03-05 03:00", False),
        ("2026-03-07 08:00", True),
        ("2026-03-08 21:59:59", True),
        ("2024-02-29 10:00", True),
        ("2026-02-17 10:00", True),
        ("2027-02-06 21:59", True),
        ("2026-09-02 22:00", False),
        ("2026-12-31 22:00", False),
        ("2027-01-01 08:00", True),
    ],
)
def test_chat_is_open_from_8_to_22_on_every_day_of_the_year(at: str, is_open: bool) -> None:
    decision = decided(at)
    assert decision.open is is_open
    assert decision.outcome == ("agent" if is_open else "email")
    assert decision.reason == ("agent_free" if is_open else "closed_hours")


@pytest.mark.parametrize(
    ("captured", "promised"),
    [
        ("2026-03-04 22:00", "2026-03-05 12:00"),
        ("2026-03-04 23:59:59", "2026-03-05 12:00"),
        ("2026-03-05 07:59", "2026-03-05 12:00"),
        ("2026-03-06 22:00", "2026-03-09 12:00"),
        ("2026-03-07 22:30", "2026-03-09 12:00"),
        ("2026-03-09 01:00", "2026-03-09 12:00"),
        ("2024-02-28 22:00", "2024-02-29 12:00"),
        ("2026-02-13 22:00", "2026-02-23 12:00"),  # Tết 2026: 16 to 20 February
        ("2026-02-17 22:00", "2026-02-23 12:00"),
        ("2026-02-22 23:00", "2026-02-23 12:00"),
        ("2027-02-03 22:00", "2027-02-11 12:00"),  # Tết 2027: 4 to 10 February
        ("2027-02-06 23:00", "2027-02-11 12:00"),
        ("2026-04-24 22:00", "2026-04-28 12:00"),  # Hùng Kings on a Sunday, Monday off instead
        ("2026-04-29 22:00", "2026-05-04 12:00"),  # 30 April and 1 May
        ("2026-08-28 22:00", "2026-09-03 12:00"),  # Monday off by decree, then the National Day
        ("2026-12-31 22:00", "2027-01-04 12:00"),
    ],
)
def test_outside_hours_an_email_is_promised_within_four_office_hours(captured: str, promised: str) -> None:
    decision = decided(captured)
    assert (decision.outcome, decision.reason) == ("email", "closed_hours")
    assert decision.reply_by == ict(promised)


@pytest.mark.parametrize(
    ("captured", "promised"),
    [
        ("2026-03-04 10:00", "2026-03-04 14:00"),
        ("2026-03-04 08:00", "2026-03-04 12:00"),
        ("2026-03-04 13:00", "2026-03-04 17:00"),
        ("2026-03-04 13:00:01", "2026-03-05 08:00:01"),
        ("2026-03-04 18:00", "2026-03-05 12:00"),
        ("2026-03-06 16:00", "2026-03-09 11:00"),
        ("2026-03-07 10:00", "2026-03-09 12:00"),
        ("2026-02-13 16:00", "2026-02-23 11:00"),
        ("2026-02-18 10:00", "2026-02-23 12:00"),
        ("2027-02-03 16:00", "2027-02-11 11:00"),
    ],
)
def test_with_nobody_online_inside_hours_the_same_promise_is_made(captured: str, promised: str) -> None:
    decision = decided(captured, online=0)
    assert (decision.outcome, decision.reason) == ("email", "nobody_online")
    assert decision.open
    assert decision.reply_by == ict(promised)


def test_the_promise_says_what_was_counted() -> None:
    counted = decided("2026-03-04 22:00").target
    assert counted is not None
    assert (counted.name, counted.turn, counted.calendar) == ("email", "first", "office")
    assert counted.target.within == timedelta(hours=4)


def test_a_free_agent_answers_and_nothing_is_promised() -> None:
    decision = decided("2026-03-04 10:00", online=2, free=1)
    assert (decision.outcome, decision.reason) == ("agent", "agent_free")
    assert decision.reply_by is None and decision.target is None


def test_with_everybody_busy_the_visitor_queues() -> None:
    decision = decided("2026-03-04 10:00", online=2, free=0)
    assert (decision.outcome, decision.reason) == ("queue", "all_busy")


def test_agents_online_at_night_do_not_open_the_desk() -> None:
    assert decided("2026-03-04 22:00", online=5).outcome == "email"


def test_a_closed_desk_names_its_next_opening_and_no_closing() -> None:
    decision = decided("2026-03-04 22:00")
    assert decision.opens_at == ict("2026-03-05 08:00")
    assert decision.closes_at is None


def test_an_open_desk_names_its_closing_and_no_opening() -> None:
    decision = decided("2026-03-04 08:00")
    assert decision.closes_at == ict("2026-03-04 22:00")
    assert decision.opens_at is None


@pytest.mark.parametrize(
    ("at", "soon"),
    [
        ("2026-03-04 21:49:59.999", False),
        ("2026-03-04 21:50", True),
        ("2026-03-04 21:59:59.999", True),
        ("2026-03-04 22:00", False),
    ],
)
def test_closing_is_announced_ten_minutes_before(at: str, soon: bool) -> None:
    assert decided(at).closing_soon is soon


@pytest.mark.parametrize("department", ["support", "billing", "partnership", "incident"])
def test_every_department_of_desk_a_answers_in_the_chat(department: str) -> None:
    assert decided("2026-03-04 10:00", department=department).outcome == "agent"


def test_without_a_department_the_default_one_is_meant() -> None:
    assert decided("2026-03-04 10:00").department == "support"


def test_an_unknown_department_is_refused() -> None:
    decision = decided("2026-03-04 10:00", department="kitchen")
    assert (decision.outcome, decision.reason) == ("refused", "unknown_department")
    assert decision.reply_by is None


@pytest.mark.parametrize(
    ("priority", "promised"),
    [
        ("critical", "2026-03-05 08:15"),
        ("high", "2026-03-05 10:00"),
        ("medium", "2026-03-05 16:00"),
        ("low", "2026-03-06 18:00"),
    ],
)
def test_a_priority_has_its_own_target_counted_in_chat_hours(priority: str, promised: str) -> None:
    assert decided("2026-03-04 22:00", priority=priority).reply_by == ict(promised)


def test_a_department_that_takes_no_chat_answers_by_email_while_open() -> None:
    policy = load_policy(minimal(department='ways = ["email"]'), no_holidays)
    decision = decide(policy, Situation(ict("2026-03-04 10:00"), agents_online=3, agents_free=3))
    assert (decision.outcome, decision.reason, decision.open) == ("email", "email_only", True)
    assert decision.reply_by == ict("2026-03-04 14:00")


def test_a_version_without_a_target_for_the_priority_promises_what_emails_get() -> None:
    policy = load_policy(minimal(), no_holidays)
    decision = decide(policy, Situation(ict("2026-03-04 22:00"), priority="critical"))
    assert decision.reply_by == ict("2026-03-05 12:00")


def test_a_desk_that_never_closes_names_no_closing() -> None:
    policy = load_policy(minimal(every_day='["00:00-24:00"]'), no_holidays)
    decision = decide(policy, Situation(ict("2026-03-04 03:00"), agents_online=1, agents_free=1))
    assert (decision.outcome, decision.closes_at, decision.closing_soon) == ("agent", None, False)
