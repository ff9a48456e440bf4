"""A conversation's summary and its verbs: each decides what would change, and the store applies it whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from msgspec import Struct

from chatserver.domain.errors import Refused

Status = Literal["waiting", "open", "email", "closed"]
Priority = Literal["critical", "high", "medium", "low"]
UNKNOWN = "error.unknown_conversation"


class Conversation(Struct, frozen=True, gc=False):
    """The whole exchange, as last stored; instants in ms, 0 = never."""

    id: str
    visitor: str
    epoch: str
    seq: int
    h: str
    version: int
    status: Status
    created_at: int
    agent: str = ""
    agent_name: str = ""
    priority: Priority = "medium"
    department: str = "support"
    plan: str = ""  # what a verified identity paid for when it last wrote
    identity: str = ""  # digest of the person whose it is; see `domain.identity`
    name: str = ""  # the person's
    language: str = "vi"
    email: str = ""
    preview: str = ""
    last_from: str = ""
    last_by: str = ""  # the agent who spoke last; '' when the visitor did
    last_by_name: str = ""
    last_at: int = 0
    agent_at: int = 0
    waiting_since: int = 0
    closed_at: int = 0
    promise_at: int = 0
    promise_kept_at: int = 0
    unread: int = 0
    read_by_agent: int = 0
    read_by_visitor: int = 0
    page: str = ""
    reason: str = ""
    opened_at: int = 0
    unattended: str = ""
    front: str = ""
    queued_at: int = 0  # when it last began to wait
    offered_to: str = ""  # the agent who is asked to take it; of an email conversation: who was given it
    offered_at: int = 0
    offer_lapses: int = 0
    passed: str = ""  # agents who let an offer pass, with spaces between
    overflowed: str = ""  # exists once it went to the overflow department
    previous: str = ""  # the agent before this one
    missed: str = ""  # exists when it waited in vain, until a person answers
    notes: int = 0  # how many agents have written
    prioritised: str = ""  # exists once somebody has set the priority
    promise_from: int = 0  # what the promise was counted from
    promise_target: str = ""  # by which rule; see `domain.terms`
    promise_by: str = ""  # the agent whose own promise it is
    promise_state: str = ""  # pending, due_soon, breached, kept; '' = none was made
    promise_broken_at: int = 0
    resolve_by: int = 0
    sleeps_until: int = 0  # an agent has promised a time: in no list of work until then
    unseen_since: int = 0  # answered while the visitor was away, and not seen yet
    muted: str = ""  # told for show: nothing about it is ever mailed
    mails: int = 0  # how many mails have been written about it
    email_bounced: str = ""  # the address that a mail server gave our mail back for
    rating: str = ""  # the visitor's last verdict: yes or no; see `domain.rating`
    rating_comment: str = ""
    rated_at: int = 0
    rated_agent: str = ""  # who had answered last then
    rated_department: str = ""
    letter_id: str = ""  # Message-ID of the visitor's last mail: ours come after it

    def is_past(self, before: int) -> bool:
        """It ended before an instant (ms): it is read again, but what a visitor writes begins another one."""
        return self.status == "closed" and self.closed_at < before

    @property
    def attended(self) -> bool:
        """Somebody is with it, or will be: more words change nothing about where it goes."""
        return self.status == "waiting" or (self.status == "open" and not self.unattended)

    @property
    def answered(self) -> bool:
        """Nobody waits for an agent's word."""
        return not self.waiting_since


@dataclass(frozen=True, slots=True)
class Change:
    """Compare-and-set: applied only while `expect` holds; `line` is said in the same step."""

    expect: Mapping[str, str]
    set: Mapping[str, str]
    line: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)


def _while_unchanged(conversation: Conversation) -> dict[str, str]:
    return {"status": conversation.status, "agent": conversation.agent}


def _while_silent(conversation: Conversation) -> dict[str, str]:
    """And nobody has spoken: what the sweep judged by would no longer be true."""
    spoken = {"agent_at": conversation.agent_at, "waiting_since": conversation.waiting_since}
    return {**_while_unchanged(conversation), **{name: str(at) if at else "" for name, at in spoken.items()}}


def _with(agent: str, name: str) -> dict[str, str]:
    return {"status": "open", "agent": agent, "agent_name": name, "unattended": ""}


def take(conversation: Conversation, agent: str, name: str, now: int) -> Change:
    """Assign to an agent. Raises `Refused('error.taken')` when another agent has it (claims are compare-and-set)."""
    if conversation.agent and conversation.agent != agent and conversation.status == "open":
        raise Refused("error.taken", agent=conversation.agent_name)
    return Change(
        _while_unchanged(conversation),
        {"opened_at": str(now), "front": "", **_with(agent, name)},
        "system.joined",
        {"agent": name},
    )


def close(conversation: Conversation, agent: str) -> Change:
    """End the exchange; raises `Refused('error.not_yours')` for another agent's open conversation."""
    if conversation.status == "open" and conversation.agent != agent:
        raise Refused("error.not_yours")
    if conversation.status == "closed":
        raise Refused("error.changed")
    cleared = {"waiting_since": "", "front": "", "unattended": "", "unread": "0", "missed": ""}
    if not conversation.answered:  # else the answer may still be seen in time
        broken = "breached" if conversation.promise_broken_at else ""
        cleared |= {"promise_at": "", "promise_by": "", "promise_state": broken}
    return Change(_while_unchanged(conversation), {"status": "closed", **cleared}, "system.closed")


def end_silent(conversation: Conversation) -> Change | None:
    """Answered, and nobody has said a word for days: it ends by itself; None when somebody waits for an answer."""
    if conversation.status != "open" or not conversation.answered:
        return None
    return Change(_while_silent(conversation), {"status": "closed", "unattended": ""}, "system.closed")


def reopen(conversation: Conversation, agent: str, name: str, now: int) -> Change:
    """Open a closed conversation again, with the agent who asks."""
    if conversation.status != "closed":
        raise Refused("error.changed")
    return Change(
        _while_unchanged(conversation),
        {"opened_at": str(now), **_with(agent, name)},
        "system.reopened",
    )


def answered_by_mail(conversation: Conversation, agent: str, name: str, now: int) -> Change:
    """An agent has answered from their own mailbox: the promise is kept and the conversation ends."""
    if conversation.status != "email":
        raise Refused("error.changed")
    done = {"promise_at": "", "promise_by": "", "waiting_since": "", "unread": "0", "missed": ""}
    changes = {"status": "closed", "agent": agent, "agent_name": name, **done, **kept(conversation, now)}
    return Change(_while_unchanged(conversation), changes, "system.answered_by_mail")


def kept(conversation: Conversation, now: int) -> dict[str, str]:
    """How a promise ends when a person has answered: an answer at its very instant keeps it, a later one never."""
    in_time = now <= conversation.promise_at and not conversation.promise_broken_at
    return {"promise_kept_at": str(now), "promise_state": "kept" if in_time else "breached"}


def leave_address(conversation: Conversation, address: str) -> Change:
    """Keep where our reply goes."""
    return Change({}, {"email": address})


def to_email(conversation: Conversation, line: str, reply_by: int, reason: str) -> Change:
    """Turn the same conversation into an email promise; an earlier promise stands (hard moments: closing)."""
    promise = conversation.promise_at or reply_by
    changes = {"status": "email", "agent": "", "agent_name": "", "front": "", "unattended": ""}
    return Change(
        _while_silent(conversation),
        {**changes, "promise_at": str(promise), "reason": reason},
        line,
        {"promise": promise},
    )


def end_grace(conversation: Conversation, line: str, reply_by: int, reason: str) -> Change | None:
    """After hours and grace: unanswered → an email promise; answered → what comes next is decided anew; None: done."""
    if not conversation.answered:
        return to_email(conversation, line, reply_by, reason)
    if conversation.unattended:
        return None
    return Change(_while_silent(conversation), {"unattended": "1"})


def attend(conversation: Conversation) -> Change:
    """Its agent is there again."""
    return Change(_while_unchanged(conversation), {"unattended": ""})


def lose_agent(conversation: Conversation) -> Change | None:
    """Their agent is gone: unanswered → first in the queue with its waiting time; answered → when words come (R20)."""
    expect = _while_silent(conversation)
    if conversation.answered:
        return None if conversation.unattended else Change(expect, {"unattended": "1"})
    requeued = {"status": "waiting", "agent": "", "agent_name": "", "front": "1"}
    return Change(expect, requeued, "system.agent_lost", {"agent": conversation.agent_name})


def told_held(conversation: Conversation) -> Change | None:
    """Their agent vanished with half the department: it stays theirs for a while, and the visitor is told (R20)."""
    if conversation.answered:
        return None
    return Change(_while_silent(conversation), {}, "system.agent_held", {"agent": conversation.agent_name})


def back_again(conversation: Conversation) -> Change | None:
    """The agent who vanished is back."""
    if conversation.answered:
        return None
    return Change(_while_silent(conversation), {}, "system.agent_back", {"agent": conversation.agent_name})
