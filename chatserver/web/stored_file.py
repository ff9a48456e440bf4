"""A file that was said, for whoever knows its id: 128 random bits, found only in its conversation (contract S4)."""

import re
from collections.abc import AsyncIterator, Mapping
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from chatserver.domain.file_types import INLINE
from chatserver.store import files, sites
from chatserver.store.blobs import Blobs, blob
from chatserver.store.files import StoredFile

ID = re.compile(r"[0-9a-f]{32}")
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
YEAR_S = 31_536_000
FOR_ALL = "sandbox; default-src 'none'"
FOR_FILMS = f"{FOR_ALL}; media-src 'self'"
"""The page that a browser makes for a film loads it from there, as a stranger: hence also the CORS header."""
Span = tuple[int, int]


async def show(request: Request) -> Response:
    """GET /files/{site_id}/{file_id}/{name}: absent, another site's, not yet said and erased answer alike."""
    site, file_id = await _site(request), request.path_params["file_id"]
    file = await files.load(request.state.redis, site, file_id) if ID.fullmatch(file_id) else None
    if file is None or file.state != "ready" or not file.conversation:
        raise HTTPException(404)
    blobs: Blobs = request.state.board.office.blobs
    name = blob(site, file_id)
    if await blobs.size(name) != file.size:
        raise HTTPException(404)
    headers = _headers(file)
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return _piece(request, file, blobs, name, headers)


async def _site(request: Request) -> str:
    """The id of the site: as named, or behind the public key, which is all that a widget knows."""
    named: str = request.path_params["site_id"]
    known = None if ID.fullmatch(named) else await sites.site_by_key(request.state.redis, named)
    return known.id if known else named


def _piece(
    request: Request, file: StoredFile, blobs: Blobs, name: str, headers: Mapping[str, str]
) -> Response:
    """The whole file, or the one range that was asked for; films are moved about in."""
    span = _span(request, file, headers["ETag"])
    if span is None:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{file.size}"})
    start, end = span
    sent = {**headers, "Content-Length": str(end - start)}
    status = 200
    if end - start < file.size:
        status, sent["Content-Range"] = 206, f"bytes {start}-{end - 1}/{file.size}"
    if request.method == "HEAD":
        return Response(status_code=status, headers=sent, media_type=file.type)
    content: AsyncIterator[bytes] = blobs.read(name, start, end - start)
    return StreamingResponse(content, status, sent, file.type)


def _headers(file: StoredFile) -> dict[str, str]:
    shown = "inline" if file.type in INLINE else "attachment"
    return {
        "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(file.name, safe='')}",
        "Content-Security-Policy": FOR_FILMS if file.type.startswith("video/") else FOR_ALL,
        "Cache-Control": f"private, max-age={YEAR_S}, immutable",
        "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
        "ETag": f'"{file.id}"',
    }


def _span(request: Request, file: StoredFile, tag: str) -> Span | None:
    """Which bytes [start, end) are wanted; all of them where the question is not one of ours; None: there are none."""
    asked = RANGE.fullmatch(request.headers.get("range", "").strip())
    if not asked or asked[0] == "bytes=-" or request.headers.get("if-range", tag) != tag:
        return 0, file.size
    if not asked[1]:
        last = int(asked[2])
        return (max(0, file.size - last), file.size) if last else None
    start = int(asked[1])
    end = min(int(asked[2]) + 1, file.size) if asked[2] else file.size
    if asked[2] and int(asked[2]) < start:
        return 0, file.size
    return (start, end) if start < file.size else None
