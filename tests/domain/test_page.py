"""What the browser reports: only what helps an agent is kept, and hostile input hurts nobody."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.errors import Refused
from chatserver.domain.page import MASK, PageRules, clean_text, clean_title, clean_url, title_of
from tests.masked_addresses import MASKED, MASKS

RULES = PageRules(allowed_query=("q", "tab"), masked_paths=MASKS)


@pytest.mark.parametrize(
    ("reported", "kept"),
    [
        ("https://shop.vn", "https://shop.vn/"),
        ("HTTPS://Shop.VN:443/Gia?q=1", "https://shop.vn/Gia?q=1"),
        ("http://shop.vn:8080/a", "http://shop.vn:8080/a"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("https://lan:mật@shop.vn/a", "https://shop.vn/a"),
        ("https://shop.vn/a?token=1&q=%C3%A1o&tab=2&q2=3", "https://shop.vn/a?q=%C3%A1o&tab=2"),
        ("https://shop.vn/a?token=1", "https://shop.vn/a"),
        ("https://shop.vn/a;jsessionid=1/b", "https://shop.vn/a/b"),
        ("https://shop.vn/a#top", "https://shop.vn/a"),
        ("https://shop.vn/a#access_token=1", "https://shop.vn/a"),
        ("https://shop.vn/a#/gio-hang", "https://shop.vn/a#/gio-hang"),
        ("https://shop.vn/a#!/gio-hang", "https://shop.vn/a#!/gio-hang"),
        ("https://shop.vn/a#/orders/7?token=1&tab=2", f"https://shop.vn/a#/orders/{MASK}?tab=2"),
        *MASKED,
        ("https://shop.vn/đơn-hàng/7/in", f"https://shop.vn/đơn-hàng/{MASK}/in"),
        ("https://shop.vn/đơn-hàng/7", "https://shop.vn/đơn-hàng/7"),
        ("https://shop.vn/reset/Zk3vQ9xT7bLm2Wp8", f"https://shop.vn/reset/{MASK}"),
        ("https://shop.vn/a/eyJhbGciOiJIUzI1NiJ9.e30.x", f"https://shop.vn/a/{MASK}"),
        ("https://shop.vn/p/0b5c9d1e-77aa-4f0e-9d3c-0123456789ab/x", f"https://shop.vn/p/{MASK}/x"),
        (
            "https://shop.vn/huong-dan-cai-dat-phien-ban-2026",
            "https://shop.vn/huong-dan-cai-dat-phien-ban-2026",
        ),
        ("https://shop.vn/Bang-Gia-Moi-Nhat-2026", "https://shop.vn/Bang-Gia-Moi-Nhat-2026"),
        ("https://evil.example\\@shop.vn/a", "https://evil.example/@shop.vn/a"),
        ("https://shop.vn/a\u202eb\x00\nc", "https://shop.vn/abc"),
        ('https://shop.vn/<b>"x', "https://shop.vn/%3Cb%3E%22x"),
        ("https://shop.vn/" + "x" * 3000, "https://shop.vn/"),
        ("https://shop.vn/" + unicodedata.normalize("NFD", "đường"), "https://shop.vn/đường"),
    ],
)
def test_of_an_address_only_what_helps_is_kept(reported: str, kept: str) -> None:
    assert clean_url(reported, RULES) == kept


@pytest.mark.parametrize(
    "reported",
    [
        "",
        "/pricing",
        "//shop.vn/a",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "about:blank",
        "https://",
        "https:///a",
        "https://[::1",
        "https://[evil]/",
        "https://shop.vn:99999/",
        "https://shop.vn:port/",
        "https://sh op.vn/",
        "https://<b>/",
        "https://shop.vn/" + "x" * 20_000,
        None,
        7,
        ["https://shop.vn"],
    ],
)
def test_an_unusable_address_is_none(reported: object) -> None:
    assert clean_url(reported, RULES) is None


@given(
    st.one_of(st.text(), st.text(alphabet="htps:/\\[]@#?&;%.{}x1\u0301\ud800").map(lambda t: "http://" + t))
)
def test_no_address_raises_or_grows(reported: str) -> None:
    kept = clean_url(reported, RULES)
    assert kept is None or (kept.startswith(("http://", "https://")) and len(kept) <= 2000)
    assert kept is None or kept.encode()


def test_cleaning_again_changes_nothing() -> None:
    once = clean_url("https://lan@shop.vn/orders/7?q=1&t=2#/orders/7?q=2", RULES)
    assert clean_url(once, RULES) == once


def test_a_page_that_hides_part_of_its_address_hides_its_title() -> None:
    shown, hidden = "https://shop.vn/pricing", clean_url("https://shop.vn/orders/7", RULES)
    assert title_of(shown, "Bảng giá ") == "Bảng giá"
    assert hidden is not None
    assert title_of(hidden, "Đơn hàng 7") == ""


def test_a_title_is_one_short_line() -> None:
    assert clean_title("  Bảng\n giá\t\x00 \u202egoi ") == "Bảng giá goi"
    assert len(clean_title("giá " * 200)) <= 300
    assert clean_title(None) == ""


def test_a_message_is_stored_composed_without_control_characters() -> None:
    assert clean_text(unicodedata.normalize("NFD", "Chào bạn")) == unicodedata.normalize("NFC", "Chào bạn")
    assert clean_text(" a\x00\x1b[31m\r\nb\tc\rd \n") == "a[31m\nb\tc\nd"


def test_a_message_without_anything_to_see_is_refused() -> None:
    for text in ("", " \n\t", "\x00", "\u200b\u200d", "\ud800"):
        with pytest.raises(Refused) as refused:
            clean_text(text)
        assert refused.value.key == "error.empty_text"


def test_an_emoji_is_something_to_see() -> None:
    assert clean_text("👩\u200d💻") == "👩\u200d💻"


def test_ten_thousand_composed_characters_fit_and_one_more_does_not() -> None:
    assert len(clean_text(unicodedata.normalize("NFD", "ế" * 10_000))) == 10_000
    for text in ("x" * 10_001, "x" * 60_000):
        with pytest.raises(Refused) as refused:
            clean_text(text)
        assert (refused.value.key, refused.value.values["limit"]) == ("error.text_too_long", 10_000)


@pytest.mark.parametrize("letters", ["_", "g", "G", "-g1", "%2fg", ";g"])
def test_a_path_of_any_letters_costs_no_time(letters: str) -> None:
    long = "https://shop.example/" + letters * (8_000 // len(letters)) + "1"
    began = time.perf_counter()
    clean_url(long, PageRules(masked_paths=("/*/orders",)))
    assert time.perf_counter() - began < 0.2, "0.7 s where every letter may begin a key"


def test_a_tower_of_accents_costs_no_time() -> None:
    began = time.perf_counter()
    text = clean_text("a" + "\u0315\u0300" * 15_000)
    assert time.perf_counter() - began < 0.2, "0.7 s when composed as it came"
    assert len(text) <= 21
