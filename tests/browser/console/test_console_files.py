"""Files in the console: Lan's are seen, An's are sent, and nothing goes that was not meant to (contract S4)."""

import re
import struct
import zlib

from playwright.sync_api import FilePayload, Page, Route, expect

from tests.browser.console.bare_visitor import BareVisitor
from tests.browser.console.conftest import OpenConsole, OpenTab, OpenVisitor, opened

WIDTH, HEIGHT = 320, 200
DROP = """
    (target, {kind, name, type, bytes}) => {
        const data = new DataTransfer();
        data.items.add(new File([Uint8Array.from(bytes)], name, {type}));
        const options = {bubbles: true, cancelable: true};
        const event = kind === "paste"
            ? new ClipboardEvent("paste", {...options, clipboardData: data})
            : new DragEvent(kind, {...options, dataTransfer: data});
        target.dispatchEvent(event);
    }
"""


def png() -> bytes:
    """A blue picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    rows = b"".join(b"\0" + bytes((90, 150, 220)) * WIDTH for _ in range(HEIGHT))
    head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def pdf(megabytes: float = 0.01) -> bytes:
    """Something that begins like a PDF."""
    return b"%PDF-1.7\n" + b"x" * round(megabytes * 1_000_000)


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def attach(page: Page, *files: FilePayload) -> None:
    """Choose files in the browser's dialog."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Tệp", exact=True).click()
    chooser.value.set_files(list(files))


def send(page: Page, text: str = "") -> None:
    field = page.get_by_label("Trả lời")
    field.fill(text)
    field.press("Enter")


def answer_of(lan: BareVisitor) -> dict[str, object]:
    """An's next message as Lan gets it."""
    body: dict[str, object] = lan.until("message", **{"from": "agent"})["body"]
    return body


def test_pictures_and_papers_go_with_words_and_are_seen_by_both(
    console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan = console(), visitor()
    opened(page, lan)
    attach(page, payload("hoá đơn tháng 3.png", png()), payload("bảng giá.pdf", pdf(2.3)))
    tray = page.get_by_role("list", name="Tệp đính kèm").get_by_role("listitem")
    expect(tray.nth(0)).to_contain_text("KB")
    expect(tray.nth(1)).to_contain_text("2,3 MB")
    send(page, "Mình gửi bạn hoá đơn")
    expect(tray).to_have_count(0)
    said = page.locator(".message.agent").last
    picture = said.get_by_role("img", name="hoá đơn tháng 3.png")
    expect(picture).to_have_js_property("naturalWidth", WIDTH)
    expect(picture).to_have_attribute("height", str(HEIGHT))
    paper = said.get_by_role("link", name=re.compile("bảng giá.pdf"))
    expect(paper).to_contain_text("2,3 MB")
    expect(paper).to_have_attribute("download", "bảng giá.pdf")
    body = answer_of(lan)
    files = body["files"]
    assert isinstance(files, list)
    assert [(one["name"], one["type"]) for one in files] == [
        ("hoá đơn tháng 3.png", "image/png"),
        ("bảng giá.pdf", "application/pdf"),
    ]


def test_what_has_just_been_sent_is_seen_whole_though_pictures_make_it_grow(
    console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan = console(), visitor()
    for number in range(12):
        lan.say(f"Dòng {number}")
    opened(page, lan)
    messages = page.locator(".scroll.messages")
    for round_ in (1, 2, 3):
        attach(page, payload("một.png", png()), payload("hai.png", png()))
        expect(page.locator(".tray .file-size").nth(1)).to_contain_text("KB")
        send(page, f"Mình gửi ảnh {round_}")
        expect(page.locator(".message.agent img")).to_have_count(2 * round_)
        expect(page.locator(".message.agent img").last).to_have_js_property("naturalWidth", WIDTH)
        expect(page.locator(".message.agent .foot:visible")).to_have_count(1)
        below = "list => Math.round(list.scrollHeight - list.scrollTop - list.clientHeight)"
        assert messages.evaluate(below) == 0


def test_a_file_alone_is_an_answer_and_the_row_names_it(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = console(), visitor()
    opened(page, lan)
    attach(page, payload("hop-dong.pdf", pdf()))
    expect(page.locator(".tray .file-size")).to_contain_text("KB")
    send(page)
    assert answer_of(lan)["text"] == ""
    expect(page.locator(".row", has_text=lan.name)).to_contain_text("Bạn: hop-dong.pdf")


def test_what_is_pasted_or_dropped_is_attached(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = console(), visitor()
    opened(page, lan)
    picture = {"name": "", "type": "image/png", "bytes": list(png())}
    page.get_by_label("Trả lời").evaluate(DROP, {**picture, "kind": "paste"})
    tray = page.get_by_role("list", name="Tệp đính kèm").get_by_role("listitem")
    expect(tray).to_have_count(1)
    talk = page.locator(".talk")
    talk.evaluate(DROP, {**picture, "name": "màn hình.png", "kind": "dragover"})
    expect(talk).to_have_class(re.compile("dropping"))
    talk.evaluate(DROP, {**picture, "name": "màn hình.png", "kind": "drop"})
    expect(talk).not_to_have_class(re.compile("dropping"))
    expect(tray.nth(1)).to_contain_text("màn hình.png")


def test_what_is_refused_says_why_and_is_taken_out_before_sending(
    console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan = console(), visitor()
    opened(page, lan)
    attach(page, payload("trang.html", b"<html><script>alert(1)</script>"), payload("trống.pdf", b""))
    tray = page.get_by_role("list", name="Tệp đính kèm").get_by_role("listitem")
    expect(tray.nth(0)).to_contain_text("Không nhận loại tệp này.")
    expect(tray.nth(1)).to_contain_text("Tệp này trống.")
    expect(tray.get_by_role("button", name="Gửi lại")).to_have_count(0)
    send(page, "Bạn xem nhé")
    expect(page.locator(".notices")).to_contain_text("Có tệp chưa tải lên được.")
    for name in ("trang.html", "trống.pdf"):
        page.get_by_label(f"Bỏ tệp {name}").click()
    page.get_by_label("Trả lời").press("Enter")
    assert "files" not in answer_of(lan)


def test_an_upload_goes_on_where_it_was_cut(tab: OpenTab, console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = tab(), visitor()
    offsets: list[str] = []
    cut = {"left": 5}

    def pass_on(route: Route) -> None:
        offset = route.request.url.partition("offset=")[2]
        if offset and offset != "0" and cut["left"]:
            cut["left"] -= 1
            route.abort()
            return
        offsets.extend([offset] if offset else [])
        route.continue_()

    page.route("**/api/files/**", pass_on)
    page.clock.install()
    opened(console(page), lan)
    attach(page, payload("phim.pdf", pdf(2.5)))
    item = page.get_by_role("list", name="Tệp đính kèm").get_by_role("listitem")
    while cut["left"] > 1:
        page.clock.run_for(1000)
    expect(item).to_contain_text("Mất mạng khi tải lên.")
    cut["left"] = 0
    item.get_by_role("button", name="Gửi lại").click()
    expect(item).to_contain_text("2,5 MB")
    assert offsets == ["0", str(1024 * 1024), str(2 * 1024 * 1024)]
    send(page)
    assert answer_of(lan)["files"]


def test_files_chosen_and_not_sent_are_still_there_after_a_reload(
    console: OpenConsole, visitor: OpenVisitor
) -> None:
    page, lan = console(), visitor()
    opened(page, lan)
    attach(page, payload("hop-dong.pdf", pdf()))
    expect(page.locator(".tray .file-size")).to_contain_text("KB")
    page.reload()
    expect(page.locator(".tray .file-name")).to_have_text("hop-dong.pdf")
    send(page, "Bạn ký giúp mình")
    assert answer_of(lan)["files"]


def test_eleven_files_are_one_too_many(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = console(), visitor()
    opened(page, lan)
    attach(page, *[payload(f"{number}.pdf", pdf(0.001)) for number in range(11)])
    expect(page.locator(".notices")).to_contain_text("Mỗi tin nhắn có tối đa 10 tệp.")
    expect(page.get_by_role("list", name="Tệp đính kèm").get_by_role("listitem")).to_have_count(10)


def test_a_note_takes_no_files(console: OpenConsole, visitor: OpenVisitor) -> None:
    page, lan = console(), visitor()
    opened(page, lan)
    page.get_by_role("button", name="Ghi chú").click()
    expect(page.get_by_role("button", name="Tệp", exact=True)).to_be_hidden()
