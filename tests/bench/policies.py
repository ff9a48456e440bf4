"""What a policy costs to ask: decisions a second on one core, and a year of counting."""

import json
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from chatserver.actions.decisions import decided
from chatserver.actions.targets import target_due
from chatserver.cli.policy.asked import ExplainAsked, read_asked, situation_of
from tests.domain.desk_a import ict, twin_ai
from tests.domain.desk_b import chatwork

CASES = 3_000
YEAR = timedelta(days=365)
START = ict("2026-03-04 22:00")


def decisions_per_cpu_s() -> float:
    """From a line of a batch to the line of its answer, desk B, which counts working days over holidays."""
    policy, lines = chatwork(), list(_lines())
    start = time.process_time()
    for line in lines:
        asked = read_asked(msgspec.json.decode(line), ExplainAsked)
        msgspec.json.encode(decided(policy, situation_of(asked)))
    return CASES / (time.process_time() - start)


def year_ms() -> float:
    """A year of open time counted over office hours and holidays: over four years on the calendar; the best of ten."""
    policy = twin_ai()

    def once() -> float:
        start = time.perf_counter()
        target_due(policy, START, None, None, YEAR)
        return (time.perf_counter() - start) * 1000

    return min(once() for _ in range(10))


def _lines() -> Iterable[bytes]:
    for i in range(CASES):
        at: datetime = START + timedelta(minutes=37 * i)
        asked = {"at": at.isoformat(), "department": "usage", "plan": "Business", "signed_in": i % 2 == 0}
        yield json.dumps(asked).encode()
