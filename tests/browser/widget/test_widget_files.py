"""Photos and other files: chosen, pasted or dropped, sent with words, shown in the thread (contract S4)."""

import secrets
import urllib.request

from playwright.sync_api import expect

from tests.browser.widget.chosen import SENT, choose, note, photo, send, upload
from tests.browser.widget.conftest import NIGHT, OpenAgent
from tests.browser.widget.shop import OpenShop
from tests.file_samples import PDF, png


def test_a_photo_and_words_go_as_one_message_and_the_agent_sees_both(
    shop: OpenShop, agent: OpenAgent
) -> None:
    an = agent()
    widget = shop().open().open()
    choose(widget, photo())
    widget.say("Hoá đơn của mình đây")
    expect(widget.own).to_have_count(1)
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00")
    picture = widget.own.locator("img")
    expect(picture).to_have_attribute("alt", "hoa-don.png")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 8
    expect(widget.part(".tray")).to_be_hidden()
    (message,) = an.watch(an.find("Hoá đơn của mình"))
    (file,) = message["body"]["files"]
    assert (file["name"], file["type"], file["width"], file["height"]) == ("hoa-don.png", "image/png", 8, 6)


def test_files_go_without_words_and_other_kinds_are_shown_by_name_and_size(
    shop: OpenShop, agent: OpenAgent
) -> None:
    an = agent()
    widget = shop().open().open()
    choose(widget, note(content="x" * 1_500), {"name": "bảng giá.pdf", "mimeType": "", "buffer": PDF})
    send(widget)
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    expect(widget.own.locator("li")).to_have_text(["nhat-ky.txt 2 KB", "bảng giá.pdf 1 KB"])
    with widget.page.expect_download() as got, widget.page.expect_popup():
        widget.own.locator("a").nth(1).click()
    assert got.value.suggested_filename == "bảng giá.pdf"
    (message,) = an.watch(an.find("nhat-ky.txt, bảng giá.pdf"))
    assert message["body"]["text"] == ""


def test_a_large_photo_is_made_smaller_and_loses_what_the_camera_wrote(
    shop: OpenShop, agent: OpenAgent
) -> None:
    an = agent()
    widget = shop().open().open()
    raw = png(3000, 1000, b"10.7769N 106.7009E")
    choose(widget, {"name": "cua-hang.png", "mimeType": "image/png", "buffer": raw})
    widget.say("Cửa hàng mình")
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    (message,) = an.watch(an.find("Cửa hàng mình"))
    (file,) = message["body"]["files"]
    assert (file["width"], file["height"]) == (2048, 683)
    href = str(widget.own.locator("a").get_attribute("href"))
    with urllib.request.urlopen(href) as answer:
        assert b"106.7009E" not in answer.read()
    shown = widget.own.locator("img").bounding_box()
    assert shown and (shown["width"], round(shown["height"])) == (240, 80)


def test_pasting_and_dropping_choose_a_file_too(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = shop().open().open()
    widget.part(".attach").wait_for()
    give = """(element, [kind, name]) => {
        const data = new DataTransfer();
        data.items.add(new File(['Dòng một'], name, { type: 'text/plain' }));
        const how = { bubbles: true, cancelable: true };
        return element.dispatchEvent(kind === 'paste' ? new ClipboardEvent(kind, { clipboardData: data, ...how })
            : new DragEvent(kind, { dataTransfer: data, ...how }));
    }"""
    assert widget.field.evaluate(give, ["paste", "dan.txt"]) is False
    assert widget.panel.evaluate(give, ["drop", "tha.txt"]) is False
    expect(widget.part(".tray .file")).to_have_text(["dan.txt 1 KB", "tha.txt 1 KB"])
    widget.part(".tray .remove").first.click()
    expect(widget.part(".tray .file")).to_have_text(["tha.txt 1 KB"])
    send(widget)
    expect(widget.own.locator("li")).to_have_text(["tha.txt 1 KB"])
    expect(widget.own.locator(".foot")).to_have_text(SENT)


def test_a_refused_file_says_why_and_does_not_hold_up_the_words(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    widget = shop().open().open()
    page = {"name": "anh.png", "mimeType": "image/png", "buffer": b"<html><script>alert(1)</script></html>"}
    choose(widget, page, note("trong.txt", ""))  # type: ignore[arg-type]
    expect(widget.part(".tray li > small")).to_have_text(["Không nhận loại tệp này.", "Tệp này trống."])
    send(widget)
    expect(widget.own).to_have_count(0)
    widget.say("Gửi ảnh không được")
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    expect(widget.part(".tray li")).to_have_count(2)
    (message,) = an.watch(an.find("Gửi ảnh không được"))
    assert "files" not in message["body"]


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = shop().open().open()
    widget.part(".attach").wait_for()
    widget.panel.evaluate("""element => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(25_000_001)], 'phim.mov'));
        element.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    }""")
    expect(widget.part(".tray li > small")).to_have_text("Tệp quá lớn (tối đa 25 MB).")


def test_more_than_ten_are_too_many_for_one_message(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = shop().open().open()
    widget.part(".attach").wait_for()
    with widget.page.expect_file_chooser() as chooser:
        widget.part(".attach").click()
    chooser.value.set_files([note(f"{number}.txt") for number in range(12)])
    expect(widget.part(".tray li")).to_have_count(10)
    expect(widget.part(".tray p")).to_have_text("Mỗi tin nhắn gửi được tối đa 10 tệp.")


def test_after_closing_files_are_kept_with_the_promise(shop: OpenShop) -> None:
    site = shop()
    site.server.clock.turn_to(NIGHT)
    widget = site.open().open()
    choose(widget, photo())
    widget.say("Gửi lúc nửa đêm")
    expect(widget.own.locator(".foot")).to_have_text("Đã lưu 22:30")
    expect(widget.own.locator("img")).to_have_count(1)
    expect(widget.part(".promise h3")).to_contain_text("Chúng tôi sẽ trả lời")
    choose(widget, note())
    send(widget)
    expect(widget.own).to_have_count(2)
    expect(widget.own.last.locator(".foot")).to_have_text("Đã lưu 22:30")


def test_what_an_agent_sends_is_shown_as_well(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    widget = shop().open().open()
    widget.say("Cho mình xin hoá đơn")
    conversation = an.take("Cho mình xin hoá đơn")
    files = [upload(an, "huong-dan.png", png(600, 400)), upload(an, "hoá đơn.pdf", PDF)]
    an.send("say", conversation=conversation, cid=secrets.token_hex(16), text="", files=files)
    an.until("ack")
    answer = widget.part(".line.agent")
    expect(answer.locator("img")).to_have_attribute("width", "240")
    expect(answer.locator("img")).to_have_attribute("height", "160")
    expect(answer.locator("li").nth(1)).to_have_text("hoá đơn.pdf 1 KB")
    expect(answer.locator(".words")).to_be_hidden()
