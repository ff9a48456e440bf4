"""What time does, by itself: closing time, grace, lost agents, in one process at a time by a lease; files that go."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from chatserver.actions import sweeps
from chatserver.actions.files import sweep_files
from chatserver.actions.office import Office
from chatserver.domain.errors import ChatError
from chatserver.domain.ids import random_id
from chatserver.store import leases, presence, sites
from chatserver.store.client import StoreFault, StoreRefused

log = logging.getLogger(__name__)
SWEEP_S, STIRRED_S, FILES_S = 0.5, 0.1, 30
LEASE = timedelta(milliseconds=1500)
DOWN_MS = 5000


async def sweep(office: Office) -> None:
    """Run until cancelled; whoever holds the lease sweeps, and another takes over 1.5 s after it dies."""
    me = random_id()
    while True:
        await _sleep(office)
        try:
            await _round(office, me)
        except StoreFault as fault:
            log.warning("sweep waits: %s", fault)


async def sweep_all_files(office: Office) -> None:
    """Take away files that nobody wants, until cancelled; apart, and in every process: a store of files may be slow."""
    while True:
        await asyncio.sleep(FILES_S)
        try:
            for site in await sites.all_sites(office.client):
                await _sweep_site(sweep_files, office, site.id)
        except StoreFault as fault:
            log.warning("sweep of files waits: %s", fault)


async def _sleep(office: Office) -> None:
    """Until the next round; something that waits for an agent in this process makes it the sooner (R20)."""
    await asyncio.sleep(STIRRED_S)
    with suppress(TimeoutError):
        async with asyncio.timeout(SWEEP_S - STIRRED_S):
            await office.stirred.wait()
    office.stirred.clear()


async def _round(office: Office, me: str) -> None:
    if await leases.hold(office.client, me, LEASE):
        before, now = await leases.last_round(office.client)
        for site in await sites.all_sites(office.client):
            if not 0 <= now - before <= DOWN_MS:  # our absence or a clock that was set, not theirs (R19, R20)
                await presence.bridge(office.client, site.id, before, office.agent_lease_ms(site.id))
            await _sweep_site(sweeps.sweep_site, office, site.id)


async def _sweep_site(work: Callable[[Office, str], Awaitable[None]], office: Office, site: str) -> None:
    """One site's trouble is not the others'; when Redis is away, that is everybody's (contract R22)."""
    try:
        await work(office, site)
    except ChatError as error:
        log.warning("sweep of %s waits: %s", site, error.key)
    except StoreRefused as fault:
        log.warning("sweep of %s waits: %s", site, fault)
    except StoreFault:
        raise
    except Exception:
        log.exception("sweep of %s failed", site)
