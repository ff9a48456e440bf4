"""Visitors choose whom they ask; a department that does not take them says why, and who does (design 4)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chatserver.store import conversations, sites
from chatserver.store.client import Client
from tests.clients import Frame, Visitor, new_id
from tests.server import ServerProcess, server_process
from tests.shop_site import Shop

ROOT = Path(__file__).parents[2]
CHATWORK = str(ROOT / "chatserver" / "data" / "policies" / "chatwork.toml")
WEDNESDAY = datetime(2026, 3, 4, 3, 0, tzinfo=UTC)  # 10:00 in Hà Nội


@pytest.fixture
def desk_b(clean_redis: str, tmp_path: Path) -> Iterator[ServerProcess]:
    """Chatwork's desk, long after its change."""
    with server_process(tmp_path, clean_redis, POLICY=CHATWORK) as running:
        running.clock.turn_to(WEDNESDAY)
        yield running


@pytest.fixture
async def shop(desk_b: ServerProcess, client: Client) -> Shop:
    """Desk B, whose own server signs who is signed in."""
    made = Shop(desk_b, client, (await sites.all_sites(client))[0])
    await made.rule()
    return made


def widget(server: ServerProcess, secret: str = "") -> Visitor:
    return Visitor(f"{server.ws_url}/ws/{server.site_key}", secret)


async def choose(visitor: Visitor, department: str) -> Frame:
    """The decision that a choice is answered by, with its desk."""
    await visitor.send("choose", department=department)
    while True:
        frame = await visitor.until("decision")
        if frame["decision"]["department"] == department:
            return frame


async def department_of(client: Client, conversation: str) -> str:
    site = (await sites.all_sites(client))[0].id
    found = await conversations.load(client, site, conversation)
    return found.department if found else ""


def ways(decision: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (way["way"], way["label"], way.get("department", "") or way.get("href", ""))
        for way in decision["alternatives"]
    ]


async def test_a_widget_is_told_whom_it_may_ask_in_its_language(desk_a: ServerProcess) -> None:
    async with widget(desk_a) as visitor:
        welcome = await visitor.hello(language="en")
        departments = welcome["desk"]["departments"]
        assert [one["name"] for one in departments] == [
            "Support", "Billing", "Partnership", "Enterprise", "Urgent incidents",
        ]  # fmt: skip
        assert departments[0]["open"] and departments[0]["about"].startswith("Technical problems")
        assert [one.get("refusal", "") for one in departments] == ["", "", "", "sign_in_required", ""]
        assert welcome["decision"]["department"] == "support"
        assert len(welcome["desk"]["checklist"]) == 3


async def test_a_choice_is_answered_by_the_departments_own_decision(desk_a: ServerProcess) -> None:
    async with widget(desk_a) as visitor:
        await visitor.hello()
        told = await choose(visitor, "billing")
        assert (told["decision"]["reason"], told["desk"]["checklist"]) == ("nobody_online", [])
        assert ("email", "billing@twinai.com", "mailto:billing@twinai.com") in ways(told["decision"])
        assert ("channel", "1900-TWIN-AI (1900-89-46-24)", "tel:1900894624") in ways(told["decision"])


async def test_nobody_can_choose_what_is_not_there(desk_a: ServerProcess) -> None:
    async with widget(desk_a) as visitor:
        await visitor.hello()
        await visitor.send("choose", department="sales")
        assert (await visitor.until("nack"))["reason"] == "unknown_department"


async def test_first_words_go_to_the_chosen_department_and_stay_there(
    desk_a: ServerProcess, client: Client
) -> None:
    conversation = new_id()
    async with widget(desk_a) as visitor:
        await visitor.hello()
        await choose(visitor, "billing")
        assert (await visitor.say(conversation, "Hóa đơn tháng 3"))["t"] == "ack"
        assert await department_of(client, conversation) == "billing"
        await visitor.until("state", conversation=conversation)
        await visitor.send("choose", department="incident")
        assert (await visitor.until("decision"))["decision"]["department"] == "billing"
        assert (await visitor.say(conversation, "Còn tháng 2"))["t"] == "ack"
        assert await department_of(client, conversation) == "billing"
    async with widget(desk_a, visitor.secret) as again:
        assert (await again.hello(department="incident"))["decision"]["department"] == "billing"
        assert (await again.say(conversation, "Và tháng 1"))["t"] == "ack"
        assert await department_of(client, conversation) == "billing"


async def test_a_choice_outlives_a_lost_connection_unless_it_is_gone(desk_a: ServerProcess) -> None:
    async with widget(desk_a) as visitor:
        assert (await visitor.hello(department="billing"))["decision"]["department"] == "billing"
    async with widget(desk_a, visitor.secret) as again:
        assert (await again.hello(department="sales"))["decision"]["department"] == "support"


async def test_who_is_not_signed_in_is_told_and_shown_who_takes_them(
    desk_b: ServerProcess, client: Client
) -> None:
    conversation = new_id()
    async with widget(desk_b) as visitor:
        await visitor.hello()
        decision = (await choose(visitor, "usage"))["decision"]
        assert (decision["outcome"], decision["reason"]) == ("refused", "sign_in_required")
        assert decision["explanation"] == "Hãy đăng nhập để gửi câu hỏi này."
        login = ("department", "Thắc mắc về đăng nhập", "login")
        assert ways(decision) == [("sign_in", "Đăng nhập", ""), login]
        refused = await visitor.say(conversation, "Tạo nhóm thế nào?")
        assert (refused["t"], refused["reason"]) == ("nack", "sign_in_required")
        assert await department_of(client, conversation) == ""
        await choose(visitor, "login")
        assert (await visitor.say(conversation, "Tạo nhóm thế nào?"))["t"] == "ack"
        assert await department_of(client, conversation) == "login"


async def test_a_free_plan_is_refused_and_a_paid_one_is_not(shop: Shop, client: Client) -> None:
    conversation = new_id()
    async with shop.visitor() as visitor:
        await visitor.hello(token=shop.token("lan", plan="Free"), department="usage")
        told = await choose(visitor, "usage")
        assert told["decision"]["reason"] == "plan_not_admitted"
        assert "Cá nhân, Kinh doanh, Doanh nghiệp" in told["decision"]["explanation"]
        assert (await visitor.say(conversation, "Tạo nhóm?"))["reason"] == "plan_not_admitted"
        await visitor.send("identify", token=shop.token("lan", plan="Business"))
        admitted = await visitor.until("decision")
        assert (admitted["decision"]["department"], admitted["decision"]["outcome"]) == ("usage", "email")
        assert (await visitor.say(conversation, "Tạo nhóm?"))["t"] == "ack"
        assert await department_of(client, conversation) == "usage"


async def test_a_plan_that_ends_in_mid_chat_turns_nobody_away(shop: Shop) -> None:
    conversation = new_id()
    async with shop.visitor() as visitor:
        await visitor.hello(token=shop.token("lan", plan="Business"), department="usage")
        assert (await visitor.say(conversation, "Tạo nhóm?"))["t"] == "ack"
        await visitor.until("state", conversation=conversation)
        await visitor.send("identify", token=shop.token("lan", plan="Free"))
        await visitor.until("identified", plan="Free")
        assert (await visitor.say(conversation, "Còn nữa"))["t"] == "ack"


async def test_a_conversation_that_runs_lets_no_other_one_in(shop: Shop) -> None:
    conversation = new_id()
    async with shop.visitor() as visitor:
        await visitor.hello(token=shop.token("mai", plan="Business"), department="usage")
        assert (await visitor.say(conversation, "Tạo nhóm?"))["t"] == "ack"
        await visitor.until("state", conversation=conversation)
        await visitor.send("identify", token=shop.token("mai", plan="Free"))
        await visitor.until("identified", plan="Free")
        assert (await visitor.say(new_id(), "Chuyện khác"))["reason"] == "plan_not_admitted"
        assert (await visitor.say(conversation, "Còn nữa"))["t"] == "ack"
