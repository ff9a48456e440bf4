"""The widget as a page of our own: where the links in mails lead, and where a site without a page sends people.

Until the widget has taken it over, and wherever no script runs, the page is a plain form that is answered by email.
"""

from starlette.requests import Request
from starlette.responses import Response

from chatserver.web.hosted_sheet import Sheet, blank
from chatserver.web.hosted_view import desk_of, site_of
from chatserver.web.language import language_of
from chatserver.web.page import page

HEADERS = {
    "X-Robots-Tag": "noindex",
    # Going back must find the same form: sent again under its id, it is stored once. `no-store` would fetch another.
    "Cache-Control": "private, no-cache",
}


async def show(request: Request) -> Response:
    """GET /chat/{site_key}: company, language, privacy, the form, and the widget.

    `?department=` chooses in the form. A link's code stays in the fragment (S2).
    """
    return await answer(request, blank(request.query_params.get("department", "")))


async def answer(request: Request, sheet: Sheet, status: int = 200) -> Response:
    """The page with the form as it is filled in."""
    site = await site_of(request)
    desk = await desk_of(request.state.board.office, site, language_of(request))
    return page(request, "hosted_chat", status=status, headers=HEADERS, sheet=sheet, **desk)
