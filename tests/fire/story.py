"""A story under fire: visitors and agents talk, something is killed, everybody says a last word, the checker judges."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.fire.agent import Agent
from tests.fire.checker import Fault, check
from tests.fire.dialogues import Dialogue, dialogues
from tests.fire.fleet import Fleet, store_of, two_servers
from tests.fire.history import History
from tests.fire.people import agents_on_duty, visitors_of
from tests.fire.stored import Stored, read_everything
from tests.fire.visitor import Visitor

Blows = Callable[["Story"], Awaitable[None]]
HEALTHY = "tests.turned_clock"
CALM_WITHIN_S = 25.0
SEEN_WITHIN_S = 8.0
"""Less than the 15 s after which the cursors are first compared with the store (R8): a message that only this
comparison brought was not delivered as it should have been."""
LOOK_S = 0.05


@dataclass(slots=True)
class Story:
    """Everybody in it."""

    history: History
    fleet: Fleet
    visitors: list[Visitor]
    agents: list[Agent]
    chance: random.Random
    seen: float = 0.0

    @property
    def readers(self) -> list[tuple[str, str]]:
        """Who must have seen which conversation: its visitor and its agent."""
        watching = [(agent.name, conversation) for agent in self.agents for conversation in agent.duty]
        return watching + [(visitor.name, visitor.conversation) for visitor in self.visitors]

    async def goes_on(self, messages: int = 2) -> None:
        """Wait until every conversation has grown by so many messages, as every side sees it."""
        wanted = {visitor.name: visitor.held.seq + messages for visitor in self.visitors}
        done = await within(
            CALM_WITHIN_S, lambda: all(one.held.seq >= wanted[one.name] for one in self.visitors)
        )
        if not done:
            late = [one.name for one in self.visitors if one.held.seq < wanted[one.name]]
            raise AssertionError(f"nothing more is seen by {late}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    story: Story
    stored: dict[str, Stored]
    faults: list[Fault]

    def report(self, seed: int, folder: Path) -> str:
        """What a person needs to find the cause."""
        self.story.history.write(folder / "history.txt")
        faulty = [fault.conversation for fault in self.faults[:1]]
        what = "\n".join(f"{fault.conversation}: {fault.what:.300}" for fault in self.faults[:20])
        about = "\n".join(self.story.history.about(faulty).splitlines()[-80:])
        return f"seed {seed}, all in {folder}/history.txt\n{len(self.faults)} faults\n{what}\n{about}"


async def tell(
    folder: Path,
    seed: int,
    blows: Blows,
    *,
    visitors: int = 50,
    kind: type[Visitor] = Visitor,
    entry: str = HEALTHY,
    tears: float = 0.0,
) -> Outcome:
    """Tell a story with so many visitors; `tears`: how often a client loses its socket after sending."""
    chance, history = random.Random(seed), History()
    async with two_servers(folder, history, entry) as fleet, store_of(fleet) as (client, site):
        try:
            async with asyncio.TaskGroup() as tasks:
                people = visitors_of(kind, visitors, _casting(chance), history, chance, tasks)
                agents = await agents_on_duty(client, site, people, history, chance, tasks)
                story = Story(history, fleet, [visitor for visitor, _ in people], agents, chance)
                await _play(story, tasks, blows, tears, site)
                await fleet.redis_ready()
                stored = await _last_look(story, lambda: read_everything(client, site))
                raise Told
        except* Told:
            pass
    return Outcome(story, stored, check(history, stored, story.readers))


class Told(Exception):
    """The story is over: ends all tasks of its group."""


async def within(seconds: float, holds: Callable[[], bool]) -> bool:
    """Wait for a state, at most so long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while not holds():
                await asyncio.sleep(LOOK_S)
            return True
    return False


def _casting(chance: random.Random) -> list[Dialogue]:
    cast = dialogues()
    chance.shuffle(cast)
    return cast


async def _play(story: Story, tasks: asyncio.TaskGroup, blows: Blows, tears: float, site: str) -> None:
    for agent in story.agents:
        tasks.create_task(agent.run(agent.door(story.fleet, site)))
    await within(CALM_WITHIN_S, lambda: all(agent.here.is_set() for agent in story.agents))
    stop = asyncio.Event()
    talks = []
    for visitor in story.visitors:
        visitor.tears = tears
        tasks.create_task(visitor.run(visitor.door(story.fleet)))
        talks.append(tasks.create_task(visitor.talk(stop)))
    await story.goes_on()
    await blows(story)
    stop.set()
    await within(CALM_WITHIN_S, lambda: all(talk.done() for talk in talks))
    await _calm(story)
    await _last_words(story, tasks)


async def _calm(story: Story) -> None:
    """Everybody is connected, nothing is under way."""

    def calm() -> bool:
        everybody = [*story.visitors, *story.agents]
        idle = all(agent.idle for agent in story.agents)
        return idle and all(one.here.is_set() and not one.unacked for one in everybody)

    await within(SEEN_WITHIN_S, calm)


async def _last_words(story: Story, tasks: asyncio.TaskGroup) -> None:
    """One word to each reader in the very moment of their resuming, then silence (contract R8)."""
    for visitor in story.visitors:
        visitor.tears = 0.0
    for agent in story.agents:
        agent.tear()
    for agent in story.agents:
        for visitor in story.visitors:
            if visitor.conversation in agent.duty:
                tasks.create_task(_word(agent, visitor, visitor.conversation))
    await within(SEEN_WITHIN_S, lambda: all(agent.here.is_set() for agent in story.agents))
    await _calm(story)
    for visitor in story.visitors:
        visitor.tear()
        agent = next(agent for agent in story.agents if visitor.conversation in agent.duty)
        tasks.create_task(_word(visitor, agent, visitor.conversation))


async def _word(listener: Visitor | Agent, speaker: Visitor | Agent, conversation: str) -> None:
    await listener.here.wait()
    await speaker.say(conversation, "One more thing.")


async def _last_look(story: Story, read: Callable[[], Awaitable[dict[str, Stored]]]) -> dict[str, Stored]:
    """What is stored, once everybody has seen it, or has had the time to."""
    patience = asyncio.get_running_loop().time() + SEEN_WITHIN_S
    while True:
        await _calm(story)
        stored = await read()
        held = {(one.name, one.conversation): one.held.seq for one in story.visitors}
        held |= {(agent.name, name): one.seq for agent in story.agents for name, one in agent.held.items()}
        behind = [key for key in story.readers if key[1] in stored and held.get(key) != stored[key[1]].seq]
        if not behind or asyncio.get_running_loop().time() > patience:
            return stored
        await asyncio.sleep(LOOK_S)
