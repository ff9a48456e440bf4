"""Who signed tokens say the visitor is: one history on all devices, and nobody else's (contract S1, S2)."""

from chatserver.store import conversations
from tests.clients import Console, Frame, Visitor, new_id, signed_in_agent
from tests.shop_site import Shop


async def begin(visitor: Visitor, text: str = "Xin chào") -> str:
    """Begin a conversation; its id."""
    conversation = new_id()
    assert (await visitor.say(conversation, text))["t"] == "ack"
    return conversation


async def identify(visitor: Visitor, token: str) -> Frame:
    """Show a token; `identified`, or the `nack`."""
    await visitor.send("identify", token=token)
    while True:
        frame = await visitor.receive()
        if frame["t"] == "identified" or frame.get("reason", "").startswith("identity_"):
            return frame


def texts(frames: list[Frame], conversation: str) -> list[str]:
    """The words of a conversation among frames, as they came."""
    found: list[str] = []
    for frame in frames:
        if frame.get("conversation") == conversation and frame["t"] in {"message", "messages"}:
            lines = frame["messages"] if frame["t"] == "messages" else [frame]
            found += [line["body"]["text"] for line in lines if "text" in line["body"]]
    return found


async def test_a_token_is_answered_with_who_it_names(shop: Shop) -> None:
    async with shop.visitor() as lan:
        await lan.hello()
        told = await identify(lan, shop.token("lan-1", name="Trần Lan", plan="Business"))
        assert (told["name"], told["plan"], told["current"]) == ("Trần Lan", "Business", "")


async def test_a_token_may_come_with_hello(shop: Shop) -> None:
    async with shop.visitor() as lan:
        await lan.hello(token=shop.token("lan-2"))
        assert (await lan.until("identified"))["name"] == "Trần Lan"


async def test_a_faulty_token_is_refused_by_its_name_and_the_rest_goes_on(shop: Shop) -> None:
    async with shop.visitor() as stranger:
        await stranger.hello(token="no.token.atall")
        assert (await stranger.until("nack"))["reason"] == "identity_malformed"
        late = shop.token("lan-3", iat=1, exp=300)
        assert (await identify(stranger, late))["reason"] == "identity_expired"
        assert (await stranger.say(new_id(), "Xin chào"))["t"] == "ack"


async def test_tokens_cannot_be_tried_for_ever(shop: Shop) -> None:
    async with shop.visitor() as thief:
        await thief.hello()
        for _ in range(11):
            await thief.send("identify", token="a.b.c")
        assert (await thief.until("nack", reason="too_many"))["retry_after"] > 0


async def test_a_second_device_shows_the_same_conversation_and_both_hear_what_follows(shop: Shop) -> None:
    async with shop.visitor() as phone, shop.visitor() as laptop:
        await phone.hello(token=shop.token("lan-4"))
        conversation = await begin(phone, "từ điện thoại")
        await laptop.hello()
        assert (await identify(laptop, shop.token("lan-4")))["current"] == conversation
        assert (await laptop.until("messages", conversation=conversation))["more"] is False
        assert texts(laptop.seen, conversation) == ["từ điện thoại"]
        assert (await laptop.say(conversation, "từ máy tính"))["seq"] == 2
        await phone.until("message", conversation=conversation, seq=2)
        assert (await phone.say(conversation, "lại từ điện thoại"))["seq"] == 3
        await laptop.until("message", conversation=conversation, seq=3)


async def test_a_second_device_may_say_where_replies_go_and_what_was_read(shop: Shop) -> None:
    async with shop.visitor() as phone, shop.visitor() as laptop:
        await phone.hello(token=shop.token("lan-5"))
        conversation = await begin(phone)
        await laptop.hello(token=shop.token("lan-5"))
        await laptop.until("messages", conversation=conversation)
        await laptop.send("email", conversation=conversation, address="lan@shop.example")
        await laptop.until("state", email="lan@shop.example")
        await laptop.send("read", conversation=conversation, seq=1)
        await phone.until("read", conversation=conversation, seq=1, who="visitor")


async def test_a_conversation_begun_on_one_device_appears_on_the_other(shop: Shop) -> None:
    async with shop.visitor() as phone, shop.visitor() as laptop:
        await laptop.hello(token=shop.token("lan-6"))
        assert (await laptop.until("identified"))["current"] == ""
        await phone.hello(token=shop.token("lan-6"))
        conversation = await begin(phone, "mới bắt đầu")
        assert (await laptop.until("identified"))["current"] == conversation
        await laptop.until("messages", conversation=conversation)
        assert texts(laptop.seen, conversation) == ["mới bắt đầu"]


async def test_identifying_joins_the_open_conversation_of_before(shop: Shop) -> None:
    async with shop.visitor() as phone, shop.visitor() as laptop:
        await phone.hello()
        conversation = await begin(phone, "chưa đăng nhập")
        told = await identify(phone, shop.token("lan-7", email="lan@shop.example"))
        assert told["current"] == conversation
        await phone.until("state", email="lan@shop.example")
        await laptop.hello(token=shop.token("lan-7"))
        assert (await laptop.until("identified"))["current"] == conversation


async def test_of_two_open_conversations_each_widget_keeps_the_one_it_shows(shop: Shop) -> None:
    async with shop.visitor() as phone, shop.visitor() as laptop:
        await phone.hello(token=shop.token("lan-16"))
        first = await begin(phone, "từ điện thoại")
        await laptop.hello()
        second = await begin(laptop, "chưa đăng nhập")
        assert (await identify(laptop, shop.token("lan-16")))["current"] == second
        assert (await identify(phone, shop.token("lan-16")))["current"] == first
        async with shop.visitor() as tablet:
            await tablet.hello(token=shop.token("lan-16"))
            assert (await tablet.until("identified"))["current"] == second


async def test_a_token_in_one_tab_is_known_in_the_other(shop: Shop) -> None:
    async with shop.visitor() as tab, shop.visitor(tab.secret) as other:
        await tab.hello()
        await other.hello()
        await identify(tab, shop.token("lan-14"))
        assert (await other.until("identified"))["name"] == "Trần Lan"
        conversation = await begin(other)
        found = await conversations.load(shop.client, shop.site.id, conversation)
        assert found is not None
        assert found.plan == "Business"


async def test_an_older_conversation_is_not_joined_it_may_have_been_anybodys(shop: Shop) -> None:
    async with shop.visitor() as phone, shop.visitor() as laptop:
        await phone.hello()
        old = await begin(phone)
        shop.turn(minutes=61)
        assert (await identify(phone, shop.token("lan-8")))["current"] == ""
        assert (await phone.say(old, "vẫn của trình duyệt này"))["t"] == "ack"
        await laptop.hello(token=shop.token("lan-8"))
        assert (await laptop.until("identified"))["current"] == ""


async def test_a_closed_conversation_is_not_joined(shop: Shop, redis_url: str) -> None:
    async with shop.visitor() as phone, signed_in_agent(redis_url, shop.server.url) as an:
        await phone.hello()
        conversation = await begin(phone)
        await an.hello()
        await an.act("take", conversation)
        await an.act("close", conversation)
        await phone.until("state", status="closed")
        assert (await identify(phone, shop.token("lan-9")))["current"] == ""


async def test_foreign_and_absent_answer_alike(shop: Shop) -> None:
    async with shop.visitor() as phone:
        await phone.hello(token=shop.token("lan-10"))
        conversation = await begin(phone)
        for named in (conversation, new_id()):
            async with shop.visitor() as minh:
                cursor = {"id": named, "epoch": "e", "last_seq": 1, "last_h": "h"}
                welcome = await minh.hello(cursor, token=shop.token("minh-1"))
                assert welcome["conversations"] == []
                assert (await minh.until("reset"))["reason"] == "diverged"
                assert (await minh.until("messages"))["messages"] == []
                await minh.send("typing", conversation=named, on=True)
                assert (await minh.until("nack"))["reason"] == "unknown_conversation"
                await minh.send("email", conversation=named, address="minh@shop.example")
                assert (await minh.until("nack"))["reason"] == "unknown_conversation"
        async with shop.visitor() as minh:
            await minh.hello(token=shop.token("minh-1"))
            assert (await minh.say(conversation, "của tôi"))["reason"] == "unknown_conversation"
            await phone.say(conversation, "không ai khác nghe")
            assert (await minh.say(new_id(), "của Minh"))["t"] == "ack"
            assert texts(minh.seen, conversation) == []


async def test_the_console_sees_who_it_is(shop: Shop, redis_url: str) -> None:
    async with shop.visitor() as phone, signed_in_agent(redis_url, shop.server.url) as an:
        await an.hello()
        await phone.hello()
        conversation = await begin(phone)
        assert (await an.watch(conversation))["contact"] is None
        await identify(phone, shop.token("lan-11", email="lan@shop.example"))
        told = await contact_of(an)
        assert told["row"]["name"] == "Trần Lan"
        assert told["contact"]["until"] > 0
        known = {name: told["contact"][name] for name in ("id", "name", "email", "plan")}
        assert known == {"id": "lan-11", "name": "Trần Lan", "email": "lan@shop.example", "plan": "Business"}


async def test_the_console_sees_that_the_person_is_there_on_whichever_device(
    shop: Shop, redis_url: str
) -> None:
    async with signed_in_agent(redis_url, shop.server.url) as an, shop.visitor() as laptop:
        async with shop.visitor() as phone:
            await phone.hello(token=shop.token("lan-15"))
            conversation = await begin(phone)
            await an.hello()
            assert (await an.watch(conversation))["here"] is True
        await an.until("conversation", here=False)
        await laptop.hello(token=shop.token("lan-15"))
        await an.until("conversation", here=True)
        assert (await an.watch(conversation))["here"] is True


async def test_a_plan_that_changes_in_mid_chat_counts_from_the_next_token_on(
    shop: Shop, redis_url: str
) -> None:
    async with shop.visitor() as phone, signed_in_agent(redis_url, shop.server.url) as an:
        await an.hello()
        await phone.hello(token=shop.token("lan-12", plan="Free"))
        conversation = await begin(phone)
        assert (await an.watch(conversation))["contact"]["plan"] == "Free"
        shop.turn(seconds=2)
        assert (await identify(phone, shop.token("lan-12", plan="Enterprise")))["plan"] == "Enterprise"
        told = await contact_of(an)
        while told["contact"]["plan"] != "Enterprise":
            told = await contact_of(an)
        assert (await phone.say(conversation, "vẫn cuộc trò chuyện này"))["seq"] == 2


async def test_where_identity_is_not_required_words_go_on_after_its_end_without_the_plan(shop: Shop) -> None:
    async with shop.visitor() as phone:
        await phone.hello(token=shop.token("lan-13"))
        await begin(phone)
        shop.turn(minutes=12)
        await phone.until("identify_again")
        later = await begin(phone)
        found = await conversations.load(shop.client, shop.site.id, later)
        assert found is not None
        assert (found.name, found.plan) == ("Trần Lan", "")


async def contact_of(console: Console) -> Frame:
    """The next details of a conversation that name a person."""
    while True:
        told = await console.until("conversation")
        if told["contact"]:
            return told
