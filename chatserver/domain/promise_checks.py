"""What time does to a promise: pending → due soon → breached; and a sleeping conversation wakes. Instants are ms."""

from chatserver.domain.conversation import Change, Conversation
from chatserver.domain.promises import Recount, fields_of, recounted, while_it_stands


def check(conversation: Conversation, recount: Recount, now: int, due_soon: int) -> Change | None:
    """What the sweep does to a conversation whose instant has come; None: nothing, look again at `next_look`."""
    if 0 < conversation.sleeps_until <= now:
        return Change(while_it_stands(conversation), {"sleeps_until": ""})
    moved = recounted(conversation, recount, now)
    if moved is not None or not conversation.promise_at:
        return moved
    if now > conversation.promise_at:
        return _breach(conversation, recount, now)
    soon = now >= conversation.promise_at - due_soon
    if soon and conversation.promise_state == "pending":
        return Change(while_it_stands(conversation), {"promise_state": "due_soon"})
    return None


def next_look(conversation: Conversation, now: int, due_soon: int) -> int | None:
    """When the sweep must look at it again; None: only when it changes."""
    instants = [conversation.sleeps_until]
    if conversation.promise_at >= now:
        soon = conversation.promise_at - due_soon
        pending = conversation.promise_state == "pending" and soon > now
        instants.append(soon if pending else conversation.promise_at + 1)
    return min((instant for instant in instants if instant), default=None)


def _breach(conversation: Conversation, recount: Recount, now: int) -> Change | None:
    """The time has passed: told once, with an apology and a new time; a second one is only marked."""
    broken = {"promise_state": "breached", "missed": "1"}
    first = not conversation.promise_broken_at
    # while an answer waits to be seen, the thread says more than an apology
    waits_to_be_seen = conversation.answered and conversation.unseen_since
    promise = recount(conversation, now) if first and not waits_to_be_seen else None
    if promise is not None:
        told = {**fields_of(promise), **broken, "promise_broken_at": str(now)}
        line, values = "system.promise_broken", {"promise": promise.at}
        return Change(while_it_stands(conversation), told, line, values)
    if first:
        return Change(while_it_stands(conversation), {**broken, "promise_broken_at": str(now)})
    return None
