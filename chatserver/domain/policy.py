"""The policy of a site, as data: who answers when, and by when. One of its versions is in force at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Literal
from zoneinfo import ZoneInfo

from chatserver.domain.errors import Fault, PolicyFault
from chatserver.domain.hours import Calendar
from chatserver.domain.page import PageRules
from chatserver.domain.policy_calendars import HolidaysOf, read_calendar
from chatserver.domain.policy_faults import order_faults, reference_faults
from chatserver.domain.policy_file import (
    Channel,
    Department,
    Notice,
    Numbers,
    Plan,
    PolicyFile,
    Response,
    Target,
    TargetName,
    VersionFile,
)
from chatserver.domain.policy_read import FAULTY, read_policy_file, sound


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """All rules between two changes."""

    name: str  # its `effective_from`, or "initial"
    starts: datetime | None  # 00:00 of `effective_from` in the policy's zone, as UTC; None = always was
    company: str
    zone: ZoneInfo
    default_language: Literal["vi", "en"]
    calendars: Mapping[str, Calendar]
    departments: Mapping[str, Department]
    default_department: str
    plans: Mapping[str, Plan]
    notices: Mapping[str, Notice]
    targets: Mapping[TargetName, Response]
    channels: Mapping[str, Channel]
    page: PageRules
    numbers: Numbers
    privacy_url: str | None
    rating: bool

    def privacy_page(self, site: str, language: str) -> str:
        """Where visitors read what is kept: the company's page, or ours, as a path of the server."""
        return self.privacy_url or f"/privacy?lang={language}&site={site}"

    def plan_named(self, name: str | None) -> str | None:
        """The key of the plan that an identity names: by key or by either name, "Premium Enterprise" too; else None."""
        wanted = _letters(name or "")
        for key, plan in self.plans.items():
            if wanted in (_letters(key), _letters(plan.name.vi), _letters(plan.name.en)):
                return key
        return None

    def calendar_of(self, department: Department, plan: str | None) -> Calendar:
        """When somebody answers a contact on this plan: the plan's own hours stand before the department's."""
        own = self.plans[plan].calendar if plan else None
        return self.calendars[own or department.calendar]

    def clock_of(self, target: Target, department: Department, plan: str | None) -> Calendar | None:
        """Whose open time a target counts, a plan's own hours before all; None when every hour counts."""
        if target.clock == "calendar":
            return None
        own = self.plans[plan].calendar if plan else None
        return self.calendars[own or target.calendar or department.calendar]

    def notices_at(self, now: datetime, plan: str | None) -> tuple[str, ...]:
        """Keys of the notices to be shown at an instant to a contact on a plan."""
        day = now.astimezone(self.zone).date()
        return tuple(
            key
            for key, notice in self.notices.items()
            if (notice.starts is None or notice.starts <= day)
            and (notice.until is None or day < notice.until)
            and (not notice.plans or plan in notice.plans)
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """Every version, oldest first."""

    versions: tuple[PolicyVersion, ...]

    def version_at(self, now: datetime) -> PolicyVersion:
        """The version in force at an instant; before all of them the first."""
        for version in reversed(self.versions):
            if version.starts is None or version.starts <= now:
                return version
        return self.versions[0]

    def version_after(self, now: datetime) -> PolicyVersion | None:
        """The next version that is announced but not in force yet."""
        return next((v for v in self.versions[1:] if v.starts is not None and v.starts > now), None)


def load_policy(text: str, holidays_of: HolidaysOf) -> Policy:
    """Read a policy file; raises PolicyFault naming every fault by key path (a syntax error by line).

    `holidays_of` gives the public holidays of a country code or raises LookupError; asked once a country.
    """
    file, faults = read_policy_file(text, PolicyFile)
    shapes = () if file is FAULTY else file.version
    countries = cache(holidays_of)
    versions = [
        _version(shape, countries, f"version[{i}]", faults)
        for i, shape in enumerate(shapes)
        if shape is not FAULTY
    ]
    faults.extend(order_faults(shapes))
    if faults:
        raise PolicyFault(faults)
    return Policy(tuple(version for version in versions if version is not None))


def shipped_policy_text(name: str = "twin-ai") -> str:
    """The text of a policy file that comes with the product."""
    return (files("chatserver") / "data" / "policies" / f"{name}.toml").read_text(encoding="utf-8")


def _version(
    shape: VersionFile, holidays_of: HolidaysOf, path: str, faults: list[Fault]
) -> PolicyVersion | None:
    faults.extend(list(reference_faults(shape, path, faults)))
    try:
        zone = ZoneInfo(shape.zone)
    except (LookupError, ValueError, OSError):  # OSError: "Asia" is a directory of the zone data
        faults.append(Fault(f"{path}.zone", f"{shape.zone!r} is not an IANA time zone"))
        return None
    calendars = {
        name: read_calendar(calendar, zone, holidays_of, f"{path}.calendars.{name}", faults)
        for name, calendar in sound(shape.calendars)
    }
    return PolicyVersion(
        name=str(shape.effective_from or "initial"),
        starts=_midnight(shape.effective_from, zone),
        company=shape.company,
        zone=zone,
        default_language=shape.default_language,
        calendars=calendars,
        departments=shape.departments,
        default_department=shape.default_department,
        plans=shape.plans,
        notices=shape.notices,
        targets=shape.targets,
        channels=shape.channels,
        page=shape.page,
        numbers=shape.numbers,
        privacy_url=shape.privacy_url,
        rating=shape.rating,
    )


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), zone).astimezone(UTC)
