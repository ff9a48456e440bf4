"""A desk that mails: somebody asks at night, an agent answers, and the mails about it are worded."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage

from chatserver.actions.conversations import leave_address
from chatserver.actions.files import of_visitor
from chatserver.actions.messages import Words, Writer, say_as_agent, say_as_visitor
from chatserver.clock import millis
from chatserver.domain.asker import Asker
from chatserver.domain.conversation import Conversation
from chatserver.domain.file_types import FileType
from chatserver.domain.ids import random_id
from chatserver.domain.mail import Asked, Kind, Mail, Result, settled
from chatserver.domain.message import Speaker, VisitorMessage, WrittenOn, encode
from chatserver.domain.policy import shipped_policy_text
from chatserver.domain.reader import Reader
from chatserver.domain.site import Site
from chatserver.mail.compose import compose
from chatserver.mail.outgoing import Outgoing, Post
from chatserver.settings import Settings
from chatserver.store import conversations, files, keys, mails
from chatserver.store.appends import Append
from chatserver.store.blobs import blob
from chatserver.store.client import Client
from chatserver.store.files import StoredFile
from tests.actions.desk import SITE, Desk, desk
from tests.stores import NOON, PUBLIC_URL

NIGHT = timedelta(hours=11)  # 23:00 after noon: every shipped desk that closes is closed
SECRET = b"s" * 32
AN = Speaker("an", "An")
LAN = "lan@gmail.com"
REPLIES = Settings(
    base_url=PUBLIC_URL, default_from_email="chat@twinai.example", reply_address="reply@twinai.example"
)
NO_REPLIES = Settings(base_url=PUBLIC_URL, default_from_email="chat@twinai.example")


@dataclass(slots=True)
class Story:
    """One conversation, and the mails about it."""

    desk: Desk
    settings: Settings = REPLIES
    conversation: str = field(default_factory=random_id)
    language: str = "vi"
    site: Site = field(default_factory=lambda: Site(SITE, "Twin AI", "k" * 20, (), NOON))

    @property
    def client(self) -> Client:
        """Where it is stored."""
        return self.desk.office.client

    @property
    def post(self) -> Post:
        """What its mails are written with."""
        return Post(self.desk.office, self.settings, SECRET)

    async def asks(
        self, text: str, page: WrittenOn | None = None, *, plan: str = "", files: tuple[str, ...] = ()
    ) -> None:
        """The visitor writes, a minute after what was last."""
        self.desk.clock.now += timedelta(minutes=1)
        running = await conversations.load(self.client, SITE, self.conversation)
        asker = Asker(plan=plan, signed_in=True) if plan else Asker()
        writer = Writer(self.conversation, "hash", self.language)
        words = Words(random_id(), text, page, files)
        await say_as_visitor(self.desk.office, SITE, writer, self.conversation, words, running, asker)

    async def leaves(self, address: str) -> None:
        """The visitor leaves an address."""
        await leave_address(self.desk.office, SITE, Reader(self.conversation), self.conversation, address)

    async def answers(self, text: str, agent: Speaker = AN, *, files: tuple[str, ...] = ()) -> None:
        """An agent writes, a minute after what was last."""
        self.desk.clock.now += timedelta(minutes=1)
        await say_as_agent(self.desk.office, SITE, agent, self.conversation, random_id(), text, files)

    async def sends_file(self, name: str, kind: str, content: bytes, owner: str = "") -> str:
        """The visitor, or another owner, uploads a file; its id."""
        file_id, at = random_id(), millis(self.desk.office.now)
        owner = owner or of_visitor(self.conversation)
        made = StoredFile(file_id, name, len(content), owner, at, received=len(content))
        await files.begin(self.client, SITE, made)
        await self.desk.office.blobs.put(blob(SITE, file_id), content)
        await files.finish(self.client, SITE, made.typed(name, *FileType(kind)))
        return file_id

    async def asks_for_transcript(self) -> None:
        """The whole talk is to be mailed."""
        step = Append(self.conversation, millis(self.desk.office.now), asked=Asked(kind="transcript"))
        await self.desk.office.appender.append(SITE, step)

    async def grows(self, to: int) -> None:
        """The visitor has written until the conversation is so long."""
        found = await self.sees()
        async with self.client.pipeline() as pipe:
            for seq in range(found.seq + 1, to + 1):
                body = encode(VisitorMessage(random_id(), f"tin {seq}"))
                pipe.xadd(
                    keys.messages(SITE, self.conversation), {"h": "h", "at": 1, "body": body}, id=f"{seq}-0"
                )
            await pipe.execute()
        await self.knows(seq=str(to))

    async def knows(self, **fields: str) -> None:
        """Something else stands on the conversation."""
        await self.client.hset(keys.conversation(SITE, self.conversation), mapping=fields)  # type: ignore[arg-type]

    async def sees(self) -> Conversation:
        """The conversation as stored."""
        return await self.desk.sees(self.conversation)

    async def queued(self, kind: Kind) -> Mail:
        """The last mail of a kind."""
        key = keys.conversation(SITE, self.conversation)
        n = await self.client.hget(key, f"mail_{kind}")
        assert n, f"no {kind} was queued"
        found = await mails.load(self.client, SITE, self.conversation, int(n))
        assert found is not None
        return found

    async def sent(self, kind: Kind) -> None:
        """The last mail of a kind goes out."""
        mail = await self.queued(kind)
        now = millis(self.desk.office.now)
        step = Append(self.conversation, now, settling=settled(mail, "accepted", now))
        await self.desk.office.appender.append(SITE, step)

    async def result(self, kind: Kind) -> Outgoing | Result:
        """What composing the last mail of a kind gives."""
        return await compose(self.post, self.site, await self.queued(kind))

    async def outgoing(self, kind: Kind) -> Outgoing:
        """The same, when it is a mail."""
        found = await self.result(kind)
        assert isinstance(found, Outgoing), found
        return found

    async def mail(self, kind: Kind) -> EmailMessage:
        """Its message."""
        return (await self.outgoing(kind)).message


def plain(message: EmailMessage) -> str:
    """The text part."""
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def html(message: EmailMessage) -> str:
    """The HTML part."""
    body = message.get_body(("html",))
    assert body is not None
    return str(body.get_content())


@asynccontextmanager
async def story(client: Client, policy: str = "twin-ai", *, at_night: bool = True) -> AsyncIterator[Story]:
    """A desk with a shipped policy and nobody there."""
    async with desk(client, shipped_policy_text(policy)) as made:
        if at_night:
            made.clock.now = NOON + NIGHT
        yield Story(made)
