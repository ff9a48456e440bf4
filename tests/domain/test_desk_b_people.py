"""Desk B by whom and since when: two versions, plans and signing in, notices by day (the seed document)."""

import pytest

from chatserver.domain.alternatives import Alternative
from chatserver.domain.policy_file import Way
from tests.domain.desk_a import ict
from tests.domain.desk_b import PAID, decided

LOGIN = Alternative("department", "login")
SIGN_IN = Alternative("sign_in")
EVERYBODY = [None, "free", "personal", "business", "enterprise", "gold"]


@pytest.mark.parametrize("plan", EVERYBODY)
@pytest.mark.parametrize("at", ["2022-03-07 09:00", "2022-03-27 23:59:59.999999", "2021-12-31 03:00"])
def test_until_27_march_2022_one_support_answers_every_plan(at: str, plan: str | None) -> None:
    decision = decided(at, plan=plan, signed_in=plan is not None)
    assert (decision.policy_version, decision.department) == ("initial", "support")
    assert (decision.outcome, decision.reason) == ("email", "email_only")


@pytest.mark.parametrize(
    ("at", "department", "others"),
    [
        ("2022-03-27 23:59:59.999999", "usage", "support"),
        ("2022-03-27 23:59:59.999999", "login", "support"),
        ("2022-03-28 00:00", "support", "login"),
        ("2026-03-27 15:00", "support", "login"),
    ],
)
def test_departments_begin_and_end_with_their_version(at: str, department: str, others: str) -> None:
    decision = decided(at, department)
    assert (decision.outcome, decision.reason) == ("refused", "unknown_department")
    assert decision.alternatives == (Alternative("department", others),)


@pytest.mark.parametrize(
    ("at", "version", "department"),
    [
        ("2022-03-27 23:59:59.999999", "initial", "support"),
        ("2022-03-28 00:00", "2022-03-28", "login"),
        ("2022-03-28 00:00:00.000001", "2022-03-28", "login"),
        ("2026-03-27 15:00", "2022-03-28", "login"),
    ],
)
def test_a_version_takes_effect_at_midnight_in_the_desks_zone(at: str, version: str, department: str) -> None:
    decision = decided(at)
    assert (decision.policy_version, decision.department) == (version, department)


@pytest.mark.parametrize("plan", EVERYBODY)
@pytest.mark.parametrize("signed_in", [False, True])
def test_login_problems_are_for_everybody(plan: str | None, signed_in: bool) -> None:
    decision = decided("2026-03-27 15:00", "login", plan, signed_in=signed_in)
    assert (decision.outcome, decision.reason) == ("email", "email_only")


@pytest.mark.parametrize("plan", PAID)
def test_usage_is_for_paid_plans_that_are_signed_in(plan: str) -> None:
    assert decided("2026-03-27 15:00", "usage", plan, signed_in=True).outcome == "email"
    unsigned = decided("2026-03-27 15:00", "usage", plan)
    assert (unsigned.outcome, unsigned.reason) == ("refused", "sign_in_required")
    assert unsigned.alternatives == (SIGN_IN, LOGIN)


@pytest.mark.parametrize(
    "name", ["Cá nhân", "Kinh doanh", "Doanh nghiệp", "BUSINESS", "Enterprise", "Personal"]
)
def test_a_paid_plan_is_known_by_either_name(name: str) -> None:
    assert decided("2022-03-28 00:00", "usage", name, signed_in=True).outcome == "email"


@pytest.mark.parametrize(
    ("plan", "signed_in", "reason", "ways"),
    [
        (None, False, "sign_in_required", (SIGN_IN, LOGIN)),
        (None, True, "plan_not_admitted", (LOGIN,)),
        ("free", True, "plan_not_admitted", (LOGIN,)),
        ("Miễn phí", True, "plan_not_admitted", (LOGIN,)),
        ("free", False, "plan_not_admitted", (LOGIN,)),  # signing in would not help
        ("gold", True, "plan_not_admitted", (LOGIN,)),
        ("gold", False, "sign_in_required", (SIGN_IN, LOGIN)),
    ],
)
@pytest.mark.parametrize("at", ["2022-03-28 00:00", "2026-03-28 03:00"])
def test_usage_refuses_everybody_else_and_says_what_is_open(
    at: str, plan: str | None, signed_in: bool, reason: str, ways: tuple[Alternative, ...]
) -> None:
    decision = decided(at, "usage", plan, signed_in=signed_in)
    assert (decision.outcome, decision.reason, decision.alternatives) == ("refused", reason, ways)
    assert decision.reply_by is None and decision.target is None


@pytest.mark.parametrize("way", ["chat", "email"])
@pytest.mark.parametrize("online", [0, 1, 7])
@pytest.mark.parametrize(
    "at", ["2022-03-20 10:00", "2026-03-27 15:00", "2026-02-17 03:00", "2024-02-29 12:00"]
)
def test_this_desk_never_chats(at: str, online: int, way: Way) -> None:
    decision = decided(at, online=online, way=way)
    assert (decision.outcome, decision.reason) == ("email", "email_only")


@pytest.mark.parametrize(
    "at",
    ["2026-03-28 00:00", "2026-03-29 23:59:59", "2026-02-17 03:00", "2027-02-06 12:00", "2026-03-27 15:00"],
)
@pytest.mark.parametrize("department", ["login", "usage"])
def test_questions_are_received_24_hours_a_day(at: str, department: str) -> None:
    decision = decided(at, department, "business", signed_in=True)
    assert (decision.open, decision.opens_at, decision.closes_at) == (True, None, None)


@pytest.mark.parametrize(
    ("at", "notices"),
    [
        ("2022-03-06 23:59:59.999999", ()),
        ("2022-03-07 00:00", ("change",)),
        ("2022-03-15 12:00", ("change",)),
        ("2022-03-27 23:59:59.999999", ("change",)),
        ("2022-03-28 00:00", ()),
        ("2026-03-28 10:00", ()),
    ],
)
@pytest.mark.parametrize("plan", [None, "free", "business"])
def test_the_change_is_announced_from_7_to_27_march(
    at: str, notices: tuple[str, ...], plan: str | None
) -> None:
    assert decided(at, plan=plan).notices == notices


def test_the_notice_is_shown_by_the_desks_days_not_by_utc() -> None:
    assert ict("2022-03-07 00:00").isoformat() == "2022-03-07T00:00:00+07:00"
    assert decided("2022-03-07 06:59").notices == ("change",)  # still 6 March in UTC
