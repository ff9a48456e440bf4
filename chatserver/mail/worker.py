"""The endless part of sending: takes what is due, a few mails at a time, for every site (contract R21, R22)."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from chatserver.actions.office import Office
from chatserver.background import Background
from chatserver.clock import millis
from chatserver.domain.errors import ChatError
from chatserver.domain.ids import random_id
from chatserver.domain.site import Site
from chatserver.mail.compose import compose
from chatserver.mail.outgoing import Post
from chatserver.mail.sender import Sender
from chatserver.mail.smtp import MailServer, Smtp, server_of
from chatserver.settings import Settings
from chatserver.store import mails, sites
from chatserver.store.client import StoreFault, StoreRefused
from chatserver.store.secrets import own_secret

log = logging.getLogger(__name__)
CONNECTIONS = 8
LOOK_S = 1.0
SAY_HERE_S = 20.0
LAST_S = 5.0


@dataclass(frozen=True, slots=True)
class Turns:
    """How the work is cut: so many connections, a lease that outlasts any attempt, the seconds to end in."""

    connections: int = CONNECTIONS
    lease_ms: int = 90_000
    look_s: float = LOOK_S
    last_s: float = LAST_S


class Mailer:
    """Sends until `end`; as many as like may run at once, for each mail is leased to one of them."""

    def __init__(self, sender: Sender, server: MailServer, turns: Turns = Turns()) -> None:
        self._sender = sender
        self._turns = turns
        self._free = [Smtp(server) for _ in range(turns.connections)]
        self._sending: set[asyncio.Task[None]] = set()
        self._freed = asyncio.Event()
        self._ended = asyncio.Event()
        self._sites: list[Site] = []
        self._round_at = self._here_at = 0.0

    def end(self) -> None:
        """Take nothing more; what is being sent has some seconds."""
        self._ended.set()
        self._freed.set()

    async def run(self) -> None:
        """Until `end`; whatever goes wrong is logged and ends one round, or one mail."""
        async with asyncio.TaskGroup() as group:
            while not self._ended.is_set():
                more = await self._round(group)
                await self._pause(more=more)
            if self._sending:
                _, late = await asyncio.wait(self._sending, timeout=self._turns.last_s)
                for task in late:  # their leases end, and somebody takes them up again
                    task.cancel()
        for connection in self._free:
            connection.close()

    async def _round(self, group: asyncio.TaskGroup) -> bool:
        """One look at every site; True when more may be due."""
        try:
            await self._look_round()
            return any([await self._look(group, site) for site in self._sites])
        except StoreFault as fault:
            log.warning("mails wait: %s", fault)
        except Exception:
            log.exception("a look for mails failed")
        return False

    async def _look(self, group: asyncio.TaskGroup, site: Site) -> bool:
        """One site's trouble is not the others'; when Redis is away, that is everybody's."""
        try:
            return await self._take(group, site)
        except (ChatError, StoreRefused) as fault:
            log.warning("mails of %s wait: %s", site.id, fault)
        except StoreFault:
            raise
        except Exception:
            log.exception("mails of %s failed", site.id)
        return False

    async def _take(self, group: asyncio.TaskGroup, site: Site) -> bool:
        """Start sending what a site has due, on half of the free connections: the next site shall find some."""
        most = (len(self._free) + 1) // 2
        if not most:
            return True
        office = self._sender.post.office
        await office.policies.learn(office.client, site.id)
        now = millis(office.now)
        taken = await mails.lease(office.client, site.id, now, random_id(), self._turns.lease_ms, most)
        for leased in taken:
            task = group.create_task(self._send(site, leased, self._free.pop()), name="mail")
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)
        return len(taken) == most

    async def _send(self, site: Site, leased: mails.Leased, connection: Smtp) -> None:
        try:
            await self._sender.send(site, leased, connection)
        except Exception:
            log.exception("mail %s failed", leased.mail.id)
        finally:
            self._free.append(connection)
            self._freed.set()

    async def _pause(self, *, more: bool) -> None:
        """Until a connection is free if more is due, else for a moment."""
        self._freed.clear()
        if more and self._free:
            return
        if not more and not self._sending:
            for connection in self._free:  # servers do not like to be held for nothing
                connection.close()
        wakes = self._freed if more else self._ended
        try:
            async with asyncio.timeout(self._turns.look_s):
                await wakes.wait()
        except TimeoutError:
            pass

    async def _look_round(self) -> None:
        """Know the sites, and say that mails are sent; not for each mail anew."""
        office, now = self._sender.post.office, time.monotonic()
        if now >= self._round_at:
            self._sites = await sites.all_sites(office.client)
            self._round_at = now + LOOK_S
        if now >= self._here_at:
            await mails.say_here(office.client)
            self._here_at = now + SAY_HERE_S


def mailer_of(post: Post) -> Mailer:
    """The mailer of an installation whose settings name a mail server."""
    if not post.settings.base_url:
        log.warning("BASE_URL is empty: links in mails lead to %s", post.settings.public_url)
    server = server_of(post.settings.email_url, post.settings.public_url)
    return Mailer(Sender(post, compose), server)


@asynccontextmanager
async def mailing(office: Office, settings: Settings, tasks: Background) -> AsyncIterator[None]:
    """Send mails meanwhile; without an EMAIL_URL they wait."""
    if not settings.email_url:
        yield
        return
    mailer = mailer_of(Post(office, settings, await own_secret(office.client)))
    tasks.start(mailer.run(), "mail worker")
    try:
        yield
    finally:
        mailer.end()
