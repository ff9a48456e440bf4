"""`chatserver agent …`: who may sign in to the console."""

import click

from chatserver.actions import invitations, sites
from chatserver.cli.common import Place, on_store
from chatserver.clock import system_clock
from chatserver.domain.agent import ROLES, Role
from chatserver.store.client import Client

LINK_NOTE = "The link works once, within 24 hours:"


@click.group()
def agent() -> None:
    """Add agents and help them back in."""


@agent.command()
@click.argument("email")
@click.option("--name", required=True, help="The name that visitors read.")
@click.option(
    "--site", "site_names", multiple=True, help="Id, key or name; not needed when there is one site."
)
@click.option("--role", type=click.Choice(ROLES), default="agent", show_default=True)
@on_store
def add(place: Place, email: str, name: str, site_names: tuple[str, ...], role: Role) -> None:
    """Add an agent and print the link with which they choose their password."""

    async def work(client: Client) -> str:
        found = [await sites.site_named(client, one) for one in site_names] or [
            await sites.the_only_site(client)
        ]
        memberships = {one.id: role for one in found}
        return await invitations.invite(
            client, email, name, memberships, place.settings.public_url, system_clock()
        )

    link = place.run(work)
    place.show({"link": link}, LINK_NOTE, link)


@agent.command()
@click.argument("email")
@on_store
def reset(place: Place, email: str) -> None:
    """Print a link with which an agent chooses a new password; using it ends all their sessions."""
    public_url = place.settings.public_url
    link = place.run(lambda client: invitations.reset(client, email, public_url, system_clock()))
    place.show({"link": link}, LINK_NOTE, link)
