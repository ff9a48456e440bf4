"""Many mails, a bad mail server, and a worker that is killed again and again, until nothing is left to be sent."""

import asyncio
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from chatserver.background import Background
from chatserver.clock import from_millis, millis
from chatserver.domain.ids import random_id
from chatserver.domain.mail import Asked, Mail
from chatserver.domain.mail_tokens import message_id
from chatserver.domain.message import AgentMessage, Speaker, VisitorMessage
from chatserver.domain.site import Site
from chatserver.store import conversations, mail_keys, mails, sites
from chatserver.store.appends import Append, Appender, Arrival
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.scripts import source
from chatserver.store.secrets import own_secret
from tests.fire.mail_checker import faults_of, promise_faults, told
from tests.fire.mail_fates import Fates
from tests.fire.mail_worker import DOMAIN
from tests.mail.smtp_server import Got, Plan
from tests.turned_clock import TurnedClock

ROOT = Path(__file__).parent.parent.parent
SITE = "5" * 32
A_DAY = 24 * 3600 * 1000
STEP = timedelta(minutes=1)
LOOK_S = 0.02


@dataclass(slots=True)
class Story:
    """One run: what is stored, who is mailed, and how it went."""

    client: Client
    url: str
    clock: TurnedClock
    clock_file: Path
    plan: Plan
    fates: Fates
    talks: list[str] = field(default_factory=list)
    kills: int = 0

    async def fill(self, count: int) -> None:
        """So many conversations with three mails each: to the department, a receipt, an agent's answer."""
        await sites.add(self.client, Site(SITE, "Shop", "k" * 20, (), self.clock()))
        self.talks = [random_id() for _ in range(count)]
        async with asyncio.TaskGroup() as group:
            appender = Appender(Batch(self.client, source("append"), Background(group)))
            for talk in self.talks:
                group.create_task(_asked_and_answered(appender, talk, millis(self.clock())))

    async def run(self, kills: int) -> None:
        """Until every mail has ended; the worker is killed as often, after as much work each time."""
        every = max(1, 3 * len(self.talks) // (kills + 1))
        while await self._open():
            with _worker(self.url, self.clock_file, self.plan.port) as process:
                until = self.fates.attempts + every if self.kills < kills else None
                while await self._open() and (until is None or self.fates.attempts < until):
                    assert process.poll() is None, "the worker ended by itself"
                    await self._turn()
                    await asyncio.sleep(LOOK_S)
                if until is not None:
                    process.kill()
                    self.kills += 1

    async def check(self) -> Counter[str]:
        """How many mails ended how; raises what went wrong."""
        secret = await own_secret(self.client)
        got: dict[str, list[Got]] = {}
        for one in self.plan.got:
            got.setdefault(one.to, []).append(one)
        faults: dict[str, list[str]] = {}
        ends: Counter[str] = Counter()
        for talk in self.talks:
            found = await conversations.load(self.client, SITE, talk)
            assert found is not None
            theirs = await mails.of_conversation(self.client, SITE, talk, found.mails)
            for mail in theirs:
                name = f"{mail.id}@{DOMAIN}"
                named = message_id(secret, talk, mail.n, "shop.example")
                wrong = list(faults_of(mail, named, got.pop(name, [])))
                ends[_end(mail)] += 1
                if wrong:
                    faults[name] = wrong
            answers = [mail for mail in theirs if mail.kind == "answer"]
            assert len(theirs) == 3 and len(answers) == 1
            if wrong := list(promise_faults(found, answers)):
                faults[f"{answers[0].id}@{DOMAIN}"] = wrong
        faults |= {name: ["received, and never written"] for name in got}
        assert not faults, told(self.fates._seed, faults, self.fates.history)
        return ends

    async def _open(self) -> bool:
        return (await mails.counts(self.client, SITE)).waiting > 0

    async def _turn(self) -> None:
        """Nothing is due: let it be the time when something is."""
        soonest = await self.client.zrange(mail_keys.outbox(SITE), 0, 0, withscores=True)
        if soonest and float(soonest[0][1]) > millis(self.clock()):
            self.clock.turn_to(from_millis(int(soonest[0][1])) + STEP)


def _end(mail: Mail) -> str:
    if mail.state == "dead":
        return f"dead: {mail.reason}"
    return "sent after uncertainty" if mail.state == "sent" and mail.uncertain else mail.state


async def _asked_and_answered(appender: Appender, talk: str, now: int) -> None:
    promise = {"promise_at": str(now + 30 * A_DAY), "promise_from": str(now), "promise_state": "pending"}
    arrival = Arrival(talk, "hash", "epoch", "email", promise, "closed_hours")
    words = VisitorMessage(random_id(), "chào")
    address = {"email": f"{talk}@{DOMAIN}", "department": "support"}
    await appender.append(SITE, Append(talk, now, words, arrival, set=address))
    answer = AgentMessage(random_id(), "chào bạn", Speaker("an", "An"))
    taken = {"status": "open", "agent": "an", "agent_name": "An"}
    await appender.append(SITE, Append(talk, now, answer, set=taken, asked=Asked()))


@contextmanager
def _worker(url: str, clock_file: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    settings = {
        "REDIS_URL": url,
        "ALLOW_VOLATILE_REDIS": "1",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "DEFAULT_FROM_EMAIL": "chat@shop.example",
        "BASE_URL": "https://chat.shop.example",
        "DATA_DIR": str(clock_file.parent),
        "LOG_LEVEL": "WARNING",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fire.mail_worker", str(clock_file)],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)
