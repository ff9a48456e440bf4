"""A Chromium on the pages of another origin, and what it tells of its own work."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from tests.browser.find_browser import find_browser
from tests.browser.widget.bare_agent import BareAgent
from tests.browser.widget.shop import Shop
from tests.redis_servers import redis_server
from tests.server import ServerProcess, server_process

DAY = datetime(2026, 3, 4, 10, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SLOW_LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""400 kbit/s and 400 ms for every answer; Chromium slows sockets down with it."""
SLOW_CPU = 4
SLOW = "400 kbit/s, 400 ms, CPU slowed 4 x"
SCRIPT_AND_LAYOUT = ("ScriptDuration", "V8CompileDuration", "RecalcStyleDuration", "LayoutDuration")
ROWS = "".join(f"<tr><td>Gói {row}<td>{row}.000 đ<td>Mỗi tháng</tr>" for row in range(100, 400))
A_PAGE = f"<h1>Bảng giá</h1><table>{ROWS}</table>"


@dataclass(frozen=True, slots=True)
class Bench:
    """A server by day and a browser; every `shop` is a browser that has never been there."""

    server: ServerProcess
    redis_url: str
    browser: Browser

    @contextmanager
    def shop(self, **options: Any) -> Iterator[Shop]:
        """The shop's pages, each with a table of 300 rows."""
        context = self.browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options)
        shop = Shop(self.server, context, body=A_PAGE)
        try:
            yield shop
        finally:
            shop.close()

    @contextmanager
    def agent(self) -> Iterator[BareAgent]:
        """Somebody at the desk."""
        agent = BareAgent(self.server, self.redis_url).arrive()
        try:
            yield agent
        finally:
            agent.leave()


@contextmanager
def bench_browser() -> Iterator[Bench]:
    """Start all that is measured."""
    with (
        TemporaryDirectory(prefix="chat-") as folder,
        redis_server(Path(folder)) as redis_url,
        server_process(Path(folder) / "server", redis_url) as server,
        sync_playwright() as playwright,
    ):
        server.clock.turn_to(DAY)
        browser = playwright.chromium.launch(**find_browser(playwright.chromium).options)
        yield Bench(server, redis_url, browser)
        browser.close()


class Instrument:
    """What a page's main thread has done, by the developer tools' protocol."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)
        # its own time, not what a busy machine gave to others meanwhile
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def slow_down(self) -> None:
        """A phone's processor on a bad line."""
        self.session.send("Network.enable")
        self.session.send("Network.emulateNetworkConditions", SLOW_LINE)
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})

    def busy_ms(self, parts: tuple[str, ...] = ("TaskDuration",)) -> float:
        """The main thread's time so far, of all tasks or of some of its work."""
        told = self._metrics()
        return sum(told[part] for part in parts) * 1000

    def heap_kb(self) -> float:
        """The page's script memory, after the collector has run."""
        self.session.send("HeapProfiler.collectGarbage")
        return self._metrics()["JSHeapUsedSize"] / 1024

    def rest(self, ms: int) -> None:
        """Let time pass, as between two inputs of a person."""
        self.page.evaluate("ms => new Promise(done => setTimeout(done, ms))", ms)

    def settle(self) -> None:
        """Wait until the page has nothing left to do and has painted."""
        self.page.evaluate(
            "() => new Promise(done => requestIdleCallback(() => requestAnimationFrame(() => setTimeout(done))))"
        )

    def _metrics(self) -> dict[str, float]:
        told = self.session.send("Performance.getMetrics")["metrics"]
        return {one["name"]: one["value"] for one in told}
