"""What a visitor reads when a promise is broken, moved or made, when the desk closes, and when words are erased."""

import asyncio
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from playwright.sync_api import expect

from chatserver.store import sites
from chatserver.store.client import command_client
from tests.browser.widget.conftest import DAY, NIGHT, OpenAgent
from tests.browser.widget.shop import OpenShop
from tests.server import ROOT, ServerProcess

CLOSING = DAY.replace(hour=22)


def test_a_broken_promise_is_told_with_an_apology_and_a_new_time(
    shop: OpenShop, server: ServerProcess
) -> None:
    server.clock.turn_to(NIGHT)
    widget = shop().open().open()
    widget.say("Mình bị khoá tài khoản")
    expect(widget.own.locator(".foot")).to_contain_text("Đã lưu")  # before the clock is turned
    expect(widget.part(".promise h3")).to_have_text("Chúng tôi sẽ trả lời trước 12:00 ngày mai.")
    server.clock.turn_to(NIGHT.replace(day=5, hour=12, minute=1))
    late = widget.part(".line.event", has_text="Xin lỗi, chúng tôi đã trễ hẹn.")
    expect(late).to_contain_text("Hẹn lại trước 16:01 hôm nay.")
    expect(widget.part(".line.day")).to_have_text(["Thứ Tư 4/3", "Hôm nay"])
    expect(widget.part(".promise h3")).to_have_text("Chúng tôi sẽ trả lời trước 16:01 hôm nay.")


def test_a_promise_that_moves_says_why(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    an.go_away()
    widget = shop().open().open()
    widget.say("Trang báo lỗi 500")
    expect(widget.part(".promise h3")).to_contain_text("14:00 hôm nay")
    an.do("priority", conversation=an.find("Trang báo lỗi 500"), priority="high")
    moved = widget.part(".line.event", has_text="Hẹn mới: trả lời trước 12:00 hôm nay.")
    expect(moved).to_contain_text("Câu hỏi của bạn đã được xếp lại mức ưu tiên.")


def test_an_agent_names_a_time(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    widget = shop().open().open()
    widget.say("Khi nào có bản mới ạ?")
    tomorrow = DAY + timedelta(days=1, hours=5)
    asked = an.take("Khi nào có bản mới")
    an.do("promise", conversation=asked, at=round(tomorrow.timestamp() * 1000))
    named = widget.part(".line.event", has_text="Nguyễn An hẹn trả lời bạn trước 15:00 ngày mai.")
    expect(named).to_be_visible()
    expect(widget.part("#address")).to_be_visible()


def test_closing_is_announced_and_the_agent_who_stays_is_named(
    shop: OpenShop, server: ServerProcess, agent: OpenAgent
) -> None:
    an = agent()
    server.clock.turn_to(CLOSING - timedelta(minutes=8))
    widget = shop().open().open()
    widget.say("Còn kịp không ạ?")
    conversation = an.take("Còn kịp không")
    an.say(conversation, "Kịp bạn nhé")
    soon = "8 phút nữa hết giờ hỗ trợ. Cuộc trò chuyện này vẫn tiếp tục."
    expect(widget.part(".notice:not(.place)")).to_have_text(soon)
    server.clock.turn_to(CLOSING)
    expect(widget.part(".notice:not(.place)")).to_have_text(
        "Đã hết giờ hỗ trợ, nhưng Nguyễn An vẫn ở lại với bạn."
    )
    widget.say("Cảm ơn bạn")
    expect(widget.own.last.locator(".foot")).to_contain_text("Đã")


def test_what_was_erased_leaves_a_line_and_the_chat_goes_on(
    shop: OpenShop, server: ServerProcess, agent: OpenAgent, redis_url: str
) -> None:
    an = agent()
    widget = shop().open().open()
    widget.say("Mật khẩu của mình là kem dâu")
    conversation = an.take("Mật khẩu của mình")
    an.say(conversation, "Bạn đừng gửi mật khẩu nhé")
    expect(widget.part(".line.agent")).to_contain_text("Bạn đừng gửi mật khẩu nhé")
    _erase(redis_url, an.visitor_of(conversation))
    expect(widget.own.first).to_contain_text("Tin nhắn đã được xoá.")
    expect(widget.part(".line.agent").first).to_contain_text("Tin nhắn đã được xoá.")
    expect(widget.part(".thread")).not_to_contain_text("kem dâu")
    widget.page.reload()
    widget.open()
    expect(widget.part(".thread")).to_contain_text("đã được xoá theo yêu cầu")
    expect(widget.part(".thread")).not_to_contain_text("kem dâu")
    widget.say("Mình hỏi lại nhé")
    assert an.find("Mình hỏi lại nhé") == conversation


def test_the_last_agent_who_leaves_turns_the_wait_into_a_form(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    widget = shop().open().open()
    widget.say("Có ai không ạ?")
    an.find("Có ai không")
    an.go_away()
    event = widget.part(".line.event", has_text="Hiện chưa có nhân viên trực.")
    expect(event).to_contain_text("chúng tôi trả lời qua email trước 14:0")
    address = widget.part("#address")
    address.fill("lan@gmail.com")
    address.press("Enter")
    expect(widget.part(".promise")).to_contain_text("Sẽ gửi trả lời tới lan@gmail.com.")
    expect(widget.own).to_contain_text("Có ai không ạ?")


def _erase(redis_url: str, visitor: str) -> None:
    with ThreadPoolExecutor(1) as threads:
        site = threads.submit(asyncio.run, _site(redis_url)).result()
    command = [
        sys.executable,
        "-m",
        "chatserver",
        "visitor",
        "erase",
        visitor,
        "--site",
        site,
        "--yes",
        "--json",
    ]
    environment = {**os.environ, "REDIS_URL": redis_url, "ALLOW_VOLATILE_REDIS": "1"}
    printed = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(printed.stdout)["messages"] == 2


async def _site(redis_url: str) -> str:
    client = command_client(redis_url)
    found = (await sites.all_sites(client))[0].id
    await client.aclose()
    return found
