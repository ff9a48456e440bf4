"""What a console is told of its desk: the decision, who is there, which rules hold."""

from chatserver.actions.office import Office
from chatserver.domain.message import Speaker
from chatserver.protocol import to_agent as told
from chatserver.protocol.values import AgentName, Language
from chatserver.sockets.hub import SiteHub
from chatserver.sockets.views import (
    colleagues,
    counts_of,
    decision_view,
    departments_of,
    incident_of,
    policy_of,
)
from chatserver.store.conversations import Inbox


def desk_of(office: Office, hub: SiteHub, agent: Speaker, language: Language) -> told.Desk:
    """The desk as it is now, in the console's language; `availability` is the agent's own."""
    site, present, rules = hub.site, office.presence_at(hub.site), office.rules(hub.site)
    return told.Desk(
        decision_view(office.decision(site), str(rules.zone), office.now),
        colleagues(present, rules.numbers.capacity),
        present.attendance_of(agent.id),
        departments_of(rules, language),
        policy_of(rules, office.policies.revision(site), language, office.now),
        hub.post,
        incident_of(office.incidents.of(site)),
    )


def welcome_of(agent: Speaker, site_name: str, desk: told.Desk, inbox: Inbox) -> told.Welcome:
    """The answer to a console's `hello`."""
    return told.Welcome(
        AgentName(agent.id, agent.name),
        site_name,
        desk.decision,
        desk.availability,
        desk.agents,
        desk.departments,
        desk.policy,
        counts_of(inbox),
        inbox.version,
        desk.post,
        desk.incident,
    )
