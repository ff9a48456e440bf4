"""The two servers of a comparison, each over a Redis of its own with the same settings (AOF always)."""

import asyncio
import os
import subprocess
import sys
import urllib.parse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from chatserver.actions.accounts import begin_session
from chatserver.clock import system_clock
from chatserver.domain.agent import Agent
from chatserver.domain.ids import random_id
from chatserver.settings import SESSION_COOKIE
from chatserver.store import agents, sites
from chatserver.store.client import command_client
from tests.bench.load import Target
from tests.fire.own_redis import own_redis
from tests.server import server_process
from tests.turned_clock import TurnedClock

NOON_IN_VIETNAM = 5  # o'clock, UTC: the desk is open, so that conversations go to agents
TICK_S = 1 / os.sysconf("SC_CLK_TCK")
PAGE_KB = os.sysconf("SC_PAGE_SIZE") / 1024


@dataclass(frozen=True, slots=True)
class Running:
    """A server process under measurement."""

    pid: int
    target: Target

    def cpu_s(self) -> float:
        """User and system time so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * TICK_S

    def rss_kb(self) -> float:
        """Resident memory now."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * PAGE_KB


@asynccontextmanager
async def ours(consoles: int) -> AsyncIterator[Running]:
    """chatserver, with so many signed-in agents."""
    with own_redis() as redis, TemporaryDirectory(prefix="chat-") as folder:
        await redis.start()
        noon = system_clock().replace(hour=NOON_IN_VIETNAM)
        TurnedClock(Path(folder) / "clock").turn_to(noon)
        with server_process(Path(folder), redis.url, LOG_LEVEL="WARNING") as server:
            site, signed_in = await _agents(redis.url, server.url, consoles)
            port = urllib.parse.urlsplit(server.url).port
            assert port is not None
            yield Running(server.process.pid, Target("127.0.0.1", port, server.site_key, site, signed_in))


@asynccontextmanager
async def minimal(consoles: int) -> AsyncIterator[Running]:
    """The obvious server."""
    with own_redis() as redis:
        await redis.start()
        command = [sys.executable, "-m", "tests.bench.minimal", redis.url]
        process = await asyncio.to_thread(subprocess.Popen, command, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            yield Running(process.pid, Target("127.0.0.1", port, "key", "site", [({}, "")] * consoles))
        finally:
            process.terminate()
            process.wait()


async def _agents(
    redis_url: str, server_url: str, count: int
) -> tuple[str, list[tuple[dict[str, str], str]]]:
    client = command_client(redis_url)
    site = (await sites.all_sites(client))[0]
    signed_in = []
    for _ in range(count):
        name = random_id()
        agent = Agent(name, "Nguyễn An", f"{name}@example.com", system_clock(), roles={site.id: "agent"})
        assert await agents.add(client, agent)
        session, token = await begin_session(client, agent, system_clock())
        headers = {"Origin": server_url, "Cookie": f"{SESSION_COOKIE}={token}"}
        signed_in.append((headers, session.session.csrf))
    await client.aclose()
    return site.id, signed_in
