"""What happens to a conversation that waits: offered, let pass, overflowed, promised by mail (contract R20).

It stays `waiting` while it is offered: visitors are told a name only once that person has taken it.
"""

from chatserver.domain.conversation import Change, Conversation


def offer(conversation: Conversation, agent: str, now: int, lapses: int) -> Change:
    """Ask an agent to take what waits, until an instant (ms)."""
    asked = {"offered_to": agent, "offered_at": str(now), "offer_lapses": str(lapses)}
    return Change(_while_it_waits(conversation), asked)


def let_pass(conversation: Conversation) -> Change:
    """The agent who was asked has not taken it: the next one; never this one again."""
    passed = f"{conversation.passed} {conversation.offered_to}".strip()
    return Change(_while_it_waits(conversation), {"offered_to": "", "passed": passed})


def withdraw(conversation: Conversation) -> Change:
    """The agent who was asked has gone or wants no more; they did not let it pass."""
    return Change(_while_it_waits(conversation), {"offered_to": ""})


def give(conversation: Conversation, agent: str) -> Change:
    """Give an agent what came in while closed; it is answered in its time, and its visitor is not told."""
    return Change(_while_it_waits(conversation), {"offered_to": agent})


def overflow(conversation: Conversation, department: str) -> Change:
    """Nobody here has taken it: another department's queue, by the same waiting time; once."""
    moved = {"department": department, "offered_to": "", "overflowed": "1"}
    return Change(_while_it_waits(conversation), moved, "system.overflow")


def rehouse(conversation: Conversation, department: str, now: int) -> Change:
    """Its department has left the policy, or it was stored before there were queues: it waits in this one."""
    changes = {"department": department, "offered_to": "", "queued_at": str(conversation.queued_at or now)}
    return Change(_while_it_waits(conversation), changes)


def is_due(conversation: Conversation, now: int) -> bool:
    """Whether an offer has lapsed."""
    return bool(conversation.offered_to) and conversation.offer_lapses <= now


def has_passed(conversation: Conversation) -> frozenset[str]:
    """The agents who let it pass."""
    return frozenset(conversation.passed.split())


def _while_it_waits(conversation: Conversation) -> dict[str, str]:
    return {
        "status": conversation.status,
        "offered_to": conversation.offered_to,
        "department": conversation.department,
    }
