"""Take the pictures of docs/screenshots anew: `.venv/bin/python -m tests.screenshots`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, FloatRect, sync_playwright

from tests.bench.chromium import DAY
from tests.browser.find_browser import find_browser
from tests.browser.widget.bare_agent import BareAgent
from tests.browser.widget.shop import OnPage
from tests.redis_servers import redis_server
from tests.server import ROOT, ServerProcess, server_process

INTO = ROOT / "docs" / "screenshots"
NIGHT = DAY.replace(hour=22, minute=30)
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 664},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
PANEL: FloatRect = {"x": 840, "y": 30, "width": 440, "height": 770}
QUESTION = "Mình đổi từ gói Cá nhân lên Kinh doanh thì có mất tiền tháng này không ạ?"
ANSWERS = (
    "Chào bạn, không ạ: phần chưa dùng của tháng này được trừ vào hoá đơn mới.",
    "Bạn vào Cài đặt → Gói dịch vụ, chọn Kinh doanh rồi bấm Đổi gói.",
)


class Camera:
    """The demo's pricing page in browsers that have never been there, and what they show."""

    def __init__(self, server: ServerProcess, redis_url: str, browser: Browser) -> None:
        self.server = server
        self._redis_url = redis_url
        self._browser = browser

    @contextmanager
    def page(self, language: str = "vi", **options: Any) -> Iterator[OnPage]:
        """The widget, opened."""
        zone: dict[str, Any] = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}
        context = self._browser.new_context(**zone, **options)
        context.set_default_timeout(10_000)
        widget = OnPage(context.new_page())
        widget.page.goto(f"{self.server.url}/demo/pricing?lang={language}")
        widget.open().part(".attach").wait_for()
        yield widget
        context.close()

    @contextmanager
    def agent(self, name: str = "Nguyễn An") -> Iterator[BareAgent]:
        """Somebody at the desk."""
        agent = BareAgent(self.server, self._redis_url, name).arrive()
        yield agent
        agent.leave()

    def take(self, widget: OnPage, name: str, clip: FloatRect | None = None) -> None:
        """Write a picture."""
        widget.page.mouse.move(5, 5)
        widget.page.screenshot(path=INTO / f"{name}.png", animations="disabled", caret="hide", clip=clip)


def by_day(camera: Camera) -> None:
    """The home screen, an article, a talk, the menu, the end with its question."""
    with camera.agent() as an, camera.page(**DESKTOP) as widget:
        widget.part(".help li").nth(2).wait_for()
        camera.take(widget, "home-vi", PANEL)
        widget.say(QUESTION)
        conversation = an.take(QUESTION[:20])
        for text in ANSWERS:
            an.say(conversation, text)
        widget.part(".line.agent").nth(1).wait_for()
        widget.say("Cảm ơn bạn nhiều ạ")
        widget.own.nth(1).wait_for()
        an.send("read", conversation=conversation, seq=6)
        widget.own.nth(1).locator(".foot", has_text="Đã xem").wait_for()
        camera.take(widget, "widget-vi")
        widget.part(".more").click()
        widget.part("[role=menuitem]").first.wait_for()
        camera.take(widget, "menu-vi", PANEL)
        widget.page.keyboard.press("Escape")
        an.do("act", verb="close", conversation=conversation)
        widget.part("[aria-pressed]").first.wait_for()
        camera.take(widget, "rating-vi", PANEL)


def on_a_phone(camera: Camera) -> None:
    """An article in English in the dark; waiting."""
    with camera.agent():
        with camera.page("en", color_scheme="dark", **PHONE) as widget:
            widget.part(".help li button").first.click()
            widget.part("article h2").wait_for()
            camera.take(widget, "phone-article-en")
        with camera.page(**PHONE) as widget:
            widget.field.fill(QUESTION)
            widget.part(".send").tap()
            widget.part(".place").wait_for()
            camera.take(widget, "phone-vi")


def at_night(camera: Camera) -> None:
    """The promise, and where to; light and dark."""
    camera.server.clock.turn_to(NIGHT)
    for name, language, scheme in (("widget-en", "en", "dark"), ("night-vi", "vi", "light")):
        with camera.page(language, color_scheme=scheme, **DESKTOP) as widget:
            widget.say(QUESTION if language == "vi" else "Can I move my workspace to another account?")
            widget.part(".promise h3").wait_for()
            camera.take(widget, name)


def main() -> None:
    """Take all of them."""
    with (
        TemporaryDirectory(prefix="chat-") as folder,
        redis_server(Path(folder)) as redis_url,
        server_process(Path(folder) / "server", redis_url, DEMO="1") as server,
        sync_playwright() as playwright,
    ):
        server.clock.turn_to(DAY)
        browser = playwright.chromium.launch(**find_browser(playwright.chromium).options)
        camera = Camera(server, redis_url, browser)
        for story in (by_day, on_a_phone, at_night):
            story(camera)
        browser.close()


if __name__ == "__main__":
    main()
