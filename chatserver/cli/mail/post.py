"""What commands about mails work with: a site, and what its mails are written with."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from chatserver.actions import sites
from chatserver.actions.office import Office
from chatserver.actions.policies import read_policy
from chatserver.background import Background
from chatserver.cli.common import Fact, Place
from chatserver.cli.seed import read_seed
from chatserver.clock import from_millis, system_clock
from chatserver.domain.errors import Refused
from chatserver.domain.mail import Mail
from chatserver.domain.site import Site
from chatserver.mail.outgoing import Post
from chatserver.store import mails
from chatserver.store.appends import Appender
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.scripts import source
from chatserver.store.secrets import own_secret

T = TypeVar("T")
MAIL_ID = re.compile(r"([0-9a-f]{32})\.([1-9][0-9]{0,8})")
UNKNOWN_MAIL = "error.unknown_mail"
site_option = click.option("--site", "site_name", help="Id, key or name; not needed when there is one site.")


def at_post(place: Place, site_name: str | None, work: Callable[[Post, Site], Awaitable[T]]) -> T:
    """Do `work` on the mails of a site; what goes wrong ends the command."""

    async def on_store(client: Client) -> T:
        site = await (sites.site_named(client, site_name) if site_name else sites.the_only_site(client))
        seed, secret = await read_policy(read_seed(place.settings.policy)), await own_secret(client)
        try:
            async with asyncio.TaskGroup() as group:
                appender = Appender(Batch(client, source("append"), Background(group)))
                office = Office(client, appender, system_clock, seed, blobs=place.blobs)
                return await work(Post(office, place.settings, secret), site)
        except ExceptionGroup as many:  # the group wraps what `Place.run` wants to see plain
            raise many.exceptions[0] from None

    return place.run(on_store)


async def mail_of_id(post: Post, site: Site, mail_id: str) -> Mail:
    """The mail of an id; raises `Refused('error.unknown_mail')`."""
    named = MAIL_ID.fullmatch(mail_id)
    found = await mails.load(post.office.client, site.id, named[1], int(named[2])) if named else None
    if found is None:
        raise Refused(UNKNOWN_MAIL)
    return found


def facts_of(mail: Mail) -> dict[str, Fact]:
    """What is known of a mail's way; instants in ISO 8601, '' = never."""
    return {
        "id": mail.id,
        "kind": mail.kind,
        "state": mail.state,
        "created_at": instant(mail.created_at),
        "due_at": instant(mail.due_at),
        "sent_at": instant(mail.sent_at),
        "attempts": mail.attempts,
        "to": mail.to,
        "reason": mail.reason,
        "detail": mail.detail,
    }


def instant(at: int) -> str:
    """An instant of the store for people and programs."""
    return from_millis(at).isoformat(timespec="seconds") if at else ""
