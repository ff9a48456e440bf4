"""Which help articles a visitor is shown, finds and reads."""

from dataclasses import dataclass

from chatserver.actions.office import Office
from chatserver.domain.article_search import Entry, part_of, search
from chatserver.domain.articles import for_reader, suggested
from chatserver.domain.identity import read_token
from chatserver.protocol.articles import ArticleList, ArticleRow, ArticleShown

MOST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom articles are for: their language, and the plan that a signed identity names, by its key."""

    language: str
    plan: str | None = None
    signed_in: bool = False


async def reader(office: Office, site: str, language: str, token: str | None) -> Reader:
    """Who reads; only a signed `token` says which plan they are on (S2). Raises `Refused` for the token's faults.

    Learns the policy that stands, by which hours and plans are read.
    """
    await office.policies.learn(office.client, site)
    if token is None:
        return Reader(language)
    rules = await office.identity_desk.rules(office.client, site, fresh=True)
    person = read_token(token, rules.keys, site, office.now)
    return Reader(language, office.rules(site).plan_named(person.plan), signed_in=True)


async def shown_on(office: Office, site: str, path: str, who: Reader) -> ArticleList:
    """What to show beside a page, those for that page first. Raises a `StoreFault` when Redis is away."""
    entries = await _readable(office, site, who)
    decision = office.decision(site, plan=who.plan, signed_in=who.signed_in)
    fitting = suggested([entry.article for entry in entries.values()], path, is_open=decision.open)
    rows = [_row(entries[one.name], part_of(entries[one.name]), here=here) for one, here in fitting]
    return ArticleList(rows[:MOST_SHOWN])


async def found(office: Office, site: str, query: str, who: Reader) -> ArticleList:
    """What a query finds, wherever and whenever it would be shown. Raises a `StoreFault` when Redis is away."""
    hits = search((await _readable(office, site, who)).values(), query)
    return ArticleList([_row(entry, part, here=False) for entry, part in hits[:MOST_SHOWN]])


async def article(office: Office, site: str, name: str, who: Reader) -> ArticleShown | None:
    """An article to be read; None when there is none for them. Raises a `StoreFault` when Redis is away."""
    entry = (await _readable(office, site, who)).get(name)
    if entry is None:
        return None
    one = entry.article
    return ArticleShown(one.name, one.language, one.head.title, one.head.departments, one.blocks)


async def _readable(office: Office, site: str, who: Reader) -> dict[str, Entry]:
    """By name, in the desk's order."""
    entries = await office.articles.of(office.client, site)
    by_key = {(entry.article.name, entry.article.language): entry for entry in entries}
    readable = for_reader([entry.article for entry in entries], who.language, who.plan)
    return {one.name: by_key[one.name, one.language] for one in readable}


def _row(entry: Entry, text: str, *, here: bool) -> ArticleRow:
    one = entry.article
    return ArticleRow(one.name, one.language, one.head.title, text, here)
