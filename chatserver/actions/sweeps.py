"""What time does to conversations, each step decided by the domain and applied only while nothing has changed."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from chatserver.actions.conversations import attempt
from chatserver.actions.deadlines import mark_promises
from chatserver.actions.departures import lost_agents
from chatserver.actions.erasure import end_retention
from chatserver.actions.inbound import end_set_aside
from chatserver.actions.office import Office
from chatserver.actions.reasons import reason_of
from chatserver.actions.routing import overflow_waiting, rehouse_homeless, route
from chatserver.clock import millis
from chatserver.domain.conversation import Change, Conversation, end_grace, end_silent, to_email
from chatserver.domain.decision import Decision
from chatserver.store import conversations, queues

AT_ONCE = 200
LINES = {"nobody_online": "system.nobody_online"}


async def sweep_site(office: Office, site: str) -> None:
    """One round over a site: lost agents, what waits in vain, who is asked, what outlives its grace."""
    await office.refresh(site)
    await lost_agents(office, site)
    await rehouse_homeless(office, site)
    await _unanswerable(office, site)
    await _waited_in_vain(office, site)
    await overflow_waiting(office, site)
    await route(office, site)
    await _after_hours(office, site)
    await mark_promises(office, site)
    await _long_silent(office, site)
    await end_retention(office, site)
    await end_set_aside(office, site)


async def _unanswerable(office: Office, site: str) -> None:
    """Nobody will answer these now: the same conversation becomes an email promise (hard moments: closing)."""
    rules = office.rules(site)
    plans = [
        None,
        *(name for name, plan in rules.plans.items() if plan.calendar),
    ]  # whose hours are their own
    departments = [
        name
        for name in rules.departments
        if any(office.decision(site, name, plan=plan, admitted=True).outcome == "email" for plan in plans)
    ]
    for found in await _oldest(office, site, departments, since=0):
        decision = office.decision_on(site, found)
        if decision.outcome == "email" and not _may_come_back(office, site, decision):
            line = LINES.get(decision.reason, "system.closed_while_waiting")
            why = reason_of(office, site, decision)
            await attempt(office, site, found, _promised(found, decision, line), why)


def _may_come_back(office: Office, site: str, decision: Decision) -> bool:
    """Whether only the silent are left: the wait goes on to its end, for they are at their desks."""
    attended = office.presence_at(site).is_attended(decision.department)
    return decision.reason == "nobody_online" and attended


async def _waited_in_vain(office: Office, site: str) -> None:
    """After the longest wait it is a promise, and on the list of those missed until a person answers."""
    rules = office.rules(site)
    for found in await _oldest(office, site, rules.departments, since=rules.numbers.max_wait_seconds):
        busy = bool(office.presence_at(site).online_in(found.department))
        decision = office.decision_on(site, found, way="email")
        decision = replace(decision, reason="all_busy" if busy else "nobody_online")
        change = _promised(found, decision, "system.waited_in_vain")
        missed = replace(change, set={**change.set, "missed": "1"})
        await attempt(office, site, found, missed, reason_of(office, site, decision))


async def _oldest(office: Office, site: str, departments: Collection[str], since: int) -> list[Conversation]:
    """Who has waited for so many seconds in these departments."""
    if not departments:
        return []
    before = millis(office.now) - since * 1000
    names = await queues.oldest(office.client, site, departments, before, AT_ONCE)
    return await conversations.load_many(office.client, site, names)


async def _after_hours(office: Office, site: str) -> None:
    """A conversation with an agent goes on for the grace after the agent's last message, then becomes a promise."""
    rules = office.rules(site)
    if all(office.decision(site, department, admitted=True).open for department in rules.departments):
        return
    end = millis(office.now - timedelta(minutes=rules.numbers.grace_minutes))
    found, _ = await conversations.listed(office.client, site, "open", count=AT_ONCE)
    for conversation in found:
        decision = office.decision_on(site, conversation)
        if not decision.open and max(conversation.agent_at, conversation.opened_at) < end:
            change = end_grace(conversation, "system.grace_over", _reply_by(decision), decision.reason)
            await attempt(office, site, conversation, change, reason_of(office, site, decision))


async def _long_silent(office: Office, site: str) -> None:
    """What was answered and has been silent for days ends, so that it is forgotten in its time (retention)."""
    silent = timedelta(days=office.rules(site).numbers.close_after_days)
    names = await queues.silent(office.client, site, millis(office.now - silent), AT_ONCE)
    for found in await conversations.load_many(office.client, site, names):
        await attempt(office, site, found, end_silent(found))


def _promised(found: Conversation, decision: Decision, line: str) -> Change:
    return to_email(found, line, _reply_by(decision), decision.reason)


def _reply_by(decision: Decision) -> int:
    return millis(decision.reply_by) if decision.reply_by else 0
