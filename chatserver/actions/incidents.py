"""Raising, updating and ending a site's incident; each act is in the audit trail (contract S6)."""

from dataclasses import replace
from datetime import datetime

from chatserver.clock import millis
from chatserver.domain.errors import Refused
from chatserver.domain.incident import Incident, Wording
from chatserver.domain.message import Speaker
from chatserver.store import audit, incidents
from chatserver.store.client import Client

NONE = "error.no_incident"


async def raise_(client: Client, site: str, by: Speaker, wording: Wording, now: datetime) -> Incident:
    """Begin to tell all visitors; raises `Refused('error.incident_stands')` while another one is told."""
    incident = Incident(wording, millis(now), millis(now), by.name)
    if not await incidents.begin(client, site, incident):
        raise Refused("error.incident_stands")
    await audit.record(client, by.id, "incident_raised", site, now)
    return incident


async def update(client: Client, site: str, by: Speaker, wording: Wording, now: datetime) -> Incident:
    """Tell the news, or that it still lasts; raises `Refused('error.no_incident')` when it has ended."""
    incident = replace(await standing(client, site), wording=wording, updated_at=millis(now), by=by.name)
    if not await incidents.change(client, site, incident):
        raise Refused(NONE)
    await audit.record(client, by.id, "incident_updated", site, now)
    return incident


async def end(client: Client, site: str, by: Speaker, now: datetime) -> None:
    """Tell nothing any more; raises `Refused('error.no_incident')` when nothing is told."""
    if not await incidents.end(client, site):
        raise Refused(NONE)
    await audit.record(client, by.id, "incident_ended", site, now)


async def standing(client: Client, site: str) -> Incident:
    """The incident that is told now; raises `Refused('error.no_incident')`."""
    incident = await incidents.current(client, site)
    if incident is None:
        raise Refused(NONE)
    return incident
