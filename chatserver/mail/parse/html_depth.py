"""Whether HTML is nested so deeply that a browser's parser would take minutes over it.

Cleaners build a tree as browsers do, and that takes time that grows with the square of its depth: 3 minutes for 1 MB
of <div>, measured with nh3; 2,000 levels take a hundredth of a second, and no person writes them.
"""

import re

MAX_DEPTH = 2_000
TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})")
FLAT = {
    "br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "source", "track", "embed",
    "p", "li", "td", "th", "tr", "dt", "dd", "tbody", "thead", "tfoot", "option", "html", "head", "body",
}  # fmt: skip


def is_deep(source: str) -> bool:
    """Say whether more than 2,000 elements may be open at once.

    An end tag counts only right after what it ends: others may be ignored, and then nothing is closed by them.
    """
    opened: list[str] = []
    for tag in TAG.finditer(source):
        name = tag[2].lower()
        if name in FLAT:
            continue
        if not tag[1]:
            opened.append(name)
        elif opened and opened[-1] == name:
            opened.pop()
        if len(opened) > MAX_DEPTH:
            return True
    return False
