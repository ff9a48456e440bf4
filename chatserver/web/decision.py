"""Who answers now, and by when: the one decision for a site's own pages and programs, without a widget."""

from collections.abc import Mapping
from typing import Any, get_args

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from chatserver.actions.decisions import decided_now
from chatserver.domain.client_address import limited_as
from chatserver.domain.errors import ChatError, Refused
from chatserver.domain.policy_file import Way
from chatserver.store import attempts, sites
from chatserver.texts import LANGUAGES
from chatserver.web.asking_pages import bearer, for_origin
from chatserver.web.client import came_from
from chatserver.web.errors import on_chat_error

EACH_S, AT_ONCE = 1.0, 60  # per address (contract S5)
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET",
    "Access-Control-Allow-Headers": "Authorization",
    "Access-Control-Max-Age": "600",
}
LONGEST_KEY = 100


async def show(request: Request) -> Response:
    """GET /api/decision?site=KEY: what a conversation that begins now would be told.

    `department` and `channel` as a visitor would choose them; plan and sign-in only from `Authorization: Bearer
    TOKEN`, a signed identity. With `language`, texts are strings in it; without, objects with all languages.
    """
    site = await sites.site_by_key(request.state.redis, _asked(request, "site"))
    if site is None:
        raise Refused("error.site")
    headers = for_origin(request, site)
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={**headers, **PREFLIGHT})
    try:
        answer = await _answer(request, site.id)
    except ChatError as refused:  # worded where all errors are; the page must be able to read that too
        answer = await on_chat_error(request, refused)
    answer.headers.update(headers)
    return answer


async def _answer(request: Request, site: str) -> Response:
    await _count(request)
    told = await decided_now(
        request.state.board.office,
        site,
        department=_asked(request, "department") or None,
        way=_one_of(request, "channel", get_args(Way)) or "chat",
        token=bearer(request),
    )
    language = _one_of(request, "language", LANGUAGES)
    said = _picked(msgspec.to_builtins(told), language) if language else told
    return Response(msgspec.json.encode(said), media_type="application/json")


async def _count(request: Request) -> None:
    what = f"decision:ip:{limited_as(came_from(request))}"
    wait = await attempts.spend(request.state.redis, what, EACH_S, AT_ONCE)
    if wait is not None:
        raise Refused("error.too_many", retry_after=wait, seconds=max(1, round(wait)))


def _asked(request: Request, name: str) -> str:
    value = request.query_params.get(name, "")
    if len(value) > LONGEST_KEY:
        raise Refused("error.malformed")
    return value


def _one_of(request: Request, name: str, allowed: tuple[str, ...]) -> Any:
    """The parameter's value, "" without one; raises for what is none of the allowed."""
    value = _asked(request, name)
    if value and value not in allowed:
        raise Refused("error.malformed")
    return value


def _picked(value: object, language: str) -> object:
    """The same document with one language's words in place of all."""
    if isinstance(value, Mapping):
        if value.keys() == set(LANGUAGES):
            return value[language]
        return {key: _picked(inner, language) for key, inner in value.items()}
    return [_picked(inner, language) for inner in value] if isinstance(value, list) else value
