"""What the page at /chat/{site_key} shows of a desk: to browsers without scripts it is all there is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request

from chatserver.actions.explanations import explain
from chatserver.actions.office import Office
from chatserver.clock import from_millis
from chatserver.domain.incident import Incident
from chatserver.domain.policy import PolicyVersion
from chatserver.domain.site import Site
from chatserver.store import incidents, sites
from chatserver.texts import say, word_instant

SCHEMES = {"phone": "tel:", "email": "mailto:", "link": ""}


@dataclass(frozen=True, slots=True)
class Way:
    """Another way to reach the desk."""

    href: str
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A department that takes a stranger's question."""

    key: str
    name: str


async def site_of(request: Request) -> Site:
    """The site in the path, with its policy as it stands; raises a 404."""
    office = request.state.board.office
    site = await sites.site_by_key(office.client, request.path_params["site_key"])
    if site is None:
        raise HTTPException(404)
    await office.refresh(site.id)
    return site


async def desk_of(office: Office, site: Site, language: str) -> dict[str, object]:
    """The values of the templates: who this is, what is wrong just now, what they promise, how else to reach them."""
    rules, now = office.rules(site.id), office.now
    incident = await incidents.current(office.client, site.id)
    choices = list(_choices(office, site.id, rules, language))
    asked = rules.default_department
    if choices and all(one.key != asked for one in choices):
        asked = choices[0].key
    decision = office.decision(site.id, asked, way="email")
    return {
        "company": rules.company,
        "site_key": site.key,
        "privacy_url": rules.privacy_page(site.id, language),
        "zone": zone_name(rules, decision.reply_by or now),
        "promise": explain(decision, rules, language, now),
        "chats": any("chat" in one.ways for one in rules.departments.values()),
        "asked": asked,
        "choices": choices,
        "notices": [rules.notices[key].text.in_language(language) for key in decision.notices],
        "ways": list(_ways(rules, language)),
        "incident": incident,
        "incident_said": _said(incident, rules, language, now) if incident else "",
    }


def zone_name(rules: PolicyVersion, at: datetime) -> str:
    """The desk's clock for whoever lives by another one: "GMT+7"; a zone's own name is no word of theirs."""
    offset = at.astimezone(rules.zone).strftime("%z")
    minutes = f":{offset[3:]}" if offset[3:] != "00" else ""
    return f"GMT{offset[0]}{int(offset[1:3])}{minutes}"


def _choices(office: Office, site: str, rules: PolicyVersion, language: str) -> Iterator[Choice]:
    for key, department in rules.departments.items():
        if office.decision(site, key, way="email").outcome != "refused":
            yield Choice(key, department.name.in_language(language))


def _said(incident: Incident, rules: PolicyVersion, language: str, now: datetime) -> str:
    """What the widget would say of it."""
    time = word_instant(from_millis(incident.updated_at), rules.zone, language, now)
    return say("widget.incident", language, name=incident.wording.in_language(language), time=time)


def _ways(rules: PolicyVersion, language: str) -> Iterator[Way]:
    """The desk's address first, then the policy's channels."""
    default = rules.departments[rules.default_department]
    if default.address:
        yield Way(f"mailto:{default.address}", default.address, default.name.in_language(language))
    for channel in rules.channels.values():
        if channel.value != default.address:
            href, name = SCHEMES[channel.kind] + channel.value, channel.name.in_language(language)
            told = name if channel.kind == "link" else channel.label or channel.value
            yield Way(href, told, "" if told == name else name)
