"""Help articles: what a file may say, and which articles are shown where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.articles import (
    LARGEST,
    MOST,
    covers,
    for_reader,
    read_article,
    read_articles,
    suggested,
)
from tests.domain.articles import an_article

SOUND = '+++\ntitle = "Một"\n+++\nLời.\n'


def faults_of(text: str, name: str = "help.vi.md") -> list[str]:
    return [str(fault) for fault in read_article(name, text)[1]]


def test_a_head_with_a_title_is_enough() -> None:
    article = an_article()
    assert (article.name, article.language, article.head.title, article.text) == (
        "help",
        "vi",
        "Tiêu đề",
        "Lời.",
    )
    assert (article.head.urls, article.head.plans, article.head.hours) == ((), (), "always")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Lời.", "line 1: must be +++, the beginning of the head"),
        ("+++\ntitle = 'x'\n", "line 1: the head has no end: a second +++"),
        ("+++\ntitle = \n+++\nLời.", "line 2: Invalid value"),
        ("+++\norder = 1\n+++\nLời.", "line 1: title is missing"),
        ("+++\n\ntitle = 'x'\nhours = 'night'\n+++\nLời.", "line 4: hours "),
        ("+++\ntitle = 'x'\nurls = ['pricing']\n+++\nLời.", "line 3: urls[0] "),
        ("+++\ntitle = 'x'\nurl = ['/']\n+++\nLời.", "line 3: url is not a known key"),
        ("+++\ntitle = 'x'\n+++\n", "line 4: the article says nothing"),
        ("+++\ntitle = 'x'\n+++\nLời.\n\n![](a.png)", "line 6: pictures are not shown"),
        (
            "+++\ntitle = 'x'\n+++\n[đây](javascript:alert)",
            "line 4: the link 'javascript:alert' leads nowhere",
        ),
        (SOUND + "x" * LARGEST, "line 1: the file is longer than 50 KB"),
    ],
)
def test_a_fault_is_named_by_its_line(text: str, fault: str) -> None:
    assert [one.startswith(fault) for one in faults_of(text)] == [True], faults_of(text)


@pytest.mark.parametrize(
    "name", ["help.md", "help.fr.md", "Help.vi.md", "a b.vi.md", "../a.vi.md", "-.vi.md"]
)
def test_a_file_is_called_by_its_article_and_language(name: str) -> None:
    assert faults_of(SOUND, name)[0].startswith("line 1: the file must be called")


def test_of_several_files_each_fault_names_its_file() -> None:
    articles, faults = read_articles({"a.vi.md": SOUND, "b.en.md": "Lời."})
    assert [article.name for article in articles] == ["a"]
    assert [str(fault) for fault in faults] == ["b.en.md: line 1: must be +++, the beginning of the head"]


def test_there_may_not_be_more_articles_than_anybody_reads() -> None:
    _, faults = read_articles({f"a{number}.vi.md": SOUND for number in range(MOST + 1)})
    assert [str(fault) for fault in faults] == ["files: are more than 200 articles"]


def test_windows_files_and_marks_of_byte_order_are_read() -> None:
    assert faults_of("\ufeff" + SOUND.replace("\n", "\r\n")) == []


@given(st.text())
def test_no_file_makes_the_reader_fail(text: str) -> None:
    read_article("help.vi.md", text)
    read_article("help.vi.md", f'+++\ntitle = "x"\n+++\n{text}')
    read_article("help.vi.md", f"+++\n{text}\n+++\nx")


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("/pricing", "/pricing/", True),
        ("/pricing", "/pricing/team", False),
        ("/pricing*", "/Pricing/team", True),
        ("*/pricing", "/vi/pricing", True),
        ("/a/*/c", "/a/b/b/c", True),
        ("/a/*/c", "/a/c", False),
        ("/*ab*ab", "/ab", False),
        ("/*", "/", True),
        ("/giá", "/gi%C3%A1", True),
        ("/", "", True),
    ],
)
def test_a_pattern_covers_a_path(pattern: str, path: str, expected: bool) -> None:
    assert covers(pattern, path) is expected


def test_a_pattern_of_stars_is_quick_on_a_long_path() -> None:
    assert not covers("/*" + "a*" * 90 + "b", "/" + "a" * 2_000)


def test_articles_for_the_page_stand_before_those_for_every_page() -> None:
    everywhere = an_article(name="all", order="1")
    here = an_article(name="prices", urls='["/pricing*"]')
    elsewhere = an_article(name="docs", urls='["/docs*"]')
    shown = suggested([everywhere, here, elsewhere], "/pricing", is_open=True)
    assert [(one.name, for_page) for one, for_page in shown] == [("prices", True), ("all", False)]


@pytest.mark.parametrize(("is_open", "expected"), [(True, ["always", "open"]), (False, ["always", "closed"])])
def test_articles_may_depend_on_the_desks_hours(is_open: bool, expected: list[str]) -> None:
    all_three = [an_article(name=hours, hours=f'"{hours}"') for hours in ("always", "open", "closed")]
    assert [one.name for one, _ in suggested(all_three, "/", is_open=is_open)] == expected


def test_a_reader_gets_their_language_or_the_other_in_the_desks_order() -> None:
    articles = [
        an_article(name="a", language="vi", order="9"),
        an_article(name="a", language="en", order="9"),
        an_article(name="b", language="en", order="3"),
    ]
    assert [(one.name, one.language) for one in for_reader(articles, "vi", None)] == [
        ("b", "en"),
        ("a", "vi"),
    ]
    assert [(one.name, one.language) for one in for_reader(articles, "en", None)] == [
        ("b", "en"),
        ("a", "en"),
    ]


def test_who_is_not_on_its_plan_does_not_read_an_article() -> None:
    articles = [an_article(plans='["team"]')]
    assert for_reader(articles, "vi", None) == for_reader(articles, "vi", "free") == []
    assert len(for_reader(articles, "vi", "team")) == 1
