"""`chatserver incident …`: tell everybody who opens a site's widget what does not work now."""

from collections.abc import Awaitable, Callable

import click

from chatserver.actions import incidents as actions
from chatserver.actions import sites
from chatserver.cli.common import Fact, Place, on_store
from chatserver.clock import from_millis, system_clock
from chatserver.domain.incident import Incident, read_wording
from chatserver.domain.message import Speaker
from chatserver.store import audit, incidents
from chatserver.store.client import Client

NOTHING = "No incident is told."
Work = Callable[[Client, str], Awaitable[Incident | None]]
site_option = click.option("--site", "site_name", help="Id, key or name; not needed when there is one site.")
by_option = click.option("--by", default=audit.OPERATOR, help="Who says so; consoles show it.")


@click.group()
def incident() -> None:
    """Tell visitors of an incident; open widgets show it within two seconds."""


@incident.command("raise")
@click.option("--vi", required=True, help="What does not work, in Vietnamese.")
@click.option("--en", required=True, help="The same in English.")
@click.option("--url", default="", help="Where it is followed: http(s)://…")
@site_option
@by_option
@on_store
def raise_(place: Place, vi: str, en: str, url: str, site_name: str | None, by: str) -> None:
    """Begin to tell of an incident; refused while another is told."""

    async def work(client: Client, site: str) -> Incident:
        return await actions.raise_(client, site, _speaker(by), read_wording(vi, en, url), system_clock())

    _run(place, site_name, work)


@incident.command()
@click.option("--vi", help="Another name in Vietnamese.")
@click.option("--en", help="Another name in English.")
@click.option("--url", help="Another link; '' for none.")
@site_option
@by_option
@on_store
def update(
    place: Place, vi: str | None, en: str | None, url: str | None, site_name: str | None, by: str
) -> None:
    """Tell the news; without options, that it still lasts: the time is renewed."""

    async def work(client: Client, site: str) -> Incident:
        before = (await actions.standing(client, site)).wording
        given = ((vi, before.vi), (en, before.en), (url, before.url))
        wording = read_wording(*(stood if new is None else new for new, stood in given))
        return await actions.update(client, site, _speaker(by), wording, system_clock())

    _run(place, site_name, work)


@incident.command()
@site_option
@by_option
@on_store
def end(place: Place, site_name: str | None, by: str) -> None:
    """Tell of it no more."""

    async def work(client: Client, site: str) -> None:
        await actions.end(client, site, _speaker(by), system_clock())

    _run(place, site_name, work)


@incident.command()
@site_option
@on_store
def show(place: Place, site_name: str | None) -> None:
    """Show what visitors are told now."""
    _run(place, site_name, incidents.current)


def _speaker(name: str) -> Speaker:
    return Speaker(audit.OPERATOR, name)


def _run(place: Place, site_name: str | None, work: Work) -> None:
    async def on_site(client: Client) -> Incident | None:
        site = await (sites.site_named(client, site_name) if site_name else sites.the_only_site(client))
        return await work(client, site.id)

    stands = place.run(on_site)
    if stands is None:
        place.show({"told": 0}, NOTHING)
        return
    words, raised, updated = (
        stands.wording,
        *(from_millis(at).isoformat() for at in (stands.raised_at, stands.updated_at)),
    )
    facts: dict[str, Fact] = {"told": 1, "vi": words.vi, "en": words.en, "url": words.url, "by": stands.by}
    since = f"raised {raised}  updated {updated}  by {stands.by}"
    place.show(
        {**facts, "raised_at": raised, "updated_at": updated},
        f"vi  {words.vi}",
        f"en  {words.en}",
        *([f"url {words.url}"] if words.url else []),
        since,
    )
