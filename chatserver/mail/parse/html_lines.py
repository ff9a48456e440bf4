"""The HTML of a mail as lines of text: paragraphs, lists, links and quotes; nothing is fetched or shown as HTML."""

import re
from dataclasses import dataclass, field

from chatserver.mail.parse.cleaning import clean_body
from chatserver.mail.parse.html_marks import Mark, mark_of
from chatserver.mail.parse.html_tokens import Tag, tokens
from chatserver.mail.parse.lines import MAX_QUOTED, Line, Role

MAX_SOURCE = 1_000_000  # characters
MAX_OPEN = 100
MAX_LINK = 500
EMBEDDED = re.compile(r"data:[\w/+.;=-]{0,100}base64,[A-Za-z0-9+/=%\s]+")
BLANKS = re.compile(r"[ \t\r\n\f]+")
VOID = {"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "source", "track", "embed"}
UNCLOSED = {"li", "td", "th", "tr", "dt", "dd", "tbody", "thead", "tfoot", "option", "html", "body"}  # often
SPACED = {"p", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
BLOCKS = SPACED | {
    "div", "hr", "li", "tr", "section", "article", "header", "footer", "center", "dl", "dt", "dd", "address",
    "form", "figure", "body",
}  # fmt: skip
NO_MARGIN = re.compile(r"margin\s*:\s*0|margin-top\s*:\s*0")


def shortened(source: str) -> str:
    """HTML without NUL and embedded data, at most 1,000,000 characters of it."""
    return EMBEDDED.sub("", source.replace("\0", ""))[:MAX_SOURCE]


def html_lines(source: str) -> list[Line]:
    """The text of an HTML body."""
    writer = _Writer()
    for token in tokens(source):
        if isinstance(token, str):
            writer.text(token)
        elif token.closing:
            writer.close(token.name)
        else:
            writer.open(token)
    writer.end_line()
    return [Line(clean_body(line.text).replace("\n", " "), line.depth, line.role) for line in writer.lines]


@dataclass(slots=True)
class _Open:
    """An element that has begun."""

    name: str
    mark: Mark
    is_spaced: bool
    is_preformatted: bool
    href: str
    at: int  # where in the current line its text begins


@dataclass(slots=True)
class _Writer:
    lines: list[Line] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    lists: list[int] = field(default_factory=list)  # of each list within: its next number; 0 = bullets
    is_rest: bool = False
    has_text: bool = False  # the line so far

    def text(self, text: str) -> None:
        if any(element.mark == "hidden" for element in self.stack):
            return
        self.has_text = self.has_text or not text.isspace()
        if not any(element.is_preformatted for element in self.stack):
            self.current.append(text)
            return
        first, *others = text.replace("\r\n", "\n").split("\n")
        self.current.append(first.replace(" ", "\xa0"))
        for line in others:
            self.end_line(even_blank=True)
            self.current.append(line.replace(" ", "\xa0"))

    def open(self, tag: Tag) -> None:
        if tag.name in BLOCKS:
            self._close_paragraph()
            self.end_line()
        mark = mark_of(tag)
        self.is_rest = self.is_rest or mark == "rest"
        style = tag.attributes.get("style", "").lower()
        spaced = tag.name in SPACED and not NO_MARGIN.search(style)
        spaced = spaced and not tag.attributes.get("class", "").startswith("Mso")
        if spaced and not self.lists:
            self.lines.append(Line("", self._depth()))
        self._write_sign(tag)
        if tag.name in VOID or tag.name in UNCLOSED or len(self.stack) >= MAX_OPEN:
            return
        preformatted = tag.name == "pre" or "white-space:pre" in style.replace(" ", "")
        href = tag.attributes.get("href", "") if tag.name == "a" else ""
        self.stack.append(_Open(tag.name, mark, spaced, preformatted, href, len(self.current)))

    def close(self, name: str) -> None:
        if name in BLOCKS:
            self.end_line()
        if name in ("ul", "ol") and self.lists:
            self.lists.pop()
        names = [element.name for element in self.stack[-50:]]
        if name not in names:
            return
        while (element := self.stack[-1]).name != name:
            self._drop(element)
        self._drop(element)

    def end_line(self, *, even_blank: bool = False) -> None:
        """Write down the line so far, if it holds anything (a no-break space makes a blank line)."""
        written = "".join(self.current)
        text = BLANKS.sub(" ", written).strip(" ").replace("\xa0", " ").rstrip()
        if text or even_blank or "\xa0" in written:
            self.lines.append(Line(text, self._depth(), self._role()))
        self.current = []
        self.has_text = False
        for element in self.stack:
            element.at = 0

    def _write_sign(self, tag: Tag) -> None:
        """What an element itself puts into the text."""
        if tag.name == "br":
            self.end_line(even_blank=True)
        elif tag.name in ("ul", "ol"):
            self.lists.append(1 if tag.name == "ol" else 0)
        elif tag.name == "li" and self.lists:
            number = self.lists[-1]
            self.current.append(
                "\xa0\xa0" * (min(len(self.lists), 9) - 1) + (f"{number}. " if number else "- ")
            )
            self.lists[-1] += 1 if number else 0
        elif tag.name in ("td", "th") and self.has_text:
            is_label = self.current[-1].rstrip().endswith(":")
            self.current.append(" " if is_label else " | ")
        elif tag.name == "img" and len(alt := tag.attributes.get("alt", "")) <= 8 and not alt.isascii():
            self.current.append(alt)  # Gmail sends its emoji as pictures

    def _close_paragraph(self) -> None:
        """A block ends the paragraph before it, as in HTML."""
        if self.stack and self.stack[-1].name == "p":
            self.end_line()
            self._drop(self.stack[-1])

    def _drop(self, element: _Open) -> None:
        self.stack.pop()
        if element.href:
            self._write_link(element)
        if element.is_spaced and not self.lists:
            self.end_line()
            self.lines.append(Line("", self._depth()))

    def _write_link(self, element: _Open) -> None:
        """Say where a link leads, unless its text says it."""
        text = "".join(self.current[element.at :]).strip()
        target = element.href.strip()
        shown = target.removeprefix("mailto:").partition("://")[2].strip("/") or target.removeprefix(
            "mailto:"
        )
        is_usable = target.lower().startswith(("http://", "https://", "mailto:")) and len(target) <= MAX_LINK
        if text and is_usable and shown.lower() not in text.lower():
            self.current.append(f" ({target.removeprefix('mailto:')})")

    def _depth(self) -> int:
        return min(sum(1 for element in self.stack if element.mark == "quote"), MAX_QUOTED)

    def _role(self) -> Role:
        if self.is_rest:
            return "rest"
        marks = [
            element.mark for element in self.stack if element.mark in ("attribution", "quoted", "signature")
        ]
        return marks[0] if marks else "said"
