"""Files on bad networks, in pages that are killed, and under strict policies: kept like words, sent once."""

import redis
from playwright.sync_api import Route, expect

from tests.browser.widget.chosen import INTERRUPTED, SENT, choose, cut, mend, note, photo, send
from tests.browser.widget.conftest import OpenAgent
from tests.browser.widget.shop import OpenShop


def test_words_wait_for_their_files_and_later_ones_for_both(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()
    widget = site.open().open()
    cut(site)
    choose(widget, note())
    widget.say("Nhật ký đây")
    widget.say("Bạn xem giúp mình")
    expect(widget.own.locator(".foot")).to_have_text([INTERRUPTED, "Đang gửi…"])
    mend(site)
    widget.own.locator(".again").click()
    expect(widget.own.locator(".foot")).to_have_text(["", SENT])
    texts = [one["body"].get("text") for one in an.watch(an.find("Bạn xem giúp mình"))]
    assert texts == ["Nhật ký đây", "Bạn xem giúp mình"]


def test_a_killed_page_goes_on_with_the_file_and_sends_it_once(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()
    first = site.open().open()
    cut(site)
    choose(first, note(content="y" * 700_000))
    first.say("Tệp lớn của mình")
    expect(first.own.locator(".foot")).to_have_text(INTERRUPTED)
    first.page.close()
    mend(site)
    second = site.open().open()
    expect(second.own.locator(".foot")).to_have_text(SENT)
    (message,) = an.watch(an.find("Tệp lớn của mình"))
    assert [file["size"] for file in message["body"]["files"]] == [700_000]


def test_what_is_chosen_survives_a_reload_like_the_words_beside_it(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    widget = shop().open().open()
    choose(widget, note())
    widget.field.fill("Chưa gửi")
    widget.page.reload()
    widget.open()
    expect(widget.part(".tray .file")).to_have_text("nhat-ky.txt 1 KB")
    send(widget)
    expect(widget.own.locator(".words")).to_have_text("Chưa gửi")
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    expect(widget.own.locator("li")).to_have_text("nhat-ky.txt 1 KB")


def test_a_file_can_be_taken_back_while_its_words_wait(shop: OpenShop, agent: OpenAgent) -> None:
    an = agent()
    site = shop()
    widget = site.open().open()
    cut(site)
    choose(widget, note())
    send(widget)
    expect(widget.own.locator(".foot")).to_have_text(INTERRUPTED)
    widget.own.locator(".remove").click()
    expect(widget.own).to_have_count(0)
    choose(widget, note("khac.txt"))
    widget.say("Chỉ còn chữ")
    widget.own.locator(".remove").click()
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    (message,) = an.watch(an.find("Chỉ còn chữ"))
    assert "files" not in message["body"]


def test_where_a_page_forbids_foreign_pictures_the_name_is_shown(shop: OpenShop, agent: OpenAgent) -> None:
    agent()
    site = shop()
    host = site.server.url
    site.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src {host}; connect-src {host} {site.server.ws_url}; img-src data:; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    widget = site.open().open()
    choose(widget, photo())
    send(widget)
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    expect(widget.own.locator("li")).to_have_text("hoa-don.png 1 KB")


def test_the_server_may_be_slow_to_hand_out_the_part_that_shows_files(
    shop: OpenShop, agent: OpenAgent
) -> None:
    agent()
    site = shop()
    refused: list[Route] = []

    def refuse_once(route: Route) -> None:
        refused.append(route)
        route.abort() if len(refused) == 1 else route.fallback()

    site.context.route("**/static/extras-*", refuse_once)
    widget = site.open().open()
    choose(widget, note())
    send(widget)
    expect(widget.own.locator(".foot")).to_have_text(SENT)


def test_who_signs_out_leaves_no_file_behind(shop: OpenShop) -> None:
    site = shop()
    widget = site.open().open()
    cut(site)
    choose(widget, note())
    kept = "async () => (await indexedDB.databases()).some(({ name }) => name.endsWith(':files'))"
    assert widget.page.evaluate(kept) is True
    widget.page.evaluate("() => chatserver('shutdown')")
    expect(widget.panel).to_be_hidden()
    widget.page.wait_for_function(f"async () => !(await ({kept})())")
    expect(widget.part(".tray li")).to_have_count(0)


def test_a_file_that_the_server_has_forgotten_is_sent_again_with_its_words(
    shop: OpenShop, agent: OpenAgent, redis_url: str
) -> None:
    an = agent()
    widget = shop().open().open()
    choose(widget, note())
    expect(widget.part(".tray li > small")).to_have_text("")
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        for key in client.scan_iter("*:file:*"):
            client.delete(key)
    widget.say("Để qua đêm rồi mới gửi")
    expect(widget.own.locator(".again")).to_contain_text("Không tìm thấy tệp này.")
    widget.own.locator(".again").click()
    expect(widget.own.locator(".foot")).to_have_text(SENT)
    (message,) = an.watch(an.find("Để qua đêm rồi mới gửi"))
    assert [file["name"] for file in message["body"]["files"]] == ["nhat-ky.txt"]
