"""Folders of help articles as commands name them, and how faulty ones end a command."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from chatserver.cli.policy.files import end_with_faults
from chatserver.domain.articles import LARGEST, Article, read_articles
from chatserver.domain.errors import Fault

SHIPPED = "twin-ai"


def shipped_articles(name: str = SHIPPED) -> dict[str, str]:
    """The articles that come with the product, by file name."""
    folder = files("chatserver") / "data" / "articles" / name
    return {path.name: path.read_text("utf-8") for path in _articles_in(folder)}


def articles_in(folder: str, *, as_json: bool) -> tuple[dict[str, str], list[Article]]:
    """The texts of a folder by file name, and what they say; faulty ones end the command with 2, naming each fault."""
    texts, faults = _texts(folder)
    articles, found = read_articles(texts)
    if not texts and not faults:
        faults.append(Fault("no article", "is there: NAME.vi.md or NAME.en.md"))
    if faults + found:
        end_with_faults(folder, faults + found, as_json=as_json)
    return texts, articles


def _texts(folder: str) -> tuple[dict[str, str], list[Fault]]:
    place = Path(folder)
    if not place.exists() and folder == SHIPPED:
        return shipped_articles(), []
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    try:
        found = _articles_in(place)
    except OSError as fault:
        return {}, [Fault("folder", f"cannot be read: {fault.strerror}")]
    for path in found:
        try:
            with path.open("rb") as file:
                raw = file.read(LARGEST + 1)  # what is longer is refused for that
            texts[path.name] = raw.decode("utf-8", "strict" if len(raw) <= LARGEST else "replace")
        except OSError as fault:
            faults.append(Fault(path.name, f"cannot be read: {fault.strerror}"))
        except UnicodeDecodeError as fault:
            line = fault.object[: fault.start].count(b"\n") + 1
            faults.append(Fault(f"{path.name}: line {line}", "is not UTF-8"))
    return texts, faults


def _articles_in(folder: Traversable) -> list[Traversable]:
    """Markdown files, a README of the writers left out."""
    found = (path for path in folder.iterdir() if path.name.endswith(".md") and path.name != "README.md")
    return sorted(found, key=lambda path: path.name)
