"""Where a site requires identity: what is refused, what stays readable, what opens the door (contract S2)."""

import pytest

from tests.clients import new_id
from tests.shop_site import Shop
from tests.sockets.test_identity import begin, identify, texts


@pytest.fixture
async def strict(shop: Shop) -> Shop:
    """A site where only identified people may write, and its server has heard of it."""
    await shop.rule(required=True, anonymous=False)
    await shop.until_strangers_hear("identity_required")
    return shop


async def test_nothing_new_is_said_after_the_end_and_all_stays_readable(strict: Shop) -> None:
    async with strict.visitor() as phone:
        await phone.hello(token=strict.token("thu-1"))
        conversation = await begin(phone, "trước khi hết hạn")
        strict.turn(minutes=12)
        await phone.until("identify_again")
        cid = new_id()
        assert (await phone.say(conversation, "sau khi hết hạn", cid))["reason"] == "identity_lapsed"
        async with strict.visitor(phone.secret) as reloaded:
            await reloaded.hello({"id": conversation})
            await reloaded.until("identify_again")
            await reloaded.until("messages", conversation=conversation)
            assert texts(reloaded.seen, conversation) == ["trước khi hết hạn"]
        await identify(phone, strict.token("thu-1"))
        assert (await phone.say(conversation, "sau khi hết hạn", cid))["t"] == "ack"


async def test_a_token_opens_the_door_for_the_same_words(strict: Shop) -> None:
    async with strict.visitor() as stranger:
        await stranger.hello()
        conversation, cid = new_id(), new_id()
        assert (await stranger.say(conversation, "Xin chào", cid))["reason"] == "identity_required"
        await identify(stranger, strict.token("thu-2"))
        assert (await stranger.say(conversation, "Xin chào", cid))["t"] == "ack"


async def test_a_retired_key_proves_nothing_new(strict: Shop) -> None:
    await strict.retire_key()
    await strict.until_strangers_hear("")
    async with strict.visitor() as phone:
        await phone.hello()
        assert (await identify(phone, strict.token("thu-3")))["reason"] == "identity_off"


async def test_nobody_sends_the_answer_elsewhere_after_the_end(strict: Shop) -> None:
    async with strict.visitor() as phone:
        await phone.hello(token=strict.token("thu-4"))
        conversation = await begin(phone, "gửi cho tôi")
        strict.turn(minutes=12)
        await phone.until("identify_again")
        await phone.send("email", conversation=conversation, address="someone@else.example")
        assert (await phone.until("nack"))["reason"] == "identity_lapsed"
        await phone.send("wait", conversation=conversation, choice="email")
        assert (await phone.until("nack"))["reason"] == "identity_lapsed"
        await identify(phone, strict.token("thu-4"))
        await phone.send("email", conversation=conversation, address="thu@shop.example")
        await phone.until("state", conversation=conversation, email="thu@shop.example")


async def test_strangers_are_not_invited_to_write_what_would_be_refused(strict: Shop) -> None:
    async with strict.visitor() as stranger:
        told = (await stranger.hello())["decision"]
        assert (told["outcome"], told["reason"]) == ("refused", "sign_in_required")
        await identify(stranger, strict.token("thu-5"))
        welcome = await stranger.until("decision")
        assert welcome["decision"]["outcome"] != "refused"
