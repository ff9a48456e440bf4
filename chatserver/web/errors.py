"""The one place that turns an error into status, words and log line; no exception's text goes out."""

import logging
import math
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from chatserver.domain.errors import ChatError, Refused, Unavailable
from chatserver.store.client import named
from chatserver.texts import say
from chatserver.web.language import language_of
from chatserver.web.page import page

log = logging.getLogger(__name__)

STATUS = {
    "error.unauthenticated": 401,
    "error.wrong_password": 401,
    "error.forbidden": 403,
    "error.cross_site": 403,
    "error.stale_page": 403,
    "error.origin": 403,
    "error.blocked": 403,
    "error.not_found": 404,
    "error.site": 404,
    "error.unknown_article": 404,
    "error.unknown_conversation": 404,
    "error.method": 405,
    "error.changed": 409,
    "error.taken": 409,
    "error.bad_link": 410,
    "error.unknown_file": 404,
    "error.file_too_big": 413,
    "error.file_type": 415,
    "error.too_big": 413,
    "error.too_many": 429,
    "error.too_many_bytes": 413,  # with Retry-After (RFC 9110, 15.5.14): 429 is what a widget waits out by itself
    "error.too_many_tries": 429,
    "error.internal": 500,
    "error.identity_other": 403,
}
TOKEN_FAULTS = {
    f"error.identity_{fault}"
    for fault in (
        "off", "malformed", "unknown_key", "wrong_algorithm", "bad_signature", "wrong_site", "no_subject", "bad_claim",
        "too_long", "not_yet", "expired", "lapsed", "required",
    )
}  # fmt: skip
"""What is wrong with who somebody says they are: 401, with another token it may be right (RFC 6750, 3.1)."""
BY_HTTP = {404: "error.not_found", 405: "error.method", 413: "error.too_big"}


def status_of(error: ChatError) -> int:
    """The HTTP status of one of our errors; 503 and 400 for what the table does not name."""
    if error.key in TOKEN_FAULTS:
        return 401
    return STATUS.get(error.key, 503 if isinstance(error, Unavailable) else 400)


def words_of(error: ChatError, language: str) -> str:
    """An error in the reader's language."""
    seconds = {"seconds": math.ceil(error.retry_after)} if error.retry_after else {}
    return say(error.key, language, **{**seconds, **error.values})


def headers_of(error: ChatError) -> dict[str, str]:
    """When to come back, if the error says so; which way of proving who one is would be taken."""
    if error.key in TOKEN_FAULTS:
        return {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    return {"Retry-After": str(math.ceil(error.retry_after))} if error.retry_after else {}


async def on_chat_error(request: Request, error: Exception) -> Response:
    """One of our own, raised anywhere below."""
    assert isinstance(error, ChatError)
    log.info("%s %r refused: %s", request.scope.get("method", "WS"), request.scope["path"], error.reason)
    return _answer(request, error, status_of(error))


async def on_http_error(request: Request, error: Exception) -> Response:
    """Starlette's: no such path, no such method."""
    assert isinstance(error, HTTPException)
    wording = Refused(BY_HTTP.get(error.status_code, "error.malformed"))
    return _answer(request, wording, error.status_code, error.headers)


async def on_store_fault(request: Request, error: Exception) -> Response:
    """Redis away, full or restarting (contract R17)."""
    log.warning("%s %r without store: %s", request.scope.get("method", "WS"), request.scope["path"], error)
    wording = named(error)
    return _answer(request, wording, status_of(wording))


async def on_gone(_connection: HTTPConnection, _error: Exception) -> None:
    """A peer that left in the middle of a handshake: nobody is there to be told."""


async def on_anything(request: Request, _error: Exception) -> Response:
    """A fault of ours; Starlette raises it again after this answer, and the server logs its traceback."""
    log.error("%s %r failed", request.scope.get("method", "WS"), request.scope["path"])
    return _answer(request, ChatError("error.internal"), 500)


def _answer(
    request: Request, error: ChatError, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    text = words_of(error, language_of(request))
    headers = {**(headers or {}), **headers_of(error)}
    if _wants_json(request):
        return JSONResponse({"error": error.reason, "text": text}, status, headers)
    return page(request, "error", status=status, headers=headers, text=text)


def _wants_json(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    is_api = request.scope["path"].startswith("/api/")
    return is_api or ("application/json" in accept and "text/html" not in accept)
