"""`chatserver articles check`: can these files be shown?"""

import click
import msgspec

from chatserver.cli.articles.folder import articles_in
from chatserver.cli.policy.files import as_json


@click.command()
@click.argument("directory", metavar="DIR")
@as_json
def check(directory: str, as_json: bool) -> None:
    """Say whether the articles in DIR can be shown: 0, or 2 and every fault by its file and line."""
    _, found = articles_in(directory, as_json=as_json)
    names = [f"{article.name}.{article.language}" for article in found]
    if as_json:
        click.echo(msgspec.json.encode({"file": directory, "ok": True, "articles": names}).decode())
    else:
        click.echo(f"{directory}: good ({', '.join(names)})")
