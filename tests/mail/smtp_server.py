"""A real SMTP server that does as it is told: takes mails, refuses, hangs, hangs up, before and after DATA."""

import asyncio
import email
import email.policy
import ssl
import warnings
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

TAKE = "take"
HANG = "hang"
CUT = "cut"
KEEP_AND_CUT = "keep and cut"
KEEP_AND_HANG = "keep and hang"
"""What may happen beside an answer such as `451 later`; the last two have the mail and do not say so."""
TURNS_TO_CLOSE = 20
"""So many turns of the loop a connection may take from its end to that of its socket."""
Fate = Callable[[str, str, int], str]
"""(stage, address, how often that address has come to this stage) → what happens; stages: MAIL, RCPT, DATA."""


def takes_all(stage: str, address: str, times: int) -> str:
    """A server in good health."""
    return TAKE


@dataclass(frozen=True, slots=True)
class Got:
    """A mail that the server has."""

    to: str
    message: EmailMessage

    @property
    def message_id(self) -> str:
        """Its Message-ID."""
        return str(self.message["Message-ID"]).strip()


@dataclass(slots=True)
class Plan:
    """How a server behaves, and what it has seen."""

    fate: Fate = takes_all
    user: tuple[str, str] | None = None
    tls: ssl.SSLContext | None = None
    starttls: bool = False
    got: list[Got] = field(default_factory=list)
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    connections: int = 0
    port: int = 0

    def of(self, to: str) -> list[Got]:
        """What came for an address."""
        return [one for one in self.got if one.to == to]


class _Handler:
    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self._answer(server, "MAIL", address) or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = await self._answer(server, "RCPT", address)
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (to,) = envelope.rcpt_tos
        self._plan.seen["DATA", to] += 1
        what = self._plan.fate("DATA", to, self._plan.seen["DATA", to])
        if what in {TAKE, KEEP_AND_CUT, KEEP_AND_HANG}:
            raw = envelope.content
            assert isinstance(raw, bytes)
            message = email.message_from_bytes(raw, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self._plan.got.append(Got(to, message))
        return await self._do(server, what) or "250 OK, queued"

    async def _answer(self, server: SMTP, stage: str, address: str) -> str | None:
        self._plan.seen[stage, address] += 1
        what = self._plan.fate(stage, address, self._plan.seen[stage, address])
        return await self._do(server, what)

    async def _do(self, server: SMTP, what: str) -> str | None:
        if what in {HANG, KEEP_AND_HANG}:
            await asyncio.Event().wait()  # until the client goes
        elif what in {CUT, KEEP_AND_CUT}:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        elif what != TAKE:
            return what
        return None


@asynccontextmanager
async def smtp_server(plan: Plan) -> AsyncIterator[Plan]:
    """Serve on a free port of this machine; `plan.port` says which."""
    loop = asyncio.get_running_loop()
    living: set[SMTP] = set()

    def made() -> SMTP:
        plan.connections += 1
        server = _server(plan, loop)
        living.add(server)
        return server

    wrapped = plan.tls if plan.tls and not plan.starttls else None
    listening = await loop.create_server(made, "127.0.0.1", plan.port, ssl=wrapped)
    plan.port = listening.sockets[0].getsockname()[1]
    try:
        yield plan
    finally:
        listening.close()
        await _end(living)
        await listening.wait_closed()


async def _end(living: set[SMTP]) -> None:
    """Leave no connection behind: the next test would be blamed for it."""
    for server in living:
        if isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
    tasks = [server._handler_coroutine for server in living if server._handler_coroutine]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    for _ in range(TURNS_TO_CLOSE):
        await asyncio.sleep(0)


def _server(plan: Plan, loop: asyncio.AbstractEventLoop) -> SMTP:
    options: dict[str, Any] = {"loop": loop, "hostname": "mx.test", "enable_SMTPUTF8": True}
    if plan.starttls:
        options["tls_context"] = plan.tls
    if plan.user:
        options |= {"authenticator": _checks(plan.user), "auth_required": True, "auth_require_tls": False}
    with warnings.catch_warnings(action="ignore"):  # it knows only of STARTTLS that passwords are safe there
        return SMTP(_Handler(plan), **options)


def _checks(user: tuple[str, str]) -> Callable[..., AuthResult]:
    def check(server: SMTP, session: Session, envelope: Envelope, how: str, data: Any) -> AuthResult:
        given = data.login.decode(), data.password.decode()
        return AuthResult(success=given == user, handled=False)

    return check
