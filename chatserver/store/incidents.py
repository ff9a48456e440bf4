"""The incident of each site: one at most, for all of its visitors."""

from collections.abc import Mapping
from typing import Any

from chatserver.domain.incident import Incident, Wording
from chatserver.store import keys
from chatserver.store.client import Client
from chatserver.store.scripts import source


async def current(client: Client, site: str) -> Incident | None:
    """What is told now."""
    kept: Mapping[Any, Any] = await client.hgetall(keys.incident(site))
    if "raised_at" not in kept:
        return None
    wording = Wording(kept.get("name_vi", ""), kept.get("name_en", ""), kept.get("url", ""))
    raised_at = int(kept["raised_at"])
    return Incident(wording, raised_at, int(kept.get("updated_at", raised_at)), kept.get("by", ""))


async def begin(client: Client, site: str, incident: Incident) -> bool:
    """Keep a new one; False when there is one already."""
    return await _keep(client, site, incident, 0)


async def change(client: Client, site: str, incident: Incident) -> bool:
    """Keep another wording of the one there is; False when there is none any more."""
    return await _keep(client, site, incident, 1)


async def end(client: Client, site: str) -> bool:
    """Tell nothing any more; False when nothing was told."""
    return bool(await client.delete(keys.incident(site)))


async def _keep(client: Client, site: str, incident: Incident, there_is_one: int) -> bool:
    fields: dict[str, str | int] = {
        "name_vi": incident.wording.vi,
        "name_en": incident.wording.en,
        "url": incident.wording.url,
        "raised_at": incident.raised_at,
        "updated_at": incident.updated_at,
        "by": incident.by,
    }
    given: list[str | int] = [part for pair in fields.items() for part in pair]
    return bool(await client.eval(source("incident"), 1, keys.incident(site), there_is_one, *given))
