"""Promises: the instant by which we reply, and what has become of it."""

from datetime import datetime, timedelta
from typing import Literal

from chatserver.domain.hours import Calendar
from chatserver.domain.policy_file import Target

PromiseState = Literal["pending", "due_soon", "breached", "kept"]


def promised_at(target: Target, calendar: Calendar | None, start: datetime) -> datetime | None:
    """The instant by which an answer to what came in at `start` is due.

    Counted in the open time of `calendar`, or in plain time without one (mission.md, "our reading"). None when
    that calendar never opens long enough.
    """
    if calendar is None:
        return start + (target.within or timedelta())
    if target.working_days is not None:
        return calendar.add_working_days(start, target.working_days)
    return calendar.add_business_time(start, target.within or timedelta())


def promise_state(
    promise_at: datetime, *, now: datetime, kept_at: datetime | None, due_soon: timedelta
) -> PromiseState:
    """What a promise is at `now`: an answer at its very instant still keeps it, a later one never does."""
    if kept_at is not None:
        return "kept" if kept_at <= promise_at else "breached"
    if now > promise_at:
        return "breached"
    return "due_soon" if promise_at - now <= due_soon else "pending"
