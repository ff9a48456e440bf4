"""Links in mails: they bring a conversation to wherever its mail is read (contract S2)."""

import logging
from contextlib import suppress

from chatserver.actions.mails import ask_transcript
from chatserver.actions.messages import Writer
from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.errors import Refused
from chatserver.domain.ids import secret_hash
from chatserver.store import links
from chatserver.store.links import LetIn

log = logging.getLogger(__name__)


async def let_in(office: Office, site: str, writer: Writer, code: str) -> LetIn:
    """Let the visitor into the conversation whose mail carried this code, registering them.

    Raises `Refused`: `link_unknown` for a used, late or made-up code, `blocked`.
    """
    now = millis(office.now)
    opened = await links.let_in(
        office.client, site, secret_hash(code), writer.visitor, writer.secret_hash, now
    )
    log.info("site %s: a mail's link let visitor %s into %s", site, writer.visitor, opened.conversation)
    return opened


async def mail_again(office: Office, site: str, code: str) -> None:
    """Mail what was said once more, with a fresh link, to the address that the conversation has.

    Whoever asks is told nothing: neither whether the code ever was one, nor whether there is an address.
    """
    conversation = await links.led_to(office.client, site, secret_hash(code))
    if conversation is None:
        return
    with suppress(Refused):  # it is gone, has no address, or has been sent often enough
        await ask_transcript(office, site, conversation)
