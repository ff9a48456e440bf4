"""Policy files: the shipped one, versions in force, and every fault by its key path."""

from datetime import date

from chatserver.domain.holidays import Holidays
from chatserver.domain.policy import load_policy, shipped_policy_text
from tests.domain.desk_a import ict, no_holidays, twin_ai
from tests.domain.policies import minimal


def test_the_shipped_policy_has_the_departments_of_the_document() -> None:
    version = twin_ai().versions[0]
    addresses = {name: department.address for name, department in version.departments.items()}
    assert addresses == {
        "support": "support@twinai.com",
        "billing": "billing@twinai.com",
        "partnership": "partnership@twinai.com",
        "enterprise": "enterprise@twinai.com",
        "incident": "incident@twinai.com",
    }


def test_the_shipped_policy_has_the_hotline_with_its_hours_and_price() -> None:
    version = twin_ai().versions[0]
    hotline = version.channels["hotline"]
    assert hotline.value == "1900894624"
    assert hotline.note is not None and "cước" in hotline.note.in_language("vi")
    assert hotline.note.in_language("en") != hotline.note.in_language("vi")
    hours = version.calendars[hotline.calendar or ""]
    assert hours.is_open(ict("2026-03-07 11:59")) and not hours.is_open(ict("2026-03-07 12:00"))
    assert hours.is_open(ict("2026-03-04 17:59")) and not hours.is_open(ict("2026-03-08 10:00"))


def test_the_shipped_policy_marks_what_is_our_reading() -> None:
    assert shipped_policy_text().count("our reading") >= 6


def test_notes_are_not_part_of_the_loaded_policy() -> None:
    assert not hasattr(twin_ai().versions[0], "notes")


def test_a_version_takes_effect_at_midnight_of_its_day_in_its_zone() -> None:
    text = minimal() + minimal(version="effective_from = 2022-03-28").replace("Shop", "New shop")
    policy = load_policy(text, no_holidays)
    assert policy.version_at(ict("2022-03-27 23:59:59.999")).company == "Shop"
    assert policy.version_at(ict("2022-03-28 00:00")).company == "New shop"


def test_an_announced_version_is_known_before_it_is_in_force() -> None:
    policy = load_policy(minimal() + minimal(version="effective_from = 2022-03-28"), no_holidays)
    announced = policy.version_after(ict("2022-03-07 09:00"))
    assert announced is not None and announced.starts == ict("2022-03-28 00:00")
    assert policy.version_after(ict("2022-03-28 00:00")) is None


def test_before_the_first_version_the_first_one_holds() -> None:
    policy = load_policy(minimal(version="effective_from = 2022-03-28"), no_holidays)
    assert policy.version_at(ict("2020-01-01 00:00")) is policy.versions[0]


def test_holidays_closed_dates_and_other_hours_shape_a_calendar() -> None:
    text = minimal(
        calendar='holidays = "VN"\nclosed = [2026-03-05]\nother_hours = { 2026-03-06 = ["09:00-10:00"] }'
    )
    policy = load_policy(text, lambda _country: Holidays(frozenset({date(2026, 3, 4), date(2026, 3, 6)})))
    office = policy.versions[0].calendars["office"]
    assert not office.is_open(ict("2026-03-04 09:30")), "a public holiday"
    assert not office.is_open(ict("2026-03-05 09:30")), "a closed date"
    assert office.is_open(ict("2026-03-06 09:30")), "hours of its own, though a holiday"
    assert not office.is_open(ict("2026-03-06 10:30"))


def test_an_opening_that_ends_before_it_starts_crosses_midnight() -> None:
    policy = load_policy(minimal(every_day='["22:00-06:00"]'), no_holidays)
    assert policy.versions[0].calendars["office"].is_open(ict("2026-03-04 05:59"))
