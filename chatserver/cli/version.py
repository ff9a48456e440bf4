"""`chatserver version`."""

import json

import click

from chatserver import __version__


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def version(as_json: bool) -> None:
    """Show which chatserver this is."""
    click.echo(json.dumps({"version": __version__}) if as_json else f"chatserver {__version__}")
