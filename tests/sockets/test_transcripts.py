"""The whole talk by mail, asked for by its visitor: to the kept address alone, and not without end."""

from chatserver.store import conversations, mails, sites
from chatserver.store.client import command_client
from tests.clients import Visitor, new_id, signed_in_agent
from tests.server import ServerProcess

LAN = "lan@example.com"


def widget(server: ServerProcess) -> Visitor:
    """A widget that has not said anything."""
    return Visitor(f"{server.ws_url}/ws/{server.site_key}", origin=server.url)


async def kinds(redis_url: str, conversation: str) -> list[str]:
    """The mails of a conversation."""
    client = command_client(redis_url)
    site = (await sites.all_sites(client))[0].id
    found = await conversations.load(client, site, conversation)
    assert found
    written = await mails.of_conversation(client, site, conversation, found.mails)
    await client.aclose()
    return [one.kind for one in written]


async def asked(lan: Visitor, conversation: str, ref: int) -> dict[str, object]:
    """What comes of asking."""
    await lan.send("transcript", conversation=conversation, ref=ref)
    return await lan.answer({"transcript_mailed", "nack"}, ref=ref)


async def test_a_visitor_has_their_talk_mailed_while_it_runs_and_after_it_was_closed(
    server: ServerProcess, redis_url: str
) -> None:
    conversation = new_id()
    async with signed_in_agent(redis_url, server.url) as an, widget(server) as lan:
        await an.hello()
        await lan.hello()
        await lan.say(conversation, "Đơn hàng 1042 chưa tới")
        assert (await asked(lan, conversation, 1))["reason"] == "no_address"
        await lan.send("email", conversation=conversation, address=LAN)
        await lan.until("state", email=LAN)
        told = await asked(lan, conversation, 2)
        assert told == {"t": "transcript_mailed", "conversation": conversation, "email": LAN, "ref": 2}
        await an.act("take", conversation)
        await an.act("close", conversation)
        await lan.until("state", status="closed")
        assert (await asked(lan, conversation, 3))["t"] == "transcript_mailed"
    assert "transcript" in await kinds(redis_url, conversation)


async def test_it_is_mailed_so_often_and_no_more(server: ServerProcess) -> None:
    conversation = new_id()
    async with widget(server) as lan:
        await lan.hello()
        await lan.say(conversation, "Đơn hàng 1042 chưa tới")
        await lan.send("email", conversation=conversation, address=LAN)
        await lan.until("state", email=LAN)
        answers = [await asked(lan, conversation, ref) for ref in (1, 2, 3, 4)]
    assert [one["t"] for one in answers] == ["transcript_mailed"] * 3 + ["nack"]
    assert answers[-1]["reason"] == "too_many"
    assert isinstance(answers[-1]["retry_after"], float)


async def test_a_talk_of_somebody_else_and_none_at_all_answer_alike(server: ServerProcess) -> None:
    theirs = new_id()
    async with widget(server) as lan, widget(server) as eve:
        await lan.hello()
        await eve.hello()
        await lan.say(theirs, "Đơn hàng 1042 chưa tới")
        await eve.say(new_id(), "Xin chào")
        for conversation in (theirs, new_id()):
            assert (await asked(eve, conversation, 1))["reason"] == "unknown_conversation"
        await eve.send("transcript", conversation="no id", ref=2)
        assert (await eve.until("nack", ref=2))["reason"] == "bad_field"
