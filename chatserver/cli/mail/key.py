"""`chatserver mail key`: what mail servers sign with at the HTTP door."""

import click

from chatserver.cli.common import Place, on_store
from chatserver.domain.mail_tokens import door_key
from chatserver.store.client import Client
from chatserver.store.secrets import own_secret


@click.command()
@on_store
def key(place: Place) -> None:
    """Print the key with which mails are signed that are handed in over HTTP. It is a secret."""

    async def work(client: Client) -> str:
        return door_key(await own_secret(client))

    found = place.run(work)
    place.show({"key": found}, found)
