"""What is served of the widget was built from what is here; how big it is, see test_sizes."""

import base64
import hashlib
import json
import re

import pytest

from chatserver.texts import LANGUAGES, catalogue
from tests.server import ROOT

STATIC = ROOT / "static"
MANIFEST = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))
HASHED = re.compile(r"[a-z]+(-[a-z]{2,3})?-[0-9a-f]{8,10}\.js(\.br)?")
BUILD_ANEW = "run: cd widget && npm ci && node build.mjs"


def sources() -> list[str]:
    """The files that the widget is built from, as `build.mjs` lists them."""
    inside = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "widget").rglob("*")
        if (path.suffix in {".js", ".mjs", ".css"} or path.name == "package-lock.json")
        and "node_modules" not in path.parts
    ]
    return sorted([*inside, "chatserver/data/address_typos.json"])


def integrity(content: bytes) -> str:
    """As a page would ask for it."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def test_it_was_built_from_these_sources() -> None:
    whole = "".join(f"{path}\0{(ROOT / path).read_text(encoding='utf-8')}\0" for path in sources())
    assert hashlib.sha256(whole.encode()).hexdigest() == MANIFEST["source"], BUILD_ANEW


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_was_built_with_these_texts(language: str) -> None:
    texts = catalogue(language)
    for part in MANIFEST["keys"]:
        words = json.dumps(
            [texts[key] for key in MANIFEST["keys"][part]], ensure_ascii=False, separators=(",", ":")
        )
        assert hashlib.sha256(words.encode()).hexdigest() == MANIFEST["words"][part][language], BUILD_ANEW


def test_what_is_served_is_what_was_built() -> None:
    for name, built in MANIFEST["files"].items():
        content = (STATIC / name).read_bytes()
        assert len(content) == built["bytes"], name
        assert integrity(content) == built["integrity"], name


def test_the_hash_in_the_names_is_that_of_all_parts_together() -> None:
    hashed = MANIFEST["loader"].removesuffix(".js").rpartition("-")[2]
    parts = {name: (STATIC / name).read_text("utf-8") for name in MANIFEST["files"]}
    whole = "".join(f"{name}\0{text}\0" for name, text in parts.items()).replace(hashed, "@BUILD@@")
    assert hashlib.sha256(whole.encode()).hexdigest().startswith(hashed), BUILD_ANEW


def test_each_file_has_a_brotli_copy_of_what_it_is_now() -> None:
    for name, built in MANIFEST["files"].items():
        copy = (STATIC / f"{name}.br").read_bytes()
        assert len(copy) == built["brotli"], BUILD_ANEW
        assert hashlib.sha256(copy).hexdigest() == built["copy"], BUILD_ANEW


def test_the_files_of_three_releases_are_there_as_they_were() -> None:
    """The newest release and the two before: pages that stand open, and caches, still ask for theirs."""
    assert len(MANIFEST["released"]) <= 3
    for name, told in [entry for release in MANIFEST["released"] for entry in release.items()]:
        assert integrity((STATIC / name).read_bytes()) == told, name
        assert (STATIC / f"{name}.br").is_file(), name


def test_no_file_is_left_over() -> None:
    built = {path.name.removesuffix(".br") for path in STATIC.iterdir() if HASHED.fullmatch(path.name)}
    named = {name for names in [MANIFEST["files"], *MANIFEST["released"]] for name in names}
    assert built == {name for name in named if HASHED.fullmatch(name)}


def test_a_pinned_loader_is_the_loader_and_its_integrity_is_told() -> None:
    content = (STATIC / MANIFEST["loader"]).read_bytes()
    assert content == (STATIC / "widget.js").read_bytes()
    assert MANIFEST["files"][MANIFEST["loader"]]["integrity"] == integrity(content)


def test_the_loader_names_the_built_files() -> None:
    loader = (STATIC / "widget.js").read_text(encoding="utf-8")
    for part in [*MANIFEST["apps"].values(), MANIFEST["api"], MANIFEST["phone"]]:
        name, _, hashed = part.removesuffix(".js").rpartition("-")
        assert name.removesuffix("vi").removesuffix("en").removesuffix("api") in loader
        assert hashed in loader


def test_each_part_that_a_loader_asks_for_has_a_name_that_never_changes() -> None:
    for part, file in {**MANIFEST["apps"], "api": MANIFEST["api"]}.items():
        assert (STATIC / f"app-{part}.js").read_text("utf-8") == f"export * from './{file}?again';\n"


def test_the_texts_that_a_page_may_change_are_published_as_they_are() -> None:
    published = json.loads((STATIC / "texts.json").read_text("utf-8"))
    assert published == {
        key: {name: catalogue(name)[key] for name in LANGUAGES} for key in MANIFEST["shown"]
    }, BUILD_ANEW


def test_the_lock_file_names_no_registry() -> None:
    assert "http" not in (ROOT / "widget" / "package-lock.json").read_text(encoding="utf-8")
