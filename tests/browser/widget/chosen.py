"""Files for the widget's tests, how they are chosen, and a network that lets none through."""

import json
import secrets
import urllib.request
from urllib.parse import urlsplit

from playwright.sync_api import FilePayload, expect

from tests.browser.widget.bare_agent import BareAgent
from tests.browser.widget.shop import OnPage, Shop
from tests.file_samples import png

PARTS = "**/api/files/*/*"
SENT = "Đã gửi 10:00"
INTERRUPTED = "Mất mạng khi tải lên. Chạm để tiếp tục."


def photo(name: str = "hoa-don.png", width: int = 8, height: int = 6) -> FilePayload:
    """A small picture."""
    return {"name": name, "mimeType": "image/png", "buffer": png(width, height)}


def note(name: str = "nhat-ky.txt", content: str = "Dòng một") -> FilePayload:
    """A text file."""
    return {"name": name, "mimeType": "text/plain", "buffer": content.encode()}


def choose(widget: OnPage, *files: FilePayload) -> None:
    """Choose files with the paperclip."""
    widget.part(".attach").wait_for()
    with widget.page.expect_file_chooser() as chooser:
        widget.part(".attach").click()
    chooser.value.set_files(list(files))
    expect(widget.part(".tray li")).to_have_count(len(files))


def send(widget: OnPage) -> None:
    """Press the button."""
    widget.part(".send").click()


def cut(site: Shop) -> None:
    """No part of a file gets through any more."""
    site.context.route(
        PARTS, lambda route: route.abort() if route.request.method == "PUT" else route.fallback()
    )


def mend(site: Shop) -> None:
    """Everything gets through again."""
    site.context.unroute(PARTS)


def upload(an: BareAgent, name: str, content: bytes) -> str:
    """What the console does with a file that an agent chooses; its id."""
    socket, origin, cookie, csrf = an.credentials
    site, file = urlsplit(socket).path.rpartition("/")[2], secrets.token_hex(16)
    order = json.dumps({"id": file, "name": name, "size": len(content)}).encode()
    for method, path, body in (("POST", "", order), ("PUT", f"/{file}?offset=0", content)):
        headers = {"Cookie": cookie, "X-CSRF": csrf, "Origin": origin}
        request = urllib.request.Request(f"{origin}/api/files/{site}{path}", body, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            assert answer.status in {200, 201}
    return file
