"""An agent under fire: takes what arrives, watches it, answers every line of a visitor with one of their own."""

import asyncio
import random
from itertools import cycle
from typing import Any

from chatserver.settings import SESSION_COOKIE
from tests.fire.client import FIRST_WAIT_S, PASSING, Client, Door, Frame
from tests.fire.dialogues import Dialogue
from tests.fire.fleet import Fleet
from tests.fire.held import Held
from tests.fire.history import History


class Agent(Client):
    """One console; answers in the conversations that `duty` names, as each says."""

    def __init__(
        self,
        name: str,
        token: str,
        csrf: str,
        duty: dict[str, Dialogue],
        history: History,
        chance: random.Random,
        tasks: asyncio.TaskGroup,
    ) -> None:
        super().__init__(name, history, chance, tasks)
        self.duty = duty
        self.held: dict[str, Held] = {}
        self._token = token
        self._csrf = csrf
        self._lines = {conversation: cycle(dialogue.agent) for conversation, dialogue in duty.items()}
        self._answers: dict[str, asyncio.Queue[str]] = {}
        self._taken: dict[str, asyncio.Event] = {}
        self._asked: list[str] = []  # the index + 1 is the `ref`
        self._version = 0

    @property
    def idle(self) -> bool:
        """Everything seen is answered, and every answer confirmed."""
        return not self.unacked and all(queue.empty() for queue in self._answers.values())

    def door(self, fleet: Fleet, site: str) -> Door:
        """The console's socket on some living server."""

        def door() -> tuple[str, dict[str, str]]:
            server = fleet.any_server(self.chance)
            headers = {"Origin": server.url, "Cookie": f"{SESSION_COOKIE}={self._token}"}
            return f"{server.ws_url}/ws/agent/{site}", headers

        return door

    async def greet(self) -> None:
        """Hello; what is watched follows the welcome, since a console may watch more than `hello` may name."""
        await self.send("hello", csrf=self._csrf)

    async def on_frame(self, frame: Frame) -> None:
        """Keep the lists by their version (contract R6) and follow what is watched."""
        match frame["t"]:
            case "welcome":
                await self._arrive(frame)
            case "list":
                await self._consider(frame["rows"])
            case "rows":
                if frame["since"] > self._version:
                    await self._ask_for_lists()
                self._version = max(self._version, frame["version"])
                await self._consider(frame["rows"])
            case "done":
                self._taken[self._asked[frame["ref"] - 1]].set()
            case "message" | "messages" | "conversation" | "reset":
                await self._follow(frame)

    async def on_refusal(self, frame: Frame) -> None:
        """A claim that could not be carried out now is made again."""
        ref: Any = frame.get("ref")
        if ref and frame["reason"] in PASSING:
            self.tasks.create_task(self._claim_later(self._asked[ref - 1]))
        else:
            await super().on_refusal(frame)

    async def _arrive(self, welcome: Frame) -> None:
        self.here.set()
        self._version = welcome["version"]
        await self._ask_for_lists()
        for conversation, held in self.held.items():
            await self.send("watch", cursor=held.cursor)
            if not self._taken[conversation].is_set():
                await self._claim(conversation)
            await self.offer(conversation)

    async def _ask_for_lists(self) -> None:
        for name in ("waiting", "email"):
            await self.send("list", name=name)

    async def _consider(self, rows: list[Frame]) -> None:
        for row in rows:
            conversation = row["conversation"]
            if conversation in self._lines and conversation not in self.held:
                self.held[conversation] = Held(self.name, conversation, self.history)
                self._answers[conversation] = asyncio.Queue()
                self._taken[conversation] = asyncio.Event()
                self.tasks.create_task(self._answer(conversation))
                await self.send("watch", cursor=self.held[conversation].cursor)
                await self._claim(conversation)

    async def _claim(self, conversation: str) -> None:
        self._asked.append(conversation)
        await self.send("act", verb="take", conversation=conversation, ref=len(self._asked))

    async def _claim_later(self, conversation: str) -> None:
        await asyncio.sleep(FIRST_WAIT_S)
        await self._claim(conversation)

    async def _follow(self, frame: Frame) -> None:
        conversation = frame.get("conversation") or frame["row"]["conversation"]
        for message in self.held[conversation].take(frame):
            if message["body"]["from"] == "visitor":
                self._answers[conversation].put_nowait(next(self._lines[conversation]))

    async def _answer(self, conversation: str) -> None:
        await self._taken[conversation].wait()
        while True:
            line = await self._answers[conversation].get()
            await self.say(conversation, line)
