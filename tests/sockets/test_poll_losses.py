"""Requests and answers lost, repeated and overtaken at random: each frame arrives once, in order (contract R5)."""

import asyncio
import random
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from chatserver.sockets.poll_carrier import PollCarrier

Request = tuple[int, int, list[str]]
Answer = tuple[int, int, list[str]]


@dataclass
class Line:
    """A client, a carrier, and what is on its way between them; nothing ever leaves the way by itself."""

    carrier: PollCarrier
    chance: random.Random
    unsent: list[str] = field(default_factory=list)
    first: int = 1
    ack: int = 0
    written: list[str] = field(default_factory=list)
    posted: list[str] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    came: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def write(self) -> None:
        """The client has something to say."""
        self.written.append(f"c{len(self.written)}")
        self.unsent.append(self.written[-1])

    def post(self) -> None:
        """The server has."""
        text = f"s{len(self.posted)}"
        assert self.carrier.post([text])
        self.posted.append(text)

    def ask(self) -> None:
        """A request sets out, with all that is not known to have arrived."""
        self.requests.append((self.ack, self.first, list(self.unsent)))

    async def arrive(self) -> None:
        """Some request arrives, maybe an old one, maybe again."""
        if not self.requests:
            return
        ack, first, texts = self.chance.choice(self.requests)
        before = self.carrier.received
        self.carrier.take_in(first, texts)
        for _ in range(self.carrier.received - before):
            self.came.append((await self.carrier.receive())["text"])
        waits = len(self.posted) > max(ack, self.carrier.taken)
        number, frames = await self.carrier.answer(ack, 5.0 if waits else 0.0)
        self.answers.append((self.carrier.received, number, frames))

    def hear(self) -> None:
        """Some answer arrives."""
        if not self.answers:
            return
        received, number, frames = self.chance.choice(self.answers)
        arrived = max(0, received - self.first + 1)
        del self.unsent[:arrived]
        self.first += arrived
        for at, text in enumerate(frames, number):
            if at == self.ack + 1:
                self.ack = at
                self.heard.append(text)

    async def settle(self) -> None:
        """In the end the line is good."""
        self.requests.clear()
        self.answers.clear()
        self.ask()
        await self.arrive()
        self.hear()


@given(st.lists(st.sampled_from(["write", "post", "ask", "arrive", "hear"]), max_size=120), st.integers())
def test_every_frame_arrives_once_and_in_order(steps: list[str], seed: int) -> None:
    asyncio.run(_follow(steps, random.Random(seed)))


async def _follow(steps: list[str], chance: random.Random) -> None:
    line = Line(PollCarrier(asyncio.get_running_loop()), chance)
    for step in steps:
        if step == "arrive":
            await line.arrive()
        else:
            getattr(line, step)()
        assert line.came == line.written[: len(line.came)]
        assert line.heard == line.posted[: len(line.heard)]
    await line.settle()
    assert (line.came, line.heard) == (line.written, line.posted)
