"""Whose request this is."""

from starlette.requests import Request

from chatserver.domain.client_address import client_address, limited_as
from chatserver.settings import LOOPBACK


def came_from(request: Request) -> str:
    """The client's IP address, believing only listed proxies (contract S5)."""
    forwarded_for = ",".join(request.headers.getlist("x-forwarded-for"))
    peer = request.client.host if request.client else None
    return client_address(peer, forwarded_for, request.state.settings.trusted_proxies)


def counted_as(request: Request) -> str:
    """Whom limits count; '' for this machine without a forwarded header, as with sockets: it may be a proxy."""
    address = limited_as(came_from(request))
    return "" if address in LOOPBACK and "x-forwarded-for" not in request.headers else address
