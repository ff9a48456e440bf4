"""Everything that a console shows beside the messages of a conversation."""

import msgspec

from chatserver.actions.office import Office
from chatserver.domain.conversation import Conversation
from chatserver.domain.why import Why
from chatserver.protocol import to_agent as told
from chatserver.protocol.agent_values import Reason
from chatserver.sockets.mail_views import mail_view
from chatserver.sockets.views import contact_of, notes_of, pages_of, row_of
from chatserver.store import identities, links, mails, notes, reasons, visitors


async def whole(office: Office, site: str, found: Conversation) -> told.Conversation:
    """A conversation as it is now; raises a `StoreFault` when Redis is away."""
    client = office.client
    visitor = await visitors.find(client, site, found.visitor)
    person = await identities.contact(client, site, found.identity) if found.identity else None
    return told.Conversation(
        row=row_of(found),
        epoch=found.epoch,
        visitor=found.visitor,
        here=await visitors.any_here(client, site, await browsers_of(office, site, found)),
        trail=pages_of(await visitors.trail(client, site, found.visitor)),
        context=msgspec.json.decode(visitor.context),
        read_by_visitor=found.read_by_visitor,
        decision=found.reason,
        contact=contact_of(person),
        notes=notes_of(await notes.notes(client, site, found.id)) if found.notes else [],
        why=[_reason(one) for one in await reasons.reasons(client, site, found.id)],
        mails=[mail_view(one) for one in await mails.of_conversation(client, site, found.id, found.mails)],
    )


async def browsers_of(office: Office, site: str, found: Conversation) -> list[str]:
    """The visitors whose coming and going concerns a conversation: all browsers of its person, and whom it let in."""
    own = await identities.browsers(office.client, site, found.visitor, found.identity)
    return [*own, *await links.guests(office.client, site, found.id)]


def _reason(one: Why) -> Reason:
    return Reason(
        at=one.at,
        outcome=one.outcome,
        reason=one.reason,
        department=one.department,
        version=one.version,
        target=one.target,
        turn=one.turn,
        reply_by=one.reply_by or None,
        online=list(one.online),
        free=one.free,
        agent=one.agent,
        step=one.step,
    )
