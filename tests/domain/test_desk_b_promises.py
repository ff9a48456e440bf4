"""Desk B by when: N working days are N x 24 h of working-day time in the desk's zone (mission.md)."""

import pytest

from chatserver.actions.explanations import explain
from chatserver.domain.policy_file import Priority
from tests.domain.desk_a import ict
from tests.domain.desk_b import chatwork, decided, with_make_up_days

USAGE = [
    ("2026-03-26 15:00", "2026-03-27 15:00"),
    ("2026-03-27 00:00", "2026-03-28 00:00"),  # all of Friday
    ("2026-03-27 15:00", "2026-03-30 15:00"),
    ("2026-03-27 23:59:59", "2026-03-30 23:59:59"),
    ("2026-03-28 00:00", "2026-03-31 00:00"),
    ("2026-03-28 10:00", "2026-03-31 00:00"),
    ("2026-03-29 23:59:59.999999", "2026-03-31 00:00"),
    ("2026-03-30 00:00", "2026-03-31 00:00"),
    ("2026-03-30 00:00:01", "2026-03-31 00:00:01"),
    # Tết 2026: 16 to 20 February; Tết 2027: 4 to 10 February
    ("2026-02-13 15:00", "2026-02-23 15:00"),
    ("2026-02-14 10:00", "2026-02-24 00:00"),
    ("2026-02-17 03:00", "2026-02-24 00:00"),
    ("2026-02-23 00:00", "2026-02-24 00:00"),
    ("2027-02-03 15:00", "2027-02-11 15:00"),
    ("2027-02-04 00:00", "2027-02-12 00:00"),
    ("2027-02-07 12:00", "2027-02-12 00:00"),
    # other public holidays
    ("2022-04-08 12:00", "2022-04-12 12:00"),  # Hùng Kings on Sunday, Monday off
    ("2022-04-29 10:00", "2022-05-04 10:00"),  # 30 April and 1 May at a weekend, two days off after it
    ("2026-04-24 12:00", "2026-04-28 12:00"),
    ("2026-04-29 12:00", "2026-05-04 12:00"),
    ("2026-08-28 10:00", "2026-09-03 10:00"),
    ("2026-12-31 15:00", "2027-01-04 15:00"),
    # the first days of the new rules
    ("2022-03-28 00:00", "2022-03-29 00:00"),
    ("2022-03-28 09:00", "2022-03-29 09:00"),
    # leap years
    ("2024-02-28 15:00", "2024-02-29 15:00"),
    ("2024-02-29 15:00", "2024-03-01 15:00"),
    ("2025-02-28 15:00", "2025-03-03 15:00"),
    # Saturday 22 August 2026 makes up for a Monday: this desk's working days have no Saturdays
    ("2026-08-21 15:00", "2026-08-24 15:00"),
    ("2026-08-22 10:00", "2026-08-25 00:00"),
]
LOGIN = [
    ("2026-03-25 10:00", "2026-03-27 10:00"),
    ("2026-03-26 15:00", "2026-03-30 15:00"),
    ("2026-03-27 15:00", "2026-03-31 15:00"),
    ("2026-03-28 10:00", "2026-04-01 00:00"),
    ("2026-02-13 15:00", "2026-02-24 15:00"),
    ("2026-02-22 12:00", "2026-02-25 00:00"),
    ("2027-02-02 12:00", "2027-02-11 12:00"),
    ("2027-02-03 15:00", "2027-02-12 15:00"),
    ("2026-08-28 10:00", "2026-09-04 10:00"),
    ("2022-03-28 00:00", "2022-03-30 00:00"),
    ("2024-02-29 15:00", "2024-03-04 15:00"),
]


@pytest.mark.parametrize(("received", "promised"), USAGE)
def test_usage_is_answered_within_one_working_day(received: str, promised: str) -> None:
    decision = decided(received, "usage", "business", signed_in=True)
    assert decision.reply_by == ict(promised)
    assert decision.target is not None and decision.target.target.working_days == 1


@pytest.mark.parametrize(("received", "promised"), LOGIN)
def test_login_problems_are_answered_within_two_working_days(received: str, promised: str) -> None:
    assert decided(received, "login").reply_by == ict(promised)


@pytest.mark.parametrize(
    ("received", "promised"),
    [
        ("2022-03-25 15:00", "2022-03-28 15:00"),  # counted on into the new version
        ("2022-03-27 20:00", "2022-03-29 00:00"),
        ("2022-01-28 09:00", "2022-02-07 09:00"),  # Tết 2022: 31 January to 4 February
    ],
)
def test_before_the_change_one_working_day_holds_for_all(received: str, promised: str) -> None:
    assert decided(received).reply_by == ict(promised)


@pytest.mark.parametrize("priority", ["critical", "high", "medium", "low"])
def test_a_desk_without_priorities_promises_what_emails_get(priority: Priority) -> None:
    assert decided("2026-03-27 15:00", "login", priority=priority).reply_by == ict("2026-03-31 15:00")


@pytest.mark.parametrize(
    ("received", "promised"),
    [
        ("2026-08-21 15:00", "2026-08-22 15:00"),
        ("2026-08-22 10:00", "2026-08-24 10:00"),
        ("2026-08-28 10:00", "2026-09-03 10:00"),
        ("2026-03-27 15:00", "2026-03-30 15:00"),
    ],
)
def test_a_calendar_that_asks_for_make_up_days_works_on_them(received: str, promised: str) -> None:
    policy = with_make_up_days()
    assert decided(received, "usage", "business", signed_in=True, policy=policy).reply_by == ict(promised)


@pytest.mark.parametrize(
    ("received", "vi", "en"),
    [
        ("2026-03-28 10:00", "trong ngày thứ Hai 30/3", "within Monday 30 Mar"),
        ("2026-03-27 15:00", "trước 15:00 thứ Hai 30/3", "by 15:00 on Mon 30 Mar"),
        ("2026-03-27 00:00", "trong ngày thứ Sáu 27/3", "within Friday 27 Mar"),
        ("2026-02-17 03:00", "trong ngày thứ Hai 23/2", "within Monday 23 Feb"),
        ("2027-02-07 12:00", "trong ngày thứ Năm 11/2", "within Thursday 11 Feb"),
        ("2026-12-31 15:00", "trước 15:00 thứ Hai 4/1/2027", "by 15:00 on Mon 4 Jan 2027"),
    ],
)
def test_midnight_is_told_as_the_day_that_ends(received: str, vi: str, en: str) -> None:
    decision = decided(received, "usage", "business", signed_in=True)
    version, now = chatwork().version_at(ict(received)), ict(received)
    assert explain(decision, version, "vi", now).endswith(f"chúng tôi trả lời {vi}.")
    assert explain(decision, version, "en", now).endswith(f"we'll reply {en}.")
