"""Which pages may read an answer: those of the site's origins, and our own (contract S1)."""

from starlette.requests import Request

from chatserver.domain.errors import Refused
from chatserver.domain.site import Site
from chatserver.web.csrf import own_origins


def for_origin(request: Request, site: Site, cache: str = "no-store", vary: str = "Origin") -> dict[str, str]:
    """Headers that let the asking page read the answer; raises for a page that is none of the site's, nor ours."""
    headers = {"Cache-Control": cache, "Vary": vary}
    origin = request.headers.get("origin")
    if origin is None or origin.lower() in own_origins(request):  # no page of another site, or a program
        return headers
    if not site.admits(origin):
        raise Refused("error.origin")
    return {**headers, "Access-Control-Allow-Origin": origin, "Cross-Origin-Resource-Policy": "cross-origin"}


def bearer(request: Request) -> str | None:
    """The token of `Authorization: Bearer TOKEN`."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
