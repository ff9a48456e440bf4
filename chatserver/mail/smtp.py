"""One connection to the mail server, kept for several mails; each step of SMTP by itself (RFC 5321).

TLS is verified. A server that should offer STARTTLS and does not is a fault: nothing is ever sent in its stead
unencrypted.
"""

import asyncio
import logging
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.policy import SMTP, SMTPUTF8
from urllib.parse import unquote, urlsplit

from aiosmtplib import SMTP as Connection
from aiosmtplib import SMTPException, SMTPNotSupported

from chatserver.mail.outgoing import Outgoing
from chatserver.mail.smtp_faults import ANSWERS_TO_THE_MAIL, Attempt, named, said

log = logging.getLogger(__name__)
PORTS = {"smtp+starttls": 587, "smtps": 465, "smtp": 25}
ASCII_ONLY = SMTP.clone(cte_type="7bit")  # any server takes it, and no signature breaks on the way
FAULTS = (SMTPException, OSError, ValueError)
"""All that a connection may end with; a password that cannot be encoded is a ValueError."""
MarkData = Callable[[], Awaitable[bool]]
"""Note that the server may have the mail from now on; False: it is another sender's by now."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait, in seconds: for one answer, for the answer to DATA, for a whole attempt."""

    step: float = 10
    data: float = 55  # ten megabytes of files over a slow line
    whole: float = 75  # a lease lasts 90


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails go out, from EMAIL_URL; `name` is what we call ourselves."""

    scheme: str
    host: str
    port: int
    user: str = field(repr=False)
    password: str = field(repr=False)
    name: str
    patience: Patience = Patience()
    tls: ssl.SSLContext | None = None
    """Whom to trust instead of whom the system trusts."""


def server_of(url: str, public_url: str) -> MailServer:
    """The mail server of an EMAIL_URL that the settings have let pass."""
    parts = urlsplit(url)
    port = parts.port or PORTS[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.scheme, parts.hostname or "", port, user, password, _own_name(public_url))


def _own_name(public_url: str) -> str:
    host = urlsplit(public_url).hostname or "localhost"
    if ":" in host:
        return f"[IPv6:{host}]"
    return f"[{host}]" if host.replace(".", "").isdigit() else host


class Smtp:
    """A connection that is made when it is needed and again after a fault."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._connection: Connection | None = None

    async def send(self, mail: Outgoing, mark_data: MarkData) -> Attempt:
        """Try once; what the mail server or the way to it does is named. Raises what `mark_data` raises."""
        asked = _Asked(mail, mark_data)
        try:
            async with asyncio.timeout(self._server.patience.whole):
                return await self._try(asked)
        except FAULTS as fault:
            self.close()
            return named(fault, data=asked.data)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the connection, without a word: servers must bear that (RFC 5321, 4.1.1.10)."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    async def _try(self, asked: "_Asked") -> Attempt:
        connection = await self._ready()
        try:
            return await asked.over(connection, self._server.patience)
        except (SMTPNotSupported, ValueError) as fault:  # an address that cannot be written down in SMTP
            return Attempt("refused", str(fault))
        except ANSWERS_TO_THE_MAIL as fault:
            if not connection.is_connected:
                raise
            return named(fault, data=asked.data)  # the connection is good for other mails

    async def _ready(self) -> Connection:
        if self._connection is not None and await self._still_good(self._connection):
            return self._connection
        self.close()
        self._connection = self._new()
        try:
            await self._greet(self._connection)
        except FAULTS as fault:  # that is the operator's to mend, and no visitor's address is in it
            log.warning("mail server %s: %s", self._server.host, said(fault))
            raise
        return self._connection

    async def _greet(self, connection: Connection) -> None:
        await connection.connect()
        await connection.ehlo()
        if self._server.scheme == "smtp+starttls":
            await connection.starttls()
            await connection.ehlo()
        if self._server.password:
            await connection.login(self._server.user, self._server.password)

    async def _still_good(self, connection: Connection) -> bool:
        try:
            await connection.rset()
        except FAULTS:  # it was closed while nothing was to be sent
            return False
        return connection.is_connected

    def _new(self) -> Connection:
        server = self._server
        return Connection(
            hostname=server.host,
            port=server.port,
            local_hostname=server.name,
            timeout=server.patience.step,
            use_tls=server.scheme == "smtps",
            start_tls=False,  # we do it ourselves, and check that it was done
            tls_context=server.tls,
        )


class _Asked:
    """One mail to be handed over; `data` while the server may have it and has not said so."""

    def __init__(self, mail: Outgoing, mark_data: MarkData) -> None:
        self._mail = mail
        self._mark_data = mark_data
        self._plain = f"{mail.sender}{mail.to}".isascii()
        self._raw = mail.message.as_bytes(policy=ASCII_ONLY if self._plain else SMTPUTF8)
        self.data = False

    async def over(self, connection: Connection, patience: Patience) -> Attempt:
        if not f"{self._mail.sender}{self._mail.to}".isprintable():
            raise ValueError("an address holds a sign that no address has")
        letters = "ascii" if self._plain else "utf-8"
        options = self._options(connection)
        await connection.mail(self._mail.sender, options=options, encoding=letters)
        await connection.rcpt(self._mail.to, encoding=letters)
        if not await self._mark_data():
            return Attempt("put_off", "another sender has it")
        self.data = True
        answer = await connection.data(self._raw, timeout=patience.data)
        return Attempt("accepted", f"{answer.code} {' '.join(answer.message.split())}")

    def _options(self, connection: Connection) -> list[str]:
        options = []
        if connection.supports_extension("size"):  # too large a mail is refused before it is sent
            options.append(f"SIZE={len(self._raw)}")
        if self._plain:
            return options
        if not connection.supports_extension("smtputf8"):
            raise SMTPNotSupported("the mail server takes no addresses with such letters (SMTPUTF8)")
        return [*options, "SMTPUTF8", "BODY=8BITMIME"]
