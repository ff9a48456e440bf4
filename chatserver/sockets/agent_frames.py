"""What each frame of a console does."""

from collections.abc import Awaitable, Callable
from typing import Any

from chatserver.actions import conversations as verbs
from chatserver.actions import messages, promises, transfers
from chatserver.domain.errors import Refused
from chatserver.protocol import from_agent as ask
from chatserver.protocol import to_agent as told
from chatserver.protocol.to_visitor import Ack
from chatserver.sockets import agent_incidents, agent_mails
from chatserver.sockets.agent_session import AgentSession
from chatserver.sockets.views import counts_of, row_of
from chatserver.store import conversations, marks, presence
from chatserver.store.bus import tell

ACTS = (
    ask.Watch,
    ask.Say,
    ask.Typing,
    ask.Act,
    ask.SetPriority,
    ask.Transfer,
    ask.WriteNote,
    ask.PromiseTime,
    ask.SendAgain,
    ask.SetIncident,
    ask.SetAvailability,
)
"""What only a person does: the rest comes from the console by itself."""


async def handle(session: AgentSession, frame: ask.FromAgent) -> None:
    """Do what a frame asks; raises `ChatError` or a `StoreFault`, which the endpoint answers."""
    if isinstance(frame, ACTS):
        await session.act()
    await _HANDLERS[type(frame)](session, frame)


async def _list(session: AgentSession, frame: ask.List) -> None:
    client, site = session.office.client, session.hub.site
    now = await conversations.inbox(client, site)
    found, more = await conversations.listed(client, site, frame.name, session.agent.id, frame.after)
    rows = [row_of(conversation) for conversation in found]
    counts = counts_of(now)
    session.send(told.List(frame.name, now.version, rows, more, counts, frame.after))


async def _watch(session: AgentSession, frame: ask.Watch) -> None:
    await session.watch(frame.cursor)


async def _unwatch(session: AgentSession, frame: ask.Unwatch) -> None:
    session.unwatch(frame.conversation)


async def _say(session: AgentSession, frame: ask.Say) -> None:
    done = await messages.say_as_agent(
        session.office,
        session.hub.site,
        session.agent,
        frame.conversation,
        frame.cid,
        frame.text,
        frame.files,
    )
    session.send(Ack(frame.conversation, frame.cid, done.seq, done.h, done.at, done.dup))


async def _typing(session: AgentSession, frame: ask.Typing) -> None:
    event = {
        "k": "typing",
        "c": frame.conversation,
        "who": "agent",
        "on": frame.on,
        "name": session.agent.name,
    }
    await tell(session.office.client, session.hub.site, {**event, "from": session.connection.id})


async def _read(session: AgentSession, frame: ask.Read) -> None:
    await marks.mark_read(session.office.client, session.hub.site, frame.conversation, "agent", frame.seq)


async def _act(session: AgentSession, frame: ask.Act) -> None:
    await _VERBS[frame.verb](session.office, session.hub.site, session.agent, frame.conversation)
    session.send(told.Done(frame.ref))


async def _priority(session: AgentSession, frame: ask.SetPriority) -> None:
    await promises.set_priority(session.office, session.hub.site, frame.conversation, frame.priority)
    session.send(told.Done(frame.ref))


async def _transfer(session: AgentSession, frame: ask.Transfer) -> None:
    transfer = transfers.Transfer(frame.to.agent or "", frame.to.department or "", frame.note)
    await transfers.transfer(session.office, session.hub.site, session.agent, frame.conversation, transfer)
    session.send(told.Done(frame.ref))


async def _note(session: AgentSession, frame: ask.WriteNote) -> None:
    await messages.write_note(
        session.office, session.hub.site, session.agent, frame.conversation, frame.cid, frame.text
    )
    session.send(told.Done(frame.ref))


async def _promise(session: AgentSession, frame: ask.PromiseTime) -> None:
    await promises.promise_own(session.office, session.hub.site, session.agent, frame.conversation, frame.at)
    session.send(told.Done(frame.ref))


async def _availability(session: AgentSession, frame: ask.SetAvailability) -> None:
    await presence.set_availability(session.office.client, session.hub.site, session.agent.id, frame.value)
    session.office.stirred.set()
    session.send(told.Done(frame.ref))


async def _pong(session: AgentSession, frame: ask.Pong) -> None:
    """Hearing it was all."""


async def _again(session: AgentSession, frame: ask.Hello) -> None:
    raise Refused("error.out_of_order")


_VERBS = {
    "take": verbs.take,
    "close": verbs.close,
    "reopen": verbs.reopen,
    "answered_by_mail": verbs.answered_by_mail,
    "transcript": agent_mails.ask_transcript,
}
_HANDLERS: dict[type, Callable[[AgentSession, Any], Awaitable[None]]] = {
    ask.Hello: _again,
    ask.List: _list,
    ask.Watch: _watch,
    ask.Unwatch: _unwatch,
    ask.Say: _say,
    ask.Typing: _typing,
    ask.Read: _read,
    ask.Act: _act,
    ask.SetPriority: _priority,
    ask.Transfer: _transfer,
    ask.WriteNote: _note,
    ask.PromiseTime: _promise,
    ask.ListMails: agent_mails.list_mails,
    ask.ReadMail: agent_mails.read_mail,
    ask.SendAgain: agent_mails.send_again,
    ask.SetIncident: agent_incidents.set_incident,
    ask.SetAvailability: _availability,
    ask.Pong: _pong,
}
