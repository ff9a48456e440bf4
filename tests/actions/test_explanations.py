"""A decision in words, in both languages (texts of design.md, "The words")."""

from collections.abc import Mapping
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from chatserver.actions.explanations import explain
from chatserver.domain import decision as decisions
from chatserver.domain.decision import Decision, Situation, decide
from chatserver.domain.policy import Policy, load_policy
from chatserver.texts import LANGUAGES, catalogue
from tests.domain import desk_a, desk_b
from tests.domain.desk_a import ZONE, ict, no_holidays, twin_ai
from tests.domain.policies import minimal

NIGHT = "2026-03-04 22:00"


def told(decision: Decision, policy: Policy, at: str, language: str = "en") -> str:
    """What a visitor reads of a decision taken at a local time."""
    return explain(decision, policy.version_at(ict(at)), language, ict(at))


@pytest.mark.parametrize(
    ("at", "facts", "vi", "en"),
    [
        (
            "2026-03-04 10:00",
            {},
            "Chào bạn, chúng tôi có thể giúp gì cho bạn?",
            "Hi, how can we help?",
        ),
        (
            "2026-03-04 10:00",
            {"priority": "critical"},
            "Chào bạn, chúng tôi có thể giúp gì cho bạn? Chúng tôi sẽ trả lời trước 10:15 hôm nay.",
            "Hi, how can we help? We'll reply by 10:15 today.",
        ),
        (
            "2026-03-04 10:00",
            {"free": 0},
            "Các nhân viên đang bận. Bạn cứ nhắn, chúng tôi trả lời lần lượt.",
            "Everyone is busy. Write anyway: we answer in turn.",
        ),
        (
            "2026-03-04 10:00",
            {"online": 0},
            "Hiện chưa có nhân viên trực. Bạn để lại email, chúng tôi trả lời trước 14:00 hôm nay.",
            "Nobody is at the desk. Leave your email; we'll reply by 14:00 today.",
        ),
        (
            NIGHT,
            {},
            "Ngoài giờ hỗ trợ, mở lại 8:00 ngày mai."
            " Bạn cứ nhắn, chúng tôi trả lời qua email trước 12:00 ngày mai.",
            "We're closed until 8:00 tomorrow. Write anyway: we'll email you by 12:00 tomorrow.",
        ),
        (
            "2026-02-13 17:00",
            {"way": "email"},
            "Bạn để lại câu hỏi và email, chúng tôi trả lời trước 12:00 thứ Hai 23/2.",
            "Leave your question and email; we'll reply by 12:00 on Mon 23 Feb.",
        ),
        (
            NIGHT,
            {"department": "enterprise"},
            "Hãy đăng nhập để gửi câu hỏi này."
            " Không đăng nhập được? Bạn vẫn có thể hỏi: Hỗ trợ, Thanh toán, Hợp tác, Sự cố khẩn cấp.",
            "Sign in to ask this."
            " Can't sign in? You can still ask: Support, Billing, Partnership, Urgent incidents.",
        ),
        (
            NIGHT,
            {"department": "enterprise", "plan": "free", "signed_in": True},
            "Bộ phận này chỉ hỗ trợ gói Enterprise, Premium Enterprise."
            " Bạn vẫn có thể hỏi: Hỗ trợ, Thanh toán, Hợp tác, Sự cố khẩn cấp.",
            "This team helps these plans only: Enterprise, Premium Enterprise."
            " You can still ask: Support, Billing, Partnership, Urgent incidents.",
        ),
    ],
)
def test_desk_a_explains_itself(at: str, facts: Mapping[str, object], vi: str, en: str) -> None:
    decision = desk_a.decided(at, **facts)  # type: ignore[arg-type]
    assert [told(decision, twin_ai(), at, language) for language in LANGUAGES] == [vi, en]


def test_desk_b_refuses_with_the_way_out() -> None:
    at, policy = "2026-03-28 10:00", desk_b.chatwork()
    unsigned = desk_b.decided(at, "usage")
    assert (
        told(unsigned, policy, at) == "Sign in to ask this. Can't sign in? You can still ask: Login problems."
    )
    free = desk_b.decided(at, "usage", "free", signed_in=True)
    assert told(free, policy, at, "vi") == (
        "Bộ phận này chỉ hỗ trợ gói Cá nhân, Kinh doanh, Doanh nghiệp."
        " Bạn vẫn có thể hỏi: Thắc mắc về đăng nhập."
    )
    unknown = desk_b.decided(at, "kitchen")
    assert told(unknown, policy, at) == "There is no such team. You can still ask: Login problems."


def test_a_holiday_is_called_one() -> None:
    policy = load_policy(minimal(calendar="closed = [2026-03-04]"), no_holidays)
    decision = decide(policy, Situation(ict("2026-03-04 10:00")))
    assert told(decision, policy, "2026-03-04 10:00") == (
        "We're closed for a holiday until 8:00 tomorrow. Write anyway: we'll email you by 12:00 tomorrow."
    )


def test_a_refusal_without_a_way_out_says_no_more_than_it_knows() -> None:
    gold = '[version.plans.gold]\nname = { vi = "Vàng", en = "Gold" }'
    policy = load_policy(minimal(department='plans = ["gold"]', more=gold), no_holidays)
    decision = decide(policy, Situation(ict("2026-03-04 10:00"), signed_in=True))
    assert told(decision, policy, "2026-03-04 10:00") == "This team helps these plans only: Gold."


def test_a_desk_that_never_opens_again_names_no_time() -> None:
    last = 'other_hours = { 2026-03-04 = ["08:00-22:00"] }'
    policy = load_policy(minimal(every_day="[]", calendar=last), no_holidays)
    at = "2026-03-05 10:00"
    decision = decide(policy, Situation(ict(at)))
    assert (decision.opens_at, decision.reply_by) == (None, None)
    assert told(decision, policy, at) == (
        "We cannot name a time now. Leave your email; we'll reply when we can."
    )


def test_an_opening_that_never_comes_is_not_named_though_a_promise_is() -> None:
    last = 'other_hours = { 2026-03-04 = ["08:00-22:00"] }'
    always = 'email = { first = { within = "PT4H", clock = "calendar" } }'
    policy = load_policy(minimal(every_day="[]", calendar=last, targets=always), no_holidays)
    at = "2026-03-05 10:00"
    decision = decide(policy, Situation(ict(at)))
    assert told(decision, policy, at) == (
        "Nobody is at the desk. Leave your email; we'll reply by 14:00 today."
    )


def test_the_readers_own_clock_stands_beside() -> None:
    decision, version = desk_a.decided(NIGHT), twin_ai().versions[0]
    words = explain(decision, version, "en", ict(NIGHT), ZoneInfo("Europe/Berlin"))
    assert words == (
        "We're closed until 8:00 tomorrow (2:00 your time)."
        " Write anyway: we'll email you by 12:00 tomorrow (6:00 your time)."
    )
    assert explain(decision, version, "en", ict(NIGHT), ZONE) == told(decision, twin_ai(), NIGHT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_its_sentence(language: str) -> None:
    reasons = {
        value
        for part in get_args(decisions.Reason)
        for value in (get_args(part) if get_args(part) else (part,))
    }
    sentences = {key for key in catalogue(language) if key.startswith("decision.")}
    assert sentences == {f"decision.{reason}" for reason in reasons}
