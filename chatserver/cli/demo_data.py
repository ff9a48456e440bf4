"""`chatserver demo-data`: a site that looks lived in."""

import asyncio
import sys
from collections import Counter
from pathlib import Path

import click

from chatserver.actions import demo_data as actions
from chatserver.actions import sites
from chatserver.actions.office import Office
from chatserver.actions.policies import read_policy
from chatserver.background import Background
from chatserver.cli.common import CANNOT_RUN, Fact, Place, on_store
from chatserver.cli.seed import read_seed
from chatserver.clock import system_clock
from chatserver.domain.conversation import Status
from chatserver.domain.dialogue import Dialogue, read_dialogues
from chatserver.domain.site import Site
from chatserver.store.appends import Appender
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.scripts import source


@click.command("demo-data")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--site", "site_name", help="Id, key or name; not needed when there is one site.")
@click.option("--limit", type=click.IntRange(min=1), help="How many dialogues at most.")
@on_store
def demo_data(place: Place, file: Path, site_name: str | None, limit: int | None) -> None:
    """Tell the dialogues of FILE on a site, as if of the last five days.

    FILE has one JSON object a line: {"turns": [{"from": "visitor" or "agent", "text": "…"}]}. Bad lines are named and
    left out; the command then ends with 2.
    """
    with file.open("rb") as lines:
        dialogues, faults = read_dialogues(lines, limit)

    async def work(client: Client) -> tuple[Site, Counter[Status]]:
        site = await (sites.site_named(client, site_name) if site_name else sites.the_only_site(client))
        return site, await _tell(client, place, site, dialogues)

    site, ended = place.run(work)
    bad = [str(fault) for fault in faults]
    facts: dict[str, Fact] = {"site": site.id, "told": ended.total(), "bad_lines": bad}
    facts.update(ended.items())
    counts = ", ".join(f"{count} {status}" for status, count in sorted(ended.items()))
    place.show(facts, f"{ended.total()} conversations on {site.name}" + (f": {counts}" if counts else ""))
    if bad:
        for line in bad:
            click.echo(line, err=True)
        sys.exit(CANNOT_RUN)


async def _tell(client: Client, place: Place, site: Site, dialogues: list[Dialogue]) -> Counter[Status]:
    seed = await read_policy(read_seed(place.settings.policy))
    try:
        async with asyncio.TaskGroup() as group:
            appender = Appender(Batch(client, source("append"), Background(group)))
            office = Office(client, appender, system_clock, seed, blobs=place.blobs)
            await office.policies.meet(client, site.id)
            return await actions.fill_site(office, site.id, dialogues, place.settings.public_url)
    except ExceptionGroup as many:  # the group wraps what `Place.run` wants to see plain
        raise many.exceptions[0] from None
