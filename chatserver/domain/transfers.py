"""Passing a conversation on: to another agent, whose it is, or to a department, at the head of its queue."""

from chatserver.domain.conversation import Change, Conversation
from chatserver.domain.errors import Refused
from chatserver.domain.message import Speaker
from chatserver.domain.presence import AtDesk


def to_agent(conversation: Conversation, by: Speaker, target: AtDesk | None, now: int) -> Change:
    """Hand it to an agent who is there and wants conversations; raises `Refused` (`agent_away`, `not_yours`, …)."""
    _check(conversation, by)
    if target is None or target.attendance != "online":
        raise Refused("error.agent_away")
    if target.id == conversation.agent and conversation.status == "open":
        raise Refused("error.changed")
    return Change(
        _while_as_seen(conversation),
        {
            "status": "open",
            "agent": target.id,
            "agent_name": target.name,
            "opened_at": str(now),
            "front": "",
            "unattended": "",
            "waiting_since": str(conversation.waiting_since or now),
        },
        "system.transferred",
        {"agent": by.name, "to": target.name},
    )


def to_department(conversation: Conversation, by: Speaker, department: str, name: str, now: int) -> Change:
    """Put it at the head of a department's queue with its waiting time; `name` is what the visitor reads."""
    _check(conversation, by)
    if department == conversation.department and conversation.status == "waiting":
        raise Refused("error.changed")
    return Change(
        _while_as_seen(conversation),
        {**_freed(department), "status": "waiting", "front": "1", **_waits(conversation, now)},
        "system.transferred",
        {"agent": by.name, "to": name},
    )


def to_mailbox(
    conversation: Conversation, by: Speaker, department: str, name: str, now: int, reply_by: int
) -> Change:
    """The same for a department that nobody answers now: its visitor has an email promise; an earlier one stands."""
    _check(conversation, by)
    promise = conversation.promise_at or reply_by
    changes = {"status": "email", "front": "", "promise_at": str(promise), **_waits(conversation, now)}
    return Change(
        _while_as_seen(conversation),
        {**_freed(department), **changes},
        "system.transferred_to_email",
        {"agent": by.name, "to": name, "promise": promise},
    )


def _freed(department: str) -> dict[str, str]:
    cleared = dict.fromkeys(("agent", "agent_name", "unattended", "offered_to", "passed", "overflowed"), "")
    return {**cleared, "department": department}


def _waits(conversation: Conversation, now: int) -> dict[str, str]:
    return {"waiting_since": str(conversation.waiting_since or now), "queued_at": str(now)}


def _check(conversation: Conversation, by: Speaker) -> None:
    if conversation.status == "open" and conversation.agent != by.id:
        raise Refused("error.not_yours")
    if conversation.status == "closed":
        raise Refused("error.changed")


def _while_as_seen(conversation: Conversation) -> dict[str, str]:
    return {
        "status": conversation.status,
        "agent": conversation.agent,
        "department": conversation.department,
    }
