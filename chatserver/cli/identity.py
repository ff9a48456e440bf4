"""`chatserver identity …`: the keys with which a site's server says who its visitors are (docs/identity.md)."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import click

from chatserver.actions import identity_settings as actions
from chatserver.actions import sites
from chatserver.cli.common import Fact, Place, on_store
from chatserver.clock import from_millis, system_clock
from chatserver.domain.identity import Identity
from chatserver.domain.identity_rules import IdentityKey, IdentityRules
from chatserver.domain.site import Site
from chatserver.store import identities
from chatserver.store.client import Client

site_option = click.option("--site", "site_name", help="Id, key or name; not needed when there is one site.")
on_or_off = click.argument("value", type=click.Choice(["on", "off"], case_sensitive=False))
SHOWN_ONCE = "The secret is shown this once. It belongs on the site's server, never in a page:"


@click.group()
def identity() -> None:
    """Let a site's server sign who its visitors are."""


@identity.command("add-key")
@site_option
@click.option(
    "--public-key",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A PEM file (Ed25519, P-256, RSA): then nothing secret is kept here. Without it a shared secret is made.",
)
@on_store
def add_key(place: Place, site_name: str | None, public_key: Path | None) -> None:
    """Add a key; two may be there at once, so that one can follow the other."""
    pem = public_key.read_text("utf-8", errors="replace") if public_key else ""

    async def work(client: Client) -> tuple[Site, IdentityKey]:
        site = await _site(client, site_name)
        return site, await actions.add_key(client, site, system_clock(), pem)

    site, key = place.run(work)
    secret = {} if pem else {"secret": key.material}
    lines = [] if pem else [SHOWN_ONCE, key.material]
    place.show(
        {"kid": key.kid, "aud": site.id, "algorithm": key.algorithm, **secret},
        f"kid {key.kid}  aud {site.id}  algorithm {key.algorithm}",
        *lines,
    )


@identity.command("retire-key")
@click.argument("kid")
@site_option
@on_store
def retire_key(place: Place, kid: str, site_name: str | None) -> None:
    """Take a key away; what it has signed proves nothing from now on."""
    _change(place, site_name, lambda client, site, now: actions.retire_key(client, site, kid, now))


@identity.command()
@on_or_off
@site_option
@on_store
def require(place: Place, value: str, site_name: str | None) -> None:
    """Whether who once identified may write only with a valid token."""
    _change(place, site_name, lambda client, site, now: actions.require(client, site, now, on=value == "on"))


@identity.command()
@on_or_off
@site_option
@on_store
def anonymous(place: Place, value: str, site_name: str | None) -> None:
    """Whether who never identified may write."""
    _change(
        place,
        site_name,
        lambda client, site, now: actions.allow_anonymous(client, site, now, on=value == "on"),
    )


@identity.command("list")
@site_option
@on_store
def list_keys(place: Place, site_name: str | None) -> None:
    """Show a site's keys and settings; secrets are not shown."""

    async def work(client: Client) -> IdentityRules:
        return await identities.rules(client, (await _site(client, site_name)).id)

    _show(place, place.run(work))


@identity.command()
@click.argument("token")
@site_option
@on_store
def check(place: Place, token: str, site_name: str | None) -> None:
    """Say who a token names, or why it is refused (exit 1); nothing is changed."""

    async def work(client: Client) -> Identity:
        return await actions.check(client, await _site(client, site_name), token.strip(), system_clock())

    person = place.run(work)
    until = from_millis(person.until).isoformat()
    place.show(
        {"id": person.id, "name": person.name, "email": person.email, "plan": person.plan, "until": until},
        f"id {person.id}  name {person.name}  email {person.email}  plan {person.plan}  good until {until}",
    )


def _change(
    place: Place,
    site_name: str | None,
    change: Callable[[Client, Site, datetime], Awaitable[IdentityRules]],
) -> None:
    async def work(client: Client) -> IdentityRules:
        return await change(client, await _site(client, site_name), system_clock())

    _show(place, place.run(work))


def _show(place: Place, rules: IdentityRules) -> None:
    keys: list[dict[str, Fact]] = [
        {"kid": key.kid, "algorithm": key.algorithm, "created_at": from_millis(key.created_at).isoformat()}
        for key in rules.keys.values()
    ]
    required, allowed = ("on" if value else "off" for value in (rules.required, rules.anonymous))
    place.show(
        {"required": required, "anonymous": allowed, "keys": keys},
        f"require identity {required}  allow anonymous {allowed}",
        *("  ".join(f"{name} {value}" for name, value in key.items()) for key in keys),
    )


async def _site(client: Client, name: str | None) -> Site:
    return await sites.site_named(client, name) if name else await sites.the_only_site(client)
