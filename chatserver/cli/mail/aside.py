"""`chatserver mail aside`: the mails that came in and landed nowhere, each with the reason."""

from pathlib import Path

import click

from chatserver.cli.common import CANNOT_RUN, Fact, Place, on_store
from chatserver.cli.mail.post import at_post, instant, site_option
from chatserver.domain.site import Site
from chatserver.mail.outgoing import Post
from chatserver.mail.words.clean import one_line
from chatserver.store import set_aside
from chatserver.store.blobs import blob
from chatserver.store.set_aside import SetAside


@click.command()
@site_option
@click.option("--limit", type=click.IntRange(1, 1_000), default=200, show_default=True)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write them as ID.eml into it too.",
)
@on_store
def aside(place: Place, site_name: str | None, limit: int, folder: Path | None) -> None:
    """List the mails that were set aside, the latest first; they are kept for 30 days (docs/mail.md)."""

    async def work(post: Post, site: Site) -> list[SetAside]:
        found, _ = await set_aside.listed(post.office.client, site.id, count=limit)
        for one in found if folder else ():
            assert folder is not None
            _write(folder / f"{one.id}.eml", await _whole(post, site, one))
        return found

    try:
        found = at_post(place, site_name, work)
    except Unwritable as fault:
        place.fail(CANNOT_RUN, "output", str(fault))
    place.show([_facts(one) for one in found], *([_line(one) for one in found] or ["None."]))


class Unwritable(Exception):
    """A file cannot be written; the text says why. (A store that is away is an `OSError` too.)"""


async def _whole(post: Post, site: Site, one: SetAside) -> bytes:
    try:
        pieces = [piece async for piece in post.office.blobs.read(blob(site.id, one.id))]
    except FileNotFoundError:  # let go of this very moment, or an empty mail
        return b""
    return b"".join(pieces)


def _write(file: Path, content: bytes) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.chmod(0o600)  # one that was there before may be open to others
        file.write_bytes(content)
    except OSError as fault:
        raise Unwritable(f"{file} cannot be written: {fault.strerror}") from None


def _facts(one: SetAside) -> dict[str, Fact]:
    return {
        "id": one.id,
        "at": instant(one.at),
        "action": one.action,
        "reason": one.reason,
        "from": one.sender,
        "subject": one.subject,
        "conversation": one.conversation,
    }


def _line(one: SetAside) -> str:
    said = one_line(one.subject, 60)
    return f"{instant(one.at)}  {one.action:11}  {one.reason:17}  {one.sender}  {said}".rstrip()
