"""The conversations that somebody has had: which ones, and which are past."""

from datetime import timedelta

from chatserver.actions import identities
from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.conversation import Conversation
from chatserver.domain.reader import Reader
from chatserver.store import conversations, links, visitors

MOST = 20


def past_before(office: Office, site: str) -> int:
    """What was closed before this instant (ms) is past: words of the visitor begin another conversation."""
    return millis(office.now - timedelta(hours=office.rules(site).numbers.new_after_hours))


async def had(office: Office, site: str, reader: Reader) -> list[Conversation]:
    """What a visitor may read, the one that was spoken in last first; on all devices of a person who is proven.

    Twenty at most. Those that a mail's link has let them into are among them (contract S2).
    """
    client = office.client
    own = await visitors.conversations_of(client, site, reader.visitor, MOST)
    entered = await links.entered(client, site, reader.visitor, own)
    shown = Reader(reader.visitor, reader.known, reader.proven, reader.entered | entered)
    found = {one.id: one for one in await conversations.load_many(client, site, own)}
    if reader.proven:
        found |= {one.id: one for one in await identities.history(office, site, reader.known)}
    mine = [one for one in found.values() if shown.owns(one)]
    return sorted(mine, key=lambda one: one.last_at, reverse=True)[:MOST]
