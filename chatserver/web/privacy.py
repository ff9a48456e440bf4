"""The page behind the widget's privacy line, for desks whose policy names none of their own."""

from starlette.requests import Request
from starlette.responses import Response

from chatserver.store import sites
from chatserver.web.page import page


async def show(request: Request) -> Response:
    """GET /privacy?site=ID: what is kept, why, for how long, and whom to ask."""
    office, site = request.state.board.office, request.query_params.get("site", "")
    known = await sites.site(office.client, site)
    if known:
        await office.policies.learn(office.client, site)
    rules = office.rules(site)
    address = rules.departments[rules.default_department].address or ""
    days = rules.numbers.retention_days
    return page(
        request, "privacy", company=rules.company, days=days, address=address, site=known.id if known else ""
    )
