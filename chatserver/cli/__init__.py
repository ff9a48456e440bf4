"""The command line. Every command ends with 0 (done), 1 (refused) or 2 (cannot run)."""

import click

from chatserver import __version__
from chatserver.cli.agent import agent
from chatserver.cli.agent_desk import list_agents, set_desk
from chatserver.cli.agent_remove import remove as remove_agent
from chatserver.cli.articles import articles
from chatserver.cli.demo_data import demo_data
from chatserver.cli.identity import identity
from chatserver.cli.incident import incident
from chatserver.cli.mail import mail
from chatserver.cli.policy import policy
from chatserver.cli.ratings import ratings
from chatserver.cli.serve import serve
from chatserver.cli.site import site
from chatserver.cli.site_remove import remove as remove_site
from chatserver.cli.version import version
from chatserver.cli.visitor import visitor
from chatserver.cli.worker import worker


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="chatserver", message="%(prog)s %(version)s")
def main() -> None:
    """A self-hosted live chat server."""


for part in (set_desk, list_agents, remove_agent):
    agent.add_command(part)
site.add_command(remove_site)
for command in (
    serve,
    worker,
    site,
    agent,
    identity,
    mail,
    policy,
    articles,
    incident,
    demo_data,
    visitor,
    ratings,
    version,
):
    main.add_command(command)
