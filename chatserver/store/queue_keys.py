"""The schema, continued: keys of queues, offers and loads (contract R20); see `store.keys`."""

from chatserver.store.keys import site


def queue(site_id: str, department: str) -> str:
    """sorted set of all that wait in a department, in their order (contract R20)."""
    return f"{site(site_id)}:queue:{department}"


def queued(site_id: str, department: str) -> str:
    """sorted set of the same → when each began to wait, ms."""
    return f"{site(site_id)}:queued:{department}"


def ready(site_id: str, department: str) -> str:
    """sorted set of those among them that are offered to nobody, in their order."""
    return f"{site(site_id)}:ready:{department}"


def offers(site_id: str) -> str:
    """sorted set: waiting conversation that is offered to an agent → when the offer lapses, ms."""
    return f"{site(site_id)}:offers"


def offered(site_id: str, agent_id: str) -> str:
    """set of the waiting conversations that are offered to an agent."""
    return f"{site(site_id)}:offered:{agent_id}"


def load(site_id: str, agent_id: str) -> str:
    """sorted set: an agent's open conversation → its last words, ms; 9e15 while the visitor waits for an answer."""
    return f"{site(site_id)}:load:{agent_id}"


def night(site_id: str) -> str:
    """sorted set of the email conversations that nobody has been given → their promise, ms."""
    return f"{site(site_id)}:night"


def night_of(site_id: str, agent_id: str) -> str:
    """set of the email conversations that an agent has been given."""
    return f"{site(site_id)}:night:{agent_id}"


def idle(site_id: str) -> str:
    """hash: agent id → when they were last given something, or done with it, ms."""
    return f"{site(site_id)}:idle"


def acted(site_id: str) -> str:
    """hash: agent id → when they last did something in a console, ms."""
    return f"{site(site_id)}:acted"


def held(site_id: str) -> str:
    """hash: agent id who vanished together with others → until when they are waited for, ms of Redis' own clock."""
    return f"{site(site_id)}:held"


def silent(site_id: str) -> str:
    """sorted set: open conversation in which nobody waits for an answer → its last words, ms."""
    return f"{site(site_id)}:silent"
