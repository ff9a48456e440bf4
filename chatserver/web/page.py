"""Pages: a template, a language, the values it shows."""

from collections.abc import Mapping
from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from chatserver.texts import LANGUAGES, say
from chatserver.web.language import language_of, remember_language


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> HTMLResponse:
    """Render `templates/{template}.html` in the reader's language; `say(key, …)` words everything in it."""
    language = language_of(request)
    other = next(one for one in LANGUAGES if one != language)
    text = _templates().get_template(f"{template}.html")
    html = text.render(say=partial(_say, language), language=language, other_language=other, **values)
    response = HTMLResponse(html, status, headers)
    remember_language(request, response, secure=request.state.settings.secure)
    return response


def _say(language: str, key: str, **values: object) -> str:
    return say(key, language, **values)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("chatserver.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
