"""`chatserver mail …`: mails that go out and come in."""

import click

from chatserver.cli.mail.again import again
from chatserver.cli.mail.aside import aside
from chatserver.cli.mail.deliver import deliver
from chatserver.cli.mail.export import export
from chatserver.cli.mail.key import key
from chatserver.cli.mail.listing import list_mails, show


@click.group()
def mail() -> None:
    """Look after mails: what waits to be sent, what came in (docs/mail.md)."""


for command in (list_mails, show, export, again, key, deliver, aside):
    mail.add_command(command)
