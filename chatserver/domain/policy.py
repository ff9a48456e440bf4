"""The policy of a site, as data: who answers when, and by when. One of its versions is in force at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Literal
from zoneinfo import ZoneInfo

from chatserver.domain.errors import Fault, PolicyFault
from chatserver.domain.hours import Calendar
from chatserver.domain.page import PageRules
from chatserver.domain.policy_calendars import read_calendar
from chatserver.domain.policy_faults import order_faults, reference_faults
from chatserver.domain.policy_file import Channel, Department, Numbers, PolicyFile, Targets, VersionFile
from chatserver.domain.policy_read import FAULTY, read_policy_file, sound


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """All rules between two changes."""

    starts: datetime | None  # 00:00 of `effective_from` in the policy's zone, as UTC; None = always was
    company: str
    zone: ZoneInfo
    default_language: Literal["vi", "en"]
    calendars: Mapping[str, Calendar]
    departments: Mapping[str, Department]
    default_department: str
    targets: Targets
    channels: Mapping[str, Channel]
    page: PageRules
    numbers: Numbers
    privacy_url: str | None


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


def load_policy(text: str, holidays_of: Callable[[str], frozenset[date]]) -> Policy:
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
    shape: VersionFile, holidays_of: Callable[[str], frozenset[date]], path: str, faults: list[Fault]
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
        starts=_midnight(shape.effective_from, zone),
        company=shape.company,
        zone=zone,
        default_language=shape.default_language,
        calendars=calendars,
        departments=shape.departments,
        default_department=shape.default_department,
        targets=shape.targets,
        channels=shape.channels,
        page=shape.page,
        numbers=shape.numbers,
        privacy_url=shape.privacy_url,
    )


def _midnight(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), zone).astimezone(UTC)
