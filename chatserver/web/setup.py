"""The page of a one-time link: its code is in the fragment, never sent by browsers, and traded by POST."""

from starlette.requests import Request
from starlette.responses import Response

from chatserver.actions import accounts, invitations
from chatserver.domain.agent import SHORTEST_PASSWORD
from chatserver.domain.client_address import limited_as
from chatserver.domain.errors import Refused
from chatserver.web.client import came_from
from chatserver.web.csrf import require_same_origin
from chatserver.web.errors import headers_of, status_of, words_of
from chatserver.web.form import read_form
from chatserver.web.language import language_of
from chatserver.web.page import page
from chatserver.web.sign_in import START, enter

FROM_ONE_PLACE = (5.0, 30)


async def show(request: Request) -> Response:
    """GET /setup: a field for the code; a script moves it there from the fragment and sends it."""
    return _code_page(request, None)


async def submit(request: Request) -> Response:
    """POST /setup: with the code alone, the form for name and password; with all of it, the account."""
    require_same_origin(request)
    form = await read_form(request)
    client = request.state.redis
    code = form.get("code", "").strip().rpartition("#")[2]
    try:
        await accounts.limit(client, f"setup:ip:{limited_as(came_from(request))}", FROM_ONE_PLACE)
        offered = await invitations.open_invitation(client, code)
    except Refused as fault:
        return _code_page(request, fault)
    if "password" not in form:
        return _account_page(request, code, offered, offered.name, offered.email, None)
    name, email = form.get("name", ""), form.get("email", "")
    try:
        who, token = await invitations.accept(
            client, code, name, email, form["password"], request.state.clock()
        )
    except Refused as fault:
        return _account_page(request, code, offered, name, offered.email or email, fault)
    return await enter(request, who, token, START)


def _code_page(request: Request, fault: Refused | None) -> Response:
    status, headers, words = _told(request, fault)
    return page(request, "setup", status=status, headers=headers, fault=words, code="", offered=None)


def _account_page(
    request: Request, code: str, offered: invitations.Invitation, name: str, email: str, fault: Refused | None
) -> Response:
    status, headers, words = _told(request, fault)
    return page(
        request,
        "setup",
        status=status,
        headers=headers,
        fault=words,
        code=code,
        offered=offered,
        name=name,
        email=email,
        least=SHORTEST_PASSWORD,
    )


def _told(request: Request, fault: Refused | None) -> tuple[int, dict[str, str], str]:
    if fault is None:
        return 200, {}, ""
    return status_of(fault), headers_of(fault), words_of(fault, language_of(request))
