"""The policy of each site as this process knows it: the store is looked at, and a new text read in a thread."""

import asyncio
import logging
from functools import cache

from chatserver.domain.errors import PolicyFault
from chatserver.domain.holidays import public_holidays
from chatserver.domain.policy import Policy, load_policy
from chatserver.store import policies
from chatserver.store.client import Client
from chatserver.store.policies import StoredPolicy

log = logging.getLogger(__name__)
_holidays = cache(public_holidays)  # half a second a country


class Policies:
    """One policy per site; what cannot be read changes nothing (contract R24)."""

    def __init__(self, seed: Policy) -> None:
        self._seed = seed  # for a site that has none yet
        self._known: dict[str, Policy] = {}
        self._standing: dict[str, tuple[int, str]] = {}  # site → revision and digest, as last looked into
        self._reading = asyncio.Lock()
        self.unread: dict[str, int] = {}
        """Sites whose policy of this revision was written by a newer server: the last good one is in force here."""

    def of(self, site: str) -> Policy:
        """The policy of a site."""
        return self._known.get(site, self._seed)

    def revision(self, site: str) -> int:
        """The number of the text that stands for a site; 0 while it has none."""
        return self._standing.get(site, (0, ""))[0]

    async def meet(self, client: Client, site: str) -> None:
        """Learn a site's policy unless somebody has; from then on whoever watches the site keeps it fresh."""
        if site not in self._standing:
            await self.learn(client, site)

    async def learn(self, client: Client, site: str) -> None:
        """Take up the policy that stands; raises a `StoreFault` when Redis is away, leaving what was known."""
        standing = await policies.standing(client, site)
        if standing == self._standing.get(site):
            return
        async with self._reading:
            if standing != self._standing.get(site):
                await self._take_up(client, site)
                self._standing[site] = standing

    async def _take_up(self, client: Client, site: str) -> None:
        stored = await policies.current(client, site)
        self.unread.pop(site, None)
        if stored is None:
            self._known.pop(site, None)
            return
        policy = await _read(site, stored)
        if policy is None:
            self.unread[site] = stored.revision
            policy = self._known.get(site) or await self._last_good(client, site)
        self._known[site] = policy

    async def _last_good(self, client: Client, site: str) -> Policy:
        for earlier in (await policies.history(client, site))[1:]:
            policy = await _read(site, earlier)
            if policy is not None:
                return policy
        return self._seed


async def read_policy(text: str) -> Policy:
    """The policy that a text describes, holidays included; raises PolicyFault. Half a second of work, in a thread."""
    return await asyncio.to_thread(load_policy, text, _holidays)


async def _read(site: str, stored: StoredPolicy) -> Policy | None:
    try:
        return await read_policy(stored.text)
    except PolicyFault as fault:
        log.error("revision %d of the policy of %s cannot be read: %s", stored.revision, site, fault.faults)
        return None
