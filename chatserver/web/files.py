"""What browsers load: the widget's loader, hashed files for ever, the console's modules, the texts."""

import asyncio
import re
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

import chatserver
from chatserver.texts import LANGUAGES, catalogue
from chatserver.web.content_coding import IDENTITY, choose
from chatserver.web.copies import copies_of

_PACKAGE = Path(chatserver.__file__).parent
STATIC = next(folder for folder in (_PACKAGE / "static", _PACKAGE.parent / "static") if folder.is_dir())
HASHED = re.compile(r"^[a-z-]+-[0-9A-Za-z_]{8,}\.(js|css)$")
PINNED = re.compile(r"[0-9a-f]{8,10}")
TYPES = {
    ".js": "text/javascript",
    ".ts": "text/plain",
    ".css": "text/css",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
ANYWHERE = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Timing-Allow-Origin": "*",
    "X-Content-Type-Options": "nosniff",
}
SHORT, FOR_EVER, ASK = "public, max-age=300", "public, max-age=31536000, immutable", "no-cache"


async def loader(request: Request) -> Response:
    """`GET /widget.js`: what a product team's page includes; cached shortly, so that releases arrive."""
    return await _file(request, STATIC / "widget.js", SHORT)


async def pinned_loader(request: Request) -> Response:
    """`GET /widget-HASH.js`: the loader of one release for ever, for a page that names its `integrity`."""
    path = STATIC / f"widget-{request.path_params['hash']}.js"
    if not PINNED.fullmatch(request.path_params["hash"]) or not path.is_file():
        raise HTTPException(404)
    return await _file(request, path, FOR_EVER)


async def static_file(request: Request) -> Response:
    """`GET /static/…`: hashed names never change; others are asked for again."""
    name = request.path_params["path"]
    try:
        path = (STATIC / name).resolve()
        known = path.is_relative_to(STATIC.resolve()) and path.is_file() and path.suffix in TYPES
    except (OSError, ValueError):  # a name that no file can have
        known = False
    if not known:
        raise HTTPException(404)
    return await _file(request, path, FOR_EVER if HASHED.match(path.name) else ASK)


async def texts(request: Request) -> Response:
    """`GET /api/texts/{language}`: the whole catalogue of a language, for the console."""
    if request.path_params["language"] not in LANGUAGES:
        raise HTTPException(404)
    return JSONResponse(catalogue(request.path_params["language"]), headers={"Cache-Control": ASK})


async def _file(request: Request, path: Path, cache: str) -> Response:
    """The file in the smallest coding that the browser takes; nothing but its headers where it has these bytes."""
    copies = await asyncio.to_thread(copies_of, path)
    coding = choose(request.headers.get("accept-encoding", ""), copies.by_coding)
    headers = {**ANYWHERE, "Cache-Control": cache, "ETag": copies.tag(coding), "Vary": "Accept-Encoding"}
    if _has_it(request.headers.get("if-none-match", ""), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    if coding != IDENTITY:
        headers["Content-Encoding"] = coding
    kind = TYPES[path.suffix] if path.suffix == ".png" else f"{TYPES[path.suffix]}; charset=utf-8"
    return Response(copies.by_coding[coding], headers=headers, media_type=kind)


def _has_it(held: str, tag: str) -> bool:
    """If-None-Match: a proxy may have made our tag a weak one."""
    return tag in (one.strip().removeprefix("W/") for one in held.split(","))
