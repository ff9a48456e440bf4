"""`chatserver policy …`: what a policy file says, checked and asked before anybody relies on it."""

import click

from chatserver.cli.policy.apply import apply
from chatserver.cli.policy.check import check
from chatserver.cli.policy.deadline import deadline
from chatserver.cli.policy.explain import explain
from chatserver.cli.policy.schema import schema
from chatserver.cli.policy.show import history, show


@click.group()
def policy() -> None:
    """Check policies, ask them, put them into force.

    FILE is a policy file or the name of a shipped one (twin-ai, chatwork).
    """


for command in (check, explain, deadline, schema, apply, show, history):
    policy.add_command(command)
