"""`chatserver site …`: the websites that use this server."""

from typing import Literal

import click

from chatserver.actions import sites as actions
from chatserver.actions.policy_changes import ensure_policy
from chatserver.cli.common import Fact, Place, on_store
from chatserver.cli.seed import read_seed
from chatserver.clock import system_clock
from chatserver.domain.site import Site
from chatserver.store import sites
from chatserver.store.client import Client


@click.group()
def site() -> None:
    """Add and change sites. SITE is an id, a key or a name."""


@site.command()
@click.argument("name")
@click.option(
    "--origin", "origins", multiple=True, required=True, help="https://shop.example, https://*.shop.example"
)
@on_store
def add(place: Place, name: str, origins: tuple[str, ...]) -> None:
    """Add a site whose pages at the given origins may use the widget."""

    async def work(client: Client) -> Site:
        made = await actions.add_site(client, name, origins, system_clock())
        await ensure_policy(client, made.id, read_seed(place.settings.policy), system_clock())
        return made

    added = place.run(work, may_begin=True)
    place.show(_facts(added), *_lines(added), "", snippet(place.settings.public_url, added.key))


@site.command("list")
@on_store
def list_sites(place: Place) -> None:
    """Show all sites."""
    found = place.run(sites.all_sites)
    place.show([_facts(one) for one in found], *(line for one in found for line in _lines(one)))


@site.command()
@click.argument("site")
@click.argument("verb", type=click.Choice(["add", "remove"]))
@click.argument("origin")
@on_store
def origin(place: Place, site: str, verb: Literal["add", "remove"], origin: str) -> None:
    """Allow an origin, or no longer."""
    change = actions.add_origin if verb == "add" else actions.remove_origin

    async def work(client: Client) -> tuple[str, ...]:
        return await change(client, await actions.site_named(client, site), origin, system_clock())

    origins = place.run(work)
    place.show({"origins": origins}, *origins)


@site.command()
@click.argument("site")
@click.option("--renew", is_flag=True, help="Make a new key; pages with the old snippet stop working.")
@on_store
def key(place: Place, site: str, renew: bool) -> None:
    """Show a site's public key and its snippet."""

    async def work(client: Client) -> str:
        found = await actions.site_named(client, site)
        return await actions.renew_key(client, found, system_clock()) if renew else found.key

    public_key = place.run(work)
    place.show({"key": public_key}, public_key, snippet(place.settings.public_url, public_key))


def snippet(public_url: str, key: str) -> str:
    """What a product team pastes into its pages."""
    return f'<script async src="{public_url}/widget.js" data-site="{key}"></script>'


def _facts(site: Site) -> dict[str, Fact]:
    return {"id": site.id, "name": site.name, "key": site.key, "origins": site.origins}


def _lines(site: Site) -> list[str]:
    return [f"{site.name}  id {site.id}  key {site.key}", *(f"  {origin}" for origin in site.origins)]
