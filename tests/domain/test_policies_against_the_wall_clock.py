"""For any policy, instant and target, the decision is what walking minute by minute through the file gives."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings

from chatserver.domain.decision import Decision, Situation, decide
from chatserver.domain.holidays import Holidays
from chatserver.domain.policy import load_policy
from tests.domain import naive_policy
from tests.domain.random_policies import Desk, Rule, as_file, questions

SPAN, NEAR = timedelta(days=3), timedelta(days=2)


def judge(question: tuple[Desk, Situation]) -> None:
    """Compare what is decided with what the wall clock says."""
    desk, situation = question
    policy = load_policy(as_file(desk), lambda _country: Holidays(desk.off, desk.make_up))
    now, decision = situation.now, decide(policy, situation)
    plan = situation.plan in {"gold", "Vàng"} and desk.plan is not None
    calendar = (desk.plan if plan else None) or "a"
    looks_open = naive_policy.clock_of(desk, calendar)
    assert decision.open == looks_open(now)
    assert _told_edge(decision, now + NEAR) == naive_policy.next_edge(looks_open, now, now + NEAR)
    assert decision.reason == _reason(desk, situation, calendar, is_open=decision.open)
    _judge_promise(desk, situation, decision, plan=plan)
    end = now + timedelta(minutes=777)
    counted = policy.versions[0].calendars[calendar].open_seconds(now, end)
    assert counted == naive_policy.open_time(looks_open, now, end).total_seconds()


def _told_edge(decision: Decision, limit: datetime) -> datetime | None:
    edge = decision.closes_at if decision.open else decision.opens_at
    return edge if edge is not None and edge < limit else None


def _reason(desk: Desk, situation: Situation, calendar: str, *, is_open: bool) -> str:
    if not is_open:
        off = naive_policy.is_day_off(desk, calendar, situation.now)
        return "closed_holiday" if off else "closed_hours"
    if situation.agents_online == 0:
        return "nobody_online"
    return "agent_free" if situation.agents_free else "all_busy"


def _judge_promise(desk: Desk, situation: Situation, decision: Decision, *, plan: bool) -> None:
    if decision.outcome != "email" and situation.priority is None:
        assert decision.reply_by is None
        return
    rule, limit = _rule(desk, situation), situation.now + SPAN
    calendar = None if rule.every_hour else (desk.plan if plan else None) or rule.calendar or "a"
    assert decision.target is not None and decision.target.calendar == calendar
    expected = naive_policy.due(desk, rule, plan, situation.now, limit)
    if expected is None:
        assert decision.reply_by is None or decision.reply_by > limit
    else:
        assert decision.reply_by == expected


def _rule(desk: Desk, situation: Situation) -> Rule:
    if situation.priority == "critical" and desk.urgent:
        return desk.urgent
    return desk.following if situation.turn == "next" and desk.following else desk.first


@pytest.mark.timeout(600)
@settings(max_examples=2_000)
@given(questions())
def test_2000_random_policies_decide_as_the_wall_clock_says(question: tuple[Desk, Situation]) -> None:
    judge(question)


@pytest.mark.long
@pytest.mark.timeout(3_600)
@settings(max_examples=100_000)
@given(questions())
def test_100000_random_policies_decide_as_the_wall_clock_says(question: tuple[Desk, Situation]) -> None:
    judge(question)
