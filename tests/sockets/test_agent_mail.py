"""What consoles are told of mails: whether any go out, which wait or are given up, how one reads (R21, R22)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from chatserver.store import keys
from chatserver.store.client import Client
from chatserver.store.mails import say_here
from tests.clients import Console, Frame, Visitor, new_id, signed_in_agent
from tests.mail_ends import end_mails, first_site
from tests.server import ServerProcess

MORNING = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)  # Wednesday, 10:00 in Hà Nội
LAN = "lan@shop.example"


@pytest.fixture
def server(desk_a: ServerProcess) -> ServerProcess:
    """A server on a Wednesday morning, without a mail server."""
    return desk_a


@pytest.fixture
async def an(server: ServerProcess, redis_url: str) -> AsyncIterator[Console]:
    """An's console."""
    async with signed_in_agent(redis_url, server.url, "An") as console:
        yield console


async def answered(server: ServerProcess, an: Console, text: str = "Bạn thử tải lại trang") -> str:
    """Lan asks, leaves her address and goes; An, who watches, answers; the conversation."""
    conversation = new_id()
    async with Visitor(f"{server.ws_url}/ws/{server.site_key}") as lan:
        await lan.hello()
        await lan.say(conversation, "Trang báo lỗi 413")
        await lan.send("email", conversation=conversation, address=LAN)
        await lan.until("state", email=LAN)
    await an.watch(conversation)
    assert (await an.say(conversation, text))["t"] == "ack"
    return conversation


async def with_mails(an: Console, **like: object) -> list[Frame]:
    """The mails of the conversation, as soon as the last one is like this."""
    while True:
        mails: list[Frame] = (await an.until("conversation"))["mails"]
        if mails and like.items() <= mails[-1].items():
            return mails


async def asked(an: Console, name: str, after: str = "") -> Frame:
    """A page of a list of mails."""
    await an.send("mails", name=name, after=after)
    return await an.until("mails")


async def verb(an: Console, kind: str, **fields: object) -> Frame:
    """Send a frame with a ref; its answer."""
    await an.send(kind, ref=99, **fields)
    return await an.answer({"done", "nack"}, ref=99)


async def test_an_answer_is_shown_with_its_mail_and_the_last_speaker(
    server: ServerProcess, an: Console
) -> None:
    assert (await an.hello())["post"] == {"sends": False, "waiting": 0, "dead": 0}
    conversation = await answered(server, an)
    (mail,) = await with_mails(an, kind="answer")
    assert (mail["id"], mail["n"], mail["state"]) == (f"{conversation}.1", 1, "queued")
    assert mail["from_seq"] == mail["to_seq"] == 3
    assert mail["due_at"] > mail["created_at"]
    row = (await an.watch(conversation))["row"]
    assert row["last_by"] == {"id": an.agent.id, "name": "An"}
    assert not row["address_bounced"]


async def test_the_desk_says_how_many_wait_and_whether_somebody_sends(
    server: ServerProcess, an: Console, client: Client
) -> None:
    await an.hello()
    await answered(server, an)
    await an.until("desk", post={"sends": False, "waiting": 1, "dead": 0})
    await say_here(client)
    await an.until("desk", post={"sends": True, "waiting": 1, "dead": 0})
    await end_mails(client, server.clock, "refused")
    await an.until("desk", post={"sends": True, "waiting": 0, "dead": 1})


async def test_mails_that_wait_are_listed_in_pages_with_whom_they_are_for(
    server: ServerProcess, an: Console
) -> None:
    await an.hello()
    first, second = await answered(server, an), await answered(server, an, "Bạn thử lại giúp mình")
    page = await asked(an, "waiting")
    assert [row["conversation"] for row in page["rows"]] == [first, second]
    assert (page["rows"][0]["email"], page["rows"][0]["preview"]) == (LAN, "Bạn thử tải lại trang")
    rest = await asked(an, "waiting", f"{first}.1")
    assert ([row["conversation"] for row in rest["rows"]], rest["more"]) == ([second], False)
    assert (await asked(an, "dead"))["rows"] == []


async def test_a_mail_that_was_refused_says_why_and_is_sent_again(
    server: ServerProcess, an: Console, client: Client
) -> None:
    await an.hello()
    conversation = await answered(server, an)
    await with_mails(an, state="queued")
    await end_mails(client, server.clock, "refused", "550 no such user")
    (mail,) = await with_mails(an, state="dead")
    assert (mail["to"], mail["reason"], mail["detail"]) == (LAN, "refused", "550 no such user")
    assert [row["mail"]["id"] for row in (await asked(an, "dead"))["rows"]] == [mail["id"]]
    assert (await verb(an, "send_again", conversation=conversation, n=1))["t"] == "done"
    (mail,) = await with_mails(an, state="queued")
    assert (mail["id"], mail["reason"]) == (f"{conversation}.1", "")
    assert (await asked(an, "dead"))["rows"] == []


async def test_what_is_not_given_up_is_not_sent_again(server: ServerProcess, an: Console) -> None:
    await an.hello()
    conversation = await answered(server, an)
    for n in (1, 2):
        refused = await verb(an, "send_again", conversation=conversation, n=n)
        assert refused["t"] == "nack"


async def test_a_mail_is_read_without_the_code_that_is_the_visitors(
    server: ServerProcess, an: Console
) -> None:
    await an.hello()
    conversation = await answered(server, an)
    await an.send("mail", conversation=conversation, n=1)
    mail = await an.until("mail")
    assert (mail["to"], mail["fault"]) == (LAN, "")
    assert "Twin AI" in mail["subject"] and "Bạn thử tải lại trang" in mail["text"]
    assert "#open=…" in mail["text"]


async def test_no_mail_is_read_that_is_not_there(server: ServerProcess, an: Console) -> None:
    await an.hello()
    for conversation in (new_id(), await answered(server, an)):
        await an.send("mail", conversation=conversation, n=7)
        assert (await an.until("nack"))["reason"] == "unknown_mail"


async def test_a_mail_that_came_back_marks_the_address(
    server: ServerProcess, an: Console, client: Client
) -> None:
    await an.hello()
    conversation = await answered(server, an)
    (found,) = await end_mails(client, server.clock, "accepted")
    await with_mails(an, state="sent")
    key = keys.conversation(await first_site(client), found.conversation)
    await client.hset(key, "email_bounced", LAN)
    assert (await an.watch(conversation))["row"]["address_bounced"]


async def test_everything_that_was_said_is_mailed_on_request(server: ServerProcess, an: Console) -> None:
    await an.hello()
    conversation = await answered(server, an)
    assert (await verb(an, "act", verb="transcript", conversation=conversation))["t"] == "done"
    mails = await with_mails(an, kind="transcript")
    assert (mails[-1]["from_seq"], mails[-1]["to_seq"]) == (1, 3)


async def test_words_keep_their_speaker_when_the_conversation_is_passed_on(
    server: ServerProcess, an: Console, redis_url: str
) -> None:
    async with signed_in_agent(redis_url, server.url, "Bình") as binh:
        await an.hello()
        await binh.hello()
        conversation = await answered(server, an)
        await verb(an, "transfer", conversation=conversation, to={"agent": binh.agent.id})
        shown = await binh.watch(conversation)
        assert shown["row"]["agent"]["name"] == "Bình"
        assert shown["row"]["last_by"]["name"] == "An"
