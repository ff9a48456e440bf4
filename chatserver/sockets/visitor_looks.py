"""What visitors may look up: their conversations, and what agents see of them."""

import msgspec

from chatserver.actions import earlier as actions
from chatserver.actions.office import Office
from chatserver.domain.reader import Reader
from chatserver.protocol.looks import About, Earlier, EarlierRow
from chatserver.sockets.views import contact_of, pages_of
from chatserver.store import identities, visitors
from chatserver.store.glances import Glance, glances

WORDS_CHARS = 100


async def earlier(office: Office, site: str, reader: Reader) -> Earlier:
    """The conversations that are theirs to read now."""
    found = await actions.had(office, site, reader)
    seen = await glances(office.client, site, found)
    rows = [
        EarlierRow(
            conversation=one.id,
            epoch=one.epoch,
            status=one.status,
            began_at=one.created_at,
            last_at=one.last_at,
            words=_line(glance),
            unread=glance.unread,
        )
        for one, glance in zip(found, seen, strict=True)
    ]
    return Earlier(rows)


async def about(office: Office, site: str, reader: Reader) -> About:
    """What a console shows of this browser: made of the same parts (`conversation_view.whole`).

    Who the person is only while that is proven: somebody else may sit there by now.
    """
    known = await visitors.find(office.client, site, reader.visitor)
    person = await identities.contact(office.client, site, reader.known) if reader.proven else None
    return About(
        trail=pages_of(await visitors.trail(office.client, site, reader.visitor)),
        context=msgspec.json.decode(known.context),
        contact=contact_of(person),
    )


def _line(glance: Glance) -> str:
    return " ".join(glance.words.split())[:WORDS_CHARS]
