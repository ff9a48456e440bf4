"""The incident of each site as this process last saw it: it is looked at twice a second while anybody is connected."""

from chatserver.domain.incident import Incident
from chatserver.store import incidents
from chatserver.store.client import Client


class IncidentDesk:
    """Answers without asking Redis: every widget that opens wants to know."""

    def __init__(self) -> None:
        self._known: dict[str, Incident | None] = {}

    def of(self, site: str) -> Incident | None:
        """What a site's visitors are told now, as last read."""
        return self._known.get(site)

    async def meet(self, client: Client, site: str) -> None:
        """Learn it unless somebody has; from then on whoever watches the site keeps it fresh."""
        if site not in self._known:
            await self.learn(client, site)

    async def learn(self, client: Client, site: str) -> None:
        """Read it again; raises a `StoreFault` when Redis is away, leaving what was known."""
        self._known[site] = await incidents.current(client, site)
