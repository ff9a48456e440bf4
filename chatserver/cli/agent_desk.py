"""`chatserver agent set|list`: departments and capacities of agents."""

import click

from chatserver.actions import memberships, policies
from chatserver.actions.memberships import Member, Wanted
from chatserver.cli.common import Fact, Place, on_store
from chatserver.cli.policy.site_policy import of_site, site_option
from chatserver.clock import system_clock
from chatserver.domain.agent import ROLES, Role
from chatserver.store.client import Client

ALL = "all"


@click.command(name="set")
@click.argument("email")
@site_option
@click.option("--department", "departments", help="Departments, with commas between; all: every one.")
@click.option(
    "--role", type=click.Choice(ROLES), help="Also makes an agent of another site one of this site."
)
@click.option("--capacity", type=int, help="Conversations at a time; 0: as the policy says.")
@on_store
def set_desk(
    place: Place,
    email: str,
    site_name: str | None,
    departments: str | None,
    role: Role | None,
    capacity: int | None,
) -> None:
    """Say where an agent answers, how much they take at a time, and on which sites."""
    named = None if departments is None else [name.strip() for name in departments.split(",") if name.strip()]

    async def work(client: Client) -> Member:
        site, stored = await of_site(client, site_name, place.settings)
        now = system_clock()
        known = (await policies.read_policy(stored.text)).version_at(now).departments
        wanted = Wanted([] if named == [ALL] else named, capacity, role)
        return await memberships.set_membership(client, site.id, email, wanted, list(known), now)

    member = place.run(work)
    place.show(_facts(member), _line(member))


@click.command(name="list")
@site_option
@on_store
def list_agents(place: Place, site_name: str | None) -> None:
    """List the agents of a site."""

    async def work(client: Client) -> list[Member]:
        site, _ = await of_site(client, site_name, place.settings)
        return await memberships.members(client, site.id)

    found = place.run(work)
    place.show([_facts(member) for member in found], *[_line(member) for member in found])


def _facts(member: Member) -> dict[str, Fact]:
    capacity = member.membership.capacity
    return {
        "id": member.agent.id,
        "email": member.agent.email,
        "name": member.agent.name,
        "role": member.role,
        "departments": sorted(member.membership.departments) or [ALL],
        "capacity": capacity if capacity is not None else "policy",
        "active": "yes" if member.agent.active else "no",
    }


def _line(member: Member) -> str:
    facts = _facts(member)
    departments = ", ".join(sorted(member.membership.departments)) or "all departments"
    return f"{facts['email']}  {facts['name']}  {facts['role']}  {departments}  capacity: {facts['capacity']}"
