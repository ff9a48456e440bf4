"""The verbs of a conversation: load, decide, apply while nothing has changed in between."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TypeVar

from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain import conversation as verbs
from chatserver.domain.address import clean_address
from chatserver.domain.conversation import UNKNOWN, Change, Conversation
from chatserver.domain.errors import Refused
from chatserver.domain.ids import random_id
from chatserver.domain.message import Note, Speaker, SystemLine
from chatserver.domain.reader import Reader
from chatserver.store import conversations
from chatserver.store.appends import Append, Appended

log = logging.getLogger(__name__)
TRIES = 3
T = TypeVar("T")


async def take(office: Office, site: str, agent: Speaker, conversation: str) -> None:
    """Assign to an agent; a lost race is `Refused('error.taken')` naming the winner (R20)."""
    now = millis(office.now)
    await _apply(office, site, conversation, lambda found: verbs.take(found, agent.id, agent.name, now))


async def close(office: Office, site: str, agent: Speaker, conversation: str) -> None:
    """End a conversation; its agent has room for another."""
    await _apply(office, site, conversation, lambda found: verbs.close(found, agent.id))
    office.stirred.set()


async def reopen(office: Office, site: str, agent: Speaker, conversation: str) -> None:
    """Open a closed conversation again."""
    now = millis(office.now)
    await _apply(office, site, conversation, lambda found: verbs.reopen(found, agent.id, agent.name, now))


async def answered_by_mail(office: Office, site: str, agent: Speaker, conversation: str) -> None:
    """Mark an email conversation as answered by mail; that keeps its promise."""
    now = millis(office.now)
    await _apply(
        office, site, conversation, lambda found: verbs.answered_by_mail(found, agent.id, agent.name, now)
    )


async def leave_address(office: Office, site: str, reader: Reader, conversation: str, address: str) -> None:
    """Keep where our reply goes; raises `Refused` (`bad_email`, `unknown_conversation`)."""
    kept = clean_address(address)

    def decide(found: Conversation) -> Change:
        if not reader.owns(found):
            raise Refused(UNKNOWN)
        return verbs.leave_address(found, kept)

    await _apply(office, site, conversation, decide)


async def attend_again(office: Office, site: str, agent: Speaker) -> None:
    """An agent is back: what was theirs and answered is theirs when words come, not the queue's (R20)."""
    found, _ = await conversations.listed(office.client, site, "mine", agent.id)
    for conversation in found:
        if conversation.unattended:
            with suppress(Refused):  # it changed meanwhile
                await apply(office, site, conversation, verbs.attend(conversation))


async def apply(
    office: Office, site: str, found: Conversation, change: Change, note: Note | None = None, why: str = ""
) -> Appended:
    """Carry out a change with its line, note and reason in one step; raises `Refused('error.changed')` if too late."""
    line = SystemLine(random_id(), change.line, dict(change.values)) if change.line else None
    step = Append(
        found.id, millis(office.now), line, expect=change.expect, set=change.set, note=note, why=why
    )
    return await office.appender.append(site, step)


async def attempt(
    office: Office, site: str, found: Conversation, change: Change | None, why: str = ""
) -> bool:
    """Carry out what a sweep has judged; False when there is nothing to do, or it changed under us."""
    if change is None:
        return False
    try:
        await apply(office, site, found, change, why=why)
    except Refused as refused:  # the next round sees it as it is then
        log.info("sweep of %s left alone: %s", found.id, refused.key)
        return False
    return True


async def retried(
    office: Office, site: str, conversation: str, step: Callable[[Conversation], Awaitable[T]]
) -> T:
    """Judge a conversation as it is now and act, again while it changes in between; raises what the step raises."""
    for _ in range(TRIES):
        found = await conversations.load(office.client, site, conversation)
        if found is None:
            raise Refused(UNKNOWN)
        try:
            return await step(found)
        except Refused as refused:
            if refused.key != "error.changed":
                raise
    raise Refused("error.changed")


async def _apply(
    office: Office, site: str, conversation: str, decide: Callable[[Conversation], Change]
) -> Appended:
    return await retried(office, site, conversation, lambda found: apply(office, site, found, decide(found)))
