"""Calendars: half-open intervals, several a day, across midnight, in local time."""

import time
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from chatserver.domain.hours import WHOLE_DAY, Calendar, Hours, Interval

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BERLIN = ZoneInfo("Europe/Berlin")
WORK: Hours = (Interval(8 * 60, 12 * 60), Interval(13 * 60, 17 * 60))


def week(hours: Hours, weekend: Hours = (), zone: ZoneInfo = HANOI, **closed: Hours) -> Calendar:
    exceptions = {
        date.fromisoformat(day.removeprefix("on_").replace("_", "-")): h for day, h in closed.items()
    }
    return Calendar(zone, (hours, hours, hours, hours, hours, weekend, weekend), exceptions)


def hanoi(day: int, hour: int, minute: int = 0, second: int = 0, micro: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, second, micro, HANOI)  # 2 March 2026 is a Monday


def test_the_opening_instant_is_open_and_the_closing_instant_is_not() -> None:
    desk = week((Interval(480, 1320),))
    assert not desk.is_open(hanoi(2, 7, 59, 59, 999_999))
    assert desk.is_open(hanoi(2, 8))
    assert desk.is_open(hanoi(2, 21, 59, 59, 999_000))
    assert not desk.is_open(hanoi(2, 22))


def test_the_lunch_break_is_closed() -> None:
    desk = week(WORK)
    assert not desk.is_open(hanoi(2, 12, 30))
    assert desk.opens_at(hanoi(2, 12, 30)) == hanoi(2, 13)
    assert desk.closes_at(hanoi(2, 9)) == hanoi(2, 12)


def test_the_next_opening_skips_the_weekend() -> None:
    assert week(WORK).opens_at(hanoi(6, 17)) == hanoi(9, 8)


def test_the_next_opening_seen_from_an_open_desk_is_the_one_after_closing() -> None:
    assert week(WORK).opens_at(hanoi(2, 8)) == hanoi(2, 13)


def test_a_closed_desk_has_no_closing() -> None:
    assert week(WORK).closes_at(hanoi(2, 12)) is None


def test_a_night_shift_crosses_midnight() -> None:
    desk = week((Interval(22 * 60, 30 * 60),))
    assert desk.is_open(hanoi(3, 3))
    assert desk.is_open(hanoi(7, 5, 59)), "the night from Friday to Saturday"
    assert not desk.is_open(hanoi(7, 22))
    assert desk.closes_at(hanoi(2, 23)) == hanoi(3, 6)


def test_closing_a_date_leaves_the_night_that_began_the_day_before() -> None:
    desk = week((Interval(22 * 60, 30 * 60),), on_2026_03_03=())
    assert desk.is_open(hanoi(3, 3))
    assert not desk.is_open(hanoi(3, 22))
    assert not desk.is_open(hanoi(4, 3))


def test_openings_that_meet_at_midnight_are_one_opening() -> None:
    desk = week(WHOLE_DAY)
    assert desk.closes_at(hanoi(2, 9)) == hanoi(7, 0)
    assert desk.opens_at(hanoi(2, 9)) == hanoi(9, 0)


def test_a_desk_that_never_closes_has_neither_edge() -> None:
    desk = week(WHOLE_DAY, WHOLE_DAY)
    assert desk.closes_at(hanoi(2, 9)) is None
    assert desk.opens_at(hanoi(2, 9)) is None
    assert desk.add_business_time(hanoi(2, 9), timedelta(days=400)) == hanoi(2, 9) + timedelta(days=400)


def test_a_desk_that_never_opens_promises_nothing() -> None:
    desk = week(())
    assert not desk.is_open(hanoi(2, 9))
    assert desk.opens_at(hanoi(2, 9)) is None
    assert desk.add_business_time(hanoi(2, 9), timedelta(seconds=1)) is None


def test_a_desk_with_one_far_away_opening_finds_it() -> None:
    desk = week((), on_2031_05_01=(Interval(600, 660),))
    assert desk.opens_at(hanoi(2, 9)) == datetime(2031, 5, 1, 10, tzinfo=HANOI)
    assert desk.add_business_time(hanoi(2, 9), timedelta(minutes=61)) is None


def test_a_date_with_hours_of_its_own_has_only_those() -> None:
    desk = week(WORK, on_2026_03_04=(Interval(600, 660),))
    assert not desk.is_open(hanoi(4, 9))
    assert desk.is_open(hanoi(4, 10))
    assert desk.open_seconds(hanoi(4, 0), hanoi(5, 0)) == 3600


def test_business_time_runs_out_at_closing_not_at_the_next_opening() -> None:
    assert week(WORK).add_business_time(hanoi(6, 8), timedelta(hours=8)) == hanoi(6, 17)


def test_no_duration_ends_where_it_starts() -> None:
    assert week(WORK).add_business_time(hanoi(7, 3), timedelta()) == hanoi(7, 3)


def test_open_seconds_are_exact_to_the_microsecond() -> None:
    assert week(WORK).open_seconds(hanoi(2, 11, 59, 59, 999_999), hanoi(2, 13, 0, 0, 1)) == 0.000002


def test_open_seconds_backwards_are_none() -> None:
    assert week(WORK).open_seconds(hanoi(3, 9), hanoi(2, 9)) == 0


def test_a_working_day_is_24_hours_of_working_day_time() -> None:
    assert week(WORK).add_working_days(hanoi(6, 15), 1) == hanoi(9, 15)


def test_a_working_day_from_saturday_is_the_whole_of_monday() -> None:
    assert week(WORK).add_working_days(hanoi(7, 10), 1) == hanoi(10, 0)


def test_a_skipped_hour_is_not_worked() -> None:
    desk = week((Interval(60, 240),), (Interval(60, 240),), BERLIN)
    night = datetime(2026, 3, 29, 0, tzinfo=BERLIN)  # 2:00 becomes 3:00
    assert desk.open_seconds(night, night + timedelta(days=1)) == 2 * 3600


def test_a_repeated_hour_is_worked_twice() -> None:
    desk = week((Interval(60, 240),), (Interval(60, 240),), BERLIN)
    night = datetime(2026, 10, 25, 0, tzinfo=BERLIN)  # 3:00 becomes 2:00
    assert desk.open_seconds(night, night + timedelta(days=1)) == 4 * 3600


def test_opening_hours_keep_their_local_time_over_the_change() -> None:
    desk = week(WORK, WORK, BERLIN)
    assert desk.opens_at(datetime(2026, 3, 28, 18, tzinfo=BERLIN)) == datetime(2026, 3, 29, 6, tzinfo=UTC)


def test_results_are_in_utc() -> None:
    opening = week(WORK).opens_at(hanoi(7, 9))
    assert opening is not None and opening.tzinfo is UTC


def test_a_year_is_counted_in_days_not_in_minutes() -> None:
    desk, start = week(WORK, WORK), hanoi(2, 9)
    best = min(_seconds(desk, start) for _ in range(5))
    assert best < 0.05, "365 days; a walk over 525,600 minutes takes ten times as long"


def _seconds(desk: Calendar, start: datetime) -> float:
    began = time.perf_counter()
    desk.open_seconds(start, start + timedelta(days=365))
    return time.perf_counter() - began
