"""`chatserver policy …`: what a policy file says, checked and asked before anybody relies on it."""

import click

from chatserver.cli.policy.check import check


@click.group()
def policy() -> None:
    """Check policies and ask them. FILE is a policy file or the name of a shipped one (twin-ai, chatwork)."""


for command in (check,):
    policy.add_command(command)
