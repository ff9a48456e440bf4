"""`chatserver mail list` and `show`: what waits to be sent, what nobody sends any more, what a mail says."""

import click

from chatserver.cli.common import Fact, Place, on_store
from chatserver.cli.mail.post import at_post, facts_of, instant, mail_of_id, site_option
from chatserver.domain.mail import Mail
from chatserver.domain.site import Site
from chatserver.mail.outgoing import Post
from chatserver.mail.preview import Preview, preview
from chatserver.mail.words.clean import one_line
from chatserver.store import mails
from chatserver.store.mails import ListName


@click.command("list")
@site_option
@click.option("--dead", is_flag=True, help="Those that nobody sends any more, the latest first.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=200, show_default=True)
@on_store
def list_mails(place: Place, site_name: str | None, dead: bool, limit: int) -> None:
    """List the mails that wait to be sent, the soonest first; what is being sent this second is not among them."""
    name: ListName = "dead" if dead else "waiting"

    async def work(post: Post, site: Site) -> tuple[list[Mail], bool]:
        return await mails.listed(post.office.client, site.id, name, count=limit)

    found, more = at_post(place, site_name, work)
    lines = [_line(one) for one in found] or ["None."]
    place.show([facts_of(one) for one in found], *lines, *(["… and more: --limit"] if more else []))


@click.command()
@click.argument("mail_id", metavar="ID")
@site_option
@on_store
def show(place: Place, mail_id: str, site_name: str | None) -> None:
    """Print what became of a mail, and what it would say now, the code in its link left out."""

    async def work(post: Post, site: Site) -> tuple[Mail, dict[str, Fact]]:
        mail = await mail_of_id(post, site, mail_id)
        return mail, _said(await preview(post, site.id, mail.conversation, mail.n))

    mail, said = at_post(place, site_name, work)
    facts = {**facts_of(mail), **said}
    text = facts.pop("text", "") if not place.as_json else ""
    place.show(facts, *(f"{name}: {value}" for name, value in facts.items() if value != ""), "", str(text))


def _said(seen: Preview) -> dict[str, Fact]:
    if seen.fault:
        return {"unworded": seen.fault}
    return {"goes_to": seen.to, "subject": seen.subject, "text": seen.text}


def _line(mail: Mail) -> str:
    when = instant(mail.due_at or mail.sent_at or mail.created_at)
    why = one_line(f"{mail.reason} {mail.detail}", 80)
    return f"{mail.id}  {mail.kind:10}  {mail.state:9}  {when}  {mail.to}  {why}".rstrip()
