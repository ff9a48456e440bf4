"""Public holidays as dates."""

from datetime import date

import pytest

from chatserver.domain.holidays import public_holidays


def test_tet_moves_with_the_moon() -> None:
    days = public_holidays("VN").off
    assert {date(2026, 2, day) for day in range(16, 21)} <= days
    assert {date(2027, 2, day) for day in range(4, 11)} <= days
    assert date(2026, 2, 23) not in days


def test_a_holiday_on_a_sunday_frees_the_monday() -> None:
    assert date(2026, 4, 27) in public_holidays("VN").off


def test_a_saturday_worked_for_a_monday_off_is_known_as_such() -> None:
    holidays = public_holidays("VN")
    assert date(2026, 8, 31) in holidays.off and date(2026, 8, 22) in holidays.make_up


def test_an_unknown_country_is_a_lookup_error() -> None:
    with pytest.raises(LookupError):
        public_holidays("XX")
