"""Each site's identity keys and settings, as this process knows them."""

import time

from chatserver.domain.identity_rules import IdentityRules
from chatserver.store import identities
from chatserver.store.client import Client

LIFE_S = 2.0
"""A change by command reaches every process within this time."""


class IdentityDesk:
    """Reads a site's rules at most every two seconds: every message of a visitor asks for them."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, IdentityRules]] = {}

    def members_only(self, site: str) -> bool:
        """Whether only identified visitors may begin a conversation, as last read; False before that."""
        _, rules = self._known.get(site, (0.0, None))
        return rules is not None and not rules.anonymous

    async def rules(self, client: Client, site: str, *, fresh: bool = False) -> IdentityRules:
        """A site's keys and settings; raises a `StoreFault` when Redis is away.

        `fresh` for whoever checks a signature: a new key is good at once, and one taken away is good no more.
        """
        read_at, rules = self._known.get(site, (0.0, None))
        now = time.monotonic()
        if fresh or rules is None or now - read_at >= LIFE_S:
            if rules is not None:
                self._known[site] = now, rules  # one reads for all: the others go on meanwhile
            rules = await identities.rules(client, site)
            self._known[site] = now, rules
        return rules
