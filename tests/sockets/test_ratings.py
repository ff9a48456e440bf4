"""Ratings on the wire: taken once a person has answered, told to both sides, refused by name."""

from chatserver.actions import policy_changes
from chatserver.actions.policy_changes import Proposal
from chatserver.clock import system_clock
from chatserver.domain.policy import shipped_policy_text
from chatserver.store import sites
from chatserver.store.client import command_client
from tests.clients import Console, Visitor, new_id, signed_in_agent
from tests.server import ServerProcess

Frame = dict[str, object]


def widget(server: ServerProcess, secret: str = "") -> Visitor:
    """A widget in a browser."""
    return Visitor(f"{server.ws_url}/ws/{server.site_key}", secret, server.url)


async def helped(an: Console, lan: Visitor, conversation: str) -> None:
    """Lan asks, An answers and closes."""
    await lan.say(conversation, "Đơn hàng 1042 chưa tới")
    await an.act("take", conversation)
    await an.say(conversation, "Hàng tới ngày mai")
    await an.act("close", conversation)
    await lan.until("state", status="closed")


async def apply_policy(redis_url: str, text: str) -> None:
    """Other rules for the site."""
    client = command_client(redis_url)
    site = (await sites.all_sites(client))[0].id
    await policy_changes.apply(client, site, Proposal(text, None, "An"), system_clock(), force=True)
    await client.aclose()


async def test_a_verdict_reaches_both_sides_and_may_be_changed(server: ServerProcess, redis_url: str) -> None:
    conversation = new_id()
    async with signed_in_agent(redis_url, server.url) as an, widget(server) as lan:
        await an.hello()
        assert (await lan.hello())["desk"]["rating"] is True
        await helped(an, lan, conversation)
        await an.watch(conversation)
        await lan.send("rate", conversation=conversation, verdict="no")
        assert (await lan.until("message"))["body"]["key"] == "system.rated_no"
        await lan.until("state", rating="no")
        row = (await an.until("rows"))["rows"][0]
        assert (row["conversation"], row["rating"], row["status"]) == (conversation, "no", "closed")
        await lan.send("rate", conversation=conversation, verdict="no", comment="Trả lời <b>chậm</b>\nquá")
        line = (await lan.until("message"))["body"]
        assert line["values"] == {"comment": "Trả lời <b>chậm</b> quá"}
        await lan.send("rate", conversation=conversation, verdict="yes")
        await lan.until("state", rating="yes")
    async with widget(server, lan.secret) as again:
        (state,) = (await again.hello({"id": conversation, "last_seq": 0}))["conversations"]
        assert state["rating"] == "yes"


async def test_the_same_verdict_again_is_stored_once(server: ServerProcess, redis_url: str) -> None:
    conversation = new_id()
    async with signed_in_agent(redis_url, server.url) as an, widget(server) as lan:
        await an.hello()
        await lan.hello()
        await helped(an, lan, conversation)
        await lan.send("rate", conversation=conversation, verdict="yes")
        first = await lan.until("state", rating="yes")
        await lan.send("rate", conversation=conversation, verdict="yes")
        second = await lan.until("state", rating="yes")
    assert (second["version"], second["seq"]) == (first["version"], first["seq"])


async def test_what_cannot_be_rated_is_refused_by_name(server: ServerProcess) -> None:
    mine = new_id()
    async with widget(server) as lan, widget(server) as eve:
        await lan.hello()
        await eve.hello()
        await lan.say(mine, "Đơn hàng 1042 chưa tới")
        cases: list[tuple[Visitor, Frame, str]] = [
            (lan, {"conversation": mine, "verdict": "yes"}, "not_answered"),
            (lan, {"conversation": mine, "verdict": "perhaps"}, "bad_field"),
            (lan, {"conversation": mine, "verdict": "no", "comment": 7}, "bad_field"),
            (eve, {"conversation": mine, "verdict": "yes"}, "unknown_conversation"),
            (lan, {"conversation": new_id(), "verdict": "yes"}, "unknown_conversation"),
        ]
        for ref, (who, frame, reason) in enumerate(cases, 1):
            await who.send("rate", ref=ref, **frame)
            assert (await who.until("nack", ref=ref))["reason"] == reason


async def test_a_comment_is_bounded_and_a_desk_may_do_without_ratings(
    server: ServerProcess, redis_url: str
) -> None:
    conversation = new_id()
    async with signed_in_agent(redis_url, server.url) as an, widget(server) as lan:
        await an.hello()
        await lan.hello()
        await helped(an, lan, conversation)
        await lan.send("rate", conversation=conversation, verdict="no", comment="x" * 501, ref=1)
        assert (await lan.until("nack", ref=1))["reason"] == "comment_too_long"
        plain = shipped_policy_text()
        await apply_policy(redis_url, plain.replace('zone = "', 'rating = false\nzone = "', 1))
        try:
            assert (await lan.until("decision"))["desk"]["rating"] is False
            await lan.send("rate", conversation=conversation, verdict="no", ref=2)
            assert (await lan.until("nack", ref=2))["reason"] == "rating_off"
        finally:
            await apply_policy(redis_url, plain)
