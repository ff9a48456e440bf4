"""What is kept of a decision, with who was there: the panel "Why?"."""

from chatserver.actions.office import Office
from chatserver.clock import millis
from chatserver.domain.conversation import Conversation, Priority
from chatserver.domain.decision import Decision
from chatserver.domain.presence import AtDesk
from chatserver.domain.why import Step, Why, why, write_why


def reason_of(office: Office, site: str, decision: Decision, step: Step = "") -> str:
    """A decision taken now, as it is kept."""
    members = office.presence_at(site).online_in(decision.department)
    capacity = office.rules(site).numbers.capacity
    free = sum(agent.room(capacity) > 0 for agent in members)
    names = sorted(agent.name for agent in members)
    return write_why(why(decision, millis(office.now), names, free, step))


def offer_of(office: Office, site: str, found: Conversation, agent: AtDesk) -> str:
    """Why this agent is asked: they had it before, or they have the least to do (contract R20)."""
    members = office.presence_at(site).online_in(found.department)
    capacity = office.rules(site).numbers.capacity
    offered = Why(
        at=millis(office.now),
        version=office.rules(site).name,
        department=found.department,
        outcome="agent",
        reason="previous_agent" if agent.id == found.previous else "least_busy",
        online=tuple(sorted(one.name for one in members)),
        free=sum(one.room(capacity) > 0 for one in members),
        agent=agent.name,
    )
    return write_why(offered)


def reason_for(office: Office, site: str, found: Conversation, priority: Priority) -> str:
    """The decision on a conversation that somebody gave this priority."""
    decision = office.decision(
        site, found.department, plan=found.plan or None, priority=priority, admitted=True
    )
    return reason_of(office, site, decision, "priority")
