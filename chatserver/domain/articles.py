"""Help articles: Markdown files with a head in TOML, one for each article and language; which are shown where.

+++
title = "…"
urls = ["/pricing*"]
+++
Words.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import unquote

from msgspec import Meta, Struct

from chatserver.domain.blocks import Block, plain, read_blocks
from chatserver.domain.errors import Fault, PolicyFault
from chatserver.domain.policy_read import FAULTY, read_policy_file

MOST, LARGEST, LARGEST_ALL = 200, 50_000, 5_000_000  # articles; bytes of a file; bytes of all
FILE_NAME = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)\.(vi|en)\.md")
LONGEST_NAME = 80
HEAD = "+++"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
Hours = Literal["always", "open", "closed"]
Pattern = Annotated[str, Meta(pattern=r"^[/*][^\s?#]*$", max_length=200)]
Name = Annotated[str, Meta(pattern=r"^[a-z0-9-]+$", max_length=100)]


class Head(Struct, frozen=True):
    """What an article says of itself; empty lists mean: everywhere, for everybody, whoever answers."""

    title: Annotated[str, Meta(min_length=1, max_length=120)]
    urls: Annotated[tuple[Pattern, ...], Meta(max_length=20)] = ()
    plans: Annotated[tuple[Name, ...], Meta(max_length=20)] = ()
    departments: Annotated[tuple[Name, ...], Meta(max_length=20)] = ()
    hours: Hours = "always"
    order: Annotated[int, Meta(ge=0, le=10_000)] = 100


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one language; `name` is its id, the same in every language."""

    name: str
    language: str
    head: Head
    blocks: tuple[Block, ...]
    text: str  # its words alone, NFC


def read_articles(files: Mapping[str, str]) -> tuple[list[Article], list[Fault]]:
    """The articles of files by name, and every fault as `NAME: line N: reason`; never raises."""
    articles: list[Article] = []
    faults: list[Fault] = []
    for name, text in sorted(files.items()):
        article, found = read_article(name, text)
        faults += [Fault(f"{name}: {fault.path}", fault.reason) for fault in found]
        if article:
            articles.append(article)
    if len({name.partition(".")[0] for name in files}) > MOST:
        faults.append(Fault("files", f"are more than {MOST} articles"))
    if sum(len(text.encode("utf-8", "replace")) for text in files.values()) > LARGEST_ALL:
        faults.append(Fault("files", f"are more than {LARGEST_ALL // 1_000_000} MB together"))
    return articles, faults


def read_article(file_name: str, text: str) -> tuple[Article | None, list[Fault]]:
    """The article of a file, and its faults by line; none where nothing can be shown. Never raises."""
    name = FILE_NAME.fullmatch(file_name)
    if name is None or len(name[1]) > LONGEST_NAME:
        return None, [
            Fault("line 1", "the file must be called NAME.vi.md or NAME.en.md, NAME of a-z, 0-9 and -")
        ]
    if len(text.encode("utf-8", "replace")) > LARGEST:
        return None, [Fault("line 1", f"the file is longer than {LARGEST // 1000} KB")]
    lines = _cleaned(text).split("\n")
    if lines[0].rstrip() != HEAD:
        return None, [Fault("line 1", f"must be {HEAD}, the beginning of the head")]
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == HEAD), None)
    if end is None:
        return None, [Fault("line 1", f"the head has no end: a second {HEAD}")]
    head, faults = _read_head(lines[1:end])
    blocks, found = read_blocks("\n".join(lines[end + 1 :]), end + 2)
    faults += found
    words = plain(blocks)
    if not words.strip():
        faults.append(Fault(f"line {len(lines)}", "the article says nothing"))
    return (Article(name[1], name[2], head, blocks, words), faults) if head else (None, faults)


def for_reader(articles: Iterable[Article], language: str, plan: str | None) -> list[Article]:
    """What a visitor on this plan may read, each in their language if there is that, in the desk's order."""
    by_name: dict[str, Article] = {}
    for article in articles:
        if article.head.plans and plan not in article.head.plans:
            continue
        if article.name not in by_name or article.language == language:
            by_name[article.name] = article
    return sorted(by_name.values(), key=lambda one: (one.head.order, one.name))


def suggested(articles: Iterable[Article], path: str, *, is_open: bool) -> list[tuple[Article, bool]]:
    """What to show on a page, and whether it is for that page: those first, then those for every page.

    `is_open`: whether the desk is, which articles may depend on. Their order stays otherwise.
    """
    plain_path = _plain(path)
    fitting = [one for one in articles if one.head.hours in ("always", "open" if is_open else "closed")]
    here = [(one, True) for one in fitting if any(_covers(pattern, plain_path) for pattern in one.head.urls)]
    return here + [(one, False) for one in fitting if not one.head.urls]


def covers(pattern: str, path: str) -> bool:
    """Whether a pattern covers a page's path; a * stands for any letters, a / at the end counts for nothing."""
    return _covers(pattern, _plain(path))


def _covers(pattern: str, path: str) -> bool:
    """Cut at the stars and found from left to right: never slower than a pass over the path."""
    first, *others = _plain(pattern).split("*")
    if not others:
        return first == path
    *middle, last = others
    if not path.startswith(first) or len(path) < len(first) + len(last) or not path.endswith(last):
        return False
    at, end = len(first), len(path) - len(last)
    for part in middle:
        at = path.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


def _plain(path: str) -> str:
    return unicodedata.normalize("NFC", unquote(path)).casefold().rstrip("/") or "/"


def _cleaned(text: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return unicodedata.normalize("NFC", CONTROLS.sub("", text).encode("utf-8", "replace").decode())


def _read_head(lines: list[str]) -> tuple[Head | None, list[Fault]]:
    """The head, and its faults by their line in the file, which begins one line above."""
    try:
        head, faults = read_policy_file("\n".join(lines), Head)
    except PolicyFault as syntax:
        line = int(syntax.faults[0].path.removeprefix("line "))
        return None, [Fault(f"line {line + 1}", syntax.faults[0].reason)]
    named = [Fault(f"line {_line_of(fault.path, lines)}", f"{fault.path} {fault.reason}") for fault in faults]
    return (None if head is FAULTY or faults else head), named


def _line_of(path: str, lines: list[str]) -> int:
    key = re.split(r"[.\[]", path)[0]
    found = (at for at, line in enumerate(lines, 2) if re.match(rf"\s*[\"']?{re.escape(key)}\b", line))
    return next(found, 1)
