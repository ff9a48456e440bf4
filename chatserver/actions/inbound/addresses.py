"""Whose an address is: a department's of one of our sites, or of one of our own people."""

from typing import NamedTuple

from chatserver.actions.inbound.room import Came, MailRoom
from chatserver.domain.errors import Unavailable
from chatserver.store import agents, letters, sites

RETRY_AFTER_S = 60.0


class Place(NamedTuple):
    """A department of a site."""

    site: str
    department: str


async def site_ids(room: MailRoom) -> list[str]:
    """Every site, oldest first, with its policy as it stands; raises `Unavailable` while there is none."""
    found = [site.id for site in await sites.all_sites(room.office.client)]
    for site in found:
        await room.office.policies.learn(room.office.client, site)
    if not found:
        raise Unavailable("error.unavailable", retry_after=RETRY_AFTER_S)
    return found


async def site_of(room: MailRoom, conversation: str) -> str | None:
    """The site that a conversation is on, None when there is no such one any more."""
    return await letters.site_of(room.office.client, await site_ids(room), conversation)


async def department_of(room: MailRoom, came: Came) -> Place | None:
    """The department that a mail was written to: the first of its recipients that is one's."""
    places = {
        address: Place(site, name)
        for site in reversed(await site_ids(room))  # an address given twice is the older site's
        for address, name in _departments(room, site).items()
    }
    found = (places.get(plain(one)) for one in came.recipients)
    return next((place for place in found if place), None)


def is_from_us(room: MailRoom, site: str, came: Came) -> bool:
    """Whether a department, or the server itself, says to have written it: then it is no visitor's word."""
    return plain(came.sender) in room.addresses | _departments(room, site).keys()


async def is_from_agent(room: MailRoom, site: str, came: Came) -> bool:
    """Whether an agent of the site says to have written it."""
    agent = await agents.agent_by_email(room.office.client, came.sender)
    return agent is not None and agent.role_on(site) is not None


def plain(address: str) -> str:
    """An address for comparing: in lower case, without what stands after a +."""
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _departments(room: MailRoom, site: str) -> dict[str, str]:
    """Address → department; one that several share is the default department's, else the first one's."""
    rules = room.office.rules(site)
    first_last = [*reversed(list(rules.departments)), rules.default_department]
    named = ((name, rules.departments[name].address) for name in first_last)
    return {plain(address): name for name, address in named if address}
