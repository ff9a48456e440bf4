"""Search in articles: without accents, by beginnings of words, the title first."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.article_search import LONGEST, entry_of, fold, part_of, search
from tests.domain.articles import an_article

ORDERS = entry_of(an_article("Xem trong mục Tài khoản.", "orders", title='"Đơn hàng của tôi"'))
PAYING = entry_of(an_article("Trả tiền cho đơn hàng bằng thẻ.", "paying", title='"Thanh toán"'))
HOURS = entry_of(an_article("Đơn vị nào cũng mở. Hàng ngày.", "hours", title='"Giờ mở cửa"'))
ALL = [HOURS, PAYING, ORDERS]


def found(query: str) -> list[str]:
    return [entry.article.name for entry, _ in search(ALL, query)]


@pytest.mark.parametrize(
    "query", ["đơn hàng", "don hang", "DON HANG", "don han", "đon hàng", "hang, don", "do\u031bn ha\u0300ng"]
)
def test_orders_are_found_however_they_are_typed(query: str) -> None:
    assert found(query)[0] == "orders"


def test_the_title_counts_more_than_the_body_and_a_phrase_more_than_words() -> None:
    assert found("don hang") == ["orders", "paying", "hours"]


def test_every_word_must_be_there() -> None:
    assert found("don hang the") == ["paying"]
    assert found("don hang xyz") == []


def test_words_are_found_by_their_beginning_only() -> None:
    assert found("thanh") == ["paying"]
    assert found("hanh") == []


def test_a_query_without_words_finds_nothing() -> None:
    assert found("") == found(" ?! ") == []


def test_the_part_that_was_found_is_shown_with_its_accents() -> None:
    ((_, part),) = search([PAYING], "the")
    assert part == "Trả tiền cho đơn hàng bằng thẻ."


def test_a_long_text_is_cut_between_words_around_what_was_found() -> None:
    entry = entry_of(an_article("trước " * 100 + "Đặc biệt " + "sau " * 100))
    part = part_of(entry, ["dac", "biet"])
    assert part.startswith("… trước") and part.endswith("sau …") and "Đặc biệt" in part
    assert len(part) <= LONGEST + 4


def test_lines_are_told_apart_in_a_part() -> None:
    assert part_of(entry_of(an_article("## Một\n\n- hai\n- ba"))) == "Một · hai · ba"


@given(st.text())
def test_folded_letters_stay_in_their_places(text: str) -> None:
    assert len(fold(text)) == len(unicodedata.normalize("NFC", text))


@given(st.text())
def test_any_query_is_answered(query: str) -> None:
    search(ALL, query)


@given(st.text(), st.text(max_size=20))
def test_any_article_is_searched(body: str, query: str) -> None:
    article = replace(an_article(), text=unicodedata.normalize("NFC", body))
    for _, part in search([entry_of(article)], query):
        assert len(part) <= 2 * LONGEST  # each line within is set apart by two letters more
