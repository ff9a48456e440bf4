"""What a sender of mails would do to one, without a mail server."""

import asyncio

from chatserver.background import Background
from chatserver.clock import Clock, millis
from chatserver.domain.ids import random_id
from chatserver.domain.mail import Mail, Result, settled
from chatserver.store import mails, sites
from chatserver.store.appends import Append, Appender
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.scripts import source

LATER_MS = 600_000
LEASE_MS = 60_000


async def first_site(client: Client) -> str:
    """The site that a new server makes."""
    return (await sites.all_sites(client))[0].id


async def end_mails(client: Client, clock: Clock, result: Result, detail: str = "") -> list[Mail]:
    """Have every mail that waits end like this, as if it had been tried now; what they were."""
    site, now = await first_site(client), millis(clock())
    taken = await mails.lease(client, site, now + LATER_MS, random_id(), LEASE_MS, 50)
    async with asyncio.TaskGroup() as group:
        appender = Appender(Batch(client, source("append"), Background(group)))
        for one in taken:
            await mails.mark_data(client, site, one.mail, "lan@shop.example")
            step = Append(one.mail.conversation, now, settling=settled(one.mail, result, now, detail=detail))
            await appender.append(site, step)
    return [one.mail for one in taken]
