"""A real mail server beside a browser: it takes what is sent, in a thread of its own."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from tests.mail.smtp_server import Got, Plan, smtp_server

WITHIN_S = 20.0


class PostOffice:
    """What came for whom."""

    def __init__(self) -> None:
        self.plan = Plan()
        self._ready, self._closed = threading.Event(), threading.Event()

    @property
    def url(self) -> str:
        """What EMAIL_URL is to be."""
        return f"smtp://127.0.0.1:{self.plan.port}"

    def mail_for(self, address: str, number: int = 1) -> EmailMessage:
        """The `number`th mail for an address, waited for."""
        for _ in range(round(WITHIN_S / 0.05)):
            found: list[Got] = self.plan.of(address)
            if len(found) >= number:
                return found[number - 1].message
            threading.Event().wait(0.05)
        raise AssertionError(f"no mail {number} for {address}; came: {[one.to for one in self.plan.got]}")

    def run(self) -> None:
        """Serve until `end`."""
        asyncio.run(self._serve())

    def wait(self) -> None:
        """Until it serves."""
        assert self._ready.wait(WITHIN_S)

    def end(self) -> None:
        """Close."""
        self._closed.set()

    async def _serve(self) -> None:
        async with smtp_server(self.plan):
            self._ready.set()
            await asyncio.to_thread(self._closed.wait)


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """A mail server on a free port of this machine."""
    office = PostOffice()
    thread = threading.Thread(target=office.run)
    thread.start()
    try:
        office.wait()
        yield office
    finally:
        office.end()
        thread.join()


def words_of(mail: EmailMessage) -> str:
    """Its plain text."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())
