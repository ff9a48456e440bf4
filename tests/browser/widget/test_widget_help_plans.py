"""Help articles for a plan: only a signed identity opens them, and its end closes them again."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from chatserver.actions import article_changes
from chatserver.store import sites
from chatserver.store.client import command_client
from tests.browser.widget.shop import OpenShop
from tests.browser.widget.signed_in import CALLBACK, Pen, signed_in
from tests.server import ServerProcess

TITLE = "Đường dây riêng của gói Enterprise"
PRIVATE = f"""+++
title = "{TITLE}"
plans = ["enterprise"]
urls = ["/pricing"]
order = 1
+++
Gói của bạn gọi số 1900 1234.
"""


@pytest.fixture
def pen(server: ServerProcess, redis_url: str, daytime: None) -> Iterator[Pen]:
    """What the shop's server signs with; the site forgets the key afterwards."""
    made = Pen(server, redis_url, plan="Enterprise")
    made.rule()
    yield made
    made.retire()


@pytest.fixture
def private_article(server: ServerProcess, redis_url: str) -> Iterator[None]:
    """The site has an article for one plan; afterwards it has not."""

    async def put(text: str) -> None:
        client = command_client(redis_url)
        site = (await sites.all_sites(client))[0].id
        stands = (await article_changes.propose(client, site, {})).stands
        files = {name: old for name, old in stands.files.items() if name != "line.vi.md"}
        new = {**files, "line.vi.md": text} if text else files
        proposal = await article_changes.propose(client, site, new)
        await article_changes.apply(client, site, proposal, "a test", server.clock())
        await client.aclose()

    with ThreadPoolExecutor(1) as threads:  # Playwright's own loop is running in this one
        threads.submit(asyncio.run, put(PRIVATE)).result()
        yield
        threads.submit(asyncio.run, put("")).result()


def test_an_article_for_a_plan_is_shown_to_who_has_proven_it_and_to_nobody_else(
    shop: OpenShop, pen: Pen, private_article: None
) -> None:
    stranger = shop().open("/pricing").open()
    expect(stranger.part(".help li button")).to_have_count(3)
    expect(stranger.part(".help")).not_to_contain_text(TITLE)
    widget = signed_in(shop(head=CALLBACK), pen, "lan").open()
    row = widget.part(".help li button").first
    expect(row).to_contain_text(TITLE)
    row.click()
    expect(widget.part("article")).to_contain_text("1900 1234")
    widget.page.evaluate("chatserver('identify', null)")
    expect(widget.part("article")).to_have_count(0)
    expect(widget.part(".help li button")).to_have_count(3)
    expect(widget.part(".help")).not_to_contain_text(TITLE)
