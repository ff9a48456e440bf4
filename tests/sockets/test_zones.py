"""The visitor's time zone: kept with the page view, and only if it is one."""

import pytest

from tests.clients import Frame, Visitor, new_id, signed_in_agent
from tests.server import ServerProcess


async def seen(server: ServerProcess, redis_url: str, zone: str) -> Frame:
    """The page view that reaches the console."""
    conversation = new_id()
    async with (
        Visitor(f"{server.ws_url}/ws/{server.site_key}") as visitor,
        signed_in_agent(redis_url, server.url) as agent,
    ):
        await agent.hello()
        await visitor.hello(page={"url": "https://shop.example/", "title": "Một", "zone": zone})
        await visitor.say(conversation, "chào")
        page: Frame = (await agent.watch(conversation))["trail"][0]
        return page


@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "Asia/Saigon", "America/Argentina/Buenos_Aires", "UTC"])
async def test_a_known_zone_reaches_the_console(server: ServerProcess, redis_url: str, zone: str) -> None:
    assert (await seen(server, redis_url, zone))["zone"] == zone


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "asia/saigon", "<b>", "x" * 900])
async def test_another_is_dropped_and_the_page_is_kept(
    server: ServerProcess, redis_url: str, zone: str
) -> None:
    page = await seen(server, redis_url, zone)
    assert page.get("zone", "") == ""
    assert page["title"] == "Một"
