"""An incident is raised, updated and ended from a console, by admins: it speaks to every visitor of the site."""

from chatserver.actions import incidents
from chatserver.domain.errors import Refused
from chatserver.domain.incident import read_wording
from chatserver.protocol import from_agent as ask
from chatserver.protocol import to_agent as told
from chatserver.sockets.agent_session import AgentSession
from chatserver.store import agents


async def set_incident(session: AgentSession, frame: ask.SetIncident) -> None:
    """Do it; raises `Refused`: `forbidden` to who is no admin now (S6), else as the action and the wording do."""
    client, site, now = session.office.client, session.hub.site, session.office.now
    agent = await agents.agent(client, session.agent.id)
    if agent is None or agent.role_on(site) != "admin":
        raise Refused("error.forbidden")
    if frame.verb == "end":
        await incidents.end(client, site, session.agent, now)
    else:
        act = incidents.raise_ if frame.verb == "raise" else incidents.update
        await act(client, site, session.agent, read_wording(frame.vi, frame.en, frame.url), now)
    session.send(told.Done(frame.ref))
