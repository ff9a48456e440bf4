"""What a screen says, to eyes and to screen readers, held against the other language's catalogue."""

import re

from playwright.sync_api import Page

from chatserver.texts import catalogue

COLLECT = """(selector) => {
    const said = [];
    const walk = (node) => {
        if (node.nodeType === 3) said.push(node.data);
        for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
            if (node.getAttribute?.(name)) said.push(node.getAttribute(name));
        }
        if (node.shadowRoot) walk(node.shadowRoot);
        if (!/^(SCRIPT|STYLE|NOSCRIPT)$/.test(node.nodeName)) for (const child of node.childNodes) walk(child);
    };
    walk(document.querySelector(selector));
    return [...new Set(said.map((text) => text.trim()).filter(Boolean))];
}"""
HOLE = re.compile(r"\{\w+\}")
# none of these is a Vietnamese syllable, so that nobody's own words are taken for English
ENGLISH = re.compile(
    r"\b(the|and|your?|we|our|is|are|open|close[ds]?|send|sent|saved?|email us|message|help|search|back|reply|hour|"
    r"waiting|connecting|until|yesterday|today|tomorrow|monday|now|file|type|size|not|of|please|retry|tap|choose)\b",
    re.IGNORECASE,
)


def shown_words(page: Page, selector: str = "chatserver-widget") -> list[str]:
    """Every text and every name of a part of the page, hidden ones too."""
    found: list[str] = page.evaluate(COLLECT, selector)
    return found


def english_left(page: Page, selector: str = "chatserver-widget", given: tuple[str, ...] = ()) -> list[str]:
    """What a Vietnamese screen says in English; `given` are words of a policy or a person."""
    vi, en = catalogue("vi"), catalogue("en")
    english = [
        _pattern(en[key]) for key in en if en[key] != vi[key] and re.search("[a-z]{2}", HOLE.sub("", en[key]))
    ]
    return [
        text
        for text in shown_words(page, selector)
        if not any(one in text for one in given)
        and (ENGLISH.search(text) or any(pattern.fullmatch(text) for pattern in english))
    ]


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".+".join(re.escape(part) for part in HOLE.split(text)))
