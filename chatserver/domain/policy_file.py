"""The shape of a policy file: what may be written, under which name, and what it means.

These types are the one description of the file; `policy.py` gives them meaning against each other.
"""

from datetime import date, timedelta
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from chatserver.domain.page import PageRules

Priority = Literal["critical", "high", "medium", "low"]
Way = Literal["chat", "email"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
TargetName = Literal["email", "critical", "high", "medium", "low"]
"""`email`: what a captured email is promised; a priority's own holds once somebody has set one."""
Line = Annotated[str, Meta(min_length=1, max_length=500)]
Minutes = Annotated[int, Meta(ge=0, le=1440)]
Seconds = Annotated[int, Meta(ge=0, le=86_400)]
Load = Annotated[int, Meta(ge=1, le=1_000)]


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
    """A named calendar; `other_hours` on a date override `closed`, then holidays, then the week."""

    hours: WeekFile
    holidays: Line | None = None  # ISO 3166 country whose public holidays are closed
    make_up_days_like: Weekday | None = (
        None  # weekend days that its government swaps for a day off work like …
    )
    closed: tuple[date, ...] = ()
    other_hours: dict[date, tuple[Line, ...]] = {}


class Target(Struct, frozen=True):
    """How long an answer may take: exactly one of `within` (ISO 8601, "PT4H") and `working_days`."""

    within: timedelta | None = None
    working_days: Annotated[int, Meta(ge=1, le=60)] | None = None
    clock: Literal["business", "calendar"] = "business"  # only open time counts, or every hour does
    calendar: Line | None = None  # whose open time; without one the department's own hours


class Response(Struct, frozen=True):
    """The targets of one kind of conversation: its first answer, each later one, and its end."""

    first: Target
    next: Target | None = None  # without one, later answers have the time of the first
    resolution: Target | None = None


class Department(Struct, frozen=True):
    """What a conversation belongs to."""

    name: Names
    calendar: Line
    about: Names | None = None  # what it helps with, and what it does not
    address: Line | None = None
    ways: Annotated[tuple[Way, ...], Meta(min_length=1)] = ("chat", "email")
    plans: tuple[Line, ...] = ()  # only contacts on these; none listed: everybody
    sign_in: bool = False  # only contacts with a verified identity
    overflow: Line | None = None  # the department that answers when nobody here does
    greeting: Names | None = None
    checklist: tuple[Names, ...] = ()  # what helps to have ready; every item is optional
    targets: dict[TargetName, Response] = {}  # where they differ from the version's


class Plan(Struct, frozen=True):
    """What a contact pays for, as a verified identity names it."""

    name: Names
    calendar: Line | None = None  # replaces the hours of departments and targets
    phone: Line | None = None  # a number of their own: the first way out when nobody answers here
    account_manager: Line | None = None


class Notice(Struct, frozen=True):
    """Something to be told to visitors, from 00:00 of one day until 00:00 of another, in the version's zone."""

    text: Names
    starts: date | None = field(default=None, name="from")
    until: date | None = None
    plans: tuple[Line, ...] = ()  # only contacts on these; none listed: everybody


class Channel(Struct, frozen=True):
    """Another way to reach us, shown beside the chat."""

    name: Names
    kind: Literal["phone", "email", "link"]
    value: Line  # what a tap opens: a number, an address, or an https URL
    label: Line | None = None  # what is shown instead of `value`
    calendar: Line | None = None  # when somebody answers; without one, always shown as reachable
    note: Names | None = None  # price, languages …
    urgent: bool = False  # offered when something critical cannot be answered now


class Numbers(Struct, frozen=True):
    """The policy's numbers (design.md, "The hard moments")."""

    grace_minutes: Minutes = (
        30  # a conversation with an agent goes on after closing, since their last message
    )
    closing_notice_minutes: Minutes = 10  # announced before closing
    agent_grace_seconds: Seconds = 20  # a reload is not leaving (contract R20)
    wait_offer_seconds: Seconds = 120  # then email is offered beside waiting
    max_wait_seconds: Seconds = 600  # then waiting turns into an email promise
    answer_within_seconds: Seconds = 120  # then what an agent was offered goes to the next (R20)
    overflow_after_seconds: Seconds = 240  # of waiting; then the overflow department has it
    hold_seconds: Seconds = 180  # conversations wait so long for agents whose network went (R20)
    capacity: Load = 4  # chats of one agent at a time, unless their own number is set
    night_capacity: Load = 10  # of what came in while closed, beside the chats
    due_soon_minutes: Minutes = 30  # a promise is "due soon" this long before its instant
    mail_after_seconds: Seconds = 60  # an agent's words go by mail too, unless they have been seen by then
    close_after_days: Annotated[int, Meta(ge=1, le=365)] = 7  # without a word in what has been answered
    new_after_hours: Annotated[int, Meta(ge=0, le=8_760)] = 24  # since its end; then words begin a new one
    retention_days: Annotated[int, Meta(ge=1, le=36_500)] = 365  # after closing
    file_megabytes: Annotated[int, Meta(ge=1, le=1_000)] = 25  # that one file may have (contract S4)


class VersionFile(Struct, frozen=True):
    """One `[[version]]` of the file."""

    company: Line
    zone: Line
    calendars: dict[str, CalendarFile]
    departments: dict[str, Department]
    default_department: Line
    targets: dict[TargetName, Response]
    effective_from: date | None = None
    default_language: Literal["vi", "en"] = "vi"
    plans: dict[str, Plan] = {}
    notices: dict[str, Notice] = {}
    channels: dict[str, Channel] = {}
    page: PageRules = PageRules()
    numbers: Numbers = Numbers()
    rating: bool = True  # visitors are asked whether we helped
    privacy_url: Annotated[str, Meta(pattern=r"^https?://[^\s]+$")] | None = None
    notes: tuple[Line, ...] = ()  # for whoever edits the file; never shown


class PolicyFile(Struct, frozen=True):
    """The whole file."""

    version: Annotated[tuple[VersionFile, ...], Meta(min_length=1)]
