"""Search in help articles as Vietnamese people type: "don hang" finds "đơn hàng", and "thanh" finds "thanh toán"."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from chatserver.domain.articles import Article

WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 8
BEFORE, LONGEST = 40, 140  # letters of a part of the text that is shown
EXACT, BEGINNING, IN_TITLE, PHRASE_IN_TITLE, PHRASE = 3, 2, 8, 20, 5


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as it is searched; folded letters stand where the letters of the article stand."""

    article: Article
    title: str
    body: str
    title_words: tuple[str, ...]  # sorted, each once
    body_words: tuple[str, ...]


def fold(text: str) -> str:
    """A text without accents and capitals, đ as d; of NFC text each letter stays in its place."""
    return "".join(map(_folded, unicodedata.normalize("NFC", text)))


def entry_of(article: Article) -> Entry:
    """What is needed to search an article, made once."""
    title, body = fold(article.head.title), fold(article.text)
    return Entry(article, title, body, _words(title), _words(body))


def search(entries: Iterable[Entry], query: str) -> list[tuple[Entry, str]]:
    """The articles in which each word of the query begins some word, best first, with the part of the text.

    Words of the title count more than those of the body, whole words more than beginnings, a phrase most. A query
    without a word finds nothing; after 8 words it is cut.
    """
    words = WORD.findall(fold(query))[:MOST_WORDS]
    if not words:
        return []
    scored = [(_score(entry, words), entry) for entry in entries]
    found = sorted(
        ((score, entry) for score, entry in scored if score),
        key=lambda one: (-one[0], one[1].article.head.order, one[1].article.name),
    )
    return [(entry, part_of(entry, words)) for _, entry in found]


def part_of(entry: Entry, words: Iterable[str] = ()) -> str:
    """Some 140 letters of an article around what was looked for, or its beginning; … where a sentence is cut.

    The phrase is looked for first, then the longest word: the others stand anywhere.
    """
    text = entry.article.text
    start = _beginning(text, _place(entry.body, list(words)))
    end = len(text)
    if end - start > LONGEST:
        end = max(text.rfind(" ", start, start + LONGEST), start + LONGEST // 2)
    lines = [line.strip() for line in text[start:end].split("\n") if line.strip()]
    cut = start > 0 and text[start - 1] != "\n"
    return ("… " if cut else "") + " · ".join(lines) + (" …" if end < len(text) else "")


def _place(body: str, words: list[str]) -> int:
    for wanted in (" ".join(words), max(words, key=len, default="")):
        if wanted and (found := _begins(wanted).search(body)):
            return found.start()
    return 0


def _beginning(text: str, place: int) -> int:
    """Where to begin so that a place is seen: its line's beginning, or a word some letters before."""
    line = text.rfind("\n", 0, place) + 1
    if place - line <= BEFORE:
        return line
    word = text.find(" ", place - BEFORE, place)
    return word + 1 if word >= 0 else place


def _score(entry: Entry, words: list[str]) -> int:
    score = 0
    for word in words:
        in_title = _how(entry.title_words, word) * IN_TITLE
        one = in_title or _how(entry.body_words, word)
        if not one:
            return 0
        score += one
    phrase = _begins(" ".join(words))
    if phrase.search(entry.title):
        return score + PHRASE_IN_TITLE
    return score + (PHRASE if phrase.search(entry.body) else 0)


def _how(words: tuple[str, ...], beginning: str) -> int:
    at = bisect_left(words, beginning)
    if at == len(words) or not words[at].startswith(beginning):
        return 0
    return EXACT if words[at] == beginning else BEGINNING


def _words(folded: str) -> tuple[str, ...]:
    return tuple(sorted(set(WORD.findall(folded))))


def _begins(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){re.escape(word)}")


@lru_cache(4096)
def _folded(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0].casefold()
    if base == "đ":
        return "d"
    return base if len(base) == 1 else letter  # ß is ss: the places of all that follow would move
