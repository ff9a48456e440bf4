"""A mail's bytes come in, by whichever door: read in a thread, then taken in."""

import asyncio

from chatserver.actions.inbound import MailRoom, Outcome, receive
from chatserver.actions.office import Office
from chatserver.mail.addresses import own_domain
from chatserver.mail.parse.reading import read_mail
from chatserver.settings import Settings
from chatserver.store.secrets import own_secret


async def take_in(office: Office, settings: Settings, raw: bytes, recipient: str = "") -> Outcome:
    """Read a mail and take it in; what is returned is kept. Raises what `actions.inbound.receive` raises."""
    secret = await own_secret(office.client)
    ours = {settings.default_from_email.casefold(), settings.reply_address.casefold()} - {""}
    mail = await asyncio.to_thread(read_mail, raw, own_domain(settings))
    return await receive(MailRoom(office, secret, frozenset(ours)), raw, mail, recipient)
