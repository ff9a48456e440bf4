"""`chatserver visitor …`: what a person may ask of us."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path

import click

from chatserver.actions import erasure, sites
from chatserver.background import Background
from chatserver.cli.common import CANNOT_RUN, REFUSED, Place, on_store
from chatserver.clock import system_clock
from chatserver.domain.site import Site
from chatserver.store.appends import Appender
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.scripts import source

site_option = click.option("--site", "site_name", help="Id, key or name; not needed when there is one site.")


@click.group()
def visitor() -> None:
    """Hand out or take away what is kept of a person.

    VISITOR is a visitor's id, an address, or the id of a signed identity; it stands for all browsers of that person.
    """


@visitor.command()
@click.argument("visitor")
@site_option
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to a file, readable by you alone.",
)
@on_store
def export(place: Place, visitor: str, site_name: str | None, output: Path | None) -> None:
    """Print everything kept of a person, one JSON object a line; each conversation comes with a digest."""

    async def work(client: Client) -> list[str]:
        site = await _site(client, site_name)
        person = await erasure.person_named(client, site.id, visitor)
        return [
            json.dumps(line, ensure_ascii=False)
            async for line in erasure.export(client, site.id, person, system_clock())
        ]

    lines = place.run(work)
    if output is None:
        click.echo("\n".join(lines))
        return
    try:
        output.touch(mode=0o600)
        output.chmod(0o600)  # one that was there before may be open to others
        output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as fault:
        place.fail(CANNOT_RUN, "output", f"{output} cannot be written: {fault.strerror}")
    place.show({"lines": len(lines), "file": str(output)}, f"{len(lines)} lines in {output}")


@visitor.command()
@click.argument("visitor")
@site_option
@click.option("--yes", is_flag=True, help="Really: it cannot be undone.")
@on_store
def erase(place: Place, visitor: str, site_name: str | None, yes: bool) -> None:
    """Erase what a person said, what they sent, who they are; tombstones stay. Without --yes, only count."""

    blobs = place.blobs

    async def work(client: Client) -> erasure.Erased:
        site = await _site(client, site_name)
        person = await erasure.person_named(client, site.id, visitor)
        if not yes:
            return erasure.Erased(len(person.visitors), len(person.conversations), 0, 0)
        async with asyncio.TaskGroup() as group:
            appender = Appender(Batch(client, source("append"), Background(group)))
            return await erasure.erase(client, appender, blobs, site.id, person, system_clock())

    done = place.run(work)
    counts = f"browsers: {done.visitors}, conversations: {done.conversations}"
    if not yes:
        place.fail(REFUSED, "not_confirmed", f"Would be erased: {counts}. Add --yes to do it.")
    place.show(asdict(done), f"Erased: {counts}, messages: {done.messages}, files: {done.files}.")


async def _site(client: Client, name: str | None) -> Site:
    return await (sites.site_named(client, name) if name else sites.the_only_site(client))
