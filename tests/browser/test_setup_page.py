"""From the one-time link to the console, in a browser (contract S2, S3)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.server import ServerProcess
from tests.web.conftest import fresh_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server whose first agent is still to come."""
    folder: Path = tmp_path_factory.mktemp("server")
    with fresh_server(folder) as running:
        yield running


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A browser of somebody who reads Vietnamese."""
    return {**browser_context_args, "locale": "vi-VN"}


def test_the_link_leads_to_an_account_and_into_the_console(page: Page, server: ServerProcess) -> None:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(server.setup_link)
    name = page.get_by_label("Tên của bạn")
    expect(name).to_be_focused()
    assert "#" not in page.url
    code = server.setup_link.partition("#")[2]
    assert not any(code in url for url in asked)

    name.fill("Trần Lan")
    page.get_by_label("Email").fill("lan@shop.vn")
    page.get_by_label("Mật khẩu").fill("một câu dễ nhớ")
    page.get_by_role("button", name="Lưu và đăng nhập").click()
    page.wait_for_url("**/console/*")
    expect(page.locator("#console")).to_have_attribute("data-agent-name", "Trần Lan")
    assert complaints == []


def test_a_used_link_is_told_so_in_words(page: Page, server: ServerProcess) -> None:
    page.goto(server.setup_link)
    expect(page.get_by_role("alert")).to_contain_text("đã được dùng hoặc đã hết hạn")


def test_an_agent_signs_in_and_a_slip_keeps_the_address(page: Page, server: ServerProcess) -> None:
    page.goto(server.url + "/console")
    page.get_by_label("Email").fill("lan@shop.vn")
    page.get_by_label("Mật khẩu").fill("không phải")
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("alert")).to_have_text("Email hoặc mật khẩu chưa đúng.")
    expect(page.get_by_label("Email")).to_have_value("lan@shop.vn")
    expect(page.get_by_label("Mật khẩu")).to_be_focused()
    page.get_by_label("Mật khẩu").fill("một câu dễ nhớ")
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/console/*")


def test_the_other_language_is_one_click_away(page: Page, server: ServerProcess) -> None:
    page.goto(server.url + "/signin")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading")).to_have_text("Sign in")
    page.goto(server.url + "/signin")
    expect(page.get_by_role("heading")).to_have_text("Sign in")
