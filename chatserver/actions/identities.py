"""Identifying: a signed token makes a visitor a person, and their conversations one history (contract S2)."""

import logging
from contextlib import suppress

from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.conversation import Conversation
from chatserver.domain.errors import Refused
from chatserver.domain.identity import read_token
from chatserver.domain.reader import Reader
from chatserver.store import conversations, identities
from chatserver.store.appends import Append
from chatserver.store.bus import tell
from chatserver.store.identities import Identified

log = logging.getLogger(__name__)
JOINED_WITHIN_MS = 3_600_000
"""An older conversation may have been somebody else's at this browser."""
MOST_SHARED = 20


async def identify(office: Office, site: str, visitor: str, secret_hash: str, token: str) -> Identified:
    """Make a visitor the person whom a token names, and their open conversation that person's.

    Raises `Refused`: the token's fault (see `domain.identity`), `blocked`, `identity_other`; or a `StoreFault`.
    """
    rules = await office.identity_desk.rules(office.client, site, fresh=True)
    now = millis(office.now)
    try:
        person = read_token(token, rules.keys, site, office.now)
        known = await identities.bind(office.client, site, visitor, secret_hash, person, now)
    except Refused as refused:
        log.info("site %s: visitor %s is not identified: %s", site, visitor, refused.reason)
        raise
    if known.earlier:
        await _join(office, site, visitor, known, now)
    await _bring_up_to_date(office, site, known)
    return known


async def history(office: Office, site: str, digest: str) -> list[Conversation]:
    """A person's conversations, the one begun, joined or taken up last first; the last twenty."""
    names = await identities.conversations_of(office.client, site, digest, MOST_SHARED)
    return await conversations.load_many(office.client, site, names)


async def tell_others(office: Office, site: str, reader: Reader, conversation: str, connection: str) -> None:
    """Let a visitor's other tabs and a person's other widgets look who and where they are now, and consoles too."""
    event = {"k": "person", "visitor": reader.visitor, "identity": reader.known}
    await tell(office.client, site, {**event, "c": conversation, "from": connection})


async def _join(office: Office, site: str, visitor: str, known: Identified, now: int) -> None:
    """Only the open conversation of the last hour, begun in this browser before it was anybody's."""
    found = await conversations.load(office.client, site, known.earlier)
    if found is None or found.visitor != visitor or found.identity or found.status == "closed":
        return
    if now - found.created_at >= JOINED_WITHIN_MS:
        return
    facts = {"identity": known.digest, "name": known.name, "plan": known.plan}
    if known.email and not found.email:
        facts["email"] = known.email
    with suppress(Refused):  # two tabs at once: the other has joined it
        await office.appender.append(site, Append(found.id, now, expect={"identity": ""}, set=facts))


async def _bring_up_to_date(office: Office, site: str, known: Identified) -> None:
    """A name or plan that has changed is shown with what goes on; what is closed keeps what held then."""
    facts = {"name": known.name, "plan": known.plan}
    for found in await history(office, site, known.digest):
        if found.status != "closed" and facts != {"name": found.name, "plan": found.plan}:
            await office.appender.append(site, Append(found.id, millis(office.now), set=facts))
