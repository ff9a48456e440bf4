"""The cookie of a signed-in agent: an opaque token, with authority on our own pages only (contract S6)."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from chatserver.actions.accounts import SignedIn, signed_in
from chatserver.settings import SESSION_COOKIE
from chatserver.store.sessions import LONGEST


async def who(connection: HTTPConnection) -> SignedIn | None:
    """The agent of a request or of a socket's handshake; None for a stranger."""
    state = connection.state
    return await signed_in(state.redis, connection.cookies.get(SESSION_COOKIE), state.clock())


def give(response: Response, token: str, *, secure: bool) -> None:
    """Hand the browser its token; the server ends the session earlier when it is idle."""
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(LONGEST.total_seconds()),
        secure=secure,
        httponly=True,
        samesite="lax",
    )


def take_back(response: Response, *, secure: bool) -> None:
    """Remove the cookie from the browser."""
    response.delete_cookie(SESSION_COOKIE, secure=secure, httponly=True, samesite="lax")
