"""Links in mails: they bring a conversation to another browser, once (contract S2)."""

import pytest

from chatserver.domain.ids import secret_hash, visitor_id
from chatserver.store import keys, links, mails, sites
from chatserver.store.client import Client
from chatserver.store.links import LetIn
from tests.clients import Visitor, new_id, new_secret, signed_in_agent
from tests.server import ServerProcess

CODE = "a" * 64
MAILED_TO = "l…@example.com"


class Desk:
    """A server, its first site, and a conversation that a mail has been written about."""

    def __init__(self, server: ServerProcess, client: Client, site: str) -> None:
        self.server, self.client, self.site = server, client, site
        self.conversation, self.code = new_id(), new_id() * 2

    def browser(self, secret: str = "", origin: str = "") -> Visitor:
        """A widget in a browser of its own."""
        url = f"{self.server.ws_url}/ws/{self.server.site_key}"
        return Visitor(url, secret, origin or self.server.url)

    async def write(self, *texts: str) -> str:
        """Lan writes in her browser; its secret."""
        async with self.browser() as lan:
            await lan.hello()
            for text in texts:
                assert (await lan.say(self.conversation, text))["t"] == "ack"
            return lan.secret

    async def mail_link(self) -> str:
        """A mail with a link goes out; its code."""
        await links.keep(self.client, self.site, secret_hash(self.code), LetIn(self.conversation, MAILED_TO))
        return self.code

    async def mails(self) -> int:
        """How many have been written."""
        return int(await self.client.hget(keys.conversation(self.site, self.conversation), "mails") or 0)

    async def transcripts(self) -> list[str]:
        """The states of those that bring a fresh link."""
        written = await mails.of_conversation(self.client, self.site, self.conversation, await self.mails())
        return [mail.state for mail in written if mail.kind == "transcript"]


@pytest.fixture
async def desk(server: ServerProcess, client: Client) -> Desk:
    """Everything a link needs."""
    return Desk(server, client, (await sites.all_sites(client))[0].id)


async def test_a_link_shows_the_conversation_in_another_browser_and_it_goes_on_there(desk: Desk) -> None:
    await desk.write("Đơn hàng 1042 chưa tới", "Mình chờ ba hôm rồi")
    code = await desk.mail_link()
    async with desk.browser() as phone:
        assert (await phone.hello())["conversations"] == []
        await phone.send("open", code=code)
        opened = await phone.until("opened")
        assert (opened["current"], opened["mailed_to"]) == (desk.conversation, MAILED_TO)
        assert (await phone.until("state"))["conversation"] == desk.conversation
        told = await phone.until("messages", conversation=desk.conversation)
        assert [one["body"]["text"] for one in told["messages"]][:2] == [
            "Đơn hàng 1042 chưa tới",
            "Mình chờ ba hôm rồi",
        ]
        assert not told["more"]
        assert (await phone.say(desk.conversation, "Viết từ điện thoại"))["t"] == "ack"
        await phone.send("read", conversation=desk.conversation, seq=1)
        await phone.send("email", conversation=desk.conversation, address="lan@example.com")
        assert (await phone.until("state", email="lan@example.com"))["conversation"] == desk.conversation


async def test_who_was_let_in_comes_back_without_the_link_and_both_browsers_hear_each_other(
    desk: Desk,
) -> None:
    lan_secret = await desk.write("Chào bạn")
    secret = new_secret()
    async with desk.browser(secret) as phone:
        await phone.hello()
        await phone.send("open", code=await desk.mail_link())
        await phone.until("messages", conversation=desk.conversation)
    async with desk.browser(secret) as phone, desk.browser(lan_secret) as lan:
        welcome = await phone.hello()
        assert [one["conversation"] for one in welcome["conversations"]] == [desk.conversation]
        await phone.until("messages", conversation=desk.conversation)
        await lan.hello()
        await lan.say(desk.conversation, "Từ máy tính")
        heard = await phone.until("message", conversation=desk.conversation)
        assert heard["body"]["text"] == "Từ máy tính"
        await phone.say(desk.conversation, "Từ điện thoại")
        assert (await lan.until("message"))["body"]["text"] == "Từ điện thoại"


async def test_a_used_link_and_a_made_up_one_are_refused_alike_and_the_connection_lives(desk: Desk) -> None:
    await desk.write("Chuyện riêng")
    code = await desk.mail_link()
    async with desk.browser() as phone, desk.browser() as thief:
        await phone.hello()
        await phone.send("open", code=code)
        await phone.until("opened")
        await thief.hello()
        answers = []
        for tried in (code, CODE):
            await thief.send("open", code=tried)
            answers.append(await thief.until("nack"))
        assert answers == [{"t": "nack", "reason": "link_unknown"}] * 2
        await thief.send("read", conversation=desk.conversation, seq=1)
        assert (await thief.until("nack"))["reason"] == "unknown_conversation"
        assert (await thief.say(desk.conversation, "Xin chào"))["reason"] == "unknown_conversation"


async def test_the_same_link_again_in_the_same_browser_just_shows_the_thread(desk: Desk) -> None:
    await desk.write("Chào bạn")
    code = await desk.mail_link()
    async with desk.browser() as phone:
        await phone.hello()
        for _ in range(2):
            await phone.send("open", code=code)
            await phone.until("opened")
            told = await phone.until("messages", conversation=desk.conversation)
            assert told["messages"][0]["body"]["text"] == "Chào bạn"


async def test_where_it_began_a_link_shows_it_and_stays_good_for_the_phone(desk: Desk) -> None:
    secret = await desk.write("Chào bạn")
    code = await desk.mail_link()
    async with desk.browser(secret) as lan, desk.browser() as phone:
        await lan.hello()
        await lan.send("open", code=code)
        assert (await lan.until("opened"))["current"] == desk.conversation
        await phone.hello()
        await phone.send("open", code=code)
        await phone.until("opened")


async def test_a_fresh_link_is_mailed_to_the_conversations_address_whoever_asks(desk: Desk) -> None:
    await desk.write("Chào bạn")
    await desk.client.hset(keys.conversation(desk.site, desk.conversation), "email", "lan@example.com")
    code = await desk.mail_link()
    async with desk.browser() as phone, desk.browser() as stranger:
        await phone.hello()
        await phone.send("open", code=code)
        await phone.until("opened")
        await stranger.hello()
        for tried in (code, CODE):
            await stranger.send("link", code=tried)
            assert await stranger.until("link_mailed") == {"t": "link_mailed"}
    assert await desk.transcripts() == ["queued"]


async def test_asking_again_and_again_mails_a_few_times_and_answers_the_same(desk: Desk) -> None:
    await desk.write("Chào bạn")
    row = keys.conversation(desk.site, desk.conversation)
    await desk.client.hset(row, "email", "lan@example.com")
    code = await desk.mail_link()
    async with desk.browser() as stranger:
        await stranger.hello()
        for _ in range(6):
            await stranger.send("link", code=code)
            await stranger.until("link_mailed")
            await desk.client.hset(f"{row}:mail:{await desk.mails()}", "state", "sent")
    assert await desk.transcripts() == ["sent"] * 3


async def test_whom_a_link_let_in_counts_as_there(desk: Desk, redis_url: str) -> None:
    await desk.write("Chào bạn")
    async with (
        signed_in_agent(redis_url, desk.server.url) as agent,
        desk.browser() as phone,
    ):
        await agent.hello()
        await phone.hello()
        await phone.send("open", code=await desk.mail_link())
        await phone.until("messages", conversation=desk.conversation)
        await agent.act("take", desk.conversation)
        await agent.say(desk.conversation, "Chào Lan")
        await phone.until("message", conversation=desk.conversation)
        row = await desk.client.hgetall(keys.conversation(desk.site, desk.conversation))
        assert not row.get("unseen_since")
        assert (await agent.watch(desk.conversation))["here"]


async def test_nobody_opens_too_many_links(desk: Desk) -> None:
    async with desk.browser() as thief:
        await thief.hello()
        reasons = []
        for _ in range(12):
            await thief.send("open", code=new_id() * 2)
            reasons.append((await thief.until("nack"))["reason"])
        assert reasons == ["link_unknown"] * 10 + ["too_many"] * 2


async def test_our_own_pages_reach_every_site_whatever_its_list_says(desk: Desk) -> None:
    origins = await desk.client.hget(keys.site(desk.site), "origins")
    await desk.client.hset(keys.site(desk.site), "origins", "https://shop.example")
    try:
        async with desk.browser() as visitor:
            await visitor.hello()
    finally:
        await desk.client.hset(keys.site(desk.site), "origins", origins)


async def test_a_visitor_let_in_can_be_asked_for_by_their_id(desk: Desk) -> None:
    await desk.write("Chào bạn")
    async with desk.browser() as phone:
        await phone.hello()
        await phone.send("open", code=await desk.mail_link())
        await phone.until("messages", conversation=desk.conversation)
        visitor = visitor_id(phone.secret)
    own = await desk.client.zrange(keys.visitor_conversations(desk.site, visitor), 0, -1)
    assert own == [desk.conversation]
