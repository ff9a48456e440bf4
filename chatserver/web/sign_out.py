"""Signing out."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chatserver.actions import accounts
from chatserver.web import session_cookie
from chatserver.web.csrf import require_same_origin, require_token
from chatserver.web.form import read_form


async def submit(request: Request) -> Response:
    """POST /signout: end this session and go to the sign-in page."""
    require_same_origin(request)
    form = await read_form(request)
    who = await session_cookie.who(request)
    if who:
        require_token(form, who.session)
        await accounts.sign_out(request.state.redis, who, request.state.clock())
    response = RedirectResponse("/signin", 303)
    session_cookie.take_back(response, secure=request.state.settings.secure)
    return response
