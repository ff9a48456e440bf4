"""What every action needs, and the one decision of each site in this process (design 4)."""

from dataclasses import dataclass, field
from datetime import datetime

from chatserver.clock import Clock
from chatserver.domain.decision import Decision, Situation, decide
from chatserver.domain.policy import Policy, PolicyVersion
from chatserver.domain.presence import Presence
from chatserver.store import presence
from chatserver.store.appends import Appender
from chatserver.store.client import Client


@dataclass(slots=True)
class Office:
    """The store, the clock and the policy; presence per site as last read."""

    client: Client
    appender: Appender
    clock: Clock
    policy: Policy
    present: dict[str, Presence] = field(default_factory=dict)
    _decided: dict[tuple[str, int], tuple[int, Decision]] = field(default_factory=dict, init=False)
    """The last decision per (department, agents online), good for its second: every message asks for it."""

    @property
    def now(self) -> datetime:
        """The instant by the injected clock."""
        return self.clock()

    def rules(self) -> PolicyVersion:
        """The version of the policy in force now."""
        return self.policy.version_at(self.now)

    @property
    def agent_lease_ms(self) -> int:
        """How long an agent counts as there without a sign of life: the grace of a lost socket (R20)."""
        return self.rules().numbers.agent_grace_seconds * 1000

    def decision(self, site: str, department: str | None = None) -> Decision:
        """Where a conversation goes now; everybody who says "open" or "by when" asks here."""
        online = len(self.present.get(site, Presence()).online)
        now = self.now
        name = department or self.policy.version_at(now).default_department
        second = int(now.timestamp())
        known = self._decided.get((name, online))
        if known is None or known[0] != second:
            known = second, decide(self.policy, Situation(now, name, online, online))
            self._decided[name, online] = known
        return known[1]

    async def refresh(self, site: str) -> Presence:
        """Read who is there; raises a `StoreFault` when Redis is away, leaving what was last known."""
        self.present[site] = await presence.present(self.client, site)
        return self.present[site]
