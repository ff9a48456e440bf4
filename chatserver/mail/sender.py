"""One mail's turn: worded, within the limits, handed over, and what came of it noted (contract R21, R22)."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from chatserver.actions import mails as acts
from chatserver.actions.inbound.addresses import plain
from chatserver.domain.errors import ChatError, Unavailable
from chatserver.domain.mail import Mail, Result
from chatserver.domain.site import Site
from chatserver.mail.outgoing import Outgoing, Post
from chatserver.mail.smtp import Smtp
from chatserver.mail.smtp_faults import Attempt
from chatserver.store import attempts, mails
from chatserver.store.client import StoreFault
from chatserver.store.mails import Leased

log = logging.getLogger(__name__)
Compose = Callable[[Post, Site, Mail], Awaitable[Outgoing | Result]]
TRIES_TO_NOTE = 20
AGAIN_S = 1.0


class Pace(NamedTuple):
    """One in so many seconds, and how many at once."""

    per_s: float
    burst: int


class Limits(NamedTuple):
    """How much we write to one visitor's address, and for one site; what is beyond waits, and is never lost."""

    address: Pace
    site: Pace


LIMITS = Limits(address=Pace(360, 10), site=Pace(1, 600))


@dataclass(frozen=True, slots=True)
class Sender:
    """What it takes to send any mail."""

    post: Post
    compose: Compose
    limits: Limits = LIMITS

    async def send(self, site: Site, leased: Leased, connection: Smtp) -> None:
        """Bring a leased mail one step on; when Redis is away its lease ends, and it is taken up again."""
        mail = leased.mail
        if leased.lapsed:
            attempt, wait_ms = Attempt("lost_after_data" if mail.phase == "data" else "lapsed"), 0
        else:
            attempt, wait_ms = await self._attempt(site, mail, connection)
        log.info("mail %s (%s): %s", mail.id, mail.kind, attempt.result)
        await self._note(site.id, mail, attempt, wait_ms)

    async def _attempt(self, site: Site, mail: Mail, connection: Smtp) -> tuple[Attempt, int]:
        try:
            worded = await self.compose(self.post, site, mail)
            if isinstance(worded, str):
                return Attempt(worded), 0
            if wait_ms := await self._limited(site.id, mail, worded.to):
                return Attempt("limited"), wait_ms
            mark_data = partial(mails.mark_data, self.post.office.client, site.id, mail, worded.to)
            return await connection.send(worded, mark_data), 0
        except (*StoreFault, ChatError) as fault:
            log.warning("mail %s waits: %s", mail.id, fault)
            return Attempt("put_off"), 0
        except Exception:
            log.exception("mail %s cannot be worded", mail.id)
            return Attempt("unfit"), 0

    async def _limited(self, site: str, mail: Mail, to: str) -> int:
        """How many ms a mail has to wait, 0 for none; one that waits for its reader takes no place of the site's."""
        client, limits = self.post.office.client, self.limits
        whose = hashlib.sha256(plain(to).encode()).hexdigest()[:32]
        reader = "" if mail.kind == "capture" else f"mails:{site}:{whose}"  # a department asked for its mails
        wait = await attempts.spend(client, reader, *limits.address) if reader else None
        if wait is None:
            whole = (
                f"mails:{site}" if reader else f"mails:{site}:captures"
            )  # strangers cannot use up the visitors' share
            wait = await attempts.spend(client, whole, *limits.site)
            if wait is not None and reader:
                await attempts.give_back(client, reader, limits.address.per_s)
        return round((wait or 0) * 1000)

    async def _note(self, site: str, mail: Mail, attempt: Attempt, wait_ms: int) -> None:
        """Until Redis has it: what a mail server has taken must not be sent once more for a moment's trouble."""
        for _ in range(TRIES_TO_NOTE):
            try:
                noted = await acts.settle(
                    self.post.office, site, mail, attempt.result, wait_ms=wait_ms, detail=attempt.detail
                )
            except Unavailable:
                await asyncio.sleep(AGAIN_S)
                continue
            if not noted:
                log.info("mail %s is another's, or gone", mail.id)
            return
        log.error("mail %s: that it was %s could not be noted", mail.id, attempt.result)
