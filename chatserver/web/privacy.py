"""The page behind the widget's privacy line, for desks whose policy names none of their own."""

from starlette.requests import Request
from starlette.responses import Response

from chatserver.web.page import page


async def show(request: Request) -> Response:
    """GET /privacy: what is kept, why, for how long, and whom to ask."""
    rules = request.state.policy.version_at(request.state.clock())
    address = rules.departments[rules.default_department].address or ""
    return page(request, "privacy", company=rules.company, days=rules.numbers.retention_days, address=address)
