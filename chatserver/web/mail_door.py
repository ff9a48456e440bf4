"""The door at which mail servers hand mail in, whole and signed."""

import asyncio
import logging

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from chatserver.domain.client_address import limited_as
from chatserver.domain.door_signature import is_signed, is_timely
from chatserver.domain.errors import ChatError, Refused
from chatserver.domain.mail_tokens import door_key
from chatserver.mail.intake import take_in
from chatserver.store import attempts
from chatserver.store.client import StoreFault, named
from chatserver.store.secrets import own_secret
from chatserver.web.bodies import read_steadily
from chatserver.web.client import came_from, counted_as
from chatserver.web.door_places import DoorPlaces
from chatserver.web.errors import headers_of, status_of

log = logging.getLogger(__name__)
LARGEST = 36_000_000
"""Bytes: a file of 25 MB is a third longer in a mail."""
READ_WITHIN_S = 120.0
LEAST_BYTES, EVERY_S = 64 * 1024, 10.0
"""Who sends more slowly holds a place for nothing."""
WRONG_KEYS = (60.0, 10)  # per address (contract S5)


class MailDoor:
    """Takes mails, so many at a time."""

    def __init__(self) -> None:
        self._places = DoorPlaces()

    async def take(self, request: Request) -> Response:
        """POST /mail/inbound: 200 with what has become of the mail, and only then it is kept (docs/mail.md)."""
        try:
            with self._places.held(counted_as(request)):
                return await self._take(request)
        except ChatError as refused:
            log.info("a mail was not taken: %s", refused.reason)
            return _answer(refused)
        except StoreFault as fault:
            log.warning("a mail was not taken, without store: %s", fault)
            return _answer(named(fault))

    async def _take(self, request: Request) -> Response:
        state = request.state
        timestamp = request.headers.get("x-chat-timestamp", "")
        if not is_timely(timestamp, state.clock().timestamp()):
            await _refuse(request)
        raw = await _read(request)
        key = door_key(await own_secret(state.redis))
        if not is_signed(key, timestamp, request.headers.get("x-chat-signature", ""), raw):
            await _refuse(request)
        self._places.trust(counted_as(request))
        recipient = request.headers.get("x-chat-recipient", "").strip()
        done = await take_in(state.board.office, state.settings, raw, recipient)
        return Response(msgspec.json.encode(done), media_type="application/json")


async def _refuse(request: Request) -> None:
    """Whoever does not hold the key, or whose clock is wrong; who tries often has to wait."""
    what = f"mail_door:ip:{limited_as(came_from(request))}"
    wait = await attempts.spend(request.state.redis, what, *WRONG_KEYS)
    if wait is not None:
        raise Refused("error.too_many", retry_after=wait, seconds=max(1, round(wait)))
    raise Refused("error.unauthenticated")


async def _read(request: Request) -> bytes:
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > LARGEST:
        raise Refused("error.too_big")
    try:
        async with asyncio.timeout(READ_WITHIN_S):
            raw = await read_steadily(request.stream(), LARGEST, LEAST_BYTES, EVERY_S)
    except (ClientDisconnect, TimeoutError):
        raise Refused("error.malformed") from None
    if not raw:
        raise Refused("error.malformed")
    return raw


def _answer(error: ChatError) -> JSONResponse:
    """For a program: the reason alone; the status says whether to come again."""
    return JSONResponse({"error": error.reason}, status_of(error), headers_of(error))
