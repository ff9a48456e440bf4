"""The shipped desk "Chatwork" for tests."""

from functools import cache

from chatserver.domain.decision import Decision, Situation, decide
from chatserver.domain.holidays import public_holidays
from chatserver.domain.policy import Policy, load_policy, shipped_policy_text
from chatserver.domain.policy_file import Priority, Way
from tests.domain.desk_a import ict

PAID = ("personal", "business", "enterprise")


@cache
def chatwork() -> Policy:
    """The policy that changes on 28/03/2022."""
    return load_policy(shipped_policy_text("chatwork"), public_holidays)


@cache
def with_make_up_days() -> Policy:
    """The same desk, working on the Saturdays that the government swaps for a day off."""
    text = shipped_policy_text("chatwork").replace(
        'holidays = "VN"', 'holidays = "VN"\nmake_up_days_like = "mon"'
    )
    return load_policy(text, public_holidays)


def decided(
    at: str,
    department: str | None = None,
    plan: str | None = None,
    *,
    signed_in: bool = False,
    online: int = 0,
    priority: Priority | None = None,
    way: Way = "chat",
    policy: Policy | None = None,
) -> Decision:
    """What desk B decides at a local time."""
    situation = Situation(ict(at), department, online, online, priority, plan, signed_in, way)
    return decide(policy or chatwork(), situation)
