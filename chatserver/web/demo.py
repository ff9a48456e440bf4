"""The demo: the website of a small company, with our snippet in it just as a customer would have it."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from chatserver.store import sites
from chatserver.texts import LANGUAGES

VIEWS = ("projects", "invoices", "settings")


async def home(request: Request) -> Response:
    """GET /demo: what the company makes."""
    return await _page(request, "home")


async def pricing(request: Request) -> Response:
    """GET /demo/pricing: the plans."""
    return await _page(request, "pricing")


async def docs(request: Request) -> Response:
    """GET /demo/docs: the manual."""
    return await _page(request, "docs")


async def app(request: Request) -> Response:
    """GET /demo/app/{view}: the product, which moves between its views by `pushState`; 404 for no such view."""
    view = request.path_params.get("view", VIEWS[0])
    if view not in VIEWS:
        raise HTTPException(404)
    return await _page(request, "app", view=view)


async def _page(request: Request, name: str, **values: object) -> Response:
    settings, language = request.state.settings, _language(request)
    found = await sites.all_sites(request.state.redis)
    if not settings.shows_demo or not found:
        raise HTTPException(404)
    text = _content(language)
    html = _template(f"{name}.html").render(
        text=text,
        here=text[name],
        page=name,
        path=request.url.path,
        language=language,
        link="?lang=en" if language == "en" else "",
        url=settings.public_url,
        site_key=found[0].key,
        **values,
    )
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})


def _language(request: Request) -> str:
    # Not the console's choice and no cookie: the two people of a trial often share one browser.
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


@cache
def _content(language: str) -> Any:
    path = files("chatserver") / "data" / "demo" / f"{language}.json"
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def _template(name: str) -> Any:
    loader = PackageLoader("chatserver.web", "templates/demo")
    options = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    return Environment(loader=loader, **options).get_template(name)  # type: ignore[arg-type]
