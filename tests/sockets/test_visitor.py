"""A visitor's socket: acknowledged, delivered, resumed."""

from tests.clients import Frame, Visitor, new_id, signed_in_agent
from tests.server import ServerProcess


def url(server: ServerProcess) -> str:
    return f"{server.ws_url}/ws/{server.site_key}"


async def heard(visitor: Visitor, conversation: str, seq: int) -> Frame:
    """The message at a seq, whether it came live or in a page."""
    while True:
        for message in messages_in(visitor.seen, conversation):
            if message["seq"] == seq:
                return message
        await visitor.receive()


def messages_in(frames: list[Frame], conversation: str) -> list[Frame]:
    """Every message of a conversation that frames brought."""
    of_it = [frame for frame in frames if frame.get("conversation") == conversation]
    live = [frame for frame in of_it if frame["t"] == "message"]
    return live + [message for frame in of_it for message in frame.get("messages", [])]


async def test_words_are_acknowledged_and_come_back_as_a_message(server: ServerProcess) -> None:
    async with Visitor(url(server)) as visitor:
        welcome = await visitor.hello()
        assert welcome["conversations"] == []
        conversation = new_id()
        ack = await visitor.say(conversation, "Chào bạn")
        assert (ack["t"], ack["seq"]) == ("ack", 1)
        message = await heard(visitor, conversation, 1)
        assert message["body"]["text"] == "Chào bạn" and message["h"] == ack["h"]


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
