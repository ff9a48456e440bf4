"""What every action needs, and the one decision of each site in this process (design 4)."""

import asyncio
from dataclasses import InitVar, dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from chatserver.actions.articles import Articles
from chatserver.actions.identity_desk import IdentityDesk
from chatserver.actions.incident_desk import IncidentDesk
from chatserver.actions.policies import Policies
from chatserver.clock import Clock, millis
from chatserver.domain.asker import Asker
from chatserver.domain.conversation import Conversation
from chatserver.domain.decision import Decision, Situation, Turn, decide
from chatserver.domain.policy import Policy, PolicyVersion
from chatserver.domain.policy_file import Priority, Way
from chatserver.domain.presence import Presence
from chatserver.domain.terms import priority_of, turn_of
from chatserver.store import presence
from chatserver.store.appends import Appender
from chatserver.store.blobs import Blobs
from chatserver.store.client import Client

MOST_DECIDED = 2_000
SECOND = timedelta(seconds=1)
NOBODY = Presence()
ALIVE = timedelta(minutes=15)
"""An answered conversation that has been silent for longer takes none of its agent's capacity."""
RENEWED_WITHIN_MS = 7500
"""A lease that nobody has renewed for so long is fading: the heartbeat does it every 5 seconds."""


class Decided(NamedTuple):
    """A decision, and what it stands on: it is as good as new while these are the same."""

    since: datetime
    until: datetime
    policy: Policy
    presence: Presence
    decision: Decision

    def stands(self, now: datetime, policy: Policy, presence: Presence) -> bool:
        """Whether it still is."""
        return self.since <= now < self.until and self.policy is policy and self.presence is presence


@dataclass(slots=True)
class Office:
    """The store, the clock and the policies; presence per site as last read. `seed`: for sites without a policy."""

    client: Client
    appender: Appender
    clock: Clock
    seed: InitVar[Policy]
    blobs: Blobs = field(kw_only=True)
    """The bytes of files."""
    present: dict[str, Presence] = field(default_factory=dict)
    rehearsal: bool = False
    """What is said here is for show: nothing about it is ever mailed."""
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    """Something waits for an agent, or an agent for something: a sweeper in this process need not sleep on."""
    policies: Policies = field(init=False)
    articles: Articles = field(default_factory=Articles, init=False)
    identity_desk: IdentityDesk = field(default_factory=IdentityDesk, init=False)
    incidents: IncidentDesk = field(default_factory=IncidentDesk, init=False)
    _decided: dict[tuple[Any, ...], Decided] = field(default_factory=dict, init=False)
    """By what was asked: every message asks."""

    def __post_init__(self, seed: Policy) -> None:
        self.policies = Policies(seed)

    @property
    def now(self) -> datetime:
        """The instant by the injected clock."""
        return self.clock()

    def policy(self, site: str) -> Policy:
        """The policy of a site, all its versions."""
        return self.policies.of(site)

    def rules(self, site: str) -> PolicyVersion:
        """The version of a site's policy that is in force now."""
        return self.policy(site).version_at(self.now)

    def agent_lease_ms(self, site: str) -> int:
        """How long an agent counts as there without a sign of life: the grace of a lost socket (R20)."""
        return self.rules(site).numbers.agent_grace_seconds * 1000

    def decision(
        self,
        site: str,
        department: str | None = None,
        *,
        plan: str | None = None,
        signed_in: bool = False,
        priority: Priority | None = None,
        way: Way = "chat",
        turn: Turn = "first",
        admitted: bool = False,
    ) -> Decision:
        """Where a conversation goes now; everybody who says "open" or "by when" asks here.

        `plan` and `signed_in` come from a verified identity alone. `admitted`: it runs already, and was let in when it
        began; its department may have gone since, then the default one takes its place.
        """
        policy, present, now = self.policy(site), self.presence_at(site), self.now
        members_only = self.identity_desk.members_only(site)
        asked = (site, department, plan, signed_in, members_only, priority, way, turn, admitted)
        known = self._decided.get(asked)
        if known is not None and known.stands(now, policy, present):
            return known.decision
        second = now.replace(microsecond=0)
        version = policy.version_at(second)
        gone = admitted and department not in version.departments
        name = version.default_department if gone or not department else department
        online, free = self._at_desk(site, name)
        situation = Situation(
            second,
            name,
            online,
            free,
            priority,
            version.plan_named(plan) if plan else None,
            signed_in,
            way,
            turn,
            admitted,
            members_only,
        )
        if len(self._decided) >= MOST_DECIDED:
            self._decided.clear()
        decision = decide(policy, situation)
        self._decided[asked] = Decided(second, second + SECOND, policy, present, decision)
        return decision

    def decision_for(self, site: str, asker: Asker) -> Decision:
        """Where what a visitor writes goes now."""
        return self.decision(
            site,
            asker.department,
            plan=asker.plan,
            signed_in=asker.signed_in,
            admitted=asker.running,
        )

    def decision_on(self, site: str, conversation: Conversation, way: Way = "chat") -> Decision:
        """Where a conversation that runs goes now."""
        return self.decision(
            site,
            conversation.department,
            plan=conversation.plan or None,
            priority=priority_of(conversation),
            way=way,
            turn=turn_of(conversation),
            admitted=True,
        )

    def presence_at(self, site: str) -> Presence:
        """Who is there, as last read."""
        return self.present.get(site, NOBODY)

    def _at_desk(self, site: str, department: str) -> tuple[int, int]:
        members = self.presence_at(site).online_in(department)
        capacity = self.rules(site).numbers.capacity
        return len(members), sum(agent.room(capacity) > 0 for agent in members)

    async def refresh(self, site: str) -> Presence:
        """Read who is there, which policy stands, and whom the site lets in.

        Raises a `StoreFault` when Redis is away, leaving what was known.
        """
        await self.policies.learn(self.client, site)
        await self.identity_desk.rules(self.client, site)
        look = presence.Look(
            fading_ms=max(0, self.agent_lease_ms(site) - RENEWED_WITHIN_MS),
            alive_since=millis(self.now - ALIVE),
            expected=self.presence_at(site).there.keys(),
        )
        self.present[site] = await presence.present(self.client, site, look)
        return self.present[site]
