"""Whose request this is."""

from starlette.requests import Request

from chatserver.domain.client_address import client_address


def came_from(request: Request) -> str:
    """The client's IP address, believing only listed proxies (contract S5)."""
    forwarded_for = ",".join(request.headers.getlist("x-forwarded-for"))
    peer = request.client.host if request.client else None
    return client_address(peer, forwarded_for, request.state.settings.trusted_proxies)
