"""Every fault of a policy file, by its key path or its line."""

import pytest

from chatserver.domain.errors import PolicyFault
from chatserver.domain.holidays import Holidays
from chatserver.domain.policy import load_policy
from tests.domain.desk_a import no_holidays
from tests.domain.policies import minimal

PLAN = '[version.plans.gold]\nname = {{ vi = "Vàng", en = "Gold" }}\nphone = "{phone}"'


def faults_of(text: str) -> list[str]:
    with pytest.raises(PolicyFault) as caught:
        load_policy(text, no_holidays)
    return [str(fault) for fault in caught.value.faults]


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
        (minimal(targets="email = {}"), "version[0].targets.email.first: is missing"),
        (minimal(targets="email = { first = {} }"), "version[0].targets.email.first: needs either"),
        (
            minimal(targets='email = { first = { within = "PT0S" } }'),
            "version[0].targets.email.first.within: must be longer",
        ),
        (
            minimal(targets='email = { first = { within = "4 hours" } }'),
            "version[0].targets.email.first.within: ",
        ),
        (
            minimal(targets='email = { first = { working_days = 1, clock = "calendar" } }'),
            "version[0].targets.email.first.clock: counts every hour",
        ),
        (
            minimal(targets='email = { first = { within = "PT4H", calendar = "moon" } }'),
            "version[0].targets.email.first.calendar: names the calendar 'moon', which does not exist",
        ),
        (
            minimal(more='[version.targets.urgent]\nfirst = { within = "PT4H" }'),
            "version[0].targets.urgent: Invalid enum value 'urgent'",
        ),
        (
            minimal(department='targets.email.next = { within = "PT4H" }'),
            "version[0].departments.support.targets.email.first: is missing",
        ),
        (minimal(department='ways = ["chat"]'), "version[0].departments.support.ways: lacks `email`"),
        (
            minimal(department='ways = ["email", "email"]'),
            "version[0].departments.support.ways[1]: 'email' stands there twice",
        ),
        (
            minimal(department='plans = ["gold"]'),
            "version[0].departments.support.plans[0]: names the plan 'gold', which does not exist",
        ),
        (
            minimal(department='overflow = "kitchen"'),
            "version[0].departments.support.overflow: names the department 'kitchen', which does",
        ),
        (
            minimal(department='overflow = "support"'),
            "version[0].departments.support.overflow: is circular: support → support",
        ),
        (
            minimal(more='[version.plans.gold]\nname = { vi = "Vàng", en = "Gold" }\ncalendar = "moon"'),
            "version[0].plans.gold.calendar: names the calendar 'moon', which does not exist",
        ),
        (
            minimal(
                more='[version.notices.x]\ntext = { vi = "A", en = "B" }\nfrom = 2022-03-28\nuntil = 2022-03-28'
            ),
            "version[0].notices.x.until: is not after `from`",
        ),
        (
            minimal(calendar='make_up_days_like = "mon"'),
            "version[0].calendars.office.make_up_days_like: needs `holidays`",
        ),
        (
            minimal(calendar="closed = [2026-03-05, 2026-03-05]"),
            "version[0].calendars.office.closed[1]: '2026-03-05' stands there twice",
        ),
        (
            minimal(more='[version.channels.hotline]\nname = { vi = "Gọi" }\nkind = "phone"\nvalue = "1"'),
            "version[0].channels.hotline.name.en: is missing",
        ),
        (minimal(more="[version.numbers]\ngrace_minutes = -1"), "version[0].numbers.grace_minutes: "),
        (minimal(more='[version.page]\nmasked_paths = ["orders"]'), "version[0].page.masked_paths[0]: "),
        (minimal(more='[version.page]\nmasked_paths = ["/ord*"]'), "version[0].page.masked_paths[0]: "),
        (minimal(more='[version.page]\nmasked_paths = ["/a/**/b"]'), "version[0].page.masked_paths[0]: "),
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
            "version[0].default_department: names the department 'sales', which does not exist",
        ),
    ],
)
def test_a_fault_is_named_by_its_key_path(text: str, fault: str) -> None:
    [found] = faults_of(text) if "XX" not in text else _faults_without_holidays(text)
    assert found.startswith(fault)


@pytest.mark.parametrize(
    ("kind", "value", "fault"),
    [
        ("link", "javascript:alert(1)", "http(s) address"),
        ("link", "https://shop.example/ onclick=x", "http(s) address"),
        ("email", "desk@shop.example?bcc=spy@shop.example", "e-mail address"),
        ("phone", "//shop.example", "phone number"),
    ],
)
def test_a_channel_opens_what_its_kind_says(kind: str, value: str, fault: str) -> None:
    names = 'name = { vi = "A", en = "B" }'
    text = minimal(more=f'[version.channels.x]\n{names}\nkind = "{kind}"\nvalue = "{value}"')
    assert faults_of(text) == [f"version[0].channels.x.value: {value!r} is no {fault}"]


@pytest.mark.parametrize("phone", ["113", "+84 (28) 3822-1234", "1900.2345"])
def test_a_number_may_be_written_as_people_write_it(phone: str) -> None:
    policy = load_policy(minimal(more=PLAN.format(phone=phone)), no_holidays)
    assert [plan.phone for plan in policy.versions[0].plans.values()] == [phone]


def test_a_plans_own_number_is_one() -> None:
    [fault] = faults_of(minimal(more=PLAN.format(phone="gọi chúng tôi")))
    assert fault == "version[0].plans.gold.phone: 'gọi chúng tôi' is no phone number"


def test_all_faults_are_named_at_once() -> None:
    text = minimal(
        every_day='["8h"]',
        calendar='hours.mon = ["08:00-12:00", "11:00-13:00"]',
        department='address = "nobody"',
        targets='email = { first = { within = "PT4H", calendar = "moon" } }',
        more='[version.channels.x]\nkind = "fax"\nvalue = "1"\nname = { vi = "X" }',
    )
    assert {fault.partition(":")[0].removeprefix("version[0].") for fault in faults_of(text)} == {
        "calendars.office.hours.every_day[0]",
        "calendars.office.hours.mon",
        "departments.support.address",
        "targets.email.first.calendar",
        "channels.x.kind",
        "channels.x.name.en",
    }


def test_what_refers_to_a_faulty_table_is_not_a_second_fault() -> None:
    text = minimal().replace('name = { vi = "Hỗ trợ", en = "Support" }', 'name = { vi = "Hỗ trợ" }')
    assert faults_of(text) == ["version[0].departments.support.name.en: is missing"]


def _faults_without_holidays(text: str) -> list[str]:
    def unknown(country: str) -> Holidays:
        raise LookupError(country)

    with pytest.raises(PolicyFault) as caught:
        load_policy(text, unknown)
    return [str(fault) for fault in caught.value.faults]
