"""`chatserver articles …`: the help articles of a site, kept as files, checked before anybody reads them."""

import click

from chatserver.cli.articles.apply import apply
from chatserver.cli.articles.check import check
from chatserver.cli.articles.show import list_articles, show


@click.group()
def articles() -> None:
    """Check help articles, put them on a site, look at what is there.

    DIR is a folder of articles, NAME.vi.md and NAME.en.md, or the name of a shipped one (twin-ai).
    """


for command in (check, apply, list_articles, show):
    articles.add_command(command)
