"""The small part of Markdown that articles are written in, and that nothing of it becomes HTML."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.blocks import Block, Code, Heading, Items, Paragraph, plain, read_blocks
from chatserver.domain.spans import Span, safe_href

MARKDOWN = st.lists(
    st.sampled_from(
        ["# ", "- ", "1. ", "  ", "\n", "\n\n", "```", "`", "**", "[", "](", ")", "\\", "<b>", "a", "/x"]
    )
).map("".join)


def blocks_of(text: str) -> tuple[Block, ...]:
    blocks, faults = read_blocks(text)
    assert faults == []
    return blocks


def spans_of(text: str) -> tuple[Span, ...]:
    (block,) = blocks_of(text)
    assert isinstance(block, Paragraph)
    return block.spans


def test_lines_are_joined_to_paragraphs_that_blank_lines_part() -> None:
    assert blocks_of("một\nhai\n\nba") == (Paragraph((Span("một hai"),)), Paragraph((Span("ba"),)))


def test_headings_are_below_the_title() -> None:
    levels = [block.level for block in blocks_of("# a\n## b\n### c\n#### d") if isinstance(block, Heading)]
    assert levels == [2, 2, 3, 3]


def test_a_list_goes_on_over_blank_lines_and_indented_ones() -> None:
    assert blocks_of("- một\n  tiếp\n\n- hai\n\nxong") == (
        Items(False, ((Span("một tiếp"),), (Span("hai"),))),
        Paragraph((Span("xong"),)),
    )


def test_numbers_and_dots_are_two_lists() -> None:
    assert [block.ordered for block in blocks_of("1. a\n2. b\n- c") if isinstance(block, Items)] == [
        True,
        False,
    ]


def test_code_stays_as_it_is_written() -> None:
    assert blocks_of("```js\nif (a < b) {\n  **x**\n}\n```") == (Code("if (a < b) {\n  **x**\n}"),)


def test_within_a_line_there_are_strong_words_code_and_links() -> None:
    assert spans_of("a **b** `c` [d](/e)") == (
        Span("a "),
        Span("b", strong=True),
        Span(" "),
        Span("c", code=True),
        Span(" "),
        Span("d", href="/e"),
    )


def test_strong_links_and_links_of_strong_words_are_both() -> None:
    both = (Span("a", strong=True, href="/b"),)
    assert spans_of("**[a](/b)**") == spans_of("[**a**](/b)") == both


def test_marks_that_are_not_closed_or_escaped_are_letters() -> None:
    assert spans_of(r"2 ** 3 \*\*x\*\* \`y\` [z] (w)") == (Span("2 ** 3 **x** `y` [z] (w)"),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("![x](/y.png)", "pictures"),
        ("a <b>c</b>", "HTML"),
        ("> a", "quotations"),
        ("| a | b |", "tables"),
        ("---", "rules"),
        ("- a\n  - b", "lists within lists"),
        ("```\na", "``` is opened"),
        ("[a](//evil.test)", "the link"),
    ],
)
def test_what_would_not_be_shown_is_named(text: str, reason: str) -> None:
    _, faults = read_blocks(text)
    assert [fault.reason.startswith(reason) for fault in faults] == [True], faults


def test_html_in_code_is_no_fault() -> None:
    assert spans_of("`<b>`") == (Span("<b>", code=True),)


@pytest.mark.parametrize(
    "href", ["https://a.test/b?c#d", "http://a.test", "mailto:a@b.test", "/a/b", "/", "https://a.test:8080/"]
)
def test_links_lead_to_the_web_to_mail_and_into_the_site(href: str) -> None:
    assert safe_href(href)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", "java\tscript:x", "data:text/html,x", "vbscript:x", "//evil.test",
        "/\\evil.test", "\\\\evil.test", "https:", "https:///x", "https://a@evil.test", "blob:x", "file:///x", "x",
        "#x", "mailto:", "https://[", " https://a.test", "", "/" + "x" * 3_000,
    ],
)  # fmt: skip
def test_links_lead_nowhere_else(href: str) -> None:
    assert not safe_href(href)


@given(st.text() | MARKDOWN)
def test_any_text_becomes_text_and_safe_links(text: str) -> None:
    blocks, _ = read_blocks(text)
    for block in blocks:
        lines = () if isinstance(block, Code) else block.items if isinstance(block, Items) else (block.spans,)
        for span in (span for line in lines for span in line):
            assert not span.href or safe_href(span.href)
    known = {"t", "spans", "level", "ordered", "items", "text", "strong", "code", "href"}
    assert _keys(msgspec.to_builtins(blocks)) <= known


@pytest.mark.parametrize(
    "mark", ["**", "`", "[", "[a](", "\\", "- ", "# ", "#", "```", "**a", "<", "|", "***"]
)
def test_marks_without_end_are_read_in_no_time(mark: str) -> None:
    text = mark * (50_000 // len(mark))
    read_blocks(text)
    read_blocks(text + "x")


def test_the_words_alone_have_a_line_for_each_item() -> None:
    assert plain(blocks_of("## a\n\n- b **c**\n- d\n\n```\ne\n```")) == "a\nb c\nd\ne"


def _keys(value: object) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(_keys, value.values()))
    if isinstance(value, (list, tuple)):
        return set().union(*map(_keys, value))
    return set()
