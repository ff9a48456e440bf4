"""Who the visitor of one socket is, as far as a token proves it; never silently anonymous (contract S2)."""

from collections.abc import Coroutine, Iterable
from contextlib import suppress
from typing import Any, Protocol

from msgspec import Struct

from chatserver.actions import identities
from chatserver.actions.earlier import past_before
from chatserver.actions.messages import Writer
from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.conversation import Conversation
from chatserver.domain.errors import Refused
from chatserver.domain.identity import LEEWAY_S, check_writing
from chatserver.domain.reader import Reader, to_show
from chatserver.domain.resume import Position
from chatserver.protocol.to_visitor import Identified, IdentifyAgain
from chatserver.sockets.connection import Connection
from chatserver.sockets.follower import Follower
from chatserver.sockets.hub import SiteHub
from chatserver.sockets.limits import Pace
from chatserver.sockets.refusals import nack
from chatserver.store import visitors
from chatserver.store.bus import Event
from chatserver.store.client import StoreFault
from chatserver.store.identities import Identified as Known

TOKENS_PER_S, TOKENS_AT_ONCE = 0.2, 10
ASK_BEFORE_MS, ASK_NEVER_WITHIN_MS = 60_000, 10_000
OTHER = "error.identity_other"
"""A token named another person than this browser is: nothing more is said here as the one or the other."""


class Widget(Protocol):
    """The session that an identity belongs to."""

    office: Office
    hub: SiteHub
    connection: Connection
    writer: Writer

    @property
    def followers(self) -> Iterable[Follower]:
        """The conversations followed here."""

    def follow(self, conversation: str) -> Follower:
        """Hear a conversation from now on."""

    def show(self, conversation: Conversation) -> None:
        """Tell a conversation's state."""

    def send(self, frame: Struct) -> None:
        """Send a frame."""

    def later(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Do something beside the frames."""


class VisitorIdentity:
    """The person behind a widget: proven, lapsed, or never known."""

    __slots__ = ("_ask_at", "_fault", "_fresh", "_known", "_pace", "_session", "_told", "reader")

    def __init__(self, session: Widget) -> None:
        self.reader = Reader(session.writer.visitor)
        self._session = session
        self._known: Known | None = None
        self._ask_at = 0
        self._fault: Refused | None = (
            None  # of the token that came with `hello`, or the last that named another person
        )
        self._told = ""
        self._fresh = False  # `hello` brought a token that nobody has heard of yet
        self._pace = Pace(TOKENS_PER_S, TOKENS_AT_ONCE)

    @property
    def signed_in(self) -> bool:
        """A token that is still good says who this is."""
        return self._known is not None and self._now < self._known.until

    @property
    def plan(self) -> str | None:
        """What the person pays for; None without one, and without a good token."""
        return (self._known.plan or None) if self._known and self.signed_in else None

    async def take_up(self, known: Known | None, token: str, shown: Iterable[str]) -> str:
        """Begin with what the store knows of this browser, and the token of `hello`; the conversation to go on with."""
        if known is not None:
            self._become(known)
        if token:
            try:
                await self._prove(token)
                self._fresh = True
            except Refused as refused:
                self._fault = refused
        if self._known is None or not self.signed_in:
            return ""
        return self._choose(await self._history(self._known), set(shown))

    async def introduce(self) -> None:
        """After `welcome`: say who the server takes this visitor for, or ask."""
        if self._fault is not None:
            self._session.connection.send(nack(self._fault))
        if self._known is None or self._is_other:
            return
        if not self.signed_in:
            self._session.send(IdentifyAgain(self._known.until, ended=True))
            return
        await self._show()
        if self._fresh:
            await self._tell_others()

    async def identify(self, token: str) -> None:
        """Take a token; raises `Refused` with its fault, `identity_other` or `too_many`."""
        self._pace.spend()
        await self._prove(token)
        await self._show_all()
        await self._tell_others()

    async def tell_of(self, conversation: str) -> None:
        """A conversation has begun: that is news to the person's other widgets."""
        if self.reader.proven:
            self._told = conversation
            await self._tell_others()

    async def check_writing(self, conversation: str) -> None:
        """Let the visitor write; raises `Refused`: `identity_other`, `identity_lapsed`, `identity_required`."""
        if self._is_other:
            raise Refused(OTHER)
        if any(one.withheld for one in self._session.followers if one.conversation == conversation):
            raise Refused("error.identity_lapsed")
        office, site = self._session.office, self._session.hub.site
        rules = await office.identity_desk.rules(office.client, site)
        check_writing(rules, known=self._known is not None, signed_in=self.signed_in)

    def look(self) -> None:
        """Ask for a fresh token in time; when none came, what other browsers hold is withheld until one does."""
        if self._known is None:
            return
        now = self._now
        if self.reader.proven and now >= self._known.until:
            self.reader.proven, self._ask_at = False, 0
            for follower in self._session.followers:
                follower.lapse()
            self._session.send(IdentifyAgain(self._known.until, ended=True))
        elif self._ask_at and now >= self._ask_at:
            self._ask_at = 0
            self._session.send(IdentifyAgain(self._known.until, ended=False))

    def hear_of(self, event: Event) -> None:
        """Another tab was identified, or another widget of this person has begun or joined a conversation."""
        if event["visitor"] == self.reader.visitor:
            self._session.later(self._share_proof(), "a visitor's other tab")
        elif self.reader.proven and event["identity"] == self.reader.known:
            self._session.later(self._show_news(), "a person's other device")

    async def _show(self, *, only_news: bool = False) -> None:
        """Say who this is, and which conversation is theirs; its messages follow where this widget has none."""
        if self._known is None:
            return
        session, known = self._session, self._known
        found = {one.id: one for one in await self._history(known)}
        followed = {one.conversation for one in session.followers}
        told = self._choose(list(found.values()), followed)
        if only_news and told == self._told:
            return
        if not self.reader.proven:  # it ended while we read, and that is told already
            return
        self._told = told
        session.send(Identified(known.name, known.plan, known.until, told))
        if told and told not in followed:
            follower = session.follow(told)
            follower.hold()
            follower.version = found[told].version
            session.show(found[told])
            await follower.resume(Position("", 0, ""))

    async def _show_all(self) -> None:
        await self._show()
        for follower in tuple(self._session.followers):
            await follower.release()

    async def _share_proof(self) -> None:
        session = self._session
        with suppress(*StoreFault):  # the next `hello` finds it
            found = await visitors.find(session.office.client, session.hub.site, self.reader.visitor)
            if found.identified is not None and not self._is_other:
                self._become(found.identified)
                await self._show_all()

    async def _show_news(self) -> None:
        with suppress(*StoreFault):  # the next token shows it
            await self._show(only_news=True)

    def _choose(self, history: list[Conversation], shown: set[str]) -> str:
        return to_show(history, shown, past_before(self._session.office, self._session.hub.site))

    async def _history(self, known: Known) -> list[Conversation]:
        return await identities.history(self._session.office, self._session.hub.site, known.digest)

    async def _prove(self, token: str) -> None:
        session, writer = self._session, self._session.writer
        try:
            known = await identities.identify(
                session.office, session.hub.site, writer.visitor, writer.secret_hash, token
            )
        except Refused as refused:
            if refused.key == OTHER:
                self._fault = refused
            raise
        self._fault = None
        if self._now >= known.until:  # it ended while it was noted: `look` tells that of the proof before it
            raise Refused("error.identity_expired")
        self._become(known)

    def _become(self, known: Known) -> None:
        self._known = known
        self.reader.known, self.reader.proven = known.digest, self.signed_in
        ends = known.until - LEEWAY_S * 1000
        before = min(ASK_BEFORE_MS, max(0, ends - self._now) // 3)
        self._ask_at = max(ends - before, self._now + ASK_NEVER_WITHIN_MS) if self.signed_in else 0

    async def _tell_others(self) -> None:
        session = self._session
        await identities.tell_others(
            session.office, session.hub.site, self.reader, self._told, session.connection.id
        )

    @property
    def _is_other(self) -> bool:
        return self._fault is not None and self._fault.key == OTHER

    @property
    def _now(self) -> int:
        return millis(self._session.office.now)
