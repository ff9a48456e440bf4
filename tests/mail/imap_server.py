"""A mailbox that speaks as much IMAP4rev1 (RFC 3501) as a poller needs, on a port of its own."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "desk@shop.vn", 'a "b" c\\d'
LINE = re.compile(rb"(\S+) (?:UID )?(\S+) ?(.*?)\r\n", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class ImapServer:
    """Mails by UID, which of them are seen, and what clients asked."""

    port: int = 0
    mails: dict[str, bytes] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    unreadable: set[str] = field(default_factory=set)
    swollen: dict[str, int] = field(default_factory=dict)
    """Mails that it says are so long."""
    refuses: bool = False
    marked: threading.Event = field(default_factory=threading.Event)
    emptied: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """As IMAP_URL."""
        return f"imap://desk%40shop.vn:a%20%22b%22%20c%5Cd@127.0.0.1:{self.port}/INBOX"

    def gets(self, raw: bytes) -> str:
        """A mail comes in; its UID."""
        uid = str(100 + len(self.mails))
        self.mails[uid] = raw
        return uid

    def answer(self, command: str, rest: bytes) -> tuple[list[bytes], str]:
        """Untagged lines, and the tagged status with its words."""
        self.asked.append(command)
        match command:
            case "CAPABILITY":
                return [b"* CAPABILITY IMAP4rev1"], "OK done"
            case "LOGIN":
                wanted = [USER, PASSWORD]
                quoted = [
                    re.sub(r"\\(.)", r"\1", one) for one in re.findall(r'"((?:\\.|[^"\\])*)"', rest.decode())
                ]
                return [], "NO [AUTHENTICATIONFAILED] no" if self.refuses or quoted != wanted else "OK in"
            case "SELECT":
                return [b"* %d EXISTS" % len(self.mails)], "OK [READ-WRITE] chosen"
            case "SEARCH":
                unseen = [uid.encode() for uid in self.mails if uid not in self.seen]
                return [b" ".join([b"* SEARCH", *unseen])], "OK found"
            case "FETCH":
                return self._fetch(rest.split()[0].decode())
            case "STORE":
                self._mark(rest.split()[0].decode())
                return [], "OK stored"
            case "LOGOUT":
                return [b"* BYE"], "OK bye"
        return [], "OK nothing"

    def _mark(self, uid: str) -> None:
        self.seen.add(uid)
        self.marked.set()
        if self.seen >= self.mails.keys():
            self.emptied.set()

    def _fetch(self, uid: str) -> tuple[list[bytes], str]:
        if uid in self.unreadable:
            return [], "NO cannot be read"
        if uid not in self.mails:
            return [], "OK nothing"
        raw = self.mails[uid]
        size = self.swollen.get(uid, len(raw))
        head = f"* 1 FETCH (UID {uid} BODY[]<0> {{{size}}}\r\n".encode()
        return [head + raw + b")"], "OK given"


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """One that runs."""
    box = ImapServer()

    class Session(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"* OK ready\r\n")
            while found := LINE.fullmatch(self.rfile.readline()):
                tag, command, rest = found[1], found[2].decode().upper(), found[3]
                lines, status = box.answer(command, rest)
                self.wfile.write(b"".join(line + b"\r\n" for line in lines))
                self.wfile.write(tag + b" " + status.encode() + b"\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join()
