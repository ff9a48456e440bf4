"""`chatserver policy check`: is this file a policy?"""

import click
import msgspec

from chatserver.cli.policy.files import as_json, loaded_policy


@click.command()
@click.argument("file")
@as_json
def check(file: str, as_json: bool) -> None:
    """Say whether FILE holds together: 0, or 2 and every fault by its key path (a syntax error by its line)."""
    policy = loaded_policy(file, as_json=as_json)
    versions = [version.name for version in policy.versions]
    if as_json:
        click.echo(msgspec.json.encode({"file": file, "ok": True, "versions": versions}).decode())
    else:
        click.echo(f"{file}: good ({', '.join(versions)})")
