"""Links in mails: they bring a conversation to wherever its mail is read (contract S2)."""

import logging
from contextlib import suppress

from chatserver.actions.messages import Writer
from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.errors import Refused
from chatserver.domain.ids import secret_hash
from chatserver.domain.mail import Asked
from chatserver.store import attempts, links
from chatserver.store.appends import Append

log = logging.getLogger(__name__)
AGAIN_EACH_S, AGAIN_AT_ONCE = 600.0, 3


async def let_in(office: Office, site: str, writer: Writer, code: str) -> str:
    """Let the visitor into the conversation whose mail carried this code, registering them; its id.

    Raises `Refused`: `link_unknown` for a used, late or made-up code, `blocked`.
    """
    now = millis(office.now)
    opened = await links.let_in(
        office.client, site, secret_hash(code), writer.visitor, writer.secret_hash, now
    )
    log.info("site %s: a mail's link let visitor %s into %s", site, writer.visitor, opened)
    return opened


async def mail_again(office: Office, site: str, code: str) -> None:
    """Mail what was said once more, with a fresh link, to the address that the conversation has.

    Whoever asks is told nothing: neither whether the code ever was one, nor whether there is an address.
    """
    conversation = await links.led_to(office.client, site, secret_hash(code))
    if conversation is None:
        return
    limit = f"link:{site}:{conversation}"
    if await attempts.spend(office.client, limit, AGAIN_EACH_S, AGAIN_AT_ONCE) is not None:
        return
    with suppress(Refused):  # it is gone
        asked = Append(conversation, millis(office.now), asked=Asked(kind="transcript"))
        await office.appender.append(site, asked)
