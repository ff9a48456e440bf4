"""The shape of a policy file: what may be written, under which name, and what it means.

These types are the one description of the file; `policy.py` gives them meaning against each other.
"""

from datetime import date, timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct

from chatserver.domain.page import PageRules

Priority = Literal["critical", "high", "medium", "low"]
Way = Literal["chat", "email"]
Line = Annotated[str, Meta(min_length=1, max_length=500)]
Minutes = Annotated[int, Meta(ge=0, le=1440)]
Seconds = Annotated[int, Meta(ge=0, le=86_400)]


class Names(Struct, frozen=True):
    """One text in every language that we speak."""

    vi: Line
    en: Line

    def in_language(self, language: str) -> str:
        """The text in `language`; Vietnamese for one that we do not speak."""
        return self.en if language == "en" else self.vi


class WeekFile(Struct, frozen=True):
    """Openings like "08:00-22:00" per weekday; one that ends at or before its start crosses midnight."""

    every_day: tuple[Line, ...] = ()  # added to each day's own
    mon: tuple[Line, ...] = ()
    tue: tuple[Line, ...] = ()
    wed: tuple[Line, ...] = ()
    thu: tuple[Line, ...] = ()
    fri: tuple[Line, ...] = ()
    sat: tuple[Line, ...] = ()
    sun: tuple[Line, ...] = ()


class CalendarFile(Struct, frozen=True):
    """A named calendar; a date in `other_hours` overrides `closed`, which overrides the week."""

    hours: WeekFile
    holidays: Line | None = None  # ISO 3166 country whose public holidays are closed
    closed: tuple[date, ...] = ()
    other_hours: dict[date, tuple[Line, ...]] = {}


class Target(Struct, frozen=True):
    """How long an answer may take: exactly one of `within` (ISO 8601, "PT4H") and `working_days`."""

    within: timedelta | None = None
    working_days: Annotated[int, Meta(ge=1, le=60)] | None = None
    calendar: Line | None = None  # the clock that counts; without one, every hour of every day


class Targets(Struct, frozen=True):
    """Response targets: for a captured email, and for conversations that were given a priority."""

    email: Target
    critical: Target | None = None
    high: Target | None = None
    medium: Target | None = None
    low: Target | None = None


class Department(Struct, frozen=True):
    """What a conversation belongs to."""

    name: Names
    calendar: Line
    address: Line | None = None
    ways: Annotated[tuple[Way, ...], Meta(min_length=1)] = ("chat", "email")


class Channel(Struct, frozen=True):
    """Another way to reach us, shown beside the chat."""

    name: Names
    kind: Literal["phone", "email", "link"]
    value: Line  # what a tap opens: a number, an address, or an https URL
    label: Line | None = None  # what is shown instead of `value`
    calendar: Line | None = None  # when somebody answers; without one, always shown as reachable
    note: Names | None = None  # price, languages …


class Numbers(Struct, frozen=True):
    """The policy's numbers (design.md, "The hard moments")."""

    grace_minutes: Minutes = (
        30  # a conversation with an agent goes on after closing, since their last message
    )
    closing_notice_minutes: Minutes = 10  # announced before closing
    agent_grace_seconds: Seconds = 20  # a reload is not leaving (contract R20)
    wait_offer_seconds: Seconds = 120  # then email is offered beside waiting
    max_wait_seconds: Seconds = 600  # then waiting turns into an email promise
    due_soon_minutes: Minutes = 30  # a promise is "due soon" this long before its instant
    retention_days: Annotated[int, Meta(ge=1, le=36_500)] = 365  # after closing


class VersionFile(Struct, frozen=True):
    """One `[[version]]` of the file."""

    company: Line
    zone: Line
    calendars: dict[str, CalendarFile]
    departments: dict[str, Department]
    default_department: Line
    targets: Targets
    effective_from: date | None = None
    default_language: Literal["vi", "en"] = "vi"
    channels: dict[str, Channel] = {}
    page: PageRules = PageRules()
    numbers: Numbers = Numbers()
    privacy_url: Annotated[str, Meta(pattern=r"^https?://[^\s]+$")] | None = None
    notes: tuple[Line, ...] = ()  # for whoever edits the file; never shown


class PolicyFile(Struct, frozen=True):
    """The whole file."""

    version: Annotated[tuple[VersionFile, ...], Meta(min_length=1)]
