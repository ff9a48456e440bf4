"""Earlier conversations, and what agents see: looked up by visitors, on all their devices, and by nobody else."""

from chatserver.store import erasure
from tests.clients import Frame, Visitor, new_id, new_secret, signed_in_agent
from tests.shop_site import Shop

HOURS = 24


async def talk(visitor: Visitor, text: str) -> str:
    """Begin a conversation; its id."""
    conversation = new_id()
    assert (await visitor.say(conversation, text))["t"] == "ack"
    return conversation


async def rows(visitor: Visitor) -> list[Frame]:
    """Ask which conversations there are."""
    await visitor.send("earlier")
    listed: list[Frame] = (await visitor.until("earlier"))["conversations"]
    return listed


async def end(shop: Shop, redis_url: str, conversation: str, text: str = "") -> None:
    """An agent answers, maybe, and closes it."""
    async with signed_in_agent(redis_url, shop.server.url) as agent:
        await agent.hello()
        await agent.act("take", conversation)
        if text:
            await agent.say(conversation, text)
        await agent.act("close", conversation)


async def test_a_visitor_sees_what_they_began_the_last_spoken_in_first(shop: Shop, redis_url: str) -> None:
    secret = new_secret()
    async with shop.visitor(secret) as lan:
        await lan.hello()
        assert await rows(lan) == []
        first = await talk(lan, "Đơn hàng\n chưa tới " + "x" * 200)
    await end(shop, redis_url, first, "Mai tới bạn nhé")
    shop.turn(minutes=1)
    async with shop.visitor(secret) as lan, shop.visitor() as stranger:
        await lan.hello()
        second = await talk(lan, "Câu khác")
        listed = await rows(lan)
        assert [one["conversation"] for one in listed] == [second, first]
        assert listed[1]["words"].startswith("Đơn hàng chưa tới xx")
        assert len(listed[1]["words"]) == 100
        assert [(one["status"], one["unread"]) for one in listed][1] == ("closed", 1)
        assert listed[1]["began_at"] <= listed[1]["last_at"] < listed[0]["last_at"]
        await stranger.hello()
        assert await rows(stranger) == []


async def test_an_earlier_conversation_is_named_in_hello_and_words_open_it_again(
    shop: Shop, redis_url: str
) -> None:
    secret = new_secret()
    async with shop.visitor(secret) as lan:
        await lan.hello()
        first = await talk(lan, "Câu một")
        await end(shop, redis_url, first)
        second = await talk(lan, "Câu hai")
    async with shop.visitor(secret) as lan:
        await lan.hello()
        row = (await rows(lan))[1]
    async with shop.visitor(secret) as lan:
        welcome = await lan.hello({"id": first, "epoch": row["epoch"], "last_seq": 0})
        assert {one["conversation"] for one in welcome["conversations"]} == {first, second}
        told = await lan.until("messages", conversation=first)
        assert told["messages"][0]["body"]["text"] == "Câu một"
        assert (await lan.say(first, "Vẫn chưa xong"))["t"] == "ack"
        assert (await lan.until("state", conversation=first))["status"] != "closed"


async def test_what_ended_long_ago_is_past_until_somebody_writes_into_it(shop: Shop, redis_url: str) -> None:
    secret = new_secret()
    async with shop.visitor(secret) as lan:
        await lan.hello()
        conversation = await talk(lan, "Xong rồi, cảm ơn bạn")
    await end(shop, redis_url, conversation)
    async with shop.visitor(secret) as lan:
        assert [one["past"] for one in (await lan.hello())["conversations"]] == [False]
    shop.turn(hours=HOURS, minutes=1)
    async with shop.visitor(secret) as lan:
        assert [one["past"] for one in (await lan.hello())["conversations"]] == [True]
        await lan.say(conversation, "Lại có chuyện")
        assert (await lan.until("state", conversation=conversation))["past"] is False


async def test_a_person_sees_all_of_theirs_on_every_device_while_that_is_proven(
    shop: Shop, redis_url: str
) -> None:
    async with shop.visitor() as phone, shop.visitor() as laptop:
        await phone.hello(token=shop.token("lan-history"))
        await phone.until("identified")
        conversation = await talk(phone, "Từ điện thoại")
        await end(shop, redis_url, conversation)
        await laptop.hello()
        own = await talk(laptop, "Từ máy tính, chưa đăng nhập")
        assert [one["conversation"] for one in await rows(laptop)] == [own]
        await end(shop, redis_url, own)
        shop.turn(hours=HOURS, minutes=1)
        await laptop.send("identify", token=shop.token("lan-history"))
        assert (await laptop.until("identified"))["current"] == "", "what is past is not gone on with"
        assert {one["conversation"] for one in await rows(laptop)} == {conversation, own}
        shop.turn(minutes=30)
        await laptop.until("identify_again")
        assert [one["conversation"] for one in await rows(laptop)] == [own]


async def test_what_was_erased_keeps_its_place_without_words_and_what_was_removed_is_gone(
    shop: Shop, redis_url: str
) -> None:
    secret = new_secret()
    async with shop.visitor(secret) as lan:
        await lan.hello()
        erased, removed = await talk(lan, "Số thẻ của mình"), await talk(lan, "Câu cũ")
        for conversation in (erased, removed):
            await end(shop, redis_url, conversation, "Dạ")
        await erasure.erase_words(shop.client, shop.site.id, erased, new_id())
        assert await erasure.remove(shop.client, shop.site.id, removed, 2**52)
        assert [(one["conversation"], one["words"]) for one in await rows(lan)] == [(erased, "")]


async def test_agents_and_visitor_see_the_same_of_the_visitor(shop: Shop, redis_url: str) -> None:
    page = {
        "url": "https://shop.vn/verify/7?code=1",
        "title": "Mã 7",
        "screen": "1440x900",
        "zone": "Asia/Seoul",
    }
    async with shop.visitor() as lan, signed_in_agent(redis_url, shop.server.url) as agent:
        await lan.hello(
            page={"url": "https://shop.vn/pricing", "title": "Bảng giá"},
            context={"order": 1042},
            token=shop.token("lan-about", name="Trần Lan", plan="Business"),
        )
        await lan.until("identified")
        await lan.send("page", page=page)
        conversation = await talk(lan, "Các bạn biết gì về mình?")
        await lan.send("about")
        told = await lan.until("about")
        await agent.hello()
        seen = await agent.watch(conversation)
    assert told == {"t": "about", **{name: seen[name] for name in ("trail", "context", "contact")}}
    assert [one["url"] for one in told["trail"]] == ["https://shop.vn/verify/•", "https://shop.vn/pricing"]
    assert told["context"] == {"order": 1042}
    assert (told["contact"]["name"], told["contact"]["plan"]) == ("Trần Lan", "Business")


async def test_who_is_no_longer_proven_is_not_told_who_they_were(shop: Shop) -> None:
    async with shop.visitor() as lan:
        await lan.hello(token=shop.token("lan-lapsed", name="Trần Lan"))
        await lan.until("identified")
        shop.turn(minutes=30)
        await lan.until("identify_again")
        await lan.send("about")
        assert (await lan.until("about"))["contact"] is None


async def test_nobody_looks_without_end(shop: Shop) -> None:
    async with shop.visitor() as lan:
        await lan.hello()
        for _ in range(11):
            await lan.send("about")
        refused = await lan.until("nack")
        assert refused["reason"] == "too_many"
        assert refused["retry_after"] > 0
