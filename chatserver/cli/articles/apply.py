"""`chatserver articles apply`: a folder becomes a site's help articles, seen before it does."""

from collections.abc import Collection, Iterator, Sequence

import click

from chatserver.actions import article_changes
from chatserver.actions.article_changes import Proposal
from chatserver.cli.articles.folder import articles_in
from chatserver.cli.common import REFUSED, Fact, Place, on_store
from chatserver.cli.policy.files import end_with_faults
from chatserver.cli.policy.site_policy import of_site, site_option
from chatserver.clock import system_clock
from chatserver.domain.articles import Article
from chatserver.domain.errors import Fault
from chatserver.domain.holidays import Holidays
from chatserver.domain.policy import PolicyVersion, load_policy
from chatserver.domain.site import Site
from chatserver.store import audit
from chatserver.store.client import Client


@click.command()
@click.argument("directory", metavar="DIR")
@site_option
@click.option("--by", default=audit.OPERATOR, show_default=True, help="Who answers for the change.")
@click.option("--yes", is_flag=True, help="Really: without it, only the difference is shown.")
@on_store
def apply(place: Place, directory: str, site_name: str | None, by: str, yes: bool) -> None:
    """Make the articles in DIR all that a site has; without --yes, only show what would change, and end with 1.

    What is not in DIR goes. Faulty files end the command with 2, each fault by its file and line; so do plans and
    departments that the site's policy does not know. Running servers follow at once, browsers within a minute.
    """
    texts, found = articles_in(directory, as_json=place.as_json)

    async def work(client: Client) -> tuple[Site, list[Fault], Proposal, int]:
        site, policy = await of_site(client, site_name, place.settings)
        now = system_clock()
        rules = load_policy(policy.text, lambda _country: Holidays()).version_at(now)
        faults = list(_unknown(found, rules))
        proposal = await article_changes.propose(client, site.id, texts)
        done = yes and not faults
        number = await article_changes.apply(client, site.id, proposal, by, now) if done else 0
        return site, faults, proposal, number

    site, faults, proposal, number = place.run(work)
    if faults:
        end_with_faults(directory, faults, as_json=place.as_json)
    if not proposal.difference:
        last = "Nothing changed."
    elif not yes:
        _only_shown(place, proposal.difference)
    else:
        last = f"Revision {number} of the articles is on {site.name}."
    facts: dict[str, Fact] = {"site": site.id, "revision": number, "difference": proposal.difference}
    place.show(facts, *proposal.difference, last)


def _only_shown(place: Place, difference: Sequence[str]) -> None:
    if not place.as_json:
        click.echo("\n".join(difference))
    place.fail(REFUSED, "not_confirmed", "Nothing is changed yet. Add --yes to do it.")


def _unknown(articles: Sequence[Article], rules: PolicyVersion) -> Iterator[Fault]:
    for article in articles:
        file, head = f"{article.name}.{article.language}.md", article.head
        named: list[tuple[str, str, Collection[str]]] = [("plan", name, rules.plans) for name in head.plans]
        named += [("department", name, rules.departments) for name in head.departments]
        for what, name, known in named:
            if name not in known:
                yield Fault(file, f"{name!r} is no {what} of the site's policy")
