"""Desk A by the clock: open 8:00-22:00 on every day of the year, and who is there inside (mission.md)."""

import pytest

from chatserver.domain.policy_file import Way
from tests.domain.desk_a import changed, decided, ict


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-03-04 00:00", "2026-03-04 08:00"),
        ("2026-03-04 03:00", "2026-03-04 08:00"),
        ("2026-03-04 07:59:59.999999", "2026-03-04 08:00"),
        ("2026-03-04 22:00", "2026-03-05 08:00"),
        ("2026-03-04 23:59:59.999999", "2026-03-05 08:00"),
        ("2026-03-06 22:00", "2026-03-07 08:00"),  # to a Saturday
        ("2026-03-08 22:00", "2026-03-09 08:00"),  # from a Sunday
        ("2026-02-17 07:59", "2026-02-17 08:00"),  # the first day of Tết 2026
        ("2027-02-06 22:00", "2027-02-07 08:00"),  # and of Tết 2027
        ("2026-09-02 22:00", "2026-09-03 08:00"),
        ("2026-12-31 22:00", "2027-01-01 08:00"),
        ("2024-02-28 22:00", "2024-02-29 08:00"),
        ("2024-02-29 22:00", "2024-03-01 08:00"),
        ("2025-02-28 22:00", "2025-03-01 08:00"),
    ],
)
def test_a_closed_desk_opens_at_8_of_the_next_morning(at: str, opens: str) -> None:
    decision = decided(at, online=3)
    assert (decision.outcome, decision.reason, decision.open) == ("email", "closed_hours", False)
    assert (decision.opens_at, decision.closes_at) == (ict(opens), None)


@pytest.mark.parametrize(
    ("at", "closes"),
    [
        ("2026-03-04 08:00", "2026-03-04 22:00"),
        ("2026-03-04 12:30", "2026-03-04 22:00"),
        ("2026-03-04 21:59:59.999999", "2026-03-04 22:00"),
        ("2026-03-07 08:00", "2026-03-07 22:00"),  # Saturday
        ("2026-03-08 21:59", "2026-03-08 22:00"),  # Sunday
        ("2026-02-16 10:00", "2026-02-16 22:00"),  # the eve of Tết 2026
        ("2026-02-17 08:00", "2026-02-17 22:00"),
        ("2027-02-06 21:59", "2027-02-06 22:00"),
        ("2026-04-30 12:00", "2026-04-30 22:00"),
        ("2027-01-01 08:00", "2027-01-01 22:00"),
        ("2024-02-29 10:00", "2024-02-29 22:00"),
        ("2026-03-29 08:00", "2026-03-29 22:00"),  # summer time begins elsewhere
    ],
)
def test_an_open_desk_closes_at_22_of_the_same_day(at: str, closes: str) -> None:
    decision = decided(at)
    assert (decision.outcome, decision.reason, decision.open) == ("agent", "agent_free", True)
    assert (decision.opens_at, decision.closes_at) == (None, ict(closes))


@pytest.mark.parametrize(
    ("at", "online", "free", "way", "outcome", "reason"),
    [
        ("2026-03-04 10:00", 0, 0, "chat", "email", "nobody_online"),
        ("2026-03-04 10:00", 1, 0, "chat", "queue", "all_busy"),
        ("2026-03-04 10:00", 1, 1, "chat", "agent", "agent_free"),
        ("2026-03-04 10:00", 12, 0, "chat", "queue", "all_busy"),
        ("2026-03-04 10:00", 12, 1, "chat", "agent", "agent_free"),
        ("2026-03-04 10:00", 12, 12, "email", "email", "email_chosen"),
        ("2026-03-04 21:59:59.999999", 1, 0, "chat", "queue", "all_busy"),
        ("2026-03-04 22:00", 12, 12, "chat", "email", "closed_hours"),
        ("2026-03-04 22:00", 12, 12, "email", "email", "email_chosen"),
    ],
)
def test_inside_hours_it_depends_on_who_is_there_and_on_what_is_asked_for(
    at: str, online: int, free: int, way: Way, outcome: str, reason: str
) -> None:
    decision = decided(at, online=online, free=free, way=way)
    assert (decision.outcome, decision.reason) == (outcome, reason)


def test_a_closed_date_is_a_holiday_with_the_next_days_opening() -> None:
    """Desk A closes no day by itself; a policy may."""
    policy = changed(
        'hours.every_day = ["08:00-22:00"]', 'hours.every_day = ["08:00-22:00"]\nclosed = [2026-02-17]'
    )
    decision = decided("2026-02-17 10:00", policy=policy)
    assert (decision.outcome, decision.reason) == ("email", "closed_holiday")
    assert decision.opens_at == ict("2026-02-18 08:00")
