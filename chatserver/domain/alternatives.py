"""The ways that do work when a decision does not give the visitor an agent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from chatserver.domain.policy import PolicyVersion
from chatserver.domain.policy_file import Channel, Department, Priority


@dataclass(frozen=True, slots=True)
class Alternative:
    """`key` names a department or a channel of the policy; `value` is the number or address itself."""

    kind: Literal["sign_in", "department", "phone", "channel", "email"]
    key: str = ""
    value: str = ""


def other_departments(
    version: PolicyVersion, refused: str, refusal_of: Callable[[Department], str | None]
) -> tuple[Alternative, ...]:
    """For a visitor whom a department refuses: signing in where that is asked, then who takes them as they are."""
    wanted = version.departments.get(refused)
    may_sign_in = wanted is not None and refusal_of(wanted) == "sign_in_required"
    admitting = [
        key for key, other in version.departments.items() if key != refused and refusal_of(other) is None
    ]
    admitting.sort(key=lambda key: key != version.default_department)
    departments = tuple(Alternative("department", key) for key in admitting)
    return (Alternative("sign_in"), *departments) if may_sign_in else departments


def other_ways(
    version: PolicyVersion, department: Department, plan: str | None, priority: Priority | None, now: datetime
) -> tuple[Alternative, ...]:
    """Beside waiting or an email promise: the plan's own phone, what is for urgent matters, open lines, the address."""
    phone = version.plans[plan].phone if plan else None
    ways = [Alternative("phone", value=phone)] if phone else []
    urgent, open_now = [], []
    for key, channel in version.channels.items():
        if channel.urgent and priority == "critical":
            urgent.append(Alternative("channel", key, channel.value))
        elif channel.kind == "phone" and _is_open(version, channel, now):
            open_now.append(Alternative("channel", key, channel.value))
    address = [Alternative("email", value=department.address)] if department.address else []
    return (*ways, *urgent, *open_now, *address)


def _is_open(version: PolicyVersion, channel: Channel, now: datetime) -> bool:
    return channel.calendar is None or version.calendars[channel.calendar].is_open(now)
