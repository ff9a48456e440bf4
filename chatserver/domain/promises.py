"""A conversation's promise: how it is made, moved and kept. Each verb decides, the store applies it whole.

It is counted when it is made, by a rule that is kept with it (`domain.terms`), and moves when that rule does: another
policy, priority or department. An agent's own promise moves by nobody's rule. Instants are ms.
"""

from collections.abc import Callable
from dataclasses import replace

from msgspec import structs

from chatserver.domain.conversation import Change, Conversation, Priority, kept
from chatserver.domain.errors import Refused
from chatserver.domain.terms import Promise, read_terms, why_moved, write_terms

WAKES_BEFORE_MS = 15 * 60_000
FURTHEST_DAYS = 30
DAY_MS = 86_400_000
SAME_MS = 1000
"""Decisions are taken by the second; a promise that differs by less is the same."""
Recount = Callable[[Conversation, int], Promise | None]
"""What a conversation is promised by the rules as they are, counted from an instant."""
NO_PROMISE = {"promise_at": "", "promise_by": "", "sleeps_until": ""}


def fields_of(promise: Promise) -> dict[str, str]:
    """What is written where a promise is made."""
    return {
        "promise_at": str(promise.at),
        "promise_from": str(promise.start),
        "promise_target": write_terms(promise.terms),
        "promise_state": "pending",
        "promise_by": "",
        "promise_broken_at": "",
        "promise_kept_at": "",
        "sleeps_until": "",
    }


def recounted(conversation: Conversation, recount: Recount, now: int) -> Change | None:
    """Count the promise of an unanswered conversation anew; None when that changes nothing.

    With a priority it has one from when it began waiting. What would have ended already was never given: it is
    counted from now on, and never later than the one that stands.
    """
    start = conversation.promise_from if conversation.promise_at else conversation.waiting_since
    wanted = conversation.promise_at or conversation.prioritised
    if conversation.answered or conversation.promise_by or not wanted or not start:
        return None
    promise = recount(conversation, start)
    if promise is not None and promise.at <= now < conversation.promise_at:
        promise = _from_now_on(conversation, recount, now)
    elif promise is not None and promise.at <= now and not conversation.promise_at:
        promise = recount(conversation, now)
    return _moved(conversation, promise) if promise else None


def prioritise(conversation: Conversation, priority: Priority, recount: Recount, now: int) -> Change:
    """Set the priority; an unanswered conversation gets its promise, counted from when it began waiting."""
    chosen = {"priority": priority, "prioritised": "1"}
    since = conversation.waiting_since
    as_chosen = structs.replace(conversation, priority=priority, prioritised="1", promise_from=since)
    moved = recounted(as_chosen, recount, now)
    if moved is None:
        return Change(while_it_stands(conversation), chosen)
    return Change(while_it_stands(conversation), {**moved.set, **chosen}, moved.line, moved.values)


def promise_own(conversation: Conversation, agent: str, name: str, at: int, now: int) -> Change:
    """An agent names a time themselves: it is answered by mail, and sleeps until shortly before.

    Raises `Refused` (`bad_promise` unless it is within the next 30 days; `not_yours`; `changed` when it is closed).
    """
    if not now < at <= now + FURTHEST_DAYS * DAY_MS:
        raise Refused("error.bad_promise", days=FURTHEST_DAYS)
    if conversation.status == "closed":
        raise Refused("error.changed")
    if conversation.status == "open" and conversation.agent != agent:
        raise Refused("error.not_yours")
    asleep = str(at - WAKES_BEFORE_MS) if at - WAKES_BEFORE_MS > now else ""
    promised = {
        "promise_at": str(at),
        "promise_from": str(now),
        "promise_target": "",
        "promise_by": agent,
        "promise_state": "pending",
        "promise_broken_at": "",
        "promise_kept_at": "",
        "sleeps_until": asleep,
    }
    left = {
        "status": "email",
        "agent": "",
        "agent_name": "",
        "front": "",
        "unattended": "",
        "reason": "promised",
    }
    if asleep:  # it takes nobody's share of the night until it wakes
        left["offered_to"] = ""
    return Change(
        while_it_stands(conversation),
        {**left, **promised},
        "system.promise_own",
        {"agent": name, "promise": at},
    )


def see(conversation: Conversation, now: int) -> Change | None:
    """The visitor has seen an answer that was given in their absence: only now it keeps its promise."""
    if not conversation.unseen_since:
        return None
    changes = {"unseen_since": ""}
    if conversation.answered and conversation.promise_at:
        changes |= {**NO_PROMISE, **kept(conversation, now)}
    return Change({"unseen_since": str(conversation.unseen_since)}, changes)


def while_it_stands(conversation: Conversation) -> dict[str, str]:
    """What a promise was judged by; when any of it has changed, the judgement falls."""
    judged = {
        "status": conversation.status,
        "agent": conversation.agent,
        "promise_at": _text(conversation.promise_at),
        "promise_state": conversation.promise_state,
        "waiting_since": _text(conversation.waiting_since),
        "agent_at": _text(conversation.agent_at),
    }
    return judged


def _from_now_on(conversation: Conversation, recount: Recount, now: int) -> Promise | None:
    promise = recount(conversation, now)
    stands = conversation.promise_at
    return replace(promise, at=stands) if promise is not None and promise.at > stands else promise


def _moved(conversation: Conversation, promise: Promise) -> Change | None:
    before, terms = read_terms(conversation.promise_target), write_terms(promise.terms)
    if abs(promise.at - conversation.promise_at) < SAME_MS:
        if terms == conversation.promise_target:
            return None
        return Change(while_it_stands(conversation), {"promise_target": terms})
    told = fields_of(promise)
    values: dict[str, str | int] = {"promise": promise.at}
    if not conversation.promise_at:  # in a talk that runs, nobody is told of every turn's promise
        line = "" if conversation.agent_at else "system.promise_made"
        return Change(while_it_stands(conversation), told, line, values if line else {})
    if conversation.promise_broken_at:  # told already that we are late: that stays true
        for name in ("promise_state", "promise_broken_at"):
            told[name] = str(getattr(conversation, name))
    values["reason"] = why_moved(before, promise.terms)
    return Change(while_it_stands(conversation), told, "system.promise_moved", values)


def _text(instant: int) -> str:
    return str(instant) if instant else ""
