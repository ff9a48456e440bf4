"""Is the process alive, and can it serve."""

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

UNCACHED = {"Cache-Control": "no-store"}


async def alive(_request: Request) -> Response:
    """GET /healthz: 200 while the process answers, whatever else is away."""
    return PlainTextResponse("ok", headers=UNCACHED)


async def ready(request: Request) -> Response:
    """GET /readyz: 200 when every part is well, else 503; parts by name, true = well (R16, R17).

    `policies` is "last good" while a site's policy comes from a newer server and cannot be read here (R24): worth
    an operator's look, but no reason to turn visitors away.
    """
    parts: dict[str, bool] = await request.state.ready()
    well = all(parts.values())
    policies = "last good" if request.state.board.office.policies.unread else "current"
    return JSONResponse({"ready": well, "parts": parts, "policies": policies}, 200 if well else 503, UNCACHED)
