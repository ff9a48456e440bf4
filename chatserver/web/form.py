"""Reading a posted form, with bounds (contract S5)."""

from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from chatserver.domain.errors import Refused

LARGEST = 16 * 1024
MOST_FIELDS = 20


async def read_form(request: Request, largest: int = LARGEST) -> dict[str, str]:
    """The fields of a url-encoded form of at most `largest` bytes, of each name the last.

    Raises Refused `too_big` or `malformed`.
    """
    body = b""
    try:
        async for part in request.stream():
            body += part
            if len(body) > largest:
                raise Refused("error.too_big")
    except ClientDisconnect:
        raise Refused("error.malformed") from None
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:
        raise Refused("error.malformed") from None
    return dict(fields)
