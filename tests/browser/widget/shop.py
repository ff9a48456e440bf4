"""A product team's pages on another origin, and the words a test says about the widget on them."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page

from tests.server import ROOT, ServerProcess

# As it is published, to the letter.
STUB = next(
    line for line in (ROOT / "docs/embed.md").read_text("utf-8").splitlines() if "chatserver.q" in line
)


@dataclass
class Shop:
    """A page at every path of `origin`; `attributes` and `head` go into each, `headers` come with it."""

    server: ServerProcess
    context: BrowserContext
    attributes: str = ""
    head: str = ""
    language: str = "vi"
    host: str = "shop.localhost"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = "<h1>Bảng giá</h1>"
    has_tag: bool = True

    def __post_init__(self) -> None:
        # A server of its own: browsers do not let pages made up by a test reach a loopback address.
        self._pages = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, self))
        threading.Thread(target=self._pages.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def origin(self) -> str:
        """Where the pages are."""
        return f"http://{self.host}:{self._pages.server_port}"

    def open(self, path: str = "/pricing") -> "OnPage":
        """A page of the shop in a new tab."""
        page = self.context.new_page()
        page.goto(self.origin + path)
        page.locator("chatserver-widget").wait_for(state="attached")
        return OnPage(page)

    def html(self) -> str:
        """A page as the product team writes it."""
        url, key = self.server.url, self.server.site_key
        snippet = f'<script async src="{url}/widget.js" data-site="{key}" {self.attributes}></script>'
        return (
            f'<!doctype html><html lang="{self.language}"><head><title>Bảng giá</title>{self.head}'
            '<meta name="viewport" content="width=device-width">'
            f'<link rel="icon" href="data:,">{snippet if self.has_tag else ""}</head>'
            f"<body><main>{self.body}</main></body></html>"
        )

    def close(self) -> None:
        """No more pages."""
        self.context.close()
        self._pages.shutdown()
        self._pages.server_close()


class _Pages(BaseHTTPRequestHandler):
    def __init__(self, shop: Shop, *given: object) -> None:
        self.shop = shop
        super().__init__(*given)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        body = self.shop.html().encode()
        self.send_response(200)
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        for name, value in {**headers, **self.shop.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing to say."""


@dataclass(slots=True, frozen=True)
class OnPage:
    """The widget on a page."""

    page: Page

    def part(self, selector: str, **like: Any) -> Locator:
        """A part of the widget, by selector inside it."""
        return self.page.locator(f"chatserver-widget {selector}", **like)

    @property
    def launcher(self) -> Locator:
        """The button in the corner."""
        return self.part(".launcher")

    @property
    def field(self) -> Locator:
        """Where the visitor writes."""
        return self.part("textarea")

    @property
    def panel(self) -> Locator:
        """The whole dialog."""
        return self.part("section")

    @property
    def own(self) -> Locator:
        """The visitor's messages."""
        return self.part(".line.own")

    @property
    def loaded(self) -> Locator:
        """There once the app has taken over the frame."""
        return self.part(".send[aria-label]")

    def open(self) -> "OnPage":
        """Tap the launcher and wait until the desk has answered."""
        self.launcher.click()
        self.part("header .status").wait_for()
        return self

    def say(self, text: str) -> None:
        """Write and press Enter."""
        self.field.fill(text)
        self.field.press("Enter")


OpenShop = Callable[..., Shop]
