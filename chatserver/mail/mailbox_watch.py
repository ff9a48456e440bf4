"""The mailbox of IMAP_URL, looked into each minute by one process at a time; for desks without a mail server."""

import asyncio
import logging
from datetime import timedelta

from chatserver.actions.office import Office
from chatserver.domain.errors import ChatError
from chatserver.domain.ids import random_id
from chatserver.mail.imap import Mailbox, MailboxFault, NotHandedOut, TooMuch, read_imap_url, reason
from chatserver.mail.intake import take_in
from chatserver.settings import Settings
from chatserver.store import leases, letter_keys
from chatserver.store.client import StoreFault

log = logging.getLogger(__name__)
EVERY_S = 60.0
LONGEST_S = 15 * 60.0
LEASE = timedelta(seconds=150)
"""Longer than a pause and the slowest step in it: who polls goes on polling, another takes over when it dies."""


async def watch_mailbox(office: Office, settings: Settings, every_s: float = EVERY_S) -> None:
    """Take in what comes into the mailbox, endlessly; a mailbox that is away is asked ever less often."""
    me, pause = random_id(), every_s
    while True:
        try:
            if await _holds(office, me):
                await look_once(office, settings, me)
            pause = every_s
        except MailboxFault as fault:
            log.warning("the mailbox cannot be read: %s; next try in %.0f s", reason(fault), pause)
            pause = min(2 * pause, LONGEST_S)
        except (ChatError, *StoreFault) as fault:
            log.warning("the mailbox waits: %s", type(fault).__name__)
        await asyncio.sleep(pause)


async def look_once(office: Office, settings: Settings, me: str) -> int:
    """Take in every unseen mail, oldest first; how many are kept. One that fails stays unseen and stops no other.

    Raises a `MailboxFault` when the mailbox is away.
    """
    at, kept = read_imap_url(settings.imap_url), 0
    mailbox = await asyncio.to_thread(Mailbox, at)
    try:
        for uid in await asyncio.to_thread(mailbox.unseen):
            if not await _holds(office, me):
                break
            try:
                kept += await _take(office, settings, mailbox, uid)
            except TooMuch:
                log.warning("the mailbox gives more than was asked for of its mail %s", uid)
                await asyncio.to_thread(mailbox.close)
                mailbox = await asyncio.to_thread(Mailbox, at)
        return kept
    finally:
        await asyncio.to_thread(mailbox.close)


async def _take(office: Office, settings: Settings, mailbox: Mailbox, uid: str) -> bool:
    try:
        raw = await asyncio.to_thread(mailbox.fetch, uid)
    except NotHandedOut:
        log.warning("the mailbox does not hand out its mail %s", uid)
        return False
    if raw is None:
        return False
    try:
        done = await take_in(office, settings, raw)
    except (ChatError, *StoreFault) as fault:
        log.warning("mail %s in the mailbox waits: %s", uid, type(fault).__name__)
        return False
    await asyncio.to_thread(mailbox.mark_seen, uid)
    log.info("mail %s from the mailbox: %s, %s", uid, done.action, done.reason)
    return True


async def _holds(office: Office, me: str) -> bool:
    return await leases.hold(office.client, me, LEASE, letter_keys.MAILBOX)
