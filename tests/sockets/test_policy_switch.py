"""A policy is changed while people look at it: open widgets follow, and nobody loses a desk (design 12, 13)."""

import json
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatserver.actions import policy_changes
from chatserver.actions.policy_changes import Proposal
from chatserver.actions.sites import add_site
from chatserver.domain.policy import shipped_policy_text
from chatserver.domain.site import Site
from chatserver.store import policies, sites
from chatserver.store.client import Client
from chatserver.store.policies import StoredPolicy
from tests.clients import ORIGIN, Console, Frame, Visitor, signed_in_agent
from tests.server import ServerProcess, server_process

ROOT = Path(__file__).parents[2]
CHATWORK = str(ROOT / "chatserver" / "data" / "policies" / "chatwork.toml")
LAST_SECONDS = datetime(2022, 3, 27, 16, 59, 58, tzinfo=UTC)  # 23:59:58 in Hà Nội
WEDNESDAY = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)
WITHIN_S = 2.0
TWIN_AI = shipped_policy_text()
RENAMED = TWIN_AI.replace('company = "Twin AI"', 'company = "Twin"').replace('"Thanh toán"', '"Hóa đơn"')


@pytest.fixture
def server(desk_a: ServerProcess) -> ServerProcess:
    """Twin AI's desk, on a Wednesday morning."""
    return desk_a


async def first_site(client: Client) -> Site:
    return (await sites.all_sites(client))[0]


async def apply(client: Client, site: Site, text: str) -> None:
    await policy_changes.apply(client, site.id, Proposal(text, None, "An"), WEDNESDAY, force=True)


def widget(server: ServerProcess, site_key: str) -> Visitor:
    return Visitor(f"{server.ws_url}/ws/{site_key}")


async def desk_named(visitor: Visitor | Console, kind: str, name: str) -> Frame:
    """The next frame of this kind whose desk has that name."""
    while True:
        frame = await visitor.until(kind)
        if frame["desk"]["name"] == name:
            return frame


def readiness(server: ServerProcess) -> dict[str, object]:
    with urllib.request.urlopen(server.url + "/readyz", timeout=5) as answer:
        found: dict[str, object] = json.loads(answer.read())
        return found


async def test_an_applied_policy_reaches_open_widgets_and_consoles_within_two_seconds(
    server: ServerProcess, client: Client, redis_url: str
) -> None:
    site = await first_site(client)
    async with widget(server, site.key) as visitor, signed_in_agent(redis_url, server.url) as agent:
        await visitor.hello(department="billing")
        await agent.hello()
        began = time.monotonic()
        await apply(client, site, RENAMED)
        told = await desk_named(visitor, "decision", "Twin")
        assert time.monotonic() - began <= WITHIN_S
        assert told["decision"]["department"] == "billing"
        assert [one["name"] for one in told["desk"]["departments"]][1] == "Hóa đơn"
        while (desk := await agent.until("desk"))["departments"][1]["name"] != "Hóa đơn":
            pass
        assert desk["policy"] == {"version": "initial", "revision": 2, "notices": []}


async def test_every_process_follows(
    server: ServerProcess, client: Client, clean_redis: str, tmp_path: Path
) -> None:
    site = await first_site(client)
    with server_process(tmp_path / "second", clean_redis) as beside:
        async with widget(server, site.key) as here, widget(beside, site.key) as there:
            await here.hello()
            await there.hello()
            began = time.monotonic()
            await apply(client, site, RENAMED)
            await desk_named(here, "decision", "Twin")
            await desk_named(there, "decision", "Twin")
            assert time.monotonic() - began <= WITHIN_S


async def test_two_sites_of_one_process_keep_their_own_policies(
    server: ServerProcess, client: Client
) -> None:
    first = await first_site(client)
    second = await add_site(client, "Chatwork", [ORIGIN], WEDNESDAY)
    await policy_changes.ensure_policy(client, second.id, shipped_policy_text("chatwork"), WEDNESDAY)
    async with widget(server, first.key) as one, widget(server, second.key) as other:
        assert (await one.hello())["desk"]["name"] == "Twin AI"
        welcome = await other.hello()
        assert (welcome["desk"]["name"], welcome["decision"]["reason"]) == ("Chatwork", "email_only")
        await apply(client, first, RENAMED)
        await desk_named(one, "decision", "Twin")
        await apply(client, second, shipped_policy_text("chatwork").replace('"Chatwork"', '"Work"'))
        await desk_named(other, "decision", "Work")
        assert not [frame for frame in one.seen if frame.get("desk", {}).get("name") == "Work"]


async def test_an_announced_change_arrives_on_its_day(clean_redis: str, tmp_path: Path) -> None:
    with server_process(tmp_path, clean_redis, POLICY=CHATWORK) as server:
        server.clock.turn_to(LAST_SECONDS)
        async with widget(server, server.site_key) as visitor:
            desk = (await visitor.hello(language="en"))["desk"]
            assert desk["departments"] == []
            assert [notice["key"] for notice in desk["notices"]] == ["change"]
            assert desk["notices"][0]["text"].startswith("From 28 March 2022")
            while len((frame := await visitor.until("decision"))["desk"]["departments"]) != 2:
                pass
            assert frame["desk"]["notices"] == []
            assert frame["decision"]["department"] == "login"


async def test_a_policy_of_a_newer_server_leaves_the_last_good_one_in_force(
    server: ServerProcess, client: Client
) -> None:
    site = await first_site(client)
    async with widget(server, site.key) as visitor:
        await visitor.hello()
        await apply(client, site, RENAMED)
        await desk_named(visitor, "decision", "Twin")
        newer = StoredPolicy(0, RENAMED + "\n[version.teleport]\n", "newer", WEDNESDAY, "An")
        await policies.replace(client, site.id, newer, None)
        while readiness(server)["policies"] != "last good":
            pass
        assert readiness(server)["ready"] is True
        assert "revision 3 of the policy" in server.output
        async with widget(server, site.key) as later:
            assert (await later.hello())["desk"]["name"] == "Twin"
        await apply(client, site, TWIN_AI)
        await desk_named(visitor, "decision", "Twin AI")
        assert readiness(server)["policies"] == "current"


async def test_a_server_that_starts_beside_a_newer_one_goes_back_to_the_last_text_it_can_read(
    clean_redis: str, client: Client, tmp_path: Path
) -> None:
    with server_process(tmp_path / "first", clean_redis) as server:
        site = await first_site(client)
        await apply(client, site, RENAMED)
        newer = StoredPolicy(0, RENAMED + "\n[version.teleport]\n", "newer", WEDNESDAY, "An")
        await policies.replace(client, site.id, newer, None)
    with server_process(tmp_path / "second", clean_redis) as server:
        async with widget(server, site.key) as visitor:
            assert (await visitor.hello())["desk"]["name"] == "Twin"


async def test_the_setting_is_followed_until_a_policy_is_applied(
    clean_redis: str, client: Client, tmp_path: Path
) -> None:
    file = tmp_path / "desk.toml"
    for company in ("Một", "Hai"):
        file.write_text(TWIN_AI.replace('company = "Twin AI"', f'company = "{company}"'), "utf-8")
        with server_process(tmp_path / company, clean_redis, POLICY=str(file)) as server:
            async with widget(server, server.site_key) as visitor:
                assert (await visitor.hello())["desk"]["name"] == company
    await apply(client, await first_site(client), RENAMED)
    with server_process(tmp_path / "Ba", clean_redis, POLICY=str(file)) as server:
        async with widget(server, server.site_key) as visitor:
            assert (await visitor.hello())["desk"]["name"] == "Twin"
