"""Desk A by when: 4 h of office time for emails, a priority's time in the chat's hours (mission.md, "our reading")."""

import pytest

from chatserver.domain.policy_file import Priority
from tests.domain.desk_a import changed, decided, ict

EMAILS = [
    # a Wednesday: office time is 8:00-17:00
    ("2026-03-04 00:00", "2026-03-04 12:00"),
    ("2026-03-04 07:59:59", "2026-03-04 12:00"),
    ("2026-03-04 08:00", "2026-03-04 12:00"),
    ("2026-03-04 09:30", "2026-03-04 13:30"),
    ("2026-03-04 12:59:59", "2026-03-04 16:59:59"),
    ("2026-03-04 13:00", "2026-03-04 17:00"),
    ("2026-03-04 13:00:01", "2026-03-05 08:00:01"),
    ("2026-03-04 16:59", "2026-03-05 11:59"),
    ("2026-03-04 17:00", "2026-03-05 12:00"),
    ("2026-03-04 22:00", "2026-03-05 12:00"),
    # over a weekend
    ("2026-03-06 13:00", "2026-03-06 17:00"),
    ("2026-03-06 15:00", "2026-03-09 10:00"),
    ("2026-03-06 17:00", "2026-03-09 12:00"),
    ("2026-03-07 09:00", "2026-03-09 12:00"),
    ("2026-03-08 21:59", "2026-03-09 12:00"),
    # Tết 2026: Monday 16 to Friday 20 February
    ("2026-02-13 15:00", "2026-02-23 10:00"),
    ("2026-02-13 17:00", "2026-02-23 12:00"),
    ("2026-02-16 10:00", "2026-02-23 12:00"),
    ("2026-02-17 00:00", "2026-02-23 12:00"),
    ("2026-02-20 22:00", "2026-02-23 12:00"),
    ("2026-02-22 23:59", "2026-02-23 12:00"),
    ("2026-02-23 07:59", "2026-02-23 12:00"),
    # Tết 2027: Thursday 4 to Wednesday 10 February
    ("2027-02-03 12:00", "2027-02-03 16:00"),
    ("2027-02-03 15:00", "2027-02-11 10:00"),
    ("2027-02-03 17:00", "2027-02-11 12:00"),
    ("2027-02-04 09:00", "2027-02-11 12:00"),
    ("2027-02-07 12:00", "2027-02-11 12:00"),
    ("2027-02-10 21:59", "2027-02-11 12:00"),
    ("2027-02-11 08:00", "2027-02-11 12:00"),
    # other public holidays
    ("2026-04-24 16:00", "2026-04-28 11:00"),  # Hùng Kings on Sunday, so Monday is off
    ("2026-04-29 15:00", "2026-05-04 10:00"),  # Thursday 30 April and Friday 1 May
    ("2026-08-28 15:00", "2026-09-03 10:00"),  # Monday by decree, then two days of National Day
    ("2026-12-31 15:00", "2027-01-04 10:00"),  # New Year on a Friday
    ("2026-08-22 10:00", "2026-08-24 12:00"),  # a Saturday that others work to make up: this desk does not
    # leap years
    ("2024-02-28 22:00", "2024-02-29 12:00"),
    ("2024-02-29 15:00", "2024-03-01 10:00"),
    ("2028-02-29 13:00", "2028-02-29 17:00"),
]
PRIORITIES: list[tuple[Priority, str, str]] = [
    ("critical", "2026-03-04 10:00", "2026-03-04 10:15"),
    ("critical", "2026-03-04 21:45", "2026-03-04 22:00"),
    ("critical", "2026-03-04 21:50", "2026-03-05 08:05"),
    ("critical", "2026-03-04 22:00", "2026-03-05 08:15"),
    ("critical", "2026-03-07 21:59", "2026-03-08 08:14"),  # Saturday to Sunday
    ("critical", "2026-02-17 21:50", "2026-02-18 08:05"),  # the chat has no holidays
    ("high", "2026-03-04 03:00", "2026-03-04 10:00"),
    ("high", "2026-03-04 20:00", "2026-03-04 22:00"),
    ("high", "2026-03-04 21:00", "2026-03-05 09:00"),
    ("medium", "2026-03-04 08:00", "2026-03-04 16:00"),
    ("medium", "2026-03-04 14:00", "2026-03-04 22:00"),
    ("medium", "2026-03-04 14:00:01", "2026-03-05 08:00:01"),
    ("medium", "2026-03-04 20:00", "2026-03-05 14:00"),
    ("low", "2026-03-04 08:00", "2026-03-05 18:00"),  # 14 h and 10 h
    ("low", "2026-03-04 12:00", "2026-03-05 22:00"),  # 10 h and 14 h
    ("low", "2026-03-04 22:00", "2026-03-06 18:00"),
    ("low", "2024-02-28 12:00", "2024-02-29 22:00"),
    ("low", "2026-12-31 12:00", "2027-01-01 22:00"),
]


@pytest.mark.parametrize(("captured", "promised"), EMAILS)
def test_an_email_is_promised_within_four_office_hours(captured: str, promised: str) -> None:
    decision = decided(captured, way="email")
    assert (decision.outcome, decision.reply_by) == ("email", ict(promised))


@pytest.mark.parametrize(("priority", "at", "promised"), PRIORITIES)
def test_a_priority_is_promised_in_the_chats_hours(priority: Priority, at: str, promised: str) -> None:
    decision = decided(at, priority=priority)
    assert decision.reply_by == ict(promised)
    assert decision.target is not None
    assert (decision.target.name, decision.target.calendar) == (priority, "chat")


def test_without_a_priority_nothing_is_promised_while_somebody_is_there() -> None:
    assert decided("2026-03-04 10:00").reply_by is None
    assert decided("2026-03-04 10:00", free=0).reply_by is None


@pytest.mark.parametrize(
    ("captured", "promised"),
    [
        ("2026-08-21 16:00", "2026-08-22 11:00"),  # 1 h on Friday, 3 h on the Saturday that makes up
        ("2026-08-22 10:00", "2026-08-22 14:00"),
        ("2026-08-22 16:00", "2026-08-24 11:00"),
        ("2026-08-29 10:00", "2026-09-03 12:00"),  # an ordinary Saturday before the days off
    ],
)
def test_a_calendar_that_asks_for_make_up_days_works_on_them(captured: str, promised: str) -> None:
    policy = changed('holidays = "VN"', 'holidays = "VN"\nmake_up_days_like = "fri"')
    assert decided(captured, way="email", policy=policy).reply_by == ict(promised)
