"""One night and one morning by mail, through real doors: a server, a mail server, a visitor, an agent."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

from chatserver.clock import system_clock
from tests.clients import Console, Visitor, new_id, signed_in_agent
from tests.file_samples import png
from tests.letters import LAN, SUPPORT, bounce, letter
from tests.mail.smtp_server import Plan, smtp_server
from tests.redis_servers import redis_server
from tests.server import ServerProcess, server_process
from tests.web.handing_in import Handed, MailServer, key_of

NIGHT = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)  # Wednesday 23:00 in Hà Nội
MORNING = datetime(2026, 3, 5, 1, 5, tzinfo=UTC)  # 8:05
WITHIN_S = 30.0


@dataclass(slots=True)
class Town:
    """Everybody who takes part."""

    server: ServerProcess
    redis_url: str
    plan: Plan
    turned_by: timedelta = timedelta()

    def turns_to(self, instant: datetime) -> None:
        """It is this time now."""
        self.turned_by = instant - system_clock()
        self.server.clock.turn_to(instant)

    async def post(self, to: str, like: Callable[[EmailMessage], bool] = bool) -> EmailMessage:
        """The last mail like this that the mail server has for somebody."""
        async with asyncio.timeout(WITHIN_S):
            while True:
                found = [one.message for one in self.plan.of(to) if like(one.message)]
                if found:
                    return found[-1]
                await asyncio.sleep(0)

    async def hands_in(self, raw: bytes) -> Handed:
        """A mail server hands a mail in, by the server's clock."""
        late_s = -round(self.turned_by.total_seconds())
        door = MailServer(self.server.url, key_of(self.redis_url), "192.0.2.77")
        return await asyncio.to_thread(door.hands_in, raw, late_s=late_s)


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[Town]:
    """A server that mails, at night."""
    with TemporaryDirectory(prefix="chat-") as at, redis_server(Path(at)) as redis_url:
        async with smtp_server(Plan()) as plan:
            mail = {
                "EMAIL_URL": f"smtp://127.0.0.1:{plan.port}",
                "DEFAULT_FROM_EMAIL": "chat@twinai.com",
                "REPLY_ADDRESS": "reply@twinai.com",
            }
            with server_process(folder, redis_url, **mail) as server:
                made = Town(server, redis_url, plan)
                made.turns_to(NIGHT)
                yield made


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def is_receipt(mail: EmailMessage) -> bool:
    return str(mail["Auto-Submitted"]) == "auto-replied"


def answer_to(mail: EmailMessage, text: str, name: str, **given: tuple[tuple[str, bytes], ...]) -> bytes:
    """What a person's mail program sends when they answer a mail."""
    quoted = "".join(f"> {line}\n" for line in text_of(mail).splitlines())
    said = f"{text}\n\nVào Th 5, 5 thg 3, 2026 vào lúc 10:00 Twin AI <chat@twinai.com> đã viết:\n{quoted}"
    ours = str(mail["Message-ID"]).strip("<> ")
    subject = f"Re: {mail['Subject']}"
    to = str(mail["Reply-To"])
    return letter(said, to=to, subject=subject, message_id=f"{name}@mail.gmail.com", answers=ours, **given)  # type: ignore[arg-type]


async def asks(at: Town) -> str:
    """Lan asks in the widget, leaves her address and goes; her conversation."""
    talk = new_id()
    async with Visitor(f"{at.server.ws_url}/ws/{at.server.site_key}", origin=at.server.url) as lan:
        await lan.hello()
        await lan.say(talk, "Hoá đơn tháng 2 của tôi đâu?")
        await lan.send("email", conversation=talk, address=LAN)
        await lan.until("state", email=LAN)
    return talk


async def until_promise(agent: Console, state: str) -> None:
    """The console shows it."""
    known = [frame for frame in agent.seen if frame["t"] == "conversation"]
    while not known or known[-1]["row"]["promise_state"] != state:
        known.append(await agent.until("conversation"))


async def test_a_question_at_night_is_answered_and_asked_again_by_mail(tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        talk = await asks(at)
        receipt = await at.post(LAN)
        assert "12:00" in text_of(receipt)  # four office hours from 8:00
        at.turns_to(NIGHT + timedelta(minutes=1))
        assert "Hoá đơn tháng 2" in text_of(await at.post(SUPPORT))

        added = await at.hands_in(
            answer_to(receipt, "Số hoá đơn là 4711", "added", files=(("a.png", png(9, 9)),))
        )
        assert (added.told["action"], added.told["conversation"]) == ("reply", talk)
        at.turns_to(NIGHT + timedelta(minutes=10))
        assert "4711" in text_of(await at.post(SUPPORT, lambda mail: "4711" in text_of(mail)))

        at.turns_to(MORNING)
        async with signed_in_agent(at.redis_url, at.server.url) as agent:
            await agent.hello()
            await agent.watch(talk)
            told = (await agent.until("messages", conversation=talk))["messages"]
            [said] = [one["body"] for one in told if "letter" in one["body"]]
            assert said["text"] == "Số hoá đơn là 4711"
            assert [one["type"] for one in said["files"]] == ["image/png"]
            assert (await agent.say(talk, "Đây ạ, mời chị xem."))["t"] == "ack"
            at.turns_to(MORNING + timedelta(minutes=2))
            answer = await at.post(LAN, lambda mail: "mời chị xem" in text_of(mail))
            await until_promise(agent, "kept")
            await agent.act("close", talk)

        again = await at.hands_in(answer_to(answer, "Cảm ơn, nhưng sai tháng rồi", "again"))
        assert (again.told["action"], again.told["conversation"]) == ("reply", talk)
        at.turns_to(MORNING + timedelta(minutes=10))
        captured = await at.post(SUPPORT, lambda mail: "sai tháng" in text_of(mail))
        assert "đã viết" not in text_of(captured)
        promised = await at.post(
            LAN, lambda mail: is_receipt(mail) and mail["Message-ID"] != receipt["Message-ID"]
        )
        assert re.search(r"\d\d?:\d\d", text_of(promised))


async def test_an_answer_to_a_dead_address_is_told_and_goes_to_another(tmp_path: Path) -> None:
    async with town(tmp_path) as at:
        talk = await asks(at)
        at.turns_to(MORNING)
        async with signed_in_agent(at.redis_url, at.server.url) as agent:
            await agent.hello()
            await agent.say(talk, "Đây ạ, mời chị xem.")
            at.turns_to(MORNING + timedelta(minutes=2))
            answer = await at.post(LAN, lambda mail: "mời chị xem" in text_of(mail))
            await agent.watch(talk)
            await until_promise(agent, "kept")
            done = await at.hands_in(bounce(str(answer["Message-ID"]).strip("<> "), LAN))
            assert (done.told["action"], done.told["reason"]) == ("bounce", "permanent")
            while (await agent.until("message"))["body"].get("key") != "system.mail_bounced":
                pass
            await until_promise(agent, "pending")
