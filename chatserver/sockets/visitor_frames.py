"""What each frame of a widget does."""

from collections.abc import Awaitable, Callable
from typing import Any

from chatserver.actions import conversations as verbs
from chatserver.actions import links, mails, messages, promises, ratings, transfers, visits
from chatserver.domain.errors import Refused
from chatserver.protocol import from_visitor as say
from chatserver.protocol.to_visitor import Ack, LinkMailed, TranscriptMailed
from chatserver.sockets.visitor_looks import about, earlier
from chatserver.sockets.visitor_session import VisitorSession
from chatserver.store import marks
from chatserver.store.bus import tell


def handle(session: VisitorSession, frame: say.FromVisitor) -> Awaitable[None]:
    """Do what a frame asks; raises `ChatError` or a `StoreFault`, which the endpoint answers."""
    return _HANDLERS[type(frame)](session, frame)


async def _say(session: VisitorSession, frame: say.Say) -> None:
    await session.identity.check_writing(frame.conversation)
    fresh = not session.follows(frame.conversation)
    follower = session.follow(frame.conversation)  # before the append: its own notice is heard (R8)
    page = visits.written_on(session.office, session.hub.site, frame.page) if frame.page else None
    words = messages.Words(frame.cid, frame.text, page, frame.files)
    follower.expect(frame.cid)
    try:
        done = await messages.say_as_visitor(
            session.office,
            session.hub.site,
            session.writer,
            frame.conversation,
            words,
            follower.summary or await session.running(frame.conversation),
            session.asker,
        )
        if done.seq == 1:
            await session.identity.tell_of(frame.conversation)
        follower.acked(done)  # from here to its ack nothing may be awaited
        session.send(Ack(frame.conversation, frame.cid, done.seq, done.h, done.at, done.dup))
    except Refused:
        if fresh:
            session.give_up(frame.conversation)
        raise
    finally:
        follower.expect_no_more()


async def _identify(session: VisitorSession, frame: say.Identify) -> None:
    await session.identity.identify(frame.token)


async def _choose(session: VisitorSession, frame: say.Choose) -> None:
    session.desk.choose(frame.department)


async def _typing(session: VisitorSession, frame: say.Typing) -> None:
    session.check_own(frame.conversation)
    event = {"k": "typing", "c": frame.conversation, "who": "visitor", "on": frame.on, "name": ""}
    await tell(session.office.client, session.hub.site, {**event, "from": session.connection.id})


async def _page(session: VisitorSession, frame: say.Page) -> None:
    await visits.see_page(session.office, session.hub.site, session.visitor, frame.page)


async def _context(session: VisitorSession, frame: say.ContextChanged) -> None:
    await session.keep_context(frame.context)


async def _read(session: VisitorSession, frame: say.Read) -> None:
    session.check_own(frame.conversation)
    client, site = session.office.client, session.hub.site
    owner = session.owner_of(frame.conversation)
    if await marks.mark_read(client, site, frame.conversation, "visitor", frame.seq, owner):
        await promises.see(session.office, site, frame.conversation, frame.seq)


async def _email(session: VisitorSession, frame: say.Email) -> None:
    session.forms.spend()
    await session.identity.check_writing(frame.conversation)
    await verbs.leave_address(
        session.office, session.hub.site, session.identity.reader, frame.conversation, frame.address
    )


async def _wait(session: VisitorSession, frame: say.Wait) -> None:
    session.check_own(frame.conversation)
    session.forms.spend()
    await session.identity.check_writing(frame.conversation)
    await transfers.choose_email(session.office, session.hub.site, frame.conversation)


async def _transcript(session: VisitorSession, frame: say.Transcript) -> None:
    session.check_own(frame.conversation)
    session.forms.spend()
    email = await mails.ask_transcript(session.office, session.hub.site, frame.conversation)
    session.send(TranscriptMailed(frame.conversation, email, frame.ref))


async def _rate(session: VisitorSession, frame: say.Rate) -> None:
    session.check_own(frame.conversation)
    session.forms.spend()
    await session.identity.check_writing(frame.conversation)
    office, site = session.office, session.hub.site
    if not await ratings.rate(office, site, frame.conversation, frame.verdict, frame.comment):
        session.hub.inbox.changed(frame.conversation)  # it stood: told again to whoever missed it


async def _open(session: VisitorSession, frame: say.Open) -> None:
    session.forms.spend()
    found = await links.let_in(session.office, session.hub.site, session.writer, frame.code)
    await session.enter(found.conversation, found.mailed_to)


async def _link(session: VisitorSession, frame: say.Link) -> None:
    session.forms.spend()
    await links.mail_again(session.office, session.hub.site, frame.code)
    session.send(LinkMailed())


async def _earlier(session: VisitorSession, frame: say.Earlier) -> None:
    session.looks.spend()
    session.send(await earlier(session.office, session.hub.site, session.identity.reader))


async def _about(session: VisitorSession, frame: say.About) -> None:
    session.looks.spend()
    session.send(await about(session.office, session.hub.site, session.identity.reader))


async def _pong(session: VisitorSession, frame: say.Pong) -> None:
    """Hearing it was all."""


async def _again(session: VisitorSession, frame: say.Hello) -> None:
    raise Refused("error.out_of_order")


_HANDLERS: dict[type, Callable[[VisitorSession, Any], Awaitable[None]]] = {
    say.Hello: _again,
    say.Identify: _identify,
    say.Choose: _choose,
    say.Say: _say,
    say.Typing: _typing,
    say.Page: _page,
    say.ContextChanged: _context,
    say.Read: _read,
    say.Email: _email,
    say.Wait: _wait,
    say.Transcript: _transcript,
    say.Rate: _rate,
    say.Open: _open,
    say.Link: _link,
    say.Earlier: _earlier,
    say.About: _about,
    say.Pong: _pong,
}
