"""A mailbox over IMAP: its unseen mails, each marked as seen only by being told so. Blocking: for threads."""

import imaplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from imap_tools import MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFetchError, MailboxFolderSelectError, MailboxLoginError

from chatserver.mail.parse.reading import MAX_BYTES

TIMEOUT_S = 15.0  # a server that is told to end does not wait for longer (contract R16)
PORTS = {"imaps": 993, "imap": 143}
SEEN = "\\Seen"
MOST_BYTES = MAX_BYTES + 1_000_000
"""What a server may say to one question: it names the sizes itself, and imaplib would take any into memory."""


class TooMuch(Exception):
    """A server says more than it was asked for; the session is of no use any more."""


MailboxFault = (ImapToolsError, imaplib.IMAP4.error, OSError, EOFError, TooMuch)
"""What goes wrong with a mailbox: refused, away, cut off."""
NotHandedOut = MailboxFetchError
"""The one of them that is about a single mail."""


@dataclass(frozen=True, slots=True)
class MailboxAt:
    """Where a mailbox is, as IMAP_URL says."""

    host: str
    port: int
    user: str = field(repr=False)
    password: str = field(repr=False)
    folder: str
    tls: bool


def read_imap_url(url: str) -> MailboxAt:
    """The mailbox at `imaps://USER:PASSWORD@HOST:PORT/FOLDER`; the folder is INBOX unless named."""
    parts = urlsplit(url)
    return MailboxAt(
        parts.hostname or "",
        parts.port or PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        unquote(parts.path.strip("/")) or "INBOX",
        parts.scheme == "imaps",
    )


class Mailbox:
    """A session with a mailbox. Everything raises a `MailboxFault`."""

    def __init__(self, at: MailboxAt) -> None:
        self._left = MOST_BYTES
        if at.tls:  # imaplib by itself would take any certificate
            secure = ssl.create_default_context()
            self._box: MailBox | MailBoxUnencrypted = MailBox(
                at.host, at.port, timeout=TIMEOUT_S, ssl_context=secure
            )
        else:
            self._box = MailBoxUnencrypted(at.host, at.port, timeout=TIMEOUT_S)
        self._bound()
        try:
            plain = (at.user + at.password).isascii()
            login = self._box.login if plain else self._box.login_utf8
            login(at.user, at.password, at.folder)
        except BaseException:
            self.close()
            raise

    def unseen(self) -> list[str]:
        """The unseen mails, oldest first, by their UID."""
        self._left = MOST_BYTES
        return self._box.uids("UNSEEN", charset=None)

    def fetch(self, uid: str) -> bytes | None:
        """A mail's bytes, of a longer one than we read only so much that this is seen; None when it has gone."""
        self._left = MOST_BYTES
        asked = f"(BODY.PEEK[]<0.{MAX_BYTES + 1}>)"  # PEEK: to look at it does not make it seen
        status, found = self._box.client.uid("FETCH", uid, asked)
        if status != "OK":
            raise MailboxFetchError((status, ["not given"]), "OK")
        return next((part[1] for part in found or [] if isinstance(part, tuple)), None)

    def mark_seen(self, uid: str) -> None:
        """It is kept by us: never give it again."""
        self._left = MOST_BYTES
        self._box.flag(uid, SEEN, True)

    def _bound(self) -> None:
        """Have every answer counted; who says more than was asked for is hung up on."""
        client: Any = self._box.client
        read, readline = client.read, client.readline

        def bounded_read(size: int) -> bytes:
            self._spend(size)
            return bytes(read(size))

        def bounded_line() -> bytes:
            line = bytes(readline())  # of a million bytes at most, by imaplib itself
            self._spend(len(line))
            return line

        client.read, client.readline = bounded_read, bounded_line

    def _spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise TooMuch

    def close(self) -> None:
        """Hang up; a server that is away does not mind."""
        try:
            if self._left < 0:  # what it still sends would be taken for its goodbye
                raise TooMuch
            self._box.logout()
        except MailboxFault:
            with suppress(OSError):
                self._box.client.shutdown()


def reason(fault: BaseException) -> str:
    """What went wrong, in words that hold nobody's address or password."""
    if isinstance(fault, MailboxLoginError):
        return "it refuses our sign-in"
    if isinstance(fault, MailboxFolderSelectError):
        return "it has no such folder"
    return type(fault).__name__
