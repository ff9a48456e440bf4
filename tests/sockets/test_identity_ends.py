"""A proof of identity ends, fails or names another person: each outcome is defined, none is silently anonymous."""

from tests.clients import new_id
from tests.shop_site import Shop
from tests.sockets.test_identity import begin, identify, texts


async def test_a_fresh_token_is_asked_for_before_the_old_one_ends(shop: Shop) -> None:
    async with shop.visitor() as phone:
        await phone.hello(token=shop.token("hoa-1"))
        until = (await phone.until("identified"))["until"]
        shop.turn(minutes=9, seconds=1)
        assert (await phone.until("identify_again"))["until"] == until
        assert (await identify(phone, shop.token("hoa-1")))["until"] > until


async def test_another_device_hears_nothing_after_the_end_and_everything_after_a_fresh_token(
    shop: Shop,
) -> None:
    async with shop.visitor() as phone, shop.visitor() as laptop:
        await phone.hello(token=shop.token("hoa-4"))
        conversation = await begin(phone, "một")
        await laptop.hello(token=shop.token("hoa-4"))
        await laptop.until("messages", conversation=conversation)
        shop.turn(minutes=12)
        await laptop.until("identify_again")
        await identify(phone, shop.token("hoa-4"))
        await phone.say(conversation, "hai")
        await laptop.send("typing", conversation=conversation, on=True)
        assert (await laptop.until("nack"))["reason"] == "unknown_conversation"
        assert (await laptop.say(conversation, "ba"))["reason"] == "identity_lapsed"
        assert texts(laptop.seen, conversation) == ["một"]
        await identify(laptop, shop.token("hoa-4"))
        await laptop.until("messages", conversation=conversation)
        assert texts(laptop.seen, conversation) == ["một", "hai"]
        assert (await laptop.say(conversation, "ba"))["t"] == "ack"


async def test_a_device_that_comes_back_without_a_token_is_asked_and_loses_nothing(shop: Shop) -> None:
    async with shop.visitor() as phone, shop.visitor() as laptop:
        await phone.hello(token=shop.token("hoa-5"))
        conversation = await begin(phone, "một")
        await laptop.hello(token=shop.token("hoa-5"))
        page = await laptop.until("messages", conversation=conversation)
    shop.turn(minutes=12)
    last = page["messages"][-1]
    cursor = {
        "id": conversation, "epoch": page["epoch"], "last_seq": last["seq"], "last_h": last["h"]
    }  # fmt: skip
    async with shop.visitor(laptop.secret) as back:
        welcome = await back.hello(cursor)
        assert welcome["conversations"] == []
        await back.until("identify_again")
        own = new_id()
        assert (await back.say(own, "của trình duyệt này"))["t"] == "ack"
        assert [frame for frame in back.seen if frame.get("conversation") == conversation] == []
        await identify(back, shop.token("hoa-5"))
        page = await back.until("messages", conversation=conversation)
        assert (page["messages"], page["more"]) == ([], False)


async def test_a_reload_within_the_life_of_a_token_needs_no_new_one(shop: Shop) -> None:
    async with shop.visitor() as phone:
        await phone.hello(token=shop.token("hoa-6"))
        await phone.until("identified")
    async with shop.visitor(phone.secret) as reloaded:
        await reloaded.hello()
        assert (await reloaded.until("identified"))["name"] == "Trần Lan"


async def test_a_failed_refresh_is_named_and_the_old_token_holds_till_its_end(shop: Shop) -> None:
    async with shop.visitor() as phone:
        await phone.hello(token=shop.token("hoa-7"))
        await phone.until("identified")
        shop.turn(minutes=9, seconds=1)
        await phone.until("identify_again")
        assert (await identify(phone, "x"))["reason"] == "identity_malformed"
        assert (await phone.say(new_id(), "Xin chào"))["t"] == "ack"
        shop.turn(minutes=3)
        await phone.until("identify_again")


async def test_another_persons_token_changes_nobody_and_lets_nobody_speak(shop: Shop) -> None:
    async with shop.visitor() as browser:
        await browser.hello(token=shop.token("hoa-8"))
        conversation = await begin(browser, "của Hoa")
        assert (await identify(browser, shop.token("minh-8")))["reason"] == "identity_other"
        assert (await browser.say(conversation, "của ai?"))["reason"] == "identity_other"
        assert (await browser.say(new_id(), "của ai?"))["reason"] == "identity_other"
        await identify(browser, shop.token("hoa-8"))
        assert (await browser.say(conversation, "vẫn của Hoa"))["t"] == "ack"


async def test_another_persons_token_in_hello_is_answered_the_same(shop: Shop) -> None:
    async with shop.visitor() as browser:
        await browser.hello(token=shop.token("hoa-9"))
        await begin(browser, "của Hoa")
    async with shop.visitor(browser.secret) as again:
        await again.hello(token=shop.token("minh-9"))
        assert (await again.until("nack"))["reason"] == "identity_other"
        assert (await again.say(new_id(), "của ai?"))["reason"] == "identity_other"
    async with shop.visitor() as afresh:
        welcome = await afresh.hello(token=shop.token("minh-9"))
        assert welcome["conversations"] == []
        assert (await afresh.until("identified"))["current"] == ""
