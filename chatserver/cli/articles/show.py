"""`chatserver articles list` and `show`: what is on a site."""

import click

from chatserver.cli.common import Fact, Place, on_store
from chatserver.cli.policy.site_policy import of_site, site_option
from chatserver.domain.articles import Article, read_articles
from chatserver.domain.errors import Refused
from chatserver.store import articles
from chatserver.store.articles import StoredArticles
from chatserver.store.client import Client
from chatserver.texts import LANGUAGES


@click.command("list")
@site_option
@on_store
def list_articles(place: Place, site_name: str | None) -> None:
    """List a site's articles: for which pages, plans and hours they are."""
    found, _ = read_articles(_stored(place, site_name).files)
    found.sort(key=lambda article: (article.head.order, article.name, article.language))
    place.show([_facts(article) for article in found], *map(_line, found))


@click.command()
@click.argument("article", metavar="NAME")
@click.option("--language", type=click.Choice(LANGUAGES), default="vi", show_default=True)
@site_option
@on_store
def show(place: Place, article: str, language: str, site_name: str | None) -> None:
    """Print an article as it was written."""
    file = f"{article}.{language}.md"
    stored = _stored(place, site_name, file)
    text = stored.files[file]
    place.show({"name": article, "language": language, "revision": stored.revision, "text": text}, text)


def _stored(place: Place, site_name: str | None, needed: str = "") -> StoredArticles:
    async def work(client: Client) -> StoredArticles:
        site, _ = await of_site(client, site_name, place.settings)
        stored = await articles.current(client, site.id)
        if needed and needed not in stored.files:
            raise Refused("error.unknown_article")
        return stored

    return place.run(work)


def _facts(article: Article) -> dict[str, Fact]:
    head = article.head
    facts: dict[str, Fact] = {"name": article.name, "language": article.language, "title": head.title}
    lists: dict[str, Fact] = {"urls": head.urls, "plans": head.plans, "departments": head.departments}
    return {**facts, **lists, "hours": head.hours, "order": head.order}


def _line(article: Article) -> str:
    head = article.head
    where = " ".join(head.urls) or "every page"
    limits = [f"plans {' '.join(head.plans)}"] if head.plans else []
    limits += [f"while {head.hours}"] if head.hours != "always" else []
    return f"{head.order:5}  {article.name}.{article.language}  {head.title}  ({', '.join([where, *limits])})"
