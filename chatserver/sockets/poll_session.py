"""A visitor's session whose frames come by requests: who may go on with it, and how fast (contract S1, S5)."""

from chatserver.background import Background
from chatserver.domain.errors import Refused
from chatserver.domain.ids import secret_hash
from chatserver.protocol.close_codes import CloseCode
from chatserver.protocol.polls import Poll
from chatserver.sockets.connection import Connection
from chatserver.sockets.limits import Pace
from chatserver.sockets.poll_carrier import PollCarrier

REQUESTS_PER_S, REQUESTS_AT_ONCE = 20.0, 60


class PollSession:
    """Only the page that began it knows its name, and only that page may go on with it."""

    __slots__ = ("_hello", "_origin", "_pace", "carrier", "connection")

    def __init__(self, tasks: Background, origin: str, hello: str) -> None:
        self.carrier = PollCarrier(tasks.loop)
        self.connection = Connection(self.carrier, tasks)
        self._origin = origin
        self._hello = secret_hash(hello)  # it holds the visitor's secret
        self._pace = Pace(REQUESTS_PER_S, REQUESTS_AT_ONCE)

    def is_of(self, origin: str, asked: Poll) -> bool:
        """Whether a request belongs here: a page of the same origin, and a repeated `hello` is the same one."""
        return origin == self._origin and not (asked.begins and secret_hash(asked.texts[0]) != self._hello)

    def keep_pace(self) -> None:
        """Count a request; haste ends the session, as it ends a socket."""
        try:
            self._pace.spend()
        except Refused:
            self.connection.close(CloseCode.TOO_MANY_FRAMES)
