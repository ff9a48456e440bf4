"""A visitor under fire: says the lines of a dialogue, over and over, until told to stop."""

import asyncio
import base64
import random
from itertools import cycle

from tests.clients import ORIGIN
from tests.fire.client import Client, Door, Frame
from tests.fire.dialogues import Dialogue
from tests.fire.fleet import Fleet
from tests.fire.held import Held
from tests.fire.history import History

PAUSE_S = (0.1, 0.6)


class Visitor(Client):
    """One widget with one conversation."""

    def __init__(
        self,
        name: str,
        dialogue: Dialogue,
        history: History,
        chance: random.Random,
        tasks: asyncio.TaskGroup,
    ) -> None:
        super().__init__(name, history, chance, tasks)
        self.conversation = f"{chance.getrandbits(128):032x}"
        self.held = Held(name, self.conversation, history)
        self._secret = base64.urlsafe_b64encode(chance.randbytes(32)).decode().rstrip("=")
        self._lines = cycle(dialogue.visitor)

    def door(self, fleet: Fleet) -> Door:
        """The widget's socket on some living server."""

        def door() -> tuple[str, dict[str, str]]:
            server = fleet.any_server(self.chance)
            return f"{server.ws_url}/ws/{server.site_key}", {"Origin": ORIGIN}

        return door

    async def talk(self, stop: asyncio.Event) -> None:
        """One line after the other, each when the one before is confirmed."""
        while not stop.is_set():
            await self.say(self.conversation, next(self._lines))
            await asyncio.sleep(self.chance.uniform(*PAUSE_S))

    async def greet(self) -> None:
        """Hello with the cursor (contract R7)."""
        await self.send("hello", secret=self._secret, conversations=[self.held.cursor])

    def on_ack(self, frame: Frame, text: str) -> None:
        """The ack is the message."""
        self.held.ack(frame, text)

    async def on_frame(self, frame: Frame) -> None:
        """Follow the conversation; after a welcome, offer again what was not confirmed."""
        if frame["t"] == "welcome":
            self.here.set()
            for state in frame["conversations"]:
                self.held.take({"t": "state", **state})
            await self.offer(self.conversation)
        elif frame.get("conversation") == self.conversation:
            self.held.take(frame)
