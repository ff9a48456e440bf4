"""The visitor's verdicts: taking one, and counting those of a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from chatserver.actions.conversations import apply, retried
from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.conversation import Conversation
from chatserver.domain.errors import Refused
from chatserver.domain.rating import Tally, Verdict, tally
from chatserver.domain.rating import rate as decide
from chatserver.store import agents, ratings
from chatserver.store.client import Client


@dataclass(frozen=True, slots=True)
class Report:
    """The verdicts of a time, and the names of the agents in it."""

    tally: Tally
    names: Mapping[str, str]


async def rate(office: Office, site: str, conversation: str, verdict: Verdict, comment: str = "") -> bool:
    """Keep a verdict with its line; False when it stood already.

    Raises `Refused`: `rating_off` (the policy asks for none), `not_answered`, `comment_too_long`,
    `unknown_conversation`, `changed`.
    """
    if not office.rules(site).rating:
        raise Refused("error.rating_off")

    async def step(found: Conversation) -> bool:
        change = decide(found, verdict, comment, millis(office.now))
        if change is None:
            return False
        await apply(office, site, found, change)
        return True

    return await retried(office, site, conversation, step)


async def report(client: Client, site: str, since: datetime, until: datetime) -> Report:
    """Count the verdicts given in `[since, until)`; a conversation counts once, when its last one was given."""
    found = [one async for one in ratings.rated(client, site, millis(since), millis(until))]
    counted = tally(found)
    known = [(one, await agents.agent(client, one)) for one in counted.agents if one]
    return Report(counted, {one: agent.name for one, agent in known if agent is not None})
