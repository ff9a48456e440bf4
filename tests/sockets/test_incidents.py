"""An incident reaches every open widget and console within two seconds, and ends in all of them."""

import time
from collections.abc import AsyncIterator

import pytest

from chatserver.actions import incidents
from chatserver.clock import system_clock
from chatserver.domain.incident import Wording
from chatserver.domain.message import Speaker
from chatserver.store import agents, sites
from chatserver.store import incidents as kept
from chatserver.store.client import Client, command_client
from tests.clients import Console, Frame, Visitor, signed_in_agent
from tests.server import ServerProcess

WITHIN_S = 2.0
OPERATOR = Speaker("operator", "operator")
DOWN = Wording("Không đăng nhập được", "Sign-in is down", "https://status.example")
WORDS = {"vi": DOWN.vi, "en": DOWN.en, "url": DOWN.url}


@pytest.fixture
async def client(server: ServerProcess, redis_url: str) -> AsyncIterator[Client]:
    """The operator's way into the store; no incident is left behind."""
    opened = command_client(redis_url)
    yield opened
    await kept.end(opened, (await sites.all_sites(opened))[0].id)
    await opened.aclose()


async def first_site(client: Client) -> str:
    return (await sites.all_sites(client))[0].id


async def told(wire: Visitor | Console, kind: str, **like: object) -> Frame:
    """The incident of the next frame of this kind that tells of one like this."""
    while True:
        frame = await wire.until(kind)
        incident: Frame = frame.get("desk", frame)["incident"] or {}
        if all(incident.get(name) == value for name, value in like.items()):
            return incident


async def promote(client: Client, console: Console) -> None:
    """The console's agent is an admin from now on."""
    await agents.join(client, console.agent.id, await first_site(client), "admin")


async def set_incident(console: Console, verb: str, **words: str) -> Frame:
    await console.send("incident", verb=verb, ref=7, **words)
    return await console.answer({"done", "nack"}, ref=7)


async def test_open_widgets_hear_of_it_of_its_news_and_of_its_end(
    server: ServerProcess, client: Client
) -> None:
    site, url = await first_site(client), f"{server.ws_url}/ws/{server.site_key}"
    async with Visitor(url) as lan, Visitor(url) as john:
        await lan.hello()
        await john.hello(language="en")
        begun = time.monotonic()
        raised = await incidents.raise_(client, site, OPERATOR, DOWN, system_clock())
        in_vi = await told(lan, "decision", name=DOWN.vi)
        in_en = await told(john, "decision", name=DOWN.en)
        assert time.monotonic() - begun < WITHIN_S
        assert in_vi == {"name": DOWN.vi, "url": DOWN.url, "updated_at": raised.updated_at}
        assert in_en == {**in_vi, "name": DOWN.en}
        updated = await incidents.update(client, site, OPERATOR, DOWN, system_clock())
        await told(lan, "decision", name=DOWN.vi, updated_at=updated.updated_at)
        await incidents.end(client, site, OPERATOR, system_clock())
        assert await told(lan, "decision", name=None) == {}


async def test_who_opens_a_widget_later_is_told_in_welcome(server: ServerProcess, client: Client) -> None:
    site, url = await first_site(client), f"{server.ws_url}/ws/{server.site_key}"
    async with Visitor(url) as lan, Visitor(url) as mai:
        await lan.hello()
        await incidents.raise_(client, site, OPERATOR, DOWN, system_clock())
        await told(lan, "decision", name=DOWN.vi)
        assert (await mai.hello())["desk"]["incident"]["name"] == DOWN.vi


async def test_an_admin_raises_updates_and_ends_it_and_all_consoles_show_it(
    server: ServerProcess, client: Client, redis_url: str
) -> None:
    async with (
        signed_in_agent(redis_url, server.url) as an,
        signed_in_agent(redis_url, server.url, "Bình") as binh,
    ):
        await promote(client, an)
        for console in (an, binh):
            await console.hello()
        begun = time.monotonic()
        assert (await set_incident(an, "raise", **WORDS))["t"] == "done"
        seen = await told(binh, "desk", vi=DOWN.vi)
        assert time.monotonic() - begun < WITHIN_S
        assert (seen["en"], seen["url"], seen["by"]) == (DOWN.en, DOWN.url, "Nguyễn An")
        assert (await set_incident(an, "raise", **WORDS))["reason"] == "incident_stands"
        assert (await set_incident(an, "update", **{**WORDS, "vi": "Đăng nhập chậm"}))["t"] == "done"
        await told(binh, "desk", vi="Đăng nhập chậm")
        assert (await set_incident(an, "end"))["t"] == "done"
        assert await told(binh, "desk", vi=None) == {}
        assert (await set_incident(an, "end"))["reason"] == "no_incident"


async def test_who_is_no_admin_may_not(server: ServerProcess, client: Client, redis_url: str) -> None:
    async with signed_in_agent(redis_url, server.url) as an:
        await an.hello()
        for verb in ("raise", "update", "end"):
            assert (await set_incident(an, verb, **WORDS))["reason"] == "forbidden"
    assert await kept.current(client, await first_site(client)) is None


async def test_a_link_that_runs_code_is_refused(
    server: ServerProcess, client: Client, redis_url: str
) -> None:
    async with signed_in_agent(redis_url, server.url) as an:
        await promote(client, an)
        await an.hello()
        bad = {**WORDS, "url": "javascript:alert(1)"}
        assert (await set_incident(an, "raise", **bad))["reason"] == "incident_link"
        assert (await set_incident(an, "raise", **{**WORDS, "en": " "}))["reason"] == "incident_name"
