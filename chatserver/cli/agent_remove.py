"""`chatserver agent remove`: take an agent away."""

import click

from chatserver.actions import removals, sites
from chatserver.actions.removals import Leaving
from chatserver.cli.common import REFUSED, Fact, Place, on_store
from chatserver.clock import system_clock
from chatserver.store.client import Client


@click.command()
@click.argument("email")
@click.option("--site", "site_name", help="Only from this one: id, key or name.")
@click.option("--yes", is_flag=True, help="Really.")
@on_store
def remove(place: Place, email: str, site_name: str | None, yes: bool) -> None:
    """Take an agent away: their consoles close, their conversations go to others. Without --yes, only count."""

    async def work(client: Client) -> tuple[Leaving, int]:
        site = (await sites.site_named(client, site_name)).id if site_name else None
        left = await removals.leaving(client, email, site)
        mine = await removals.open_conversations(client, left)
        if yes:
            await removals.remove(client, left, system_clock())
        return left, mine

    left, mine = place.run(work)
    counts = f"sites: {len(left.sites)}, open conversations: {mine}"
    if not yes:
        place.fail(REFUSED, "not_confirmed", f"{left.agent.email} would leave {counts}. Add --yes to do it.")
    facts: dict[str, Fact] = {
        "email": left.agent.email,
        "sites": list(left.sites),
        "conversations": mine,
        "wholly": int(left.wholly),
    }
    end = "The address is free again." if left.wholly else "They still answer elsewhere."
    place.show(facts, f"{left.agent.email} has left {counts}. {end}")
