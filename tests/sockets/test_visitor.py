"""A visitor's socket: acknowledged, delivered, resumed."""

from tests.clients import Visitor, new_id, signed_in_agent
from tests.server import ServerProcess


def url(server: ServerProcess) -> str:
    return f"{server.ws_url}/ws/{server.site_key}"


def live(visitor: Visitor) -> list[int]:
    """The seq of every message that came live."""
    return [frame["seq"] for frame in visitor.seen if frame["t"] == "message"]


async def test_own_words_come_as_their_ack_and_to_another_tab_as_a_message(server: ServerProcess) -> None:
    async with Visitor(url(server)) as visitor, Visitor(url(server), visitor.secret) as other:
        assert (await visitor.hello())["conversations"] == []
        conversation = new_id()
        ack = await visitor.say(conversation, "Chào bạn")
        assert (ack["t"], ack["seq"]) == ("ack", 1)
        await other.hello()
        await other.until("messages")  # or the second may come among what was said before
        second = await visitor.say(conversation, "Cho mình hỏi")
        heard = await other.until("message", seq=2)
        assert heard["body"]["text"] == "Cho mình hỏi" and heard["h"] == second["h"]
        await other.say(conversation, "Từ cửa sổ khác")
        await visitor.until("message", seq=3)
        assert (live(visitor), live(other)) == ([3], [2])


async def test_an_agent_sees_takes_and_answers(server: ServerProcess, redis_url: str) -> None:
    async with signed_in_agent(redis_url, server.url) as agent, Visitor(url(server)) as visitor:
        await agent.hello()
        await visitor.hello()
        conversation = new_id()
        page = {"url": "https://shop.example/pricing?token=1", "title": "Bảng giá"}
        await visitor.say(conversation, "Giá bao nhiêu?", page=page)
        details = await agent.watch(conversation)
        assert details["row"]["page"] == "/pricing"
        page_of_messages = await agent.until("messages")
        body = page_of_messages["messages"][0]["body"]
        assert body["page"]["url"] == "https://shop.example/pricing"
        assert (await agent.act("take", conversation))["t"] == "done"
        assert (await agent.say(conversation, "Chào bạn"))["t"] == "ack"
        answer = await visitor.until("message", seq=3)
        assert answer["body"]["agent"]["name"] == "Nguyễn An"
        state = await visitor.until("state")
        assert state["status"] == "open"
