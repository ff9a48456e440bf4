"""`chatserver mail again`: send a mail that nobody sends any more."""

import click

from chatserver.actions.mails import send_again
from chatserver.cli.common import Place, on_store
from chatserver.cli.mail.post import at_post, mail_of_id, site_option
from chatserver.domain.message import Speaker
from chatserver.domain.site import Site
from chatserver.mail.outgoing import Post
from chatserver.store import audit

OPERATOR = Speaker(audit.OPERATOR, audit.OPERATOR)


@click.command()
@click.argument("mail_id", metavar="ID")
@site_option
@on_store
def again(place: Place, mail_id: str, site_name: str | None) -> None:
    """Send a mail once more that died, bounced or may not have arrived, under its old Message-ID.

    Refused for one that is on its way, was sent, or is not needed any more.
    """

    async def work(post: Post, site: Site) -> None:
        mail = await mail_of_id(post, site, mail_id)
        await send_again(post.office, site.id, OPERATOR, mail.conversation, mail.n)

    at_post(place, site_name, work)
    place.show({"id": mail_id, "state": "queued"}, f"{mail_id} is queued again.")
