"""What one client address may do, whoever it says it is: sockets here, writing over all processes (contract S5)."""

from starlette.requests import HTTPConnection

from chatserver.domain.client_address import UNKNOWN, client_address, limited_as
from chatserver.domain.errors import Refused
from chatserver.settings import LOOPBACK, Settings
from chatserver.store import attempts
from chatserver.store.client import Client

MINUTE_S = 60.0
BURST_MINUTES = 3
"""How much may come at once of what is rare: a class or an office that arrives together."""
BOUGHT_AT_ONCE = 20
"""Writing is paid for in Redis by the score, so that it costs a twentieth of a round trip."""


class Address:
    """One client address, or one /64 of IPv6, while it holds sockets in this process."""

    __slots__ = ("_client", "_name", "_settings", "_writes", "sockets")

    def __init__(self, name: str, settings: Settings, client: Client) -> None:
        self.sockets = 0
        self._name = name
        self._settings = settings
        self._client = client
        self._writes = 0  # bought, not yet used

    async def write(self) -> None:
        """Count a message, page view or context; raises `Refused('error.too_many')` or a `StoreFault`."""
        most = self._settings.most_writes_per_address
        if not (self._name and most):
            return
        if self._writes < 1:
            score = max(1, min(BOUGHT_AT_ONCE, most // 30))
            await self._spend("writes", MINUTE_S * score / most, max(1, most // score))
            self._writes += score
        self._writes -= 1

    async def bring(self) -> None:
        """Count a new visitor; raises as `write` does."""
        await self._rare("visitors", self._settings.most_visitors_per_address)

    async def fill_in(self) -> None:
        """Count a form; raises as `write` does."""
        await self._rare("forms", self._settings.most_forms_per_address)

    async def _rare(self, what: str, most: int) -> None:
        if self._name and most:
            await self._spend(what, MINUTE_S / most, most * BURST_MINUTES)

    async def _spend(self, what: str, per: float, burst: int) -> None:
        wait = await attempts.spend(self._client, f"{what}:ip:{self._name}", per, burst)
        if wait is not None:
            raise Refused("error.too_many", retry_after=wait, seconds=max(1, round(wait)))


class Addresses:
    """All addresses that hold visitors' sockets in this process."""

    def __init__(self, settings: Settings, client: Client) -> None:
        self._settings = settings
        self._client = client
        self._here: dict[str, Address] = {}

    def enter(self, name: str) -> Address:
        """Count a socket in."""
        address = self._here.setdefault(name, Address(name, self._settings, self._client))
        address.sockets += 1
        return address

    def leave(self, name: str) -> None:
        """Count a socket out."""
        self._here[name].sockets -= 1
        if self._here[name].sockets == 0:
            del self._here[name]

    def full(self, name: str) -> bool:
        """Whether one more socket would be too many."""
        most = self._settings.most_sockets_per_address
        return bool(name and most) and name in self._here and self._here[name].sockets >= most

    def crowded(self, name: str) -> bool:
        """Whether more sockets than one address may have are open here."""
        most = self._settings.most_sockets_per_address
        return bool(name and most) and self._here[name].sockets > most


def counted_as(socket: HTTPConnection, settings: Settings) -> str:
    """The name that limits count a socket under; '' for one that nothing is counted of.

    That is a socket from this machine without a forwarded header: its own tools and tests, or a proxy that was not
    told to name its clients. Counting those as one would shut out a whole site; a header that cannot be read,
    which only a stranger sends, does not get the same grace.
    """
    forwarded_for = ",".join(socket.headers.getlist("x-forwarded-for"))
    peer = socket.client.host if socket.client else None
    found = limited_as(client_address(peer, forwarded_for, settings.trusted_proxies))
    return "" if not forwarded_for and found in LOOPBACK | {UNKNOWN, "::"} else found
