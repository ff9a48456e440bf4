"""Mails that land nowhere are kept aside for 30 days, whole, with the reason."""

import logging
from collections.abc import Collection
from datetime import timedelta

from chatserver.actions.files import MAIL
from chatserver.actions.inbound.room import Came, MailRoom, Outcome, outcome
from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.inbound import Verdict
from chatserver.domain.letter_ids import file_of
from chatserver.store import files, set_aside
from chatserver.store.blobs import blob
from chatserver.store.client import Client
from chatserver.store.files import StoredFile
from chatserver.store.set_aside import SetAside

log = logging.getLogger(__name__)
KEPT_FOR = timedelta(days=30)
MOST_KEPT = 1000
MOST_BYTES = 500_000_000
"""On one site: a flood of mail pushes out the oldest, and never fills the disk."""
RFC822 = "message/rfc822"
NAME = "message.eml"


async def put_aside(
    room: MailRoom, site: str, came: Came, verdict: Verdict, conversation: str = ""
) -> Outcome:
    """Keep a mail that lands nowhere; again is as once. Raises `Unavailable`."""
    office, mail = room.office, came.mail
    file_id = file_of(room.secret, "", came.cid, 0, came.raw)
    size = len(came.raw)
    whole = StoredFile(file_id, NAME, size, MAIL, room.now, received=size).typed(NAME, RFC822, 0, 0)
    if size:
        await files.begin(office.client, site, whole)
        await office.blobs.put(blob(site, file_id), came.raw)
    action, reason = verdict.action, verdict.reason
    one = SetAside(file_id, room.now, action, reason, mail.sender, mail.subject, conversation, size)
    await set_aside.add(office.client, site, one)
    for pushed_out in await set_aside.too_much(office.client, site, MOST_BYTES):
        await _let_go(office.client, site, pushed_out)
    log.info("site %s: a mail was set aside: %s, %s", site, action, reason)
    return outcome(verdict, site, conversation)


async def end_set_aside(office: Office, site: str) -> None:
    """Let go of what was set aside 30 days ago, and of what is too much."""
    before = millis(office.now - KEPT_FOR)
    for file_id in await set_aside.outlived(office.client, site, before, MOST_KEPT):
        await _let_go(office.client, site, file_id)


async def forget_set_aside(
    client: Client, site: str, conversations: Collection[str], addresses: Collection[str]
) -> None:
    """Let go of what is about these conversations, or comes from these addresses (erasure)."""
    for file_id in await set_aside.about(client, site, conversations, addresses):
        await _let_go(client, site, file_id)


async def _let_go(client: Client, site: str, file_id: str) -> None:
    raw = await files.load(client, site, file_id)
    if raw is not None:
        await files.discard(client, site, raw)
    await set_aside.remove(client, site, file_id)
