"""Desk A by whom: plans and signing in, Premium Enterprise at night, and the ways that do work instead."""

import pytest

from chatserver.domain.alternatives import Alternative
from chatserver.domain.policy_file import Priority
from tests.domain.desk_a import changed, decided, ict

OTHERS = ["support", "billing", "partnership", "incident"]
PREMIUM = "Premium Enterprise"
INCIDENT = Alternative("channel", "incident", "incident@twinai.com")
STATUS = Alternative("channel", "status", "https://status.twinai.com")
HOTLINE = Alternative("channel", "hotline", "1900894624")
SUPPORT = Alternative("email", "", "support@twinai.com")


@pytest.mark.parametrize(
    ("plan", "signed_in", "reason"),
    [
        (None, False, "sign_in_required"),
        (None, True, "plan_not_admitted"),
        ("free", True, "plan_not_admitted"),
        ("Miễn phí", True, "plan_not_admitted"),
        ("gold", True, "plan_not_admitted"),  # a plan that the policy does not know is none
        ("gold", False, "sign_in_required"),
    ],
)
def test_enterprise_is_for_enterprise_plans(plan: str | None, signed_in: bool, reason: str) -> None:
    decision = decided("2026-03-04 10:00", department="enterprise", plan=plan, signed_in=signed_in)
    assert (decision.outcome, decision.reason, decision.reply_by) == ("refused", reason, None)
    ways = [way.kind if way.kind == "sign_in" else way.key for way in decision.alternatives]
    assert ways == (["sign_in", *OTHERS] if reason == "sign_in_required" else OTHERS)


@pytest.mark.parametrize("plan", ["enterprise", "Enterprise", "ENTERPRISE", PREMIUM, "premium-enterprise"])
def test_enterprise_plans_are_admitted_by_key_or_name(plan: str) -> None:
    decision = decided("2026-03-04 10:00", department="enterprise", plan=plan, signed_in=True)
    assert (decision.outcome, decision.department) == ("agent", "enterprise")


@pytest.mark.parametrize("plan", [None, "free", "enterprise", "gold"])
@pytest.mark.parametrize("department", OTHERS)
def test_everybody_is_admitted_elsewhere(department: str, plan: str | None) -> None:
    assert decided("2026-03-04 10:00", department=department, plan=plan).outcome == "agent"


@pytest.mark.parametrize(
    ("at", "priority", "promised"),
    [
        ("2026-03-05 03:00", None, "2026-03-05 07:00"),
        ("2026-03-05 03:00", "critical", "2026-03-05 03:15"),
        ("2026-03-05 03:00", "high", "2026-03-05 05:00"),
        ("2026-03-05 03:00", "medium", "2026-03-05 11:00"),
        ("2026-03-05 03:00", "low", "2026-03-06 03:00"),
        ("2026-03-08 22:30", None, "2026-03-09 02:30"),  # Sunday
        ("2026-02-17 03:00", None, "2026-02-17 07:00"),  # Tết 2026
        ("2027-02-06 23:50", "critical", "2027-02-07 00:05"),  # Tết 2027
        ("2024-02-29 23:00", None, "2024-03-01 03:00"),
        ("2026-12-31 21:00", None, "2027-01-01 01:00"),
    ],
)
def test_for_premium_enterprise_every_hour_counts(at: str, priority: Priority | None, promised: str) -> None:
    decision = decided(at, online=0, priority=priority, plan=PREMIUM, signed_in=True)
    assert (decision.outcome, decision.reason, decision.open) == ("email", "nobody_online", True)
    assert decision.reply_by == ict(promised)
    assert (decision.opens_at, decision.closes_at, decision.closing_soon) == (None, None, False)


@pytest.mark.parametrize(
    ("online", "free", "outcome"), [(1, 1, "agent"), (3, 1, "agent"), (3, 0, "queue"), (0, 0, "email")]
)
def test_premium_enterprise_is_answered_at_3_by_whoever_is_there(
    online: int, free: int, outcome: str
) -> None:
    assert decided("2026-03-05 03:00", online=online, free=free, plan=PREMIUM).outcome == outcome


@pytest.mark.parametrize("plan", [None, "free", "enterprise"])
def test_nobody_else_is_answered_at_3(plan: str | None) -> None:
    decision = decided("2026-03-05 03:00", online=3, plan=plan, signed_in=True)
    assert (decision.outcome, decision.reason) == ("email", "closed_hours")
    assert decision.reply_by == ict("2026-03-05 12:00")


def test_the_own_phone_number_is_the_first_way_out() -> None:
    always = 'calendar = "always"                 # also'
    policy = changed(always, f'phone = "1900111222"\n{always}')
    decision = decided("2026-03-05 03:00", online=0, priority="critical", plan=PREMIUM, policy=policy)
    assert decision.alternatives == (Alternative("phone", "", "1900111222"), INCIDENT, STATUS, SUPPORT)


@pytest.mark.parametrize(
    ("at", "online", "priority", "ways"),
    [
        ("2026-03-04 22:00", 1, "critical", (INCIDENT, STATUS, SUPPORT)),
        ("2026-03-08 10:00", 0, "critical", (INCIDENT, STATUS, SUPPORT)),  # no hotline on Sundays
        ("2026-03-04 10:00", 0, "critical", (INCIDENT, STATUS, HOTLINE, SUPPORT)),
        ("2026-03-04 22:00", 1, "high", (SUPPORT,)),
        ("2026-03-04 22:00", 1, None, (SUPPORT,)),
        ("2026-03-04 08:00", 0, None, (HOTLINE, SUPPORT)),
        ("2026-03-04 07:59:59", 0, None, (SUPPORT,)),
        ("2026-03-06 17:59:59", 0, None, (HOTLINE, SUPPORT)),
        ("2026-03-06 18:00", 0, None, (SUPPORT,)),
        ("2026-03-07 08:00", 0, None, (HOTLINE, SUPPORT)),
        ("2026-03-07 11:59:59", 0, None, (HOTLINE, SUPPORT)),
        ("2026-03-07 12:00", 0, None, (SUPPORT,)),
        ("2026-03-08 10:00", 0, None, (SUPPORT,)),
        ("2026-02-17 10:00", 0, None, (HOTLINE, SUPPORT)),  # the page names no holidays for the hotline
    ],
)
def test_what_cannot_be_answered_now_is_shown_the_ways_that_work(
    at: str, online: int, priority: Priority | None, ways: tuple[Alternative, ...]
) -> None:
    assert decided(at, online=online, priority=priority).alternatives == ways


def test_other_ways_stand_beside_waiting_and_none_beside_an_agent() -> None:
    assert decided("2026-03-04 10:00", free=0).alternatives == (HOTLINE, SUPPORT)
    assert decided("2026-03-04 10:00").alternatives == ()


@pytest.mark.parametrize("department", ["billing", "partnership", "incident"])
def test_each_department_has_its_own_address(department: str) -> None:
    decision = decided("2026-03-04 22:00", department=department)
    assert decision.alternatives == (Alternative("email", "", f"{department}@twinai.com"),)


def test_an_unknown_department_names_those_that_are_open_to_the_visitor() -> None:
    decision = decided("2026-03-04 10:00", department="kitchen")
    assert [way.key for way in decision.alternatives] == OTHERS


def test_what_contradicts_the_channels_is_kept_as_a_note_and_never_shown() -> None:
    assert decided("2026-03-04 10:00").notices == ()
