"""`chatserver policy apply`: a file becomes a site's policy, seen before it does."""

from contextlib import suppress
from pathlib import Path

import click

from chatserver.actions import policy_changes
from chatserver.actions.policy_changes import Outcome, Proposal
from chatserver.cli.common import Fact, Place, on_store
from chatserver.cli.policy.files import loaded_policy, policy_text
from chatserver.cli.policy.site_policy import of_site, site_option
from chatserver.clock import system_clock
from chatserver.domain.site import Site
from chatserver.store import audit
from chatserver.store.client import Client


@click.command()
@click.argument("file")
@site_option
@click.option("--by", default=audit.OPERATOR, show_default=True, help="Who answers for the change.")
@click.option("--note", default="", help="Why, for the history.")
@click.option("--force", is_flag=True, help="Overwrite what is in force, whoever put it there.")
@on_store
def apply(place: Place, file: str, site_name: str | None, by: str, note: str, force: bool) -> None:
    """Put FILE into force on a site, showing what changes; running servers follow within 2 seconds.

    A faulty FILE ends with 2 and every fault. The first line that `policy show` gives, `# revision N`, says what FILE
    was made from: when another revision is in force by now, the command ends with 1. Without that line it replaces
    only what a site began with. After it has been applied, the line in FILE names the new revision.
    """
    loaded_policy(file, as_json=place.as_json)
    text, made_from = policy_changes.unmarked(policy_text(file))
    proposal = Proposal(text, made_from, by, note)

    async def work(client: Client) -> tuple[Site, Outcome]:
        site, _ = await of_site(client, site_name, place.settings)
        return site, await policy_changes.apply(client, site.id, proposal, system_clock(), force=force)

    site, outcome = place.run(work)
    number = outcome.policy.revision
    if made_from not in {None, number}:
        _mark(file, outcome)
    last = f"Revision {number} is in force on {site.name}." if outcome.difference else "Nothing changed."
    facts: dict[str, Fact] = {"site": site.id, "revision": number, "difference": outcome.difference}
    place.show(facts, *outcome.difference, last)


def _mark(file: str, outcome: Outcome) -> None:
    """Let the file name what it now is; one that cannot be written has been applied all the same."""
    with suppress(OSError):
        Path(file).write_text(policy_changes.marked(outcome.policy), "utf-8")
