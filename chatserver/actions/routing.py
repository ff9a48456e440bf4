"""Who is asked to answer what waits: offers, one agent at a time, until somebody takes it (contract R20).

The sweeper's process alone offers; each step is applied only while nothing has changed in between.
"""

from chatserver.actions.conversations import attempt
from chatserver.actions.office import Office
from chatserver.actions.reasons import offer_of, reason_of
from chatserver.clock import millis
from chatserver.domain.conversation import Conversation
from chatserver.domain.offers import give, has_passed, is_due, let_pass, offer, overflow, rehouse, withdraw
from chatserver.domain.routing import Seat, choose, nobody_left
from chatserver.store import conversations, presence, queues

AT_ONCE, SPARE = 50, 10
LOOKS = 20  # in one round; what nobody present may take stays where it is, and is looked past
MOST = 1000


async def route(office: Office, site: str) -> None:
    """Settle the offers that are out, then offer what is ready, as far as agents have room."""
    await _settle_offers(office, site)
    await _offer_ready(office, site)
    await _give_night(office, site)


async def _settle_offers(office: Office, site: str) -> None:
    """What lapsed has been let pass; what was offered to somebody who is away now is theirs no longer."""
    now = millis(office.now)
    there = office.presence_at(site).there.values()
    resting = {agent.id for agent in there if agent.attendance != "online"}
    names = await queues.doubtful_offers(office.client, site, now, resting)
    for found in await conversations.load_many(office.client, site, names):
        if found.offered_to in resting:
            await attempt(office, site, found, withdraw(found))
        elif is_due(found, now) and await attempt(office, site, found, let_pass(found)):
            await _doubt(office, site, found)


async def _doubt(office: Office, site: str, found: Conversation) -> None:
    """An agent who did nothing while they were asked is taken to be away, until they do something."""
    acted = await presence.last_act(office.client, site, found.offered_to)
    if acted + presence.NOTED_EVERY_MS < found.offered_at:
        await presence.set_availability(office.client, site, found.offered_to, "auto_away")
        await office.refresh(site)


async def _offer_ready(office: Office, site: str) -> None:
    seats, start = _seats(office, site), 0
    for _ in range(LOOKS):
        count = _count(seats)
        if not count:
            return
        waiting = await queues.ready(office.client, site, office.rules(site).departments, start, count)
        if not waiting:
            return
        found = await conversations.load_many(office.client, site, waiting)
        offered = [await _offer(office, site, one, seats) for one in found]
        start += 0 if any(offered) else count  # those offered have left the queue's head


def _count(seats: dict[str, Seat]) -> int:
    """How many to look at: what there is room for and a few more, however many wait; 0: there is no room."""
    room = sum(max(0, seat.room) for seat in seats.values())
    return min(AT_ONCE, room + SPARE) if room else 0


def _seats(office: Office, site: str) -> dict[str, Seat]:
    capacity = office.rules(site).numbers.capacity
    online = office.presence_at(site).online
    return {agent.id: Seat(agent, agent.load, agent.room(capacity)) for agent in online}


async def _offer(office: Office, site: str, found: Conversation, seats: dict[str, Seat]) -> bool:
    members = [seat for seat in seats.values() if seat.agent.serves(found.department)]
    agent = choose(members, found.previous, has_passed(found))
    if agent is None:
        return False
    now, numbers = millis(office.now), office.rules(site).numbers
    change = offer(found, agent.id, now, now + numbers.answer_within_seconds * 1000)
    seats[agent.id] = seats[agent.id].with_one_more()
    return await attempt(office, site, found, change, offer_of(office, site, found, agent))


async def _give_night(office: Office, site: str) -> None:
    """What came in while closed is given out at opening, beside the chats: oldest promise first, never in heaps."""
    most = office.rules(site).numbers.night_capacity
    online = office.presence_at(site).online
    seats, start = {agent.id: Seat(agent, agent.night, most - agent.night) for agent in online}, 0
    for _ in range(LOOKS):
        count = _count(seats)
        if not count:
            return
        names = await queues.night(office.client, site, start, count)
        if not names:
            return
        found = await conversations.load_many(office.client, site, names)
        given = [await _give(office, site, one, seats) for one in found]
        start += 0 if any(given) else count


async def _give(office: Office, site: str, found: Conversation, seats: dict[str, Seat]) -> bool:
    members = [seat for seat in seats.values() if seat.agent.serves(found.department)]
    wanted = found.promise_by or found.previous
    agent = choose(members, wanted) if office.decision_on(site, found).open else None
    if agent is None:
        return False
    seats[agent.id] = seats[agent.id].with_one_more()
    return await attempt(office, site, found, give(found, agent.id), offer_of(office, site, found, agent))


async def take_back(office: Office, site: str, agent: str) -> None:
    """An agent is gone: what they were offered or given goes to others."""
    names = await queues.given_to(office.client, site, agent)
    for found in await conversations.load_many(office.client, site, names):
        await attempt(office, site, found, withdraw(found))


async def overflow_waiting(office: Office, site: str) -> None:
    """Whom nobody here has answered for long enough, or will: to the department that helps out, if it can (R20)."""
    rules = office.rules(site)
    for key, department in rules.departments.items():
        if department.overflow is None or not office.presence_at(site).online_in(department.overflow):
            continue
        late = millis(office.now) - rules.numbers.overflow_after_seconds * 1000
        members = office.presence_at(site).online_in(key)
        for found in await _oldest(office, site, key):
            in_vain = bool(members) and nobody_left(members, has_passed(found))
            if (found.queued_at <= late or in_vain) and _may_overflow(
                office, site, found, department.overflow
            ):
                helped = office.decision(site, department.overflow, plan=found.plan or None, admitted=True)
                why = reason_of(office, site, helped)
                await attempt(office, site, found, overflow(found, department.overflow), why)


async def _oldest(office: Office, site: str, department: str) -> list[Conversation]:
    """Nobody has let a conversation pass before the time for an answer is over."""
    asked = millis(office.now) - office.rules(site).numbers.answer_within_seconds * 1000
    names = await queues.oldest(office.client, site, [department], asked, MOST)
    return await conversations.load_many(office.client, site, names)


def _may_overflow(office: Office, site: str, found: Conversation, target: str) -> bool:
    """Once, not while somebody is being asked, and only where others than the members here would answer."""
    if found.overflowed or found.offered_to:
        return False
    helpers = [
        agent for agent in office.presence_at(site).online_in(target) if not agent.serves(found.department)
    ]
    decision = office.decision(site, target, plan=found.plan or None, admitted=True)
    return decision.outcome in {"agent", "queue"} and not nobody_left(helpers, has_passed(found))


async def rehouse_homeless(office: Office, site: str) -> None:
    """What waits in a department that the policy has no more, or in no queue yet, is put where it will be seen."""
    rules = office.rules(site)
    if not await queues.some_are_lost(office.client, site, rules.departments):
        return
    for found in await conversations.whole_list(office.client, site, "waiting"):
        if found.department not in rules.departments or not found.queued_at:
            known = found.department in rules.departments
            department = found.department if known else rules.default_department
            await attempt(office, site, found, rehouse(found, department, millis(office.now)))
