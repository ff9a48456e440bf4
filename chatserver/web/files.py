"""What browsers load: the widget's loader, hashed files for ever, the console's modules, the texts."""

import re
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

import chatserver
from chatserver.texts import LANGUAGES, catalogue

_PACKAGE = Path(chatserver.__file__).parent
STATIC = next(folder for folder in (_PACKAGE / "static", _PACKAGE.parent / "static") if folder.is_dir())
HASHED = re.compile(r"^[a-z-]+-[0-9A-Za-z_]{8,}\.(js|css)$")
TYPES = {
    ".js": "text/javascript",
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
    return _file(STATIC / "widget.js", SHORT)


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
    return _file(path, FOR_EVER if HASHED.match(path.name) else ASK)


async def texts(request: Request) -> Response:
    """`GET /api/texts/{language}`: the whole catalogue of a language, for the console."""
    if request.path_params["language"] not in LANGUAGES:
        raise HTTPException(404)
    return JSONResponse(catalogue(request.path_params["language"]), headers={"Cache-Control": ASK})


def _file(path: Path, cache: str) -> Response:
    headers = {**ANYWHERE, "Cache-Control": cache}
    return FileResponse(
        path,
        media_type=f"{TYPES[path.suffix]}; charset=utf-8" if path.suffix != ".png" else "image/png",
        headers=headers,
    )
