"""Files on their way in, from a site's pages and from the console (contract S4): begun, sent in parts, given up."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Annotated

import msgspec
from msgspec import Meta, Struct
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from chatserver.actions import uploads
from chatserver.actions.files import UNKNOWN_FILE, of_agent, of_visitor
from chatserver.actions.uploads import CHUNK, NewFile, Progress
from chatserver.domain.errors import ChatError, Refused
from chatserver.domain.ids import visitor_id
from chatserver.domain.site import Site
from chatserver.protocol.values import Id, Secret
from chatserver.store import sites, visitors
from chatserver.store.client import StoreFault
from chatserver.web import session_cookie
from chatserver.web.asking_pages import for_origin
from chatserver.web.client import counted_as
from chatserver.web.errors import on_chat_error, on_store_fault

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Max-Age": "600",
}
LARGEST_ORDER, BODY_WITHIN_S = 16 * 1024, 120.0
Work = Callable[[Request, Site], Awaitable[Response]]


class Order(Struct, frozen=True):
    """What is to come, and, instead of a header, the visitor's secret."""

    id: Id
    name: Annotated[str, Meta(max_length=4096)]
    size: Annotated[int, Meta(ge=0, le=2**53)]
    secret: Secret | None = None


_orders = msgspec.json.Decoder(Order)
_secrets = msgspec.json.Decoder(Secret)
_ids = msgspec.json.Decoder(Id)


async def begin(request: Request) -> Response:
    """POST /api/files/{site}: `{id, name, size}`; 201 `{id, received, chunk}`, the same for a repeated one."""
    return await _answered(request, _begin)


async def go_on(request: Request) -> Response:
    """GET, PUT ?offset=N, DELETE /api/files/{site}/{file_id}: ask, send the next part, give up."""
    return await _answered(request, {"PUT": _take, "DELETE": _cancel}.get(request.method, _show))


async def _answered(request: Request, work: Work) -> Response:
    """Do the work for a page that may ask; it must be able to read refusals, too."""
    named = request.path_params["site"]
    site = await sites.site_by_key(request.state.redis, named) or await sites.site(request.state.redis, named)
    if site is None:
        raise Refused("error.site")
    headers = for_origin(request, site)
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={**headers, **PREFLIGHT})
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            answer = await work(request, site)
    except ChatError as refused:
        answer = await on_chat_error(request, refused)
    except StoreFault as fault:
        answer = await on_store_fault(request, fault)
    except ClientDisconnect:  # its body broke off: nobody is there to be told
        answer = Response(status_code=400)
    answer.headers.update(headers)
    return answer


async def _begin(request: Request, site: Site) -> Response:
    order = await _order(request)
    owner = await _owner(request, site, order.secret)
    new, office = NewFile(order.id, order.name, order.size), request.state.board.office
    most = request.state.settings.most_upload_megabytes_per_address
    stands = await uploads.begin(office, site.id, owner, new, counted_as(request), megabytes_an_hour=most)
    return _told(stands, 201, id=order.id, chunk=CHUNK)


async def _show(request: Request, site: Site) -> Response:
    owner, office = await _owner(request, site), request.state.board.office
    return _told(await uploads.progress(office, site.id, owner, _file(request)))


async def _take(request: Request, site: Site) -> Response:
    offset = request.query_params.get("offset", "")
    if not (offset.isascii() and offset.isdigit() and len(offset) < 16):
        raise Refused("error.malformed")
    if int(request.headers.get("content-length") or 0) > CHUNK:
        raise Refused("error.too_big")
    owner, office = await _owner(request, site), request.state.board.office
    with request.state.bodies.reading(counted_as(request)):
        stands = await uploads.take(office, site.id, owner, _file(request), int(offset), request.stream())
    return _told(stands, 200 if stands.taken else 409)


async def _cancel(request: Request, site: Site) -> Response:
    owner, office = await _owner(request, site), request.state.board.office
    await uploads.cancel(office, site.id, owner, _file(request))
    return Response(status_code=204)


async def _order(request: Request) -> Order:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_ORDER:
            raise Refused("error.too_big")
    try:
        return _orders.decode(body)
    except (msgspec.DecodeError, UnicodeError):
        raise Refused("error.malformed") from None


async def _owner(request: Request, site: Site, secret: str | None = None) -> str:
    """Who sends: the visitor whose secret it is, else the signed-in agent with the token of their page (S1)."""
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    secret = bearer.strip() if scheme.lower() == "bearer" else secret
    if secret is None:
        return await _agent(request, site)
    visitor = visitor_id(_checked(_secrets, secret, "error.unauthenticated"))
    if (await visitors.find(request.state.redis, site.id, visitor)).blocked:
        raise Refused("error.blocked")
    return of_visitor(visitor)


async def _agent(request: Request, site: Site) -> str:
    who = await session_cookie.who(request)
    token = request.headers.get("x-csrf", "")
    if who is None or not hmac.compare_digest(token.encode(), who.session.csrf.encode()):
        raise Refused("error.unauthenticated")
    if not who.agent.role_on(site.id):
        raise Refused("error.forbidden")
    return of_agent(who.agent.id)


def _file(request: Request) -> str:
    return _checked(_ids, request.path_params["file_id"], UNKNOWN_FILE)


def _checked(shape: msgspec.json.Decoder[str], text: str, otherwise: str) -> str:
    try:
        return shape.decode(msgspec.json.encode(text))
    except (msgspec.DecodeError, UnicodeError):
        raise Refused(otherwise) from None


def _told(stands: Progress, status: int = 200, **more: str | int) -> Response:
    said: dict[str, object] = {**more, "received": stands.received}
    if stands.file is not None:
        said["file"] = stands.file
    return Response(msgspec.json.encode(said), status, media_type="application/json")
