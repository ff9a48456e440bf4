"""A long thread: its end is drawn at once, what came before as somebody looks back for it."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import expect

from chatserver.background import Background
from chatserver.clock import millis
from chatserver.domain.ids import random_id
from chatserver.domain.message import AgentMessage, Speaker
from chatserver.store import sites
from chatserver.store.appends import Append, Appender
from chatserver.store.batch import Batch
from chatserver.store.client import command_client
from chatserver.store.scripts import source
from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OnPage, OpenShop
from tests.server import ServerProcess

SAID = 150
DRAWN = 60
TOP = "element => element.getBoundingClientRect().top"


async def answer_at_length(redis_url: str, server: ServerProcess, conversation: str) -> None:
    """An agent's lines, as many as no agent may write at once."""
    client = command_client(redis_url)
    site = (await sites.all_sites(client))[0].id
    async with asyncio.TaskGroup() as group:
        appender = Appender(Batch(client, source("append"), Background(group)))
        for number in range(SAID):
            line = AgentMessage(random_id(), f"Dòng {number}", Speaker("an", "Nguyễn An"))
            await appender.append(site, Append(conversation, millis(server.clock()), line))
    await client.aclose()


def look_back(widget: OnPage) -> None:
    """Scroll to the first line that is drawn."""
    widget.part(".scroll").evaluate("element => { element.scrollTop = 0 }")


def test_a_long_thread_loads_upwards_and_nothing_moves_under_the_reader(
    shop: OpenShop, agent: OpenAgent, server: ServerProcess, redis_url: str
) -> None:
    an = agent()
    widget = shop().open().open()
    widget.say("Xin chào")
    conversation = an.take("Xin chào")
    with ThreadPoolExecutor(1) as threads:  # Playwright's own loop is running in this one
        threads.submit(asyncio.run, answer_at_length(redis_url, server, conversation)).result()
    lines = widget.part(".line.agent .words")
    expect(lines.last).to_have_text(f"Dòng {SAID - 1}")
    widget.page.reload()
    widget.page.locator("chatserver-widget").wait_for(state="attached")
    widget.open()
    expect(lines.last).to_have_text(f"Dòng {SAID - 1}")
    expect(lines.last).to_be_in_viewport()
    assert lines.count() == DRAWN
    first = lines.filter(has_text=f"Dòng {SAID - DRAWN}").first
    expect(first).to_be_attached()
    look_back(widget)
    expect(lines.filter(has_text=f"Dòng {SAID - 2 * DRAWN}").first).to_be_attached()
    expect(first).to_be_in_viewport()
    place = first.evaluate(TOP)
    widget.page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    assert abs(first.evaluate(TOP) - place) < 2
    look_back(widget)
    expect(widget.part(".line.own .words")).to_have_text("Xin chào")
    an.say(conversation, "Dòng cuối")
    expect(lines.last).to_have_text("Dòng cuối")
    expect(lines.last).not_to_be_in_viewport()
