"""HTML cut into tags and text: all that a converter to text needs, in time that grows with the length alone.

Neither html.parser (quadratic on unfinished markup before Python 3.13.6) nor a parser that builds a tree as browsers
do (see html_depth) can be given a stranger's megabyte.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

TAG = re.compile(
    r"<(/?)([a-zA-Z][\w:-]{0,40})(?![\w:-])"
    r"""((?:[^<>"']|"[^"]{0,5000}"|'[^']{0,5000}'){0,2000}+)>"""
)
ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:-]{0,40})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
DECLARATION = re.compile(r"<[!?/]")
WORDLESS = (
    "script",
    "style",
    "title",
    "template",
    "noscript",
    "select",
    "svg",
    "math",
    "iframe",
    "object",
    "head",
)


@dataclass(frozen=True, slots=True)
class Tag:
    """<name …> or, closing, </name>; names in lower case."""

    name: str
    closing: bool
    attributes: dict[str, str] = field(default_factory=dict)


def tokens(source: str) -> Iterator[Tag | str]:
    """Tags and the text between them, entities resolved; comments, scripts and styles left out."""
    at = 0
    last = source.rfind(">")
    endless: set[str] = set()  # elements without words that have no end tag any more
    while 0 <= (start := source.find("<", at)) < last:
        if start > at:
            yield html.unescape(source[at:start])
        found = TAG.match(source, start)
        if not found:
            at = _past_declaration(source, start)
            if at == start:  # a sign of its own, as in "1 < 2"
                yield "<"
                at = start + 1
            continue
        tag = Tag(found[2].lower(), bool(found[1]), {} if found[1] else _attributes(found[3]))
        at = found.end() if tag.closing else _past_wordless(source, tag.name, found.end(), endless)
        yield tag
    if at < len(source):
        yield html.unescape(source[at:])


def _past_declaration(source: str, start: int) -> int:
    """Where a comment, a doctype or a tag too strange to read ends; `start` when none begins here."""
    if source.startswith("<!--", start):
        end = source.find("-->", start + 4)
        return len(source) if end < 0 else end + 3
    if DECLARATION.match(source, start) or source[start + 1 : start + 2].isalpha():
        end = source.find(">", start)
        return end + 1 if end >= 0 else start
    return start


def _past_wordless(source: str, name: str, at: int, endless: set[str]) -> int:
    """Where the text goes on after an element without words; a missing end tag hides nothing."""
    if name not in WORDLESS or name in endless:
        return at
    end = re.compile(f"</{name}", re.IGNORECASE).search(source, at)
    if end:
        return end.start()
    endless.add(name)
    return at


def _attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in ATTRIBUTE.findall(written):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found
