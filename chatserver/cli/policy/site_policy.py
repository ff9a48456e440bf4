"""The site whose policy a command is about, and that policy."""

import click

from chatserver.actions import policy_changes, sites
from chatserver.cli.seed import read_seed
from chatserver.clock import system_clock
from chatserver.domain.site import Site
from chatserver.settings import Settings
from chatserver.store.client import Client
from chatserver.store.policies import StoredPolicy

site_option = click.option("--site", "site_name", help="Id, key or name; not needed when there is one site.")


async def of_site(client: Client, name: str | None, settings: Settings) -> tuple[Site, StoredPolicy]:
    """The site of this name, or the only one, and its policy; one that has none begins with the seed."""
    site = await (sites.site_named(client, name) if name else sites.the_only_site(client))
    seed = read_seed(settings.policy)
    return site, await policy_changes.ensure_policy(client, site.id, seed, system_clock())
