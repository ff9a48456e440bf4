"""Forms count only when one of our own pages sent them (contract S1)."""

import hmac
from collections.abc import Mapping

from starlette.requests import Request

from chatserver.domain.errors import Refused
from chatserver.store.sessions import Session


def require_same_origin(request: Request) -> None:
    """Refuse a form from another website: Sec-Fetch-Site decides, Origin where a browser does not send that.

    Raises Refused `error.cross_site`. Every browser sends one of the two with a POST.
    """
    fetched_from = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if fetched_from is None and origin is not None:
        allowed = origin.lower() in own_origins(request)
    else:
        allowed = fetched_from == "same-origin"
    if not allowed:
        raise Refused("error.cross_site")


def require_own_page(request: Request) -> None:
    """The same for forms without authority, which any browser may send: one that names no origin is let through.

    Only browsers from before Sec-Fetch-Site and Origin send neither; a page of another website that they name as the
    Referer is refused all the same. Raises Refused `error.cross_site`.
    """
    if "sec-fetch-site" in request.headers or "origin" in request.headers:
        require_same_origin(request)
        return
    referer = request.headers.get("referer", "")
    if referer and "/".join(referer.split("/")[:3]).lower() not in own_origins(request):
        raise Refused("error.cross_site")


def require_token(form: Mapping[str, str], session: Session) -> None:
    """Refuse a form without the session's token; raises Refused `error.stale_page`."""
    if not hmac.compare_digest(form.get("csrf", "").encode(), session.csrf.encode()):
        raise Refused("error.stale_page")


def own_origins(request: Request) -> set[str]:
    """Our own origin as configured, and as this browser reached us."""
    public: str = request.state.settings.public_url
    scheme = public.partition(":")[0]
    return {"/".join(public.split("/")[:3]).lower(), f"{scheme}://{request.headers.get('host', '')}".lower()}
