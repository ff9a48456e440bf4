"""A sender at work: a desk, a mail server, plain mails, and mails that are due."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage

from chatserver.actions.messages import Words, Writer, say_as_visitor
from chatserver.clock import millis
from chatserver.domain.ids import random_id
from chatserver.domain.mail import Asked, Mail, Result
from chatserver.domain.mail_tokens import message_id
from chatserver.domain.site import Site
from chatserver.mail.outgoing import Outgoing, Post
from chatserver.mail.sender import LIMITS, Compose, Limits, Sender
from chatserver.mail.smtp import MailServer, Patience, Smtp
from chatserver.mail.worker import Mailer, Turns
from chatserver.settings import Settings
from chatserver.store import conversations, mails, sites
from chatserver.store.appends import Append
from chatserver.store.client import Client
from chatserver.store.mails import Leased
from tests.actions.desk import SITE, Desk, desk
from tests.mail.smtp_server import Plan
from tests.stores import NOON, PUBLIC_URL

SECRET = b"s" * 32
LIFE_MS = 90_000
LOOK_S = 0.01
QUICK = Patience(step=0.3, data=0.3, whole=1)
AMPLE = Patience(step=10, data=10, whole=20)
SETTINGS = Settings(base_url=PUBLIC_URL, default_from_email="chat@shop.example")


async def plain(post: Post, site: Site, mail: Mail) -> Outgoing | Result:
    """A mail to the conversation's address, or to the department."""
    found = await conversations.load(post.office.client, site.id, mail.conversation)
    assert found is not None
    to = "desk@shop.example" if mail.kind == "capture" else found.email
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "chat@shop.example", to, mail.kind
    message["Message-ID"] = f"<{message_id(post.secret, mail.conversation, mail.n, 'shop.example')}>"
    message.set_content("chào bạn")
    return Outgoing(message, "chat@shop.example", to)


@dataclass(slots=True)
class Postroom:
    """One site, its desk, and the mail server."""

    desk: Desk
    site: Site
    plan: Plan
    patience: Patience = AMPLE

    @property
    def client(self) -> Client:
        """Where it is stored."""
        return self.desk.office.client

    @property
    def server(self) -> MailServer:
        """Where mails go."""
        return MailServer("smtp", "127.0.0.1", self.plan.port, "", "", "chat.test", self.patience)

    async def due(self, address: str) -> Mail:
        """A mail to a visitor, due now: the transcript of their conversation."""
        return await due(self.desk, self.site.id, address)

    async def leased(self, life_ms: int = LIFE_MS) -> list[Leased]:
        """All that is due."""
        now = millis(self.desk.office.now)
        return await mails.lease(self.client, self.site.id, now, random_id(), life_ms, 100)

    async def sends(self, compose: Compose = plain, limits: Limits = LIMITS) -> None:
        """Whatever is due, one after the other over one connection."""
        connection = Smtp(self.server)
        for leased in await self.leased():
            await self.sender(compose, limits).send(self.site, leased, connection)
        connection.close()

    def sender(self, compose: Compose = plain, limits: Limits = LIMITS) -> Sender:
        """What sends."""
        return Sender(Post(self.desk.office, SETTINGS, SECRET), compose, limits)

    async def sees(self, mail: Mail) -> Mail:
        """The mail as stored."""
        found = await mails.load(self.client, self.site.id, mail.conversation, mail.n)
        assert found is not None
        return found

    @asynccontextmanager
    async def mailer(self, compose: Compose = plain, turns: Turns | None = None) -> AsyncIterator[Mailer]:
        """A mailer at work, until the block ends."""
        made = Mailer(self.sender(compose), self.server, turns or Turns(look_s=0.05))
        async with asyncio.TaskGroup() as group:
            group.create_task(made.run())
            try:
                yield made
            finally:
                made.end()


async def due(shop: Desk, site: str, address: str) -> Mail:
    """A conversation of a site, whose visitor asks for its transcript."""
    name, now = random_id(), millis(shop.office.now)
    await say_as_visitor(
        shop.office, site, Writer(name, "hash", "vi"), name, Words(random_id(), "chào", None)
    )
    await shop.office.appender.append(site, Append(name, now, set={"email": address, "status": "open"}))
    await shop.office.appender.append(site, Append(name, now, asked=Asked(kind="transcript")))
    found = await conversations.load(shop.office.client, site, name)
    assert found is not None
    return (await mails.of_conversation(shop.office.client, site, name, found.mails))[-1]


async def until(happened: Callable[[], object]) -> None:
    """Wait for a state; the test's own time limit is the patience."""
    while not happened():
        await asyncio.sleep(LOOK_S)


@asynccontextmanager
async def postroom(client: Client, plan: Plan, patience: Patience = AMPLE) -> AsyncIterator[Postroom]:
    """A desk with somebody there, so that words by themselves cause no mail."""
    async with desk(client) as made:
        site = Site(SITE, "Shop", "k" * 20, (), NOON)
        await sites.add(client, site)
        await made.comes("an")
        await made.sweeps()
        yield Postroom(made, site, plan, patience)
