"""Files in a conversation: sent, said, seen by the other side, gone with the words (contract S4)."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatserver.store import sites
from chatserver.store.client import command_client
from tests.clients import Console, Visitor, new_id, signed_in_agent
from tests.file_samples import PDF, png
from tests.server import ServerProcess
from tests.web.wire_of_files import Sender


@pytest.fixture
async def site(server: ServerProcess, redis_url: str) -> str:
    """The first site's id."""
    client = command_client(redis_url)
    found = (await sites.all_sites(client))[0].id
    await client.aclose()
    return found


@pytest.fixture
async def lan(server: ServerProcess) -> AsyncIterator[Visitor]:
    """A visitor."""
    async with Visitor(f"{server.ws_url}/ws/{server.site_key}") as visitor:
        await visitor.hello()
        yield visitor


@pytest.fixture
async def an(server: ServerProcess, redis_url: str) -> AsyncIterator[Console]:
    """An agent's console."""
    async with signed_in_agent(redis_url, server.url) as console:
        await console.hello()
        yield console


def sender(server: ServerProcess, who: Visitor | Console) -> Sender:
    """The same person, sending files."""
    if isinstance(who, Visitor):
        return Sender(server, who.secret)
    return Sender(server, headers={"Cookie": who.headers["Cookie"], "X-CSRF": who.csrf, "Origin": server.url})


async def test_a_visitors_first_words_may_be_a_file_and_the_agent_sees_it(
    server: ServerProcess, lan: Visitor, an: Console, site: str
) -> None:
    screenshot = sender(server, lan).send(png(40, 30), "chụp màn hình.png")
    talk = new_id()
    assert (await lan.say(talk, "", files=[screenshot["id"]]))["t"] == "ack"
    await an.watch(talk)
    page = await an.until("messages", conversation=talk)
    said = page["messages"][0]["body"]
    assert (said["text"], said["files"]) == ("", [screenshot])
    assert screenshot == {
        "id": screenshot["id"], "name": "chụp màn hình.png", "type": "image/png",
        "size": len(png(40, 30)), "width": 40, "height": 30,
    }  # fmt: skip
    assert sender(server, an).show(site, screenshot).content == png(40, 30)


async def test_an_agent_answers_with_a_file(
    server: ServerProcess, lan: Visitor, an: Console, site: str
) -> None:
    talk = new_id()
    await lan.say(talk, "cho mình xin hoá đơn")
    assert (await an.act("take", talk))["t"] == "done"
    invoice = sender(server, an).send(PDF, "hoá đơn.pdf")
    assert (await an.say(talk, "của bạn đây", files=[invoice["id"]]))["t"] == "ack"
    heard = await lan.until("message", seq=3)
    assert heard["body"]["files"] == [invoice]
    assert sender(server, lan).show(site, invoice).content == PDF


async def test_a_message_sent_twice_has_its_files_once(server: ServerProcess, lan: Visitor) -> None:
    file, talk, cid = sender(server, lan).send(PDF), new_id(), new_id()
    first = await lan.say(talk, "đây", cid, files=[file["id"]])
    again = await lan.say(talk, "đây", cid, files=[file["id"]])
    assert (first["t"], again["t"], again["dup"], again["seq"]) == ("ack", "ack", True, first["seq"])
    other = await lan.say(talk, "đây", cid, files=[])
    assert other["reason"] == "cid_conflict"


async def test_what_is_not_whole_not_theirs_or_said_elsewhere_is_no_file(
    server: ServerProcess, lan: Visitor, an: Console
) -> None:
    mine, talk = sender(server, lan), new_id()
    coming = mine.begin(len(PDF)).json["id"]
    foreign, said = Sender(server).send(PDF)["id"], mine.send(PDF)["id"]
    agents = sender(server, an).send(PDF)["id"]
    assert (await lan.say(new_id(), "x", files=[said]))["t"] == "ack"
    for file in (coming, foreign, said, agents, new_id()):
        assert (await lan.say(talk, "x", files=[mine.send(PDF)["id"], file]))["reason"] == "unknown_file"


async def test_words_that_are_refused_take_no_file_along(
    server: ServerProcess, lan: Visitor, an: Console, site: str
) -> None:
    mine, talk, cid, foreign = sender(server, lan), new_id(), new_id(), new_id()
    async with Visitor(lan.url) as other:
        await other.hello()
        await other.say(foreign, "của mình")
    file = mine.send(PDF)
    await lan.say(talk, "một", cid)
    assert (await lan.say(foreign, "x", files=[file["id"]]))["reason"] == "unknown_conversation"
    assert (await lan.say(talk, "hai", cid, files=[file["id"]]))["reason"] == "cid_conflict"
    assert mine.show(site, file).status == 404
    invoice = sender(server, an).send(PDF)
    assert (await an.say(new_id(), "x", files=[invoice["id"]]))["reason"] == "unknown_conversation"
    assert (await an.act("take", talk))["t"] == "done"
    for who, one in ((lan, file), (an, invoice)):
        assert (await who.say(talk, "đây", files=[one["id"]]))["t"] == "ack"
        assert mine.show(site, one).status == 200


async def test_a_message_needs_words_or_files(server: ServerProcess, lan: Visitor) -> None:
    talk, file = new_id(), sender(server, lan).send(PDF)
    assert (await lan.say(talk, " ", files=[]))["reason"] == "empty_text"
    assert (await lan.say(talk, " \u200b ", files=[file["id"]]))["t"] == "ack"
    assert (await lan.say(talk, "x", files=[new_id()] * 11))["reason"] == "bad_field"
    assert (await lan.say(talk, "x", files=["../etc/passwd"]))["reason"] == "bad_field"


async def test_a_file_is_found_only_once_it_was_said(server: ServerProcess, lan: Visitor, site: str) -> None:
    mine = sender(server, lan)
    file = mine.send(PDF)
    assert mine.show(site, file).status == 404
    await lan.say(new_id(), "", files=[file["id"]])
    assert mine.show(site, file).status == 200
    assert mine.show(new_id(), file).status == 404
    assert mine.asked(file["id"], "DELETE").status == 404  # said is said
    assert mine.show(site, file).status == 200


async def test_a_file_that_is_given_up_leaves_nothing(server: ServerProcess, lan: Visitor) -> None:
    mine = sender(server, lan)
    file = mine.send(PDF)
    assert mine.asked(file["id"], "DELETE").status == 204
    assert (await lan.say(new_id(), "", files=[file["id"]]))["reason"] == "unknown_file"
    stored = Path(server.data_dir) / "files"
    assert [path for path in stored.rglob("*") if file["id"] in path.name] == []
