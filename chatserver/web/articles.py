"""Help articles for widgets, and for pages and programs without one."""

from collections.abc import Awaitable, Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from chatserver.actions import article_answers
from chatserver.actions.article_answers import Reader
from chatserver.domain.client_address import limited_as
from chatserver.domain.errors import ChatError, Refused
from chatserver.domain.site import Site
from chatserver.store import attempts, sites
from chatserver.store.client import StoreFault
from chatserver.texts import LANGUAGES
from chatserver.web.asking_pages import bearer, for_origin
from chatserver.web.client import came_from
from chatserver.web.errors import on_chat_error, on_store_fault

EACH_S, AT_ONCE = 0.2, 100  # per address (contract S5): search asks while somebody types
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET",
    "Access-Control-Allow-Headers": "Authorization",
    "Access-Control-Max-Age": "600",
}
LONGEST_QUERY, LONGEST_PATH = 100, 2_000
Work = Callable[[Request, Site, Reader], Awaitable[object]]


async def listed(request: Request) -> Response:
    """GET /api/articles/{site_key}?path=&language=&q=: articles for a page; with `q`, what that finds in them all."""
    return await _answered(request, _list)


async def show(request: Request) -> Response:
    """GET /api/articles/{site_key}/{id}?language=: one to be read."""
    return await _answered(request, _one)


async def _list(request: Request, site: Site, who: Reader) -> object:
    office, query = request.state.board.office, _asked(request, "q", LONGEST_QUERY)
    if query:
        return await article_answers.found(office, site.id, query, who)
    return await article_answers.shown_on(office, site.id, _asked(request, "path", LONGEST_PATH), who)


async def _one(request: Request, site: Site, who: Reader) -> object:
    name = request.path_params["article"]
    found = await article_answers.article(request.state.board.office, site.id, name, who)
    if found is None:
        raise Refused("error.unknown_article")
    return found


async def _answered(request: Request, work: Work) -> Response:
    """Do the work for a page that may ask; it must be able to read refusals, too. A minute old is good enough."""
    site = await sites.site_by_key(request.state.redis, request.path_params["site_key"])
    if site is None:
        raise Refused("error.site")
    shared = "private" if bearer(request) else "public"
    headers = for_origin(request, site, f"{shared}, max-age=60", "Origin, Authorization")
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={**headers, **PREFLIGHT})
    try:
        told = await work(request, site, await _reader(request, site))
        answer = Response(msgspec.json.encode(told), media_type="application/json")
    except ChatError as refused:
        answer = await on_chat_error(request, refused)
    except StoreFault as fault:
        answer = await on_store_fault(request, fault)
    if answer.status_code != 200:
        headers["Cache-Control"] = "no-store"
    answer.headers.update(headers)
    return answer


async def _reader(request: Request, site: Site) -> Reader:
    await _count(request)
    language = _asked(request, "language", 2) or "vi"
    if language not in LANGUAGES:
        raise Refused("error.malformed")
    return await article_answers.reader(request.state.board.office, site.id, language, bearer(request))


async def _count(request: Request) -> None:
    what = f"articles:ip:{limited_as(came_from(request))}"
    wait = await attempts.spend(request.state.redis, what, EACH_S, AT_ONCE)
    if wait is not None:
        raise Refused("error.too_many", retry_after=wait, seconds=max(1, round(wait)))


def _asked(request: Request, name: str, longest: int) -> str:
    value = request.query_params.get(name, "").strip()
    if len(value) > longest:
        raise Refused("error.malformed")
    return value
