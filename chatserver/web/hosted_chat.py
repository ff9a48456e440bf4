"""The widget as a page of our own: where the links in mails lead, and where a site without a page sends people."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from chatserver.clock import from_millis
from chatserver.domain.incident import Incident
from chatserver.domain.policy import PolicyVersion
from chatserver.store import incidents, sites
from chatserver.texts import say, word_instant
from chatserver.web.language import language_of
from chatserver.web.page import page

SCHEMES = {"phone": "tel:", "email": "mailto:", "link": ""}
NOT_FOR_SEARCH = {"X-Robots-Tag": "noindex"}


@dataclass(frozen=True, slots=True)
class Way:
    """Another way to reach the desk."""

    href: str
    label: str
    name: str


async def show(request: Request) -> Response:
    """GET /chat/{site_key}: company, language, privacy, and the widget; a link's code stays in the fragment (S2)."""
    office, site_key = request.state.board.office, request.path_params["site_key"]
    site = await sites.site_by_key(office.client, site_key)
    if site is None:
        raise HTTPException(404)
    await office.policies.learn(office.client, site.id)
    rules, language = office.rules(site.id), language_of(request)
    incident = await incidents.current(office.client, site.id)
    return page(
        request,
        "hosted_chat",
        headers=NOT_FOR_SEARCH,
        company=rules.company,
        site_key=site.key,
        privacy_url=rules.privacy_url or f"/privacy?lang={language}&site={site.id}",
        ways=list(_ways(rules, language)),
        incident=incident,
        incident_said=_said(incident, rules, language, office.now) if incident else "",
    )


def _said(incident: Incident, rules: PolicyVersion, language: str, now: datetime) -> str:
    """What the widget would say of it."""
    time = word_instant(from_millis(incident.updated_at), rules.zone, language, now)
    return say("widget.incident", language, name=incident.wording.in_language(language), time=time)


def _ways(rules: PolicyVersion, language: str) -> Iterator[Way]:
    """How a browser without scripts reaches the desk: its address first, then the policy's channels."""
    default = rules.departments[rules.default_department]
    if default.address:
        yield Way(f"mailto:{default.address}", default.address, default.name.in_language(language))
    for channel in rules.channels.values():
        if channel.value != default.address:
            href, name = SCHEMES[channel.kind] + channel.value, channel.name.in_language(language)
            told = name if channel.kind == "link" else channel.label or channel.value
            yield Way(href, told, "" if told == name else name)
