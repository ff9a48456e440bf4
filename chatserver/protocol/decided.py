"""A decision as a document: what commands print and `GET /api/decision` answers. Instants: ISO 8601, desk's zone."""

from datetime import datetime

from msgspec import Struct


class BothLanguages(Struct, frozen=True):
    """One text in every language that we speak."""

    vi: str
    en: str


class CountedTarget(Struct, frozen=True):
    """What a promise was counted from; exactly one of `within` and `working_days` is given."""

    name: str  # email, or the priority that somebody has set
    turn: str  # first | next
    within: str | None  # ISO 8601 duration
    working_days: int | None
    clock: str  # business | calendar
    calendar: str | None  # whose open time counts; null when every hour does


class WayOut(Struct, frozen=True):
    """Another way that works now, the best first."""

    kind: str  # sign_in | department | phone | channel | email
    key: str  # of the department or channel; else ""
    value: str  # the number, address or link; "" for a department
    name: BothLanguages


class NoticeShown(Struct, frozen=True):
    """A notice of the policy that is to be shown now."""

    key: str
    text: BothLanguages


class IncidentShown(Struct, frozen=True):
    """What does not work now, as every widget of the site shows it."""

    name: BothLanguages
    url: str  # where it is followed; ""
    raised_at: datetime
    updated_at: datetime


class Decided(Struct, frozen=True):
    """The one decision, in full."""

    outcome: str
    reason: str
    explanation: BothLanguages
    department: str
    policy_version: str
    open: bool
    opens_at: datetime | None
    closes_at: datetime | None
    reply_by: datetime | None
    target: CountedTarget | None
    alternatives: list[WayOut]
    notices: list[NoticeShown]
    incident: IncidentShown | None = None  # only where a site is asked, not a policy


class Deadline(Struct, frozen=True):
    """When a target is due, in words too, and the open seconds up to then (or to another instant)."""

    deadline: datetime | None  # null when its calendar never opens long enough
    worded: BothLanguages | None
    open_seconds: int | float | None  # of the target's clock, between `from` and `until`, or the deadline
    target: CountedTarget
    policy_version: str
