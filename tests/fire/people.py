"""Who is in a story: visitors with a dialogue each, agents with a share of them."""

import asyncio
import random
from itertools import cycle, islice

import redis.asyncio

from chatserver.actions.accounts import begin_session
from chatserver.clock import system_clock
from chatserver.domain.agent import Agent as Account
from chatserver.store import agents as accounts
from tests.fire.agent import Agent
from tests.fire.dialogues import Dialogue
from tests.fire.history import History
from tests.fire.visitor import Visitor

VISITORS_AN_AGENT = 10

Cast = list[tuple[Visitor, Dialogue]]


def visitors_of(
    kind: type[Visitor],
    count: int,
    plays: list[Dialogue],
    history: History,
    chance: random.Random,
    tasks: asyncio.TaskGroup,
) -> Cast:
    """So many visitors of a kind, each with a dialogue and chances of their own."""
    cast = []
    for number, dialogue in enumerate(islice(cycle(plays), count), start=1):
        own = random.Random(chance.getrandbits(64))
        cast.append((kind(f"visitor {number}", dialogue, history, own, tasks), dialogue))
    return cast


async def agents_on_duty(
    client: "redis.asyncio.Redis",
    site: str,
    cast: Cast,
    history: History,
    chance: random.Random,
    tasks: asyncio.TaskGroup,
) -> list[Agent]:
    """Signed-in agents, enough for everybody; who answers whom is settled beforehand."""
    agents: list[Agent] = []
    for first in range(0, len(cast), VISITORS_AN_AGENT):
        duty = {
            visitor.conversation: dialogue for visitor, dialogue in cast[first : first + VISITORS_AN_AGENT]
        }
        own = random.Random(chance.getrandbits(64))
        identity, name = f"{own.getrandbits(128):032x}", f"agent {len(agents) + 1}"
        account = Account(identity, name, f"{identity}@example.com", system_clock(), roles={site: "agent"})
        assert await accounts.add(client, account)
        signed_in, token = await begin_session(client, account, system_clock())
        agents.append(Agent(name, token, signed_in.session.csrf, duty, history, own, tasks))
    return agents
