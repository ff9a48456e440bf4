"""What a mail is written from: read here, worded in `words`."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from chatserver.clock import from_millis
from chatserver.domain.conversation import Conversation
from chatserver.domain.mail import Mail
from chatserver.domain.message import Body, Letter, SystemLine, VisitorMessage
from chatserver.domain.policy import PolicyVersion
from chatserver.domain.policy_file import Department
from chatserver.domain.site import Site
from chatserver.mail.outgoing import Post
from chatserver.store import conversations, mails, visitors
from chatserver.store.conversations import PAGE, Stored
from chatserver.texts import LANGUAGES

QUOTED = 30
"""So many messages before the mail's own are read, to quote some of them."""
MOST_TOLD = 500
"""A longer talk is not mailed whole."""
MESSAGE_ID = re.compile(r"(?!.*=\?)[!-;=?-~]{1,250}")
_body: msgspec.json.Decoder[Body] = msgspec.json.Decoder(Body)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One message; `body` is None for what nobody can read any more (contract R22, R24)."""

    seq: int
    at: datetime
    body: Body | None


@dataclass(frozen=True, slots=True)
class Facts:
    """A mail and all that it can tell of; `spoken` ends with the mail's last message."""

    site: Site
    mail: Mail
    conversation: Conversation
    version: PolicyVersion
    spoken: tuple[Spoken, ...]
    earlier: tuple[Mail, ...]  # the mails before this one, oldest first
    now: datetime
    public_url: str
    answerable: bool = True  # a reply to it reaches us
    link: str = ""  # what lets its reader in; '' when it has been used
    beside: ZoneInfo | None = None  # the visitor's zone
    letter: Letter | None = None  # the mail that began the conversation
    began: tuple[Spoken, ...] = ()  # the first messages

    @property
    def to_department(self) -> bool:
        """It is for those who answer, not for the visitor."""
        return self.mail.kind == "capture"

    @property
    def letter_id(self) -> str:
        """Message-ID of the visitor's last mail, without <>; '' for none, or one that fits in no header."""
        known = self.conversation.letter_id
        return known if MESSAGE_ID.fullmatch(known) else ""

    @property
    def language(self) -> str:
        """The reader's."""
        known = self.conversation.language in LANGUAGES and not self.to_department
        return self.conversation.language if known else self.version.default_language

    @property
    def department(self) -> Department:
        """Whose it is; the default one for a department that has gone."""
        known = self.version.departments
        return known.get(self.conversation.department) or known[self.version.default_department]

    @property
    def department_address(self) -> str:
        """Where the desk reads mail; '' when the policy names no address."""
        default = self.version.departments[self.version.default_department]
        return self.department.address or default.address or ""

    @property
    def own(self) -> tuple[Spoken, ...]:
        """The messages that this mail is about."""
        return tuple(one for one in self.spoken if one.seq >= self.mail.from_seq)


async def gather(post: Post, site: Site, mail: Mail) -> Facts | None:
    """Read what a mail is about; None when there is no such conversation. Raises a `StoreFault`."""
    client = post.office.client
    await post.office.policies.learn(client, site.id)
    found = await conversations.load(client, site.id, mail.conversation)
    if found is None:
        return None
    began = _read_all(await conversations.messages_after(client, site.id, mail.conversation, 0))
    first = next((one.body for one in began if isinstance(one.body, VisitorMessage)), None)
    return Facts(
        site=site,
        mail=mail,
        conversation=found,
        version=post.office.rules(site.id),
        spoken=await _spoken(post, site.id, mail),
        earlier=tuple(await mails.of_conversation(client, site.id, mail.conversation, mail.n - 1)),
        now=post.office.now,
        public_url=post.settings.public_url,
        beside=await _zone(post, site.id, found.visitor),
        letter=first.letter if first else None,
        began=began,
    )


async def _spoken(post: Post, site: str, mail: Mail) -> tuple[Spoken, ...]:
    after = max(0, mail.to_seq - MOST_TOLD if mail.kind == "transcript" else mail.from_seq - 1 - QUOTED)
    found: list[Stored] = []
    while len(found) < MOST_TOLD:
        page = await conversations.messages_after(post.office.client, site, mail.conversation, after)
        found += [one for one in page if one.seq <= mail.to_seq]
        if len(page) < PAGE or page[-1].seq >= mail.to_seq:
            break
        after = page[-1].seq
    return _read_all(found)


async def _zone(post: Post, site: str, visitor: str) -> ZoneInfo | None:
    """Where the visitor's clock stood on the last page they saw: one of the zones we know (`actions.visits`)."""
    seen = await visitors.trail(post.office.client, site, visitor)
    name = str(seen[0].get("zone") or "") if seen else ""
    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):
        return None


def _read_all(stored: list[Stored]) -> tuple[Spoken, ...]:
    return tuple(Spoken(one.seq, from_millis(one.at), _read(one.body)) for one in stored)


def _read(stored: str) -> Body | None:
    try:
        return _body.decode(stored)
    except msgspec.DecodeError:
        return None


def last_line(spoken: tuple[Spoken, ...], keys: frozenset[str]) -> SystemLine | None:
    """The latest system line of one of these keys."""
    lines = (
        one.body for one in reversed(spoken) if isinstance(one.body, SystemLine) and one.body.key in keys
    )
    return next(lines, None)
