"""A site is taken away while people talk on it: everybody is out at once, and nothing of it is kept."""

import time
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from chatserver.actions.site_removal import Held, held, remove
from chatserver.actions.sites import add_site
from chatserver.clock import system_clock
from chatserver.protocol.close_codes import CloseCode
from chatserver.store import sites
from chatserver.store.blobs import open_blobs
from chatserver.store.client import Client
from tests.clients import ORIGIN, Visitor, new_id, signed_in_agent
from tests.file_samples import PDF
from tests.server import ServerProcess
from tests.web.wire_of_files import Sender

CLOSED_WITHIN_S = 5.0


async def test_widgets_and_consoles_close_and_words_files_and_keys_go(
    desk_a: ServerProcess, client: Client, redis_url: str, tmp_path: Path
) -> None:
    site = (await sites.all_sites(client))[0]
    other = await add_site(client, "Blog", [ORIGIN], system_clock())
    url, talk = f"{desk_a.ws_url}/ws", new_id()
    async with (
        signed_in_agent(redis_url, desk_a.url, "An") as an,
        Visitor(f"{url}/{site.key}") as lan,
        Visitor(f"{url}/{other.key}") as reader,
        Visitor(f"{url}/{site.key}") as late,
    ):
        await an.hello()
        await lan.hello()
        await reader.hello()
        file = Sender(desk_a, lan.secret).send(PDF)
        assert (await lan.say(talk, "đây", files=[file["id"]]))["t"] == "ack"
        assert await held(client, site.id) == Held(1, 1)
        blobs, begun = open_blobs("", tmp_path), time.monotonic()
        assert await blobs.size(f"{site.id}/{file['id'][:2]}/{file['id']}") == len(PDF)
        assert await remove(client, blobs, site, system_clock()) == 1
        for socket in (an.socket, lan.socket):
            await socket.wait_closed()
            assert socket.close_code in {CloseCode.UNKNOWN_SITE, CloseCode.UNAUTHENTICATED}
        assert time.monotonic() - begun < CLOSED_WITHIN_S
        await late.send("hello", secret=late.secret, page={"url": f"{ORIGIN}/muộn"})
        await late.socket.wait_closed()
        assert late.socket.close_code == CloseCode.UNKNOWN_SITE
        assert (await reader.say(new_id(), "Blog vẫn mở"))["t"] == "ack"
    assert await blobs.size(f"{site.id}/{file['id'][:2]}/{file['id']}") is None
    assert [one.name for one in await sites.all_sites(client)] == ["Blog"]
    assert [key async for key in client.scan_iter(match=f"*{site.id}*")] == []
    with pytest.raises(InvalidStatus):
        async with Visitor(f"{url}/{site.key}"):
            pass
