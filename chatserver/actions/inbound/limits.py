"""How much mail is taken: of one sender, and on one site altogether (contract S5)."""

import hashlib

from chatserver.actions.inbound.room import Came, MailRoom
from chatserver.domain.errors import Unavailable
from chatserver.store import attempts, letters

OF_ONE_SENDER = (60.0, 20)
"""One a minute, twenty at once: more than a person writes, less than a machine does."""
OF_ONE_SITE = (0.5, 600)


async def count(room: MailRoom, site: str, came: Came, conversation: str) -> bool:
    """Count a mail that would land; False when its sender floods us. One that is there already is not counted.

    Raises `Unavailable` when the whole site gets too much at once: then it comes again later.
    """
    client = room.office.client
    if await letters.knows(client, site, conversation, came.cid):
        return True
    sender = hashlib.sha256(came.sender.encode("utf-8", "replace")).hexdigest()[:32]
    whose = f"letters:{site}:{sender}"
    if await attempts.spend(client, whose, *OF_ONE_SENDER) is not None:
        return False  # and takes no place of the site's: it would keep out all others
    wait = await attempts.spend(client, f"letters:{site}", *OF_ONE_SITE)
    if wait is not None:
        await attempts.give_back(client, whose, OF_ONE_SENDER[0])
        raise Unavailable("error.too_many", retry_after=wait, seconds=max(1, round(wait)))
    return True
