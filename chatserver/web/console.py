"""The agent console's shell; everything in it comes over its socket."""

from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from chatserver.store import sites
from chatserver.web import session_cookie
from chatserver.web.page import page


async def start(request: Request) -> Response:
    """GET /console: on to the agent's oldest site."""
    who = await session_cookie.who(request)
    if not who:
        return _to_sign_in(request)
    for site in await sites.all_sites(request.state.redis):
        if who.agent.role_on(site.id):
            return RedirectResponse(f"/console/{site.id}", 303)
    return page(request, "no_sites", status=403, csrf=who.session.csrf)


async def show(request: Request) -> Response:
    """GET /console/{site_id}: a site that is not there and one of strangers answer alike (contract S2)."""
    who = await session_cookie.who(request)
    if not who:
        return _to_sign_in(request)
    site_id: str = request.path_params["site_id"]
    site = await sites.site(request.state.redis, site_id) if who.agent.role_on(site_id) else None
    if not site:
        raise HTTPException(404)
    return page(request, "console", site=site, agent=who.agent, csrf=who.session.csrf)


def _to_sign_in(request: Request) -> Response:
    return RedirectResponse(f"/signin?next={quote(request.scope['path'], safe='/')}", 303)
