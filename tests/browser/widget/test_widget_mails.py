"""A conversation that goes on by mail, as the widget shows it."""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect

from chatserver.background import Background
from chatserver.domain.ids import secret_hash, visitor_id
from chatserver.domain.message import Body, Letter, SystemLine, VisitorMessage
from chatserver.store import sites
from chatserver.store.appends import Append, Appender, Arrival
from chatserver.store.batch import Batch
from chatserver.store.client import command_client
from chatserver.store.scripts import source
from tests.browser.widget.conftest import NIGHT
from tests.browser.widget.shop import OnPage, OpenShop
from tests.server import ServerProcess

IDENTITY = """() => new Promise(done => {
    const opening = indexedDB.open('chatserver:' + document.querySelector('[data-site]').dataset.site);
    opening.onsuccess = () => {
        const asked = opening.result.transaction('identity').objectStore('identity').get('visitor');
        asked.onsuccess = () => done([asked.result.conversation, asked.result.secret]);
    };
})"""
Put = Callable[[OnPage, str], None]


@pytest.fixture
def put(server: ServerProcess, redis_url: str) -> Put:
    """Let a visitor's mail, or the news that ours came back, reach the conversation on a page."""

    async def append(conversation: str, secret: str, text: str) -> None:
        client = command_client(redis_url)
        site, now, cid = (
            (await sites.all_sites(client))[0].id,
            int(NIGHT.timestamp() * 1000),
            secrets.token_hex(16),
        )
        letter = Letter("Re: Đơn hàng", "lan@example.com", "")
        body: Body = VisitorMessage(cid, text, letter=letter)
        arrival: Arrival | None = Arrival(visitor_id(secret), secret_hash(secret), "", "email", {}, "closed")
        if "@" in text:
            body, arrival = SystemLine(cid, "system.mail_bounced", {"email": text}), None
        async with asyncio.TaskGroup() as group:
            tasks = Background(group)
            appender = Appender(Batch(client, source("append"), tasks))
            await appender.append(site, Append(conversation, now, body, arrival))
            await tasks.end()
        await client.aclose()

    def put_now(widget: OnPage, text: str) -> None:
        conversation, secret = widget.page.evaluate(IDENTITY)
        with ThreadPoolExecutor(1) as threads:
            threads.submit(asyncio.run, append(conversation, secret, text)).result()

    return put_now


def test_words_that_came_by_mail_say_so(shop: OpenShop, server: ServerProcess, put: Put) -> None:
    server.clock.turn_to(NIGHT)
    widget = shop().open().open()
    widget.say("Đơn hàng 1042 chưa tới")
    expect(widget.own.locator(".foot")).to_have_text("Đã lưu 22:30")
    put(widget, "Mình trả lời từ hộp thư")
    expect(widget.own.locator(".foot")).to_have_text(["", "Đã lưu 22:30 · qua email"])


def test_when_our_mail_came_back_another_address_is_asked_for_in_place(
    shop: OpenShop, server: ServerProcess, put: Put
) -> None:
    server.clock.turn_to(NIGHT)
    widget = shop().open().open()
    widget.say("Mình không vào được")
    field = widget.part("#address")
    field.fill("lan@sai.example")
    field.press("Enter")
    expect(widget.part(".promise")).to_contain_text("Sẽ gửi trả lời tới lan@sai.example.")
    put(widget, "lan@sai.example")
    expect(widget.part(".line.event").last).to_contain_text("Thư gửi tới lan@sai.example không đến nơi.")
    expect(field).to_be_visible()
    field.fill("lan@example.com")
    field.press("Enter")
    expect(widget.part(".promise")).to_contain_text("Sẽ gửi trả lời tới lan@example.com.")
    expect(field).to_be_hidden()
