"""Whatever the page does meanwhile: wiped documents, dialogs, frames, paper, other people's phones."""

from playwright.sync_api import expect

from tests.browser.widget.bare_agent import BareAgent
from tests.browser.widget.hosts import WINDOW, OpenHost

WIPES = {
    "an emptied body": "document.body.innerHTML = ''",
    "another body": "document.body = document.createElement('body')",
    "a body swapped as Turbo does": """{
      const next = new DOMParser().parseFromString('<body><h1>Sau</h1></body>', 'text/html').body;
      document.body.replaceWith(document.adoptNode(next));
      history.pushState({ turbo: 1 }, '', '/after');
    }""",
    "a document rendered anew": """{
      document.documentElement.remove();
      document.append(document.createElement('html'));
      document.documentElement.append(document.createElement('head'), document.createElement('body'));
    }""",
    "innerHTML of everything": "document.documentElement.innerHTML = '<head></head><body><p>Sau</p></body>'",
}


def test_it_outlives_what_frameworks_do_to_the_document(host: OpenHost, an: BareAgent) -> None:
    widget = host("plain", viewport=WINDOW).open().open()
    widget.say("Câu hỏi thứ nhất")
    conversation = an.take("Câu hỏi thứ nhất")
    for number, (name, wipe) in enumerate(WIPES.items()):
        widget.page.evaluate(wipe)
        widget.page.locator("chatserver-widget").wait_for(state="attached")
        an.say(conversation, f"Sau {name}")
        expect(widget.part(".line.agent .words")).to_have_count(number + 1)
        widget.say(f"Vẫn đây, {name}")
        expect(widget.own.last).to_contain_text(f"Vẫn đây, {name}")
        expect(widget.own.last.locator(".foot")).to_contain_text("10:00")
    expect(widget.own).to_have_count(1 + len(WIPES))


def test_a_launcher_that_nobody_has_touched_outlives_it_too(host: OpenHost, an: BareAgent) -> None:
    widget = host("plain", viewport=WINDOW).open()
    widget.page.evaluate(WIPES["a document rendered anew"])
    widget.open()
    expect(widget.panel).to_be_visible()


def test_on_a_phone_the_pages_own_names_and_direction_change_nothing(host: OpenHost, an: BareAgent) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    boxes = []
    for page in ("plain", "framework_css", "right_to_left"):
        widget = host(page, **phone).open().open()
        widget.loaded.wait_for()
        boxes.append([widget.part(part).bounding_box() for part in ("section", "textarea", ".send")])
    assert boxes[0] == boxes[1] == boxes[2]


def test_on_paper_it_is_not(host: OpenHost, an: BareAgent) -> None:
    widget = host("plain", viewport=WINDOW).open()
    widget.page.emulate_media(media="print")
    expect(widget.launcher).to_be_hidden()
    widget.page.emulate_media(media="screen")
    widget.open().page.emulate_media(media="print")
    expect(widget.panel).to_be_hidden()


def test_behind_a_modal_it_waits_and_works_again_afterwards(host: OpenHost, an: BareAgent) -> None:
    """Whatever a modal dialog covers is inert, by the standard: no focus goes there, and nothing is lost."""
    widget = host("plain", viewport=WINDOW).open().open()
    widget.field.fill("Đang viết")
    widget.page.evaluate("""{
      document.body.insertAdjacentHTML('beforeend', '<dialog><button>Đóng</button></dialog>');
      document.querySelector('dialog').showModal();
    }""")
    expect(widget.page.get_by_role("button", name="Đóng", exact=True)).to_be_focused()
    for _ in range(3):
        widget.page.keyboard.press("Tab")
        assert widget.page.evaluate("document.activeElement.localName") != "chatserver-widget"
    widget.page.evaluate("document.querySelector('dialog').close()")
    expect(widget.field).to_have_value("Đang viết")
    widget.field.press("Enter")
    expect(widget.own.locator(".foot")).to_have_text("Đã gửi 10:00")


def test_inside_a_frame_of_another_page_it_talks(host: OpenHost, an: BareAgent) -> None:
    site = host("plain", viewport=WINDOW)
    page = site.context.new_page()
    page.goto(site.origin + "/outer")
    page.evaluate("""{
      const frame = Object.assign(document.createElement('iframe'), { src: '/inner', width: 600, height: 700 });
      document.body.replaceChildren(frame);
    }""")
    inner = page.frame_locator("iframe").locator("chatserver-widget")
    inner.locator(".launcher").click()
    inner.locator("textarea").fill("Từ trong khung")
    inner.locator("textarea").press("Enter")
    expect(inner.locator(".line.own .foot")).to_have_text("Đã gửi 10:00")


def test_words_can_be_selected_where_the_page_forbids_it(host: OpenHost, an: BareAgent) -> None:
    widget = host("right_to_left", viewport=WINDOW).open().open()
    widget.say("Chọn")
    words = widget.own.locator(".words")
    words.dblclick()
    chosen = "element => element.getRootNode().getSelection().toString()"
    assert words.evaluate(chosen).strip() == "Chọn"


def test_a_help_link_opens_the_widget_and_leads_to_the_form_where_it_is_blocked(
    host: OpenHost, an: BareAgent
) -> None:
    site = host("link", viewport=WINDOW)
    site.attributes = 'data-launcher="#help"'
    widget = site.open()
    widget.page.get_by_role("link", name="Trợ giúp").click()
    expect(widget.panel).to_be_visible()
    expect(widget.page).to_have_url(site.origin + "/pricing")
    blocked = site.context.new_page()
    blocked.route("**/widget.js", lambda route: route.abort())
    blocked.goto(site.origin + "/pricing")
    blocked.get_by_role("link", name="Trợ giúp").click()
    expect(blocked.get_by_label("Câu hỏi của bạn")).to_be_visible()
