"""What time and changed rules do to promises: the sweep's part of `domain.promise_checks`."""

import asyncio
import hashlib
from functools import lru_cache

from chatserver.actions.conversations import attempt
from chatserver.actions.office import Office
from chatserver.actions.promises import recount_at
from chatserver.actions.reasons import reason_of
from chatserver.clock import millis
from chatserver.domain.conversation import Change, Conversation
from chatserver.domain.offers import rehouse
from chatserver.domain.policy import PolicyVersion
from chatserver.domain.promise_checks import check, next_look
from chatserver.domain.terms import resolve_by
from chatserver.domain.why import Step
from chatserver.store import agents, conversations, deadlines
from chatserver.store.bus import tell

AT_ONCE = 300
BROKEN = "system.promise_broken"


async def mark_promises(office: Office, site: str) -> None:
    """Mark what is due soon or broken, wake who sleeps, and count anew what the rules have moved."""
    await _follow_rules(office, site)
    now = millis(office.now)
    due = dict(await deadlines.due(office.client, site, now, AT_ONCE))
    found = await conversations.load_many(office.client, site, due)
    for gone in due.keys() - {conversation.id for conversation in found}:
        await deadlines.look_later(office.client, site, gone, due[gone], None)
    looks = [_look(office, site, conversation, due[conversation.id], now) for conversation in found]
    told = await asyncio.gather(*looks, return_exceptions=True)  # in one turn of the loop, so in one pipeline
    await _alert(office, site, [one for one, broken in zip(found, told, strict=True) if broken is True])
    for fault in told:
        if isinstance(fault, BaseException):
            raise fault


async def _look(office: Office, site: str, conversation: Conversation, was: int, now: int) -> bool:
    """Do what is due to one conversation; True when a promise was broken by it."""
    if await _rehouse(office, site, conversation, now):
        return False
    due_soon = office.rules(site).numbers.due_soon_minutes * 60_000
    checked = check(conversation, recount_at(office, site), now, due_soon)
    change = _settled(office, site, conversation, checked)
    if change is None:
        later = next_look(conversation, now, due_soon)
        await deadlines.look_later(office.client, site, conversation.id, was, later)
        return False
    done = await attempt(office, site, conversation, change, _why(office, site, conversation, change))
    return done and change.line == BROKEN


async def _rehouse(office: Office, site: str, conversation: Conversation, now: int) -> bool:
    """A promise whose department has left the policy is the default one's; the next look counts it by that one."""
    rules = office.rules(site)
    if conversation.status != "email" or conversation.department in rules.departments:
        return False
    return await attempt(office, site, conversation, rehouse(conversation, rules.default_department, now))


def _settled(office: Office, site: str, conversation: Conversation, change: Change | None) -> Change | None:
    """With the instant by which all is to be settled, where the rules name one."""
    by = resolve_by(office.rules(site), conversation) or 0
    if by == conversation.resolve_by or conversation.status == "closed":
        return change
    told = {"resolve_by": str(by) if by else ""}
    if change is None:
        return Change({"status": conversation.status}, told)
    return Change(change.expect, {**change.set, **told}, change.line, change.values)


def _why(office: Office, site: str, conversation: Conversation, change: Change) -> str:
    if not change.line:
        return ""
    step: Step = "broken" if change.line == BROKEN else "moved"
    return reason_of(office, site, office.decision_on(site, conversation), step)


async def _alert(office: Office, site: str, broken: list[Conversation]) -> None:
    """The agents of the department and the site's admins hear of it, wherever they are looking."""
    if not broken:
        return
    found = await agents.of_site(office.client, site)
    own = [(await agents.membership(office.client, one.id, site)).departments for one in found]
    for conversation in broken:
        to = [
            agent.id
            for agent, departments in zip(found, own, strict=True)
            if agent.roles.get(site) == "admin" or not departments or conversation.department in departments
        ]
        name = conversation.name or conversation.email
        event = {"k": "alert", "c": conversation.id, "what": "promise_broken", "to": to, "name": name}
        await tell(office.client, site, event)


async def _follow_rules(office: Office, site: str) -> None:
    """Another version in force, another policy or other holidays: every promise is counted anew."""
    digest = _digest(office.rules(site))
    if digest != await deadlines.counted_by(office.client, site):
        await deadlines.recount_all(office.client, site, digest)


class _Same:
    """A version by identity: equal ones are read only once a process."""

    def __init__(self, version: PolicyVersion) -> None:
        self.version = version

    def __hash__(self) -> int:
        return id(self.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.version is self.version


def _digest(version: PolicyVersion) -> str:
    return _digest_of(_Same(version))


@lru_cache(maxsize=64)
def _digest_of(same: _Same) -> str:
    """All that promises are counted by, in a few letters."""
    version = same.version
    calendars = [
        (name, one.weekly, sorted(one.exceptions.items())) for name, one in sorted(version.calendars.items())
    ]
    rules = (version.zone.key, calendars, version.departments, version.targets, version.plans)
    return hashlib.sha1(repr(rules).encode(), usedforsecurity=False).hexdigest()
