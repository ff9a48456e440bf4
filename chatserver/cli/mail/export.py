"""`chatserver mail export`: mails as files that every mail program opens."""

from collections.abc import AsyncIterator
from pathlib import Path

import click

from chatserver.cli.common import CANNOT_RUN, REFUSED, Fact, Place, on_store
from chatserver.cli.mail.post import at_post, mail_of_id, site_option
from chatserver.domain.mail import Mail
from chatserver.domain.site import Site
from chatserver.mail.compose import draft
from chatserver.mail.outgoing import Outgoing, Post
from chatserver.store import mails
from chatserver.store.mails import ListName

PAGE = 100
LISTS: tuple[ListName, ...] = ("waiting", "dead")


class Unwritable(Exception):
    """A file cannot be written; the text says why. (A store that is away is an `OSError` too.)"""


@click.command()
@click.argument("mail_id", metavar="[ID]", required=False)
@click.option("--all", "every", is_flag=True, help="All that wait and all that nobody sends any more.")
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False))
@site_option
@on_store
def export(place: Place, mail_id: str | None, every: bool, folder: Path, site_name: str | None) -> None:
    """Write mails as ID.eml into a folder, readable by you alone: to be looked at, or sent by other means.

    Their state does not change: what waits is still sent when a mail server is there.
    """
    if bool(mail_id) == every:
        place.fail(CANNOT_RUN, "misasked", "Name one mail's ID, or --all.")
    if not place.settings.default_from_email:
        place.fail(CANNOT_RUN, "settings", "DEFAULT_FROM_EMAIL: needed, the address that mails come from")

    async def work(post: Post, site: Site) -> dict[str, str]:
        left_out: dict[str, str] = {}
        async for mail in _wanted(post, site, mail_id):
            made = await draft(post, site, mail)
            if isinstance(made, Outgoing):
                _write(folder, mail, made)
            left_out[mail.id] = "" if isinstance(made, Outgoing) else made
        return left_out

    try:
        done = at_post(place, site_name, work)
    except Unwritable as fault:
        place.fail(CANNOT_RUN, "output", str(fault))
    left_out = {name: why for name, why in done.items() if why}
    if mail_id and left_out:
        place.fail(REFUSED, left_out[mail_id], f"This mail cannot be written: {left_out[mail_id]}.")
    facts: dict[str, Fact] = {"written": len(done) - len(left_out), "left_out": [*left_out.items()]}
    lines = [f"{name}: {why}" for name, why in left_out.items()]
    place.show(facts, f"{len(done) - len(left_out)} mails in {folder}", *lines)


async def _wanted(post: Post, site: Site, mail_id: str | None) -> AsyncIterator[Mail]:
    if mail_id:
        yield await mail_of_id(post, site, mail_id)
        return
    for name in LISTS:
        after, more = None, True
        while more:
            found, more = await mails.listed(post.office.client, site.id, name, after, PAGE)
            for one in found:
                yield one
            after = found[-1].id if found else None


def _write(folder: Path, mail: Mail, made: Outgoing) -> None:
    file = folder / f"{mail.id}.eml"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.chmod(0o600)  # one that was there before may be open to others
        file.write_bytes(made.message.as_bytes())
    except OSError as fault:
        raise Unwritable(f"{file} cannot be written: {fault.strerror}") from None
