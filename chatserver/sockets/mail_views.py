"""Mails as a console is told of them."""

from chatserver.domain.conversation import Conversation
from chatserver.domain.mail import Mail
from chatserver.protocol.agent_values import MailRow, MailView, Post
from chatserver.store import mails
from chatserver.store.client import Client


def mail_view(mail: Mail) -> MailView:
    """A mail, and how it stands; `to` is empty before the first attempt."""
    return MailView(
        id=mail.id,
        n=mail.n,
        kind=mail.kind,
        state=mail.state,
        to=mail.to,
        from_seq=mail.from_seq,
        to_seq=mail.to_seq,
        created_at=mail.created_at,
        due_at=mail.due_at or None,
        sent_at=mail.sent_at or None,
        reason=mail.reason,
        detail=mail.detail,
    )


def mail_row(mail: Mail, about: Conversation) -> MailRow:
    """A mail in a list."""
    return MailRow(mail_view(mail), about.id, about.name, about.email, about.preview, about.department)


async def post_of(client: Client, site: str) -> Post:
    """Whether mails go out, and how many wait or are given up; raises a `StoreFault` when Redis is away."""
    counts = await mails.counts(client, site)
    return Post(await mails.somebody_sends(client), counts.waiting, counts.dead)
