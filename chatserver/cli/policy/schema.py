"""`chatserver policy schema`: the shape of a policy file, for editors and other programs."""

import click
import msgspec

from chatserver.domain.policy_schema import policy_schema


@click.command()
def schema() -> None:
    """Print the JSON Schema of a policy file."""
    click.echo(msgspec.json.format(msgspec.json.encode(policy_schema())).decode())
