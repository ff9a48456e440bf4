"""Reading a posted form, with bounds (contract S5)."""

from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from chatserver.domain.errors import Refused
from chatserver.web.bodies import read_steadily

LARGEST = 16 * 1024
MOST_FIELDS = 20
LEAST_BYTES, EVERY_S = 4 * 1024, 20.0
"""Who sends more slowly has no connection that would bring a page."""


async def read_form(request: Request, largest: int = LARGEST) -> dict[str, str]:
    """The fields of a url-encoded form of at most `largest` bytes, of each name the last.

    Raises Refused `too_big` or `malformed`.
    """
    try:
        body = await read_steadily(request.stream(), largest, LEAST_BYTES, EVERY_S)
    except (ClientDisconnect, TimeoutError):
        raise Refused("error.malformed") from None
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise Refused("error.malformed") from None
    return dict(fields)
