"""Promises and reasons, from the rules of a site as they are now."""

from msgspec.structs import replace

from chatserver.actions.conversations import apply, attempt, retried
from chatserver.actions.office import Office
from chatserver.actions.reasons import reason_for
from chatserver.clock import millis
from chatserver.domain import promises
from chatserver.domain.conversation import Conversation, Priority
from chatserver.domain.decision import Decision
from chatserver.domain.message import Speaker
from chatserver.domain.promises import Recount
from chatserver.domain.terms import promise_for, promise_of
from chatserver.store import conversations


def recount_at(office: Office, site: str) -> Recount:
    """What a conversation of a site is promised by the rules in force."""
    rules = office.rules(site)
    return lambda conversation, start: promise_for(rules, conversation, start)


async def promised(
    office: Office, site: str, decision: Decision, plan: str, running: Conversation | None
) -> dict[str, str]:
    """The promise that words bring which will be answered by mail, as its fields; {} when there is none.

    `running` is the conversation as last seen; who was answered before is promised the next answer.
    """
    if decision.outcome != "email":
        return {}
    found = await conversations.load(office.client, site, running.id) if running else None
    if found is None:
        second = office.now.replace(microsecond=0)  # as the decision was taken
        made = promise_of(office.rules(site), decision, plan or None, second)
    else:
        whose = replace(found, department=decision.department, plan=plan or found.plan)
        made = promise_for(office.rules(site), whose, millis(office.now))
    return promises.fields_of(made) if made else {}


async def set_priority(office: Office, site: str, conversation: str, priority: Priority) -> None:
    """Move a conversation within the queue; unanswered, it has that priority's promise from now on."""
    recount, now = recount_at(office, site), millis(office.now)

    async def step(found: Conversation) -> None:
        change = promises.prioritise(found, priority, recount, now)
        why = reason_for(office, site, found, priority) if change.line else ""
        await apply(office, site, found, change, why=why)

    await retried(office, site, conversation, step)


async def promise_own(office: Office, site: str, agent: Speaker, conversation: str, at: int) -> None:
    """An agent promises a time (ms) of their own.

    Raises `Refused`: `bad_promise`, `not_yours`, `changed`, `unknown_conversation`.
    """
    now = millis(office.now)

    async def step(found: Conversation) -> None:
        await apply(office, site, found, promises.promise_own(found, agent.id, agent.name, at, now))

    await retried(office, site, conversation, step)


async def see(office: Office, site: str, conversation: str, seq: int) -> None:
    """The visitor has seen everything up to `seq`: an answer that waited for them keeps its promise now."""
    found = await conversations.load(office.client, site, conversation)
    if found is not None and seq >= found.seq:
        await attempt(office, site, found, promises.see(found, millis(office.now)))
