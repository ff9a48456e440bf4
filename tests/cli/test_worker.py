"""`chatserver worker` and `chatserver serve` as processes: both send, and end when they are told to."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from chatserver.background import Background
from chatserver.clock import millis, system_clock
from chatserver.domain.ids import random_id
from chatserver.domain.message import AgentMessage, Speaker, VisitorMessage
from chatserver.domain.site import Site
from chatserver.store import conversations, mails, sites
from chatserver.store.appends import Append, Appender, Arrival
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.scripts import source
from tests.cli.conftest import Run
from tests.mail.postroom import LOOK_S, until
from tests.mail.smtp_server import Plan, smtp_server
from tests.server import ROOT, server_process
from tests.stores import client

__all__ = ["client"]
LAN = "lan@gmail.example"


def environment(plan: Plan) -> dict[str, str]:
    """What makes a process send by this server."""
    return {"EMAIL_URL": f"smtp://127.0.0.1:{plan.port}", "DEFAULT_FROM_EMAIL": "chat@shop.example"}


@contextmanager
def worker(folder: Path, url: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """A worker over a Redis, killed in the end should it still run."""
    given = {"REDIS_URL": url, "ALLOW_VOLATILE_REDIS": "1", "DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "chatserver", "worker"],
        cwd=ROOT,
        env={**os.environ, **given, **settings},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


async def answered(client: Client, site: str) -> str:
    """An agent has answered somebody who is not here: that is due as a mail."""
    name, now = random_id(), millis(system_clock())
    arrival = Arrival(name, "hash", "epoch", "waiting", {}, "all_busy")
    words = VisitorMessage(random_id(), "Máy in không chạy")
    address = {"email": LAN, "language": "vi", "department": "support"}
    answer = AgentMessage(random_id(), "Bạn khởi động lại máy giúp mình nhé.", Speaker("an", "An"))
    async with asyncio.TaskGroup() as group:
        appender = Appender(Batch(client, source("append"), Background(group)))
        await appender.append(site, Append(name, now, words, arrival, set=address))
        await appender.append(site, Append(name, now, answer, set={"status": "open", "agent": "an"}))
    return name


async def arrived(client: Client, site: str, name: str, plan: Plan) -> None:
    """The answer has come to the mail server, and stands as sent and seen."""
    await until(lambda: plan.of(LAN))
    (got,) = plan.of(LAN)
    body = got.message.get_body(("plain",))
    assert body is not None and "Bạn khởi động lại máy giúp mình nhé." in body.get_content()
    while (await mails.of_conversation(client, site, name, 1))[0].state != "sent":
        await asyncio.sleep(LOOK_S)
    found = await conversations.load(client, site, name)
    assert found is not None and found.unseen_since == 0


async def test_a_worker_sends_what_is_due_and_ends_when_told(
    client: Client, redis_url: str, tmp_path: Path
) -> None:
    site = Site("5" * 32, "Shop", "k" * 20, (), system_clock())
    await sites.add(client, site)
    async with smtp_server(Plan()) as plan:
        with worker(tmp_path, redis_url, **environment(plan)) as process:
            await arrived(client, site.id, await answered(client, site.id), plan)
            process.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(process.wait, 20) == 0


async def test_a_server_sends_mails_too(client: Client, redis_url: str, tmp_path: Path) -> None:
    async with smtp_server(Plan()) as plan:
        with server_process(tmp_path, redis_url, **environment(plan)) as server:
            site = (await sites.all_sites(client))[0].id
            await arrived(client, site, await answered(client, site), plan)
            assert await asyncio.to_thread(server.stop) == 0


def test_a_worker_without_a_mail_server_waits_to_be_told_to_end(clean_redis: str, tmp_path: Path) -> None:
    with worker(tmp_path, clean_redis, EMAIL_URL="") as process:
        assert process.stdout is not None
        assert "EMAIL_URL is empty" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0


def test_a_wrong_mail_server_is_refused_by_name(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "http://mail.shop.example")
    result = run("worker")
    assert result.exit_code == 2
    assert "EMAIL_URL: must begin with" in result.output
