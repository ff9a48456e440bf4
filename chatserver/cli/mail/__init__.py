"""`chatserver mail …`: mails that go out and come in."""

import click

from chatserver.cli.mail.deliver import deliver


@click.group()
def mail() -> None:
    """Look after mails: what waits to be sent, what came in."""


mail.add_command(deliver)
