"""The body of an article: a small part of Markdown, read into blocks that a widget draws as text (contract S3).

Headings (#), paragraphs, lists (-, 1.), fenced code; within a line what `spans` knows. Whatever else Markdown has is
named as a fault, for it would be shown as the letters it is written with.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from msgspec import Struct

from chatserver.domain.errors import Fault
from chatserver.domain.spans import Span, read_spans

HEADING = re.compile(r"(#{1,6})\s+(.+)")
ITEM = re.compile(r"(\s*)(?:[-*+]|(\d{1,3})[.)])\s+(\S.*)")
FENCE = "```"
CODE = re.compile(r"`[^`]+`|\\.")
UNSHOWN = (
    (re.compile(r"!\["), "pictures are not shown: link to them"),
    (re.compile(r"<[A-Za-z/!?]"), "HTML is not shown; in code write it between backquotes"),
    (re.compile(r"^\s*>\s"), "quotations are not shown: write a paragraph"),
    (re.compile(r"^\s*\|.*\|\s*$"), "tables are not shown: write a list"),
    (re.compile(r"^\s*([-*_=])\1{2,}\s*$"), "rules are not shown: write a heading"),
)


class Paragraph(Struct, frozen=True, tag_field="t", tag="p"):
    """Lines that belong together."""

    spans: tuple[Span, ...]


class Heading(Struct, frozen=True, tag_field="t", tag="h"):
    """Level 2 or 3: the title of the article is above them."""

    level: int
    spans: tuple[Span, ...]


class Items(Struct, frozen=True, tag_field="t", tag="list"):
    """A list; `ordered` ones count from 1."""

    ordered: bool
    items: tuple[tuple[Span, ...], ...]


class Code(Struct, frozen=True, tag_field="t", tag="code"):
    """Lines shown as they are."""

    text: str


Block = Paragraph | Heading | Items | Code


def read_blocks(text: str, first_line: int = 1) -> tuple[tuple[Block, ...], list[Fault]]:
    """The blocks of a text, and what of it would not be shown, by line; never raises."""
    reader = _Reader()
    for number, line in enumerate(text.split("\n"), first_line):
        reader.line = number
        reader.take(line)
    reader.end()
    return tuple(reader.blocks), reader.faults


def plain(blocks: Iterable[Block]) -> str:
    """The words alone, a line for each paragraph, heading and item."""
    return "\n".join(line for block in blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Code):
        yield block.text
        return
    for spans in block.items if isinstance(block, Items) else (block.spans,):
        yield "".join(span.text for span in spans)


@dataclass(slots=True)
class _Reader:
    """Takes line after line; what is open is a paragraph, a list or a fence."""

    blocks: list[Block] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    line: int = 0
    paragraph: list[str] = field(default_factory=list)
    items: list[str] = field(default_factory=list)
    ordered: bool = False
    apart: bool = False  # a blank line came after an item
    fence: list[str] | None = None

    def take(self, line: str) -> None:
        """One line more."""
        if self.fence is not None:
            self._in_fence(line, self.fence)
        elif line.lstrip().startswith(FENCE):
            self._flush()
            self.fence = []
        elif not line.strip():
            self._blank()
        else:
            self._words(line)

    def end(self) -> None:
        """No line more."""
        if self.fence is not None:
            self._note(f"{FENCE} is opened and not closed")
            self._in_fence(FENCE, self.fence)
        self._flush()

    def _in_fence(self, line: str, fence: list[str]) -> None:
        if line.strip() != FENCE:
            fence.append(line)
            return
        self.blocks.append(Code("\n".join(fence)))
        self.fence = None

    def _blank(self) -> None:
        if self.items:
            self.apart = True  # the list may go on
        else:
            self._flush()

    def _words(self, line: str) -> None:
        self._note_unshown(line)
        if item := ITEM.match(line):
            self._item(item)
        elif heading := HEADING.match(line):
            self._flush()
            self.blocks.append(Heading(min(max(len(heading[1]), 2), 3), self._spans(heading[2])))
        elif self.items and (not self.apart or line[0].isspace()):
            self.items[-1] += " " + line.strip()
        else:
            if self.items:
                self._flush()
            self.paragraph.append(line.strip())

    def _item(self, item: re.Match[str]) -> None:
        ordered = item[2] is not None
        if self.items and len(item[1]) > 1:
            self._note("lists within lists are not shown: write one list")
        if not self.items or ordered != self.ordered:
            self._flush()
        self.ordered, self.apart = ordered, False
        self.items.append(item[3].rstrip())

    def _flush(self) -> None:
        if self.paragraph:
            self.blocks.append(Paragraph(self._spans(" ".join(self.paragraph))))
        if self.items:
            self.blocks.append(Items(self.ordered, tuple(map(self._spans, self.items))))
        self.paragraph, self.items, self.apart = [], [], False

    def _spans(self, text: str) -> tuple[Span, ...]:
        return read_spans(text, self._note)

    def _note_unshown(self, line: str) -> None:
        words = CODE.sub("", line)
        for mark, reason in UNSHOWN:
            if mark.search(words):
                self._note(reason)

    def _note(self, reason: str) -> None:
        self.faults.append(Fault(f"line {self.line}", reason))
