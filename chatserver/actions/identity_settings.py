"""What operators do with a site's identity keys and settings (contract S2); each act is in the audit trail."""

import secrets
from datetime import datetime

from chatserver.clock import millis
from chatserver.domain.identity import Identity, read_token
from chatserver.domain.identity_rules import IdentityKey, IdentityRules, read_public_key
from chatserver.domain.site import Site
from chatserver.store import audit, identities
from chatserver.store.client import Client

KID_BYTES, SECRET_BYTES = 4, 32


async def add_key(client: Client, site: Site, now: datetime, public_key: str = "") -> IdentityKey:
    """Give a site another key: a new shared secret (HS256), or a public key (PEM) by what it is.

    The secret is in the result and shown to nobody again. Raises `Refused`: `identity_keys_full`, `identity_bad_key`.
    """
    algorithm = read_public_key(public_key) if public_key else "HS256"
    material = public_key or secrets.token_urlsafe(SECRET_BYTES)
    key = IdentityKey(secrets.token_hex(KID_BYTES), algorithm, material, millis(now))
    rules = await identities.rules(client, site.id)
    await _keep(client, site, rules.with_key(key), "identity_key_added", now)
    return key


async def retire_key(client: Client, site: Site, kid: str, now: datetime) -> IdentityRules:
    """Take a key away: what it signed proves nothing from now on. Raises `Refused` (see `IdentityRules`)."""
    rules = await identities.rules(client, site.id)
    return await _keep(client, site, rules.without_key(kid), "identity_key_retired", now)


async def require(client: Client, site: Site, now: datetime, *, on: bool) -> IdentityRules:
    """Set *require identity*; raises `Refused` where that makes no sense."""
    rules = await identities.rules(client, site.id)
    return await _keep(client, site, rules.requiring(on=on), f"identity_required_{_word(on)}", now)


async def allow_anonymous(client: Client, site: Site, now: datetime, *, on: bool) -> IdentityRules:
    """Set *allow anonymous*; raises `Refused` where that makes no sense."""
    rules = await identities.rules(client, site.id)
    return await _keep(client, site, rules.allowing_anonymous(on=on), f"anonymous_{_word(on)}", now)


async def check(client: Client, site: Site, token: str, now: datetime) -> Identity:
    """Read a token as the server would, changing nothing; raises `Refused` with its fault."""
    rules = await identities.rules(client, site.id)
    return read_token(token, rules.keys, site.id, now)


async def _keep(client: Client, site: Site, rules: IdentityRules, act: str, now: datetime) -> IdentityRules:
    await identities.keep_rules(client, site.id, rules)
    await audit.record(client, audit.OPERATOR, act, site.id, now)
    return rules


def _word(on: bool) -> str:
    return "on" if on else "off"
