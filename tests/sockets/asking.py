"""Requests of a polling session one by one, as a test writes them."""

from typing import Any

import msgspec

from tests.clients import ORIGIN, Frame, new_id, new_secret
from tests.polling import Answer, posted
from tests.server import ServerProcess


class Asking:
    """One session by its requests; nothing is repeated or acknowledged by itself."""

    def __init__(self, server: ServerProcess, origin: str = ORIGIN, came_from: str = "") -> None:
        self.url = f"{server.url}/api/poll/{server.site_key}"
        self.headers = {"Origin": origin}
        if came_from:
            self.headers["X-Forwarded-For"] = came_from
        self.session = new_id()
        self.secret = new_secret()

    @property
    def hello(self) -> Frame:
        """The first frame."""
        return {"t": "hello", "secret": self.secret}

    async def ask(self, *frames: Frame, first: int = 1, ack: int = 0, **fields: Any) -> Answer:
        """One request; ValueError with the status of a refusal."""
        body = {"session": self.session, "ack": ack, "first": first, "frames": frames, **fields}
        return await posted(self.url, self.headers, msgspec.json.encode(body))

    async def begin(self) -> Answer:
        """The first request, which waits for the welcome."""
        return await self.ask(self.hello, wait=True)

    async def until(self, kind: str, ack: int) -> tuple[Frame, int]:
        """The next frame of a kind, and the number of the last one that has come."""
        while True:
            answer = await self.ask(first=99, ack=ack, wait=True)
            assert answer["closed"] is None
            ack = answer["first"] + len(answer["frames"]) - 1
            for frame in answer["frames"]:
                if frame["t"] == kind:
                    return frame, ack


def say(conversation: str, text: str) -> Frame:
    """A message."""
    return {"t": "say", "conversation": conversation, "cid": new_id(), "text": text}
