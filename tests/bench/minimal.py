"""The obvious server that ours is measured against: Starlette, redis-py, one script; nothing registered or checked.

It stores and delivers the same: dedupe, stream entry, summary and notice in one script, then the ack; every agent
who watches the conversation gets the message. `python -m tests.bench.minimal REDIS_URL`, port printed.
"""

import asyncio
import contextlib
import json
import socket
import sys
from collections import defaultdict
from collections.abc import AsyncIterator

import uvicorn
from redis.asyncio import BlockingConnectionPool, Redis
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

CHANNEL = "minimal:bus"
APPEND = """
local key = KEYS[1]
local known = redis.call('HGET', key .. ':cids', ARGV[1])
if known then return { tonumber(known), 1 } end
local seq = redis.call('HINCRBY', key, 'seq', 1)
redis.call('XADD', key .. ':messages', seq .. '-0', 'body', ARGV[2])
redis.call('HSET', key .. ':cids', ARGV[1], seq)
redis.call('HSET', key, 'last', ARGV[2], 'cid', ARGV[1])
redis.call('PUBLISH', KEYS[2], ARGV[3] .. ' ' .. seq .. ' ' .. ARGV[2])
return { seq, 0 }
"""


class Minimal:
    """One process: who watches what, and the Redis connection pool."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self.sha = ""
        self.watching: defaultdict[str, set[WebSocket]] = defaultdict(set)

    async def visitor(self, socket: WebSocket) -> None:
        """A visitor's frames, one after the other."""
        await socket.accept(subprotocol="chat.v1")
        async for text in socket.iter_text():
            frame = json.loads(text)
            if frame["t"] == "hello":
                await socket.send_text(json.dumps({"t": "welcome", "conversations": []}))
            elif frame["t"] == "say":
                await socket.send_text(await self._say(frame))

    async def agent(self, socket: WebSocket) -> None:
        """An agent's frames: whom to watch."""
        await socket.accept(subprotocol="chat.v1")
        watched = []
        async for text in socket.iter_text():
            frame = json.loads(text)
            if frame["t"] == "hello":
                await socket.send_text(json.dumps({"t": "welcome"}))
            elif frame["t"] == "watch":
                conversation = frame["cursor"]["id"]
                watched.append(conversation)
                self.watching[conversation].add(socket)
                page = {"t": "messages", "conversation": conversation, "messages": [], "more": False}
                await socket.send_text(json.dumps(page))
        for conversation in watched:
            self.watching[conversation].discard(socket)

    async def deliver(self) -> None:
        """Hand what is published to the agents who watch it."""
        async with self.redis.pubsub() as pubsub:
            await pubsub.subscribe(CHANNEL)
            async for notice in pubsub.listen():
                if notice["type"] == "message":
                    await self._hand_over(*notice["data"].split(" ", 2))

    async def _hand_over(self, conversation: str, seq: str, body: str) -> None:
        text = f'{{"t":"message","conversation":"{conversation}","seq":{seq},"body":{body}}}'
        for agent in tuple(self.watching[conversation]):
            await agent.send_text(text)

    async def _say(self, frame: dict[str, str]) -> str:
        conversation, cid = frame["conversation"], frame["cid"]
        body = json.dumps({"from": "visitor", "cid": cid, "text": frame["text"]})
        keys = [f"minimal:{conversation}", CHANNEL]
        seq, dup = await self.redis.evalsha(self.sha, 2, *keys, cid, body, conversation)
        ack = {"t": "ack", "conversation": conversation, "cid": cid, "seq": seq, "dup": bool(dup)}
        return json.dumps(ack)


def create_app(redis_url: str) -> Starlette:
    """The application over this Redis."""
    pool = BlockingConnectionPool.from_url(
        redis_url, max_connections=64, decode_responses=True, socket_timeout=None
    )
    minimal = Minimal(Redis.from_pool(pool))

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        minimal.sha = await minimal.redis.script_load(APPEND)
        async with asyncio.TaskGroup() as tasks:
            delivering = tasks.create_task(minimal.deliver())
            yield
            delivering.cancel()

    routes = [
        WebSocketRoute("/ws/agent/{site}", minimal.agent),
        WebSocketRoute("/ws/{key}", minimal.visitor),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


def main() -> None:
    """Serve on a free port until SIGTERM."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=2048)
    config = uvicorn.Config(
        create_app(sys.argv[1]), loop="uvloop", ws="websockets-sansio", ws_per_message_deflate=False,
        ws_ping_interval=None, http="httptools", log_level="warning", timeout_graceful_shutdown=2,
    )  # fmt: skip
    print(listening.getsockname()[1], flush=True)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
