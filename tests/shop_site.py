"""A site whose own server signs who is signed in: for socket tests of identity."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chatserver.domain.identity_rules import IdentityKey, IdentityRules
from chatserver.domain.site import Site
from chatserver.store import identities
from chatserver.store.client import Client
from tests.clients import Visitor, new_id
from tests.server import ServerProcess
from tests.signing import SECRET, claims_of, sign

BETWEEN_TRIES_S = 0.2
KEY = IdentityKey("k1", "HS256", SECRET, 0)


@dataclass
class Shop:
    """The site, its rules, and its server's pen."""

    server: ServerProcess
    client: Client
    site: Site

    async def rule(self, *, required: bool = False, anonymous: bool = True) -> None:
        """Set the site's rules; the server follows within two seconds."""
        rules = IdentityRules({"k1": KEY}, required, anonymous)
        await identities.keep_rules(self.client, self.site.id, rules)

    async def retire_key(self) -> None:
        """Take the site's only key away."""
        await identities.keep_rules(self.client, self.site.id, IdentityRules())

    def token(self, sub: str, **claims: Any) -> str:
        """What the shop's server signs for somebody who is signed in there."""
        return sign(claims_of(self.site.id, self.server.clock(), sub=sub, **claims), "k1")

    def visitor(self, secret: str = "") -> Visitor:
        """A widget in a browser of its own, or one with that secret."""
        return Visitor(f"{self.server.ws_url}/ws/{self.site.key}", secret)

    def turn(self, **ahead: float) -> None:
        """Let the server's time go on."""
        self.server.clock.turn_to(self.server.clock() + timedelta(**ahead))

    async def until_strangers_hear(self, reason: str) -> None:
        """Wait until the server has heard of a new rule: what a stranger's words are answered, '' = stored."""
        while True:
            async with self.visitor() as stranger:
                await stranger.hello()
                if (await stranger.say(new_id(), "Xin chào")).get("reason", "") == reason:
                    return
            await asyncio.sleep(BETWEEN_TRIES_S)
