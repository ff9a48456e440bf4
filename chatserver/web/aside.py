"""The mails that came in and landed nowhere, for the agents of a site: each with who, when and why."""

from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chatserver.clock import from_millis
from chatserver.store import set_aside
from chatserver.store.set_aside import SetAside
from chatserver.texts import catalogue, say, word_instant
from chatserver.web import session_cookie
from chatserver.web.language import language_of
from chatserver.web.letter import ID
from chatserver.web.page import page

REASON = "page.aside.reason."


async def show(request: Request) -> Response:
    """GET /console/{site_id}/aside?after=ID: a page of them, the latest first."""
    who = await session_cookie.who(request)
    if who is None:
        return RedirectResponse(f"/signin?next={quote(request.scope['path'], safe='/')}", 303)
    site, after = request.path_params["site_id"], request.query_params.get("after", "")
    if not who.agent.role_on(site) or (after and not ID.fullmatch(after)):
        raise HTTPException(404)
    found, more = await set_aside.listed(request.state.redis, site, after or None)
    zone, language = request.state.board.office.rules(site).zone, language_of(request)
    now = request.state.clock()
    shown = [
        {
            "letter": one,
            "at": word_instant(from_millis(one.at), zone, language, now),
            "why": why(one, language),
        }
        for one in found
    ]
    older = f"?after={found[-1].id}" if found and more else ""
    return page(request, "aside", shown=shown, older=older, site=site)


def why(one: SetAside, language: str) -> str:
    """Why it landed nowhere, in words; what has none was not readable."""
    key = REASON + one.reason
    if key in catalogue(language):
        return say(key, language)
    return say("page.aside.unreadable", language, reason=one.reason)
