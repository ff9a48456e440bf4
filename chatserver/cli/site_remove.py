"""`chatserver site remove`: take a site away with everything on it."""

import click

from chatserver.actions import site_removal, sites
from chatserver.actions.site_removal import Held
from chatserver.cli.common import REFUSED, Fact, Place, on_store
from chatserver.clock import system_clock
from chatserver.store.client import Client


@click.command()
@click.argument("site")
@click.option("--yes", is_flag=True, help="Really: it cannot be undone.")
@on_store
def remove(place: Place, site: str, yes: bool) -> None:
    """Take a site away with all that was said on it. Without --yes, only count."""
    blobs = place.blobs

    async def work(client: Client) -> tuple[str, Held, int]:
        found = await sites.site_named(client, site)
        held = await site_removal.held(client, found.id)
        files = await site_removal.remove(client, blobs, found, system_clock()) if yes else 0
        return found.name, held, files

    name, held, files = place.run(work)
    counts = f"conversations: {held.conversations}, agents: {held.agents}"
    if not yes:
        place.fail(REFUSED, "not_confirmed", f"Would be removed with {name}: {counts}. Add --yes to do it.")
    facts: dict[str, Fact] = {
        "name": name,
        "conversations": held.conversations,
        "agents": held.agents,
        "files": files,
    }
    place.show(facts, f"{name} is removed. {counts}, files: {files}.")
