"""State without a screen: messages in their one order (contract R9), groups, places that keep still, promises."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.server import ServerProcess

MINUTE = 60_000


@pytest.fixture(scope="module")
def page(browser: Browser, server: ServerProcess) -> Page:
    """Any page of ours, from which modules can be imported."""
    page = browser.new_page()
    page.goto(f"{server.url}/signin")
    return page


def message(seq: int, h: str = "", **body: Any) -> dict[str, Any]:
    """A message as it comes over the wire."""
    whole = {"from": "visitor", "cid": f"cid {seq}", "text": f"Tin {seq}", **body}
    return {"seq": seq, "h": h or f"h{seq}", "at": seq * MINUTE, "body": whole}


def follow(page: Page, *steps: tuple[str, Any]) -> dict[str, Any]:
    """What a thread says to each step, and where it stands in the end."""
    found: dict[str, Any] = page.evaluate(
        """async (steps) => {
            const { Thread } = await import("/static/console/thread.js");
            const thread = new Thread("a");
            const said = steps.map(([how, what]) => thread[how](what) ?? "");
            return { said, cursor: thread.cursor(), seqs: thread.messages.map(({ seq }) => seq) };
        }""",
        steps,
    )
    return found


def snapshot(*messages: dict[str, Any], epoch: str = "e1", more: bool = False) -> tuple[str, Any]:
    """A page of catch-up."""
    return "page", {"epoch": epoch, "messages": messages, "more": more}


def test_only_the_next_message_is_applied(page: Page) -> None:
    found = follow(
        page, snapshot(message(1)), ("live", message(2)), ("live", message(2)), ("live", message(4))
    )
    assert found["said"] == ["applied", "applied", "applied", "hole"]
    assert found["seqs"] == [1, 2]
    assert found["cursor"] == {"id": "a", "epoch": "e1", "last_seq": 2, "last_h": "h2"}


def test_the_same_seq_with_another_hash_has_diverged(page: Page) -> None:
    found = follow(page, snapshot(message(1), message(2)), ("live", message(2, h="other")))
    assert found["said"] == ["applied", "diverged"]


def test_another_epoch_has_diverged(page: Page) -> None:
    assert follow(page, snapshot(message(1)), snapshot(message(2), epoch="e2"))["said"][1] == "diverged"


def test_after_a_reset_a_snapshot_may_begin_where_the_rest_was_trimmed(page: Page) -> None:
    found = follow(page, snapshot(message(1)), ("reset", None), snapshot(message(7), message(8), epoch="e2"))
    assert found["seqs"] == [7, 8]
    assert found["cursor"]["epoch"] == "e2"


def test_what_one_person_says_in_one_go_has_one_foot(page: Page) -> None:
    said = [message(1), message(2), message(3, **{"from": "agent"}), message(30, **{"from": "agent"})]
    waiting = [{"cid": "new", "at": 31 * MINUTE, "text": "Chờ gửi"}]
    items = page.evaluate(
        """async ([said, waiting]) => {
            const { groupMessages } = await import("/static/console/message_groups.js");
            return groupMessages(said, waiting, "UTC").map((item) => [item.key, item.closesGroup ?? null]);
        }""",
        [said, waiting],
    )
    assert items == [
        ["day 0", None],
        ["cid 1", False],
        ["cid 2", True],
        ["cid 3", True],
        ["cid 30", True],
        ["new", True],
    ]


def test_a_held_list_keeps_its_places_and_counts_the_news(page: Page) -> None:
    orders = page.evaluate(
        """async () => {
            const { StillOrder } = await import("/static/console/still_order.js");
            const order = new StillOrder();
            const show = (ids, held) => [order.apply(ids, { held }).join(""), order.fresh];
            return [show([..."abc"], false), show([..."xcbd"], true), show([..."xcbd"], false)];
        }"""
    )
    assert orders == [["abc", 0], ["abcd", 1], ["xcbd", 0]]


@pytest.mark.parametrize(
    ("left", "state", "pill"),
    [
        (112, "pending", {"text": "còn 1 giờ 52", "state": ""}),
        (15, "due_soon", {"text": "sắp đến hạn, còn 15 phút", "state": "soon"}),
        (15, "breached", {"text": "đã trễ, còn 15 phút", "state": "over"}),
        (-2, "breached", {"text": "quá hạn 2 phút", "state": "over"}),
    ],
)
def test_a_promise_shows_its_state_and_how_long_is_left(
    page: Page, left: int, state: str, pill: dict[str, str]
) -> None:
    found = page.evaluate(
        """async ([left, promise_state]) => {
            const { promisePill } = await import("/static/console/names.js");
            const { loadTexts } = await import("/static/console/texts.js");
            return promisePill({ promise_at: 1e12 + left, promise_state }, await loadTexts("vi"), 1e12);
        }""",
        [left * MINUTE, state],
    )
    assert found == pill
