"""`chatserver policy show` and `history`: what is in force on a site, and what was."""

import click

from chatserver.actions.policy_changes import marked
from chatserver.cli.common import Fact, Place, on_store
from chatserver.cli.policy.site_policy import of_site, site_option
from chatserver.domain.errors import Refused
from chatserver.store import policies
from chatserver.store.client import Client
from chatserver.store.policies import StoredPolicy


@click.command()
@site_option
@click.option("--revision", type=click.IntRange(min=1), help="An earlier one, by its number.")
@on_store
def show(place: Place, site_name: str | None, revision: int | None) -> None:
    """Print a site's policy, ready to be edited and applied: its first line names its revision."""

    async def work(client: Client) -> StoredPolicy:
        site, stands = await of_site(client, site_name, place.settings)
        wanted = await policies.earlier(client, site.id, revision) if revision else stands
        if wanted is None:
            raise Refused("error.policy_unknown_revision", revision=revision or 0)
        return wanted

    found = place.run(work)
    place.show({**_facts(found), "text": found.text}, marked(found).removesuffix("\n"))


@click.command()
@site_option
@on_store
def history(place: Place, site_name: str | None) -> None:
    """List the revisions of a site's policy, the newest first: it is the one in force."""

    async def work(client: Client) -> list[StoredPolicy]:
        site, _ = await of_site(client, site_name, place.settings)
        return await policies.history(client, site.id)

    found = place.run(work)
    place.show([_facts(one) for one in found], *map(_line, found))


def _facts(policy: StoredPolicy) -> dict[str, Fact]:
    applied_at = policy.applied_at.isoformat(timespec="seconds")
    facts: dict[str, Fact] = {"revision": policy.revision, "digest": policy.digest, "applied_at": applied_at}
    return {**facts, "by": policy.by, "note": policy.note}


def _line(policy: StoredPolicy) -> str:
    at = policy.applied_at.isoformat(timespec="seconds")
    return f"{policy.revision:4}  {at}  {policy.by}  {policy.note}".rstrip()
