"""Why a widget's socket was turned away: browsers do not tell a script, so it asks here (S1)."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from chatserver.domain.site import own_origin
from chatserver.store import sites
from chatserver.web.csrf import own_origins

FOR_ANY_PAGE = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-store"}


async def ask(request: Request) -> Response:
    """GET /api/site/{site_key}: 200 when the asking page may connect, 403 for its origin, 404 for the key."""
    if request.state.board.draining:  # a socket that failed here would be taken for one that is blocked
        return JSONResponse({"ok": False, "reason": "draining"}, 503, FOR_ANY_PAGE)
    site = await sites.site_by_key(request.state.redis, request.path_params["site_key"])
    if not site:
        return JSONResponse({"ok": False, "reason": "site"}, 404, FOR_ANY_PAGE)
    asking = _asking(request)
    own = own_origin(request.state.settings.public_url)
    if not any(site.admits(origin) or origin == own for origin in asking):
        refused = {"ok": False, "reason": "origin", "origin": asking[0] if asking else "null"}
        return JSONResponse(refused, 403, FOR_ANY_PAGE)
    return JSONResponse({"ok": True}, 200, FOR_ANY_PAGE)


def _asking(request: Request) -> list[str]:
    """The page's origin; browsers leave it out of a GET to the page's own server."""
    origin = request.headers.get("origin")
    if origin is not None:
        return [origin]
    return sorted(own_origins(request)) if request.headers.get("sec-fetch-site") == "same-origin" else []
