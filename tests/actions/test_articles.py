"""What a process knows of each site's articles, how they change, and who is shown which."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from chatserver.actions import article_answers, article_changes
from chatserver.actions.article_answers import Reader
from chatserver.actions.office import Office
from chatserver.background import Background
from chatserver.cli.articles.folder import shipped_articles
from chatserver.domain.errors import Refused
from chatserver.domain.policy import load_policy, shipped_policy_text
from chatserver.store.appends import Appender
from chatserver.store.batch import Batch
from chatserver.store.client import Client
from chatserver.store.scripts import source
from tests.domain.desk_a import no_holidays
from tests.stores import NO_FILES, NOON

SITE = "s" * 32
NIGHT = NOON + timedelta(hours=11)
VI, EN = Reader("vi"), Reader("en")
FILES = {
    "a.vi.md": '+++\ntitle = "Một"\nplans = ["team"]\n+++\nLời.',
    "b.vi.md": '+++\ntitle = "Hai"\n+++\nLời.',
}


@pytest.fixture
async def office(client: Client) -> AsyncIterator[Office]:
    """A desk at noon, over an empty Redis."""
    async with asyncio.TaskGroup() as group:
        appender = Appender(Batch(client, source("append"), Background(group)))
        seed = load_policy(shipped_policy_text(), no_holidays)
        yield Office(client, appender, lambda: NOON, seed, blobs=NO_FILES)


async def apply(office: Office, files: dict[str, str], by: str = "An") -> int:
    proposal = await article_changes.propose(office.client, SITE, files)
    return await article_changes.apply(office.client, SITE, proposal, by, NOON)


async def ids_on(office: Office, path: str, who: Reader = VI) -> list[str]:
    return [row.id for row in (await article_answers.shown_on(office, SITE, path, who)).articles]


async def found_by(office: Office, query: str, who: Reader = VI) -> list[str]:
    return [row.id for row in (await article_answers.found(office, SITE, query, who)).articles]


async def test_what_ships_is_shown_those_for_the_page_first(office: Office) -> None:
    await article_changes.ensure_articles(office.client, SITE, shipped_articles(), NOON)
    assert await ids_on(office, "/") == ["channels", "prepare", "response-times", "incidents"]
    assert (await ids_on(office, "/pricing"))[:2] == ["plans", "channels"]
    assert "out-of-hours" not in await ids_on(office, "/docs/start")


async def test_at_night_the_articles_for_the_night_are_shown(office: Office) -> None:
    await article_changes.ensure_articles(office.client, SITE, shipped_articles(), NOON)
    office.clock = lambda: NIGHT
    assert (await ids_on(office, "/"))[0] == "out-of-hours"


async def test_search_finds_articles_that_would_not_be_shown_now(office: Office) -> None:
    await article_changes.ensure_articles(office.client, SITE, shipped_articles(), NOON)
    assert (await found_by(office, "ngoai gio"))[0] == "out-of-hours"
    assert (await found_by(office, "out of hours", EN))[0] == "out-of-hours"


async def test_an_article_for_a_plan_is_for_nobody_else(office: Office) -> None:
    await apply(office, FILES)
    team = Reader("vi", "team", signed_in=True)
    for who, expected in ((VI, ["b"]), (team, ["a", "b"])):
        assert await ids_on(office, "/", who) == await found_by(office, "loi", who) == expected
    assert await article_answers.article(office, SITE, "a", VI) is None
    shown = await article_answers.article(office, SITE, "a", team)
    assert shown and shown.title == "Một"


async def test_a_change_is_known_to_the_next_who_asks(office: Office) -> None:
    await apply(office, FILES)
    assert await ids_on(office, "/") == ["b"]
    assert await apply(office, {}) == 2
    assert await ids_on(office, "/") == []


async def test_what_came_with_the_product_does_not_come_back(office: Office) -> None:
    await article_changes.ensure_articles(office.client, SITE, FILES, NOON)
    await apply(office, {})
    await article_changes.ensure_articles(office.client, SITE, FILES, NOON)
    assert await ids_on(office, "/") == []


async def test_the_difference_names_what_comes_goes_and_changes(office: Office) -> None:
    await apply(office, FILES)
    new = {"b.vi.md": FILES["b.vi.md"].replace("Hai", "Ba"), "c.vi.md": FILES["b.vi.md"]}
    proposal = await article_changes.propose(office.client, SITE, new)
    assert [line for line in proposal.difference if not line.startswith(" ")] == [
        "gone: a.vi.md",
        "changed: b.vi.md",
        "new: c.vi.md",
    ]
    assert '  -title = "Hai"' in proposal.difference and '  +title = "Ba"' in proposal.difference


async def test_the_same_files_change_nothing(office: Office) -> None:
    assert [await apply(office, FILES), await apply(office, FILES)] == [1, 1]


async def test_who_was_slower_is_told(office: Office) -> None:
    slow = await article_changes.propose(office.client, SITE, FILES)
    await apply(office, {"c.vi.md": FILES["b.vi.md"]})
    with pytest.raises(Refused, match="articles_changed"):
        await article_changes.apply(office.client, SITE, slow, "Lan", NOON)


async def test_a_file_that_a_newer_server_took_leaves_the_others_readable(office: Office) -> None:
    await apply(office, {**FILES, "d.vi.md": "+++\nteleport = 1\n+++\nLời."})
    assert await ids_on(office, "/") == ["b"]


async def test_many_who_ask_at_once_are_all_answered(office: Office) -> None:
    await apply(office, FILES)
    assert await asyncio.gather(*(ids_on(office, "/") for _ in range(20))) == [["b"]] * 20
