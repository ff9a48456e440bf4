"""The sign-in page."""

import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chatserver.actions import accounts
from chatserver.domain.errors import Refused
from chatserver.web import session_cookie
from chatserver.web.client import came_from
from chatserver.web.csrf import require_same_origin
from chatserver.web.errors import headers_of, status_of, words_of
from chatserver.web.form import read_form
from chatserver.web.language import language_of
from chatserver.web.page import page

START = "/console"
OWN_PATH = re.compile(
    r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*"
)  # "//host" and "/\host" are other hosts to a browser


async def show(request: Request) -> Response:
    """GET /signin: the form; those who are signed in go on."""
    following = own_path(request.query_params.get("next", ""))
    if await session_cookie.who(request):
        return RedirectResponse(following, 303)
    return page(request, "sign_in", following=following, email="", fault="")


async def submit(request: Request) -> Response:
    """POST /signin: a new session under a new token, or the form again with the reason."""
    require_same_origin(request)
    form = await read_form(request)
    state, following, email = request.state, own_path(form.get("next", "")), form.get("email", "")[:254]
    try:
        who, token = await accounts.sign_in(
            state.redis, email, form.get("password", ""), came_from(request), state.clock()
        )
    except Refused as fault:
        words = words_of(fault, language_of(request))
        return page(
            request,
            "sign_in",
            status=status_of(fault),
            headers=headers_of(fault),
            following=following,
            email=email,
            fault=words,
        )
    return await enter(request, who, token, following)


async def enter(request: Request, who: accounts.SignedIn, token: str, following: str) -> Response:
    """Go on with a new session; the one this browser had before ends."""
    earlier = await session_cookie.who(request)
    if earlier and earlier.session.id != who.session.id:
        await accounts.sign_out(request.state.redis, earlier, request.state.clock())
    response = RedirectResponse(following, 303)
    session_cookie.give(response, token, secure=request.state.settings.secure)
    return response


def own_path(text: str) -> str:
    """Where to go afterwards: a path of ours, whatever the link said."""
    return text if OWN_PATH.fullmatch(text) else START
