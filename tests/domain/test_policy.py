"""Policy files: the shipped one, versions in force, and every fault by its key path."""

from datetime import date

import pytest

from chatserver.domain.errors import PolicyFault
from chatserver.domain.policy import load_policy, shipped_policy_text
from tests.domain.desk_a import ict, no_holidays, twin_ai
from tests.domain.policies import minimal


def faults_of(text: str) -> list[str]:
    with pytest.raises(PolicyFault) as caught:
        load_policy(text, no_holidays)
    return [str(fault) for fault in caught.value.faults]


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
    policy = load_policy(text, lambda _country: frozenset({date(2026, 3, 4), date(2026, 3, 6)}))
    office = policy.versions[0].calendars["office"]
    assert not office.is_open(ict("2026-03-04 09:30")), "a public holiday"
    assert not office.is_open(ict("2026-03-05 09:30")), "a closed date"
    assert office.is_open(ict("2026-03-06 09:30")), "hours of its own, though a holiday"
    assert not office.is_open(ict("2026-03-06 10:30"))


def test_an_opening_that_ends_before_it_starts_crosses_midnight() -> None:
    policy = load_policy(minimal(every_day='["22:00-06:00"]'), no_holidays)
    assert policy.versions[0].calendars["office"].is_open(ict("2026-03-04 05:59"))


def test_a_syntax_error_is_named_by_its_line() -> None:
    [fault] = faults_of('[[version]]\ncompany = "Shop\n')
    assert fault.startswith("line 2: ")


def test_a_key_given_twice_is_a_syntax_error() -> None:
    [fault] = faults_of('[[version]]\ncompany = "a"\ncompany = "b"\n')
    assert fault.startswith("line 3: ")


def test_an_unfinished_file_is_named_by_its_last_line() -> None:
    [fault] = faults_of("[[version]]\n\n[version.page")
    assert fault.startswith("line 3: ")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "version: is missing"),
        ("version = []", "version: must not be empty"),
        ("version = 1", "version: must be a list"),
        ("version = [1]", "version[0]: must be a table"),
        (minimal(version="colour = 1"), "version[0].colour: is not a known key"),
        (minimal(version="privacy_url = 'ftp://x'"), "version[0].privacy_url: "),
        (minimal(version="default_language = 'fr'"), "version[0].default_language: "),
        (minimal(every_day="8"), "version[0].calendars.office.hours.every_day: must be a list"),
        (minimal(every_day="[8]"), "version[0].calendars.office.hours.every_day[0]: Expected `str`"),
        (minimal(every_day='["8h"]'), "version[0].calendars.office.hours.every_day[0]: '8h' is not like"),
        (
            minimal(every_day='["08:00-24:01"]'),
            "version[0].calendars.office.hours.every_day[0]: '08:00-24:01' has a",
        ),
        (
            minimal(every_day='["08:00-08:00"]'),
            "version[0].calendars.office.hours.every_day[0]: '08:00-08:00' is em",
        ),
        (minimal(every_day="[]"), "version[0].calendars.office.hours: is never open"),
        (
            minimal(calendar='hours.mon = ["21:00-23:00"]'),
            "version[0].calendars.office.hours.mon: has openings that overlap",
        ),
        (
            minimal(calendar='hours.sun = ["22:00-09:00"]'),
            "version[0].calendars.office.hours.sun: runs into the openings of mon",
        ),
        (
            minimal(calendar='holidays = "XX"'),
            "version[0].calendars.office.holidays: has no public holidays for 'XX'",
        ),
        (minimal(calendar="closed = [2026-02-30]"), "line 9: "),
        (minimal(calendar='closed = ["soon"]'), "version[0].calendars.office.closed[0]: "),
        (
            minimal(calendar="closed = [2026-03-05]\nother_hours = { 2026-03-05 = [] }"),
            "version[0].calendars.office.other_hours.2026-03-05: is also in `closed`",
        ),
        (
            minimal(calendar='other_hours = { 2026-03-05 = ["08:00-10:00", "09:00-11:00"] }'),
            "version[0].calendars.office.other_hours.2026-03-05: has openings that overlap",
        ),
        (minimal(calendar="other_hours = { soon = [] }"), "version[0].calendars.office.other_hours.soon: "),
        (minimal(department="address = 'nobody'"), "version[0].departments.support.address: 'nobody' is no"),
        (minimal(department="ways = []"), "version[0].departments.support.ways: must not be empty"),
        (
            minimal(department="ways = ['fax']"),
            "version[0].departments.support.ways[0]: Invalid enum value 'fax'",
        ),
        (minimal(targets=""), "version[0].targets.email: is missing"),
        (minimal(targets="email = {}"), "version[0].targets.email: needs either"),
        (minimal(targets='email = { within = "PT0S" }'), "version[0].targets.email.within: must be longer"),
        (minimal(targets='email = { within = "4 hours" }'), "version[0].targets.email.within: "),
        (minimal(targets="email = { working_days = 1 }"), "version[0].targets.email.calendar: is missing"),
        (
            minimal(targets='email = { within = "PT4H", calendar = "moon" }'),
            "version[0].targets.email.calendar: names the calendar 'moon', which does not exist",
        ),
        (
            minimal(more='[version.channels.hotline]\nname = { vi = "Gọi" }\nkind = "phone"\nvalue = "1"'),
            "version[0].channels.hotline.name.en: is missing",
        ),
        (minimal(more="[version.numbers]\ngrace_minutes = -1"), "version[0].numbers.grace_minutes: "),
        (minimal(more='[version.page]\nmasked_paths = ["orders"]'), "version[0].page.masked_paths[0]: "),
        (
            minimal(version="effective_from = 2022-03-28") + minimal(),
            "version[1].effective_from: is missing",
        ),
        (
            minimal(version="effective_from = 2022-03-28") * 2,
            "version[1].effective_from: is not later",
        ),
        (minimal().replace("Asia/Ho_Chi_Minh", "Asia/Hanoi"), "version[0].zone: 'Asia/Hanoi' is not an IANA"),
        (minimal().replace("Asia/Ho_Chi_Minh", "../etc"), "version[0].zone: '../etc' is not an IANA"),
        (minimal().replace("Asia/Ho_Chi_Minh", "Asia"), "version[0].zone: 'Asia' is not an IANA"),
        (
            minimal().replace('default_department = "support"', 'default_department = "sales"'),
            "version[0].default_department: 'sales' is not one of the departments",
        ),
    ],
)
def test_a_fault_is_named_by_its_key_path(text: str, fault: str) -> None:
    [found] = faults_of(text) if "XX" not in text else _faults_without_holidays(text)
    assert found.startswith(fault)


def test_all_faults_are_named_at_once() -> None:
    text = minimal(
        every_day='["8h"]',
        calendar='hours.mon = ["08:00-12:00", "11:00-13:00"]',
        department='address = "nobody"',
        targets='email = { within = "PT4H", calendar = "moon" }',
        more='[version.channels.x]\nkind = "fax"\nvalue = "1"\nname = { vi = "X" }',
    )
    assert {fault.partition(":")[0].removeprefix("version[0].") for fault in faults_of(text)} == {
        "calendars.office.hours.every_day[0]",
        "calendars.office.hours.mon",
        "departments.support.address",
        "targets.email.calendar",
        "channels.x.kind",
        "channels.x.name.en",
    }


def test_what_refers_to_a_faulty_table_is_not_a_second_fault() -> None:
    text = minimal().replace('name = { vi = "Hỗ trợ", en = "Support" }', 'name = { vi = "Hỗ trợ" }')
    assert faults_of(text) == ["version[0].departments.support.name.en: is missing"]


def _faults_without_holidays(text: str) -> list[str]:
    def unknown(country: str) -> frozenset[date]:
        raise LookupError(country)

    with pytest.raises(PolicyFault) as caught:
        load_policy(text, unknown)
    return [str(fault) for fault in caught.value.faults]
