"""Which language a page speaks: asked for, remembered, the browser's, else Vietnamese."""

from starlette.requests import Request
from starlette.responses import Response

from chatserver.texts import LANGUAGES

COOKIE = "chatserver_language"
A_YEAR_S = 365 * 24 * 3600


def language_of(request: Request) -> str:
    """The language for this request: `?lang=`, then the cookie, then Accept-Language, then vi."""
    asked = (request.query_params.get("lang", ""), request.cookies.get(COOKIE, ""))
    wanted = (*asked, *_by_preference(request.headers.get("accept-language", "")))
    return next((language for language in wanted if language in LANGUAGES), LANGUAGES[0])


def remember_language(request: Request, response: Response, *, secure: bool) -> None:
    """Keep what was asked for by `?lang=` in this browser."""
    asked = request.query_params.get("lang", "")
    if asked in LANGUAGES:
        response.set_cookie(COOKIE, asked, max_age=A_YEAR_S, secure=secure, httponly=True, samesite="lax")


def _by_preference(header: str) -> list[str]:
    weighed: list[tuple[float, str]] = []
    for part in header[:500].split(","):
        name, _, parameters = part.strip().partition(";")
        weighed.append((_weight(parameters), name.partition("-")[0].lower()))
    return [name for _, name in sorted(weighed, key=lambda pair: -pair[0])]


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    try:
        return float(value) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
