"""A desk with a mail room, for stories about mail that comes in: Twin AI's policy, a visitor, what machines say."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec

from chatserver.actions.conversations import leave_address
from chatserver.actions.inbound import MailRoom, Outcome, receive
from chatserver.actions.mails import settle
from chatserver.clock import millis
from chatserver.domain.conversation import Conversation
from chatserver.domain.ids import random_id
from chatserver.domain.mail import Mail
from chatserver.domain.mail_tokens import message_id, reply_token
from chatserver.domain.message import AgentMessage, Speaker
from chatserver.domain.policy import shipped_policy_text
from chatserver.domain.reader import Reader
from chatserver.domain.site import Site
from chatserver.mail.parse.reading import read_mail
from chatserver.store import conversations, keys, mails, set_aside, sites
from chatserver.store.appends import Append
from chatserver.store.client import Client
from chatserver.store.set_aside import SetAside
from tests.actions.desk import SITE, Desk, desk
from tests.letters import LAN

SECRET = b"k" * 32
DOMAIN = "twinai.com"


@dataclass(slots=True)
class MailDesk:
    """The desk, and what comes in by mail."""

    desk: Desk
    room: MailRoom

    @property
    def now(self) -> int:
        """ms."""
        return millis(self.desk.office.now)

    async def gets(self, raw: bytes, recipient: str = "") -> Outcome:
        """A mail is delivered."""
        return await receive(self.room, raw, read_mail(raw, DOMAIN), recipient)

    async def asked(self, text: str = "Hoá đơn của tôi đâu?", address: str = LAN) -> str:
        """A visitor writes in the widget at night and leaves an address."""
        name = await self.desk.writes(text=text)
        if address:
            await leave_address(self.desk.office, SITE, Reader(name), name, address)
        return name

    async def answered(self, conversation: str, text: str = "Hoá đơn ở đây nhé.") -> Mail:
        """An agent answers whoever is away; the mail is sent and taken."""
        found = await self.desk.sees(conversation)
        body = AgentMessage(random_id(), text, Speaker("an", "An"))
        change = {"status": "open", "agent": "an", "agent_name": "An"}
        await self.says(conversation, body, change if found.status != "open" else {})
        return await self.sent(conversation, "answer")

    async def says(self, conversation: str, body: AgentMessage, change: dict[str, str]) -> None:
        """An agent's words."""
        await self.desk.office.appender.append(SITE, Append(conversation, self.now, body, set=change))

    async def sent(self, conversation: str, kind: str) -> Mail:
        """The mail server takes the last mail of a kind; an answer has reached the visitor by that."""
        await mails.lease(self.desk.office.client, SITE, self.now + 10**9, "t" * 32, 60_000, 50)
        mail = [one for one in await self.mails(conversation) if one.kind == kind][-1]
        assert await mails.mark_data(self.desk.office.client, SITE, mail, LAN)
        assert await settle(self.desk.office, SITE, mail, "accepted")
        return (await self.mails(conversation))[mail.n - 1]

    async def mails(self, conversation: str) -> list[Mail]:
        """All mails of a conversation."""
        found = await self.desk.sees(conversation)
        return await mails.of_conversation(self.desk.office.client, SITE, conversation, found.mails)

    async def kinds(self, conversation: str) -> list[str]:
        """Their kinds."""
        return [mail.kind for mail in await self.mails(conversation)]

    async def aside(self) -> list[SetAside]:
        """What was set aside, latest first."""
        return (await set_aside.listed(self.desk.office.client, SITE))[0]

    async def messages(self, conversation: str) -> list[dict[str, Any]]:
        """What was said."""
        stored = await conversations.messages_after(self.desk.office.client, SITE, conversation, 0)
        return [msgspec.json.decode(one.body) for one in stored]

    async def closes(self, conversation: str) -> None:
        """It ends, answered."""
        ended = {"status": "closed", "waiting_since": "", "promise_at": "", "agent": ""}
        await self.desk.office.appender.append(SITE, Append(conversation, self.now, set=ended))

    async def field(self, conversation: str, name: str) -> str:
        """A field of the conversation, as stored."""
        return str(await self.desk.office.client.hget(keys.conversation(SITE, conversation), name) or "")

    async def write(self, conversation: str, name: str, value: str) -> None:
        """Another part of the server changes a field."""
        await self.desk.office.client.hset(keys.conversation(SITE, conversation), name, value)

    async def reopen_site(self) -> None:
        """The site is there again after everything was lost."""
        await sites.add(self.desk.office.client, Site(SITE, "Twin AI", "k" * 16, (), self.desk.office.now))

    async def all_conversations(self) -> list[Conversation]:
        """Everything that is answered by mail."""
        return await conversations.whole_list(self.desk.office.client, SITE, "email")

    def reply_to(self, conversation: str) -> str:
        """The address that our mails about it are answered to."""
        return f"reply+{reply_token(SECRET, conversation)}@{DOMAIN}"

    def id_of_first(self, conversation: str) -> str:
        """The Message-ID of the first mail about it."""
        return message_id(SECRET, conversation, 1, DOMAIN)

    def id_of(self, mail: Mail) -> str:
        """Its Message-ID."""
        return message_id(SECRET, mail.conversation, mail.n, DOMAIN)


@asynccontextmanager
async def mail_desk(client: Client, hour: int = 23) -> AsyncIterator[MailDesk]:
    """Twin AI's desk at an hour of a Wednesday in Hà Nội."""
    async with desk(client, shipped_policy_text()) as at_desk:
        at_desk.clock.now += timedelta(hours=hour - 12)
        made = MailDesk(at_desk, MailRoom(at_desk.office, SECRET, frozenset({"no-reply@twinai.com"})))
        await client.set(keys.SECRET, SECRET.hex())
        await made.reopen_site()
        await at_desk.office.refresh(SITE)
        yield made
