"""The catalogues are whole and the same in both languages, and instants are worded as the table says."""

import json
import re
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chatserver.texts import LANGUAGES, PLACEHOLDER, catalogue, say, word_day, word_instant, word_promise

ROOT = Path(__file__).parent.parent
TABLE = json.loads((ROOT / "tests" / "data" / "worded_instants.json").read_text(encoding="utf-8"))
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SAME_IN_BOTH = {"Email", "Console", "Redis", "Tiếng Việt", "English", "VI", "EN"}  # names
SOURCES = {".py", ".js", ".html", ".lua", ".css"}
FILE_NAME = re.compile(r"\.(js|mjs|css|html|json|py|svg|png)$")


def sources() -> str:
    """Everything that may show a text, the built widget and its tools left out."""
    files = [
        path
        for folder in ("chatserver", "widget", "static/console")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in SOURCES and "node_modules" not in path.parts
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_are_sorted_and_given_once(language: str) -> None:
    text = (ROOT / "chatserver" / "data" / "texts" / f"{language}.json").read_text(encoding="utf-8")
    keys = json.loads(text, object_pairs_hook=lambda pairs: [key for key, _ in pairs])
    assert keys == sorted(set(keys))


def test_both_languages_have_the_same_keys() -> None:
    assert set(catalogue("vi")) == set(catalogue("en"))


def test_both_languages_have_the_same_placeholders() -> None:
    for key, text in catalogue("vi").items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(catalogue("en")[key])), key


def test_nothing_is_left_untranslated() -> None:
    same = {key for key, text in catalogue("vi").items() if text == catalogue("en")[key]}
    wordless = {key for key in same if not re.search(r"[^\W\d]", PLACEHOLDER.sub("", catalogue("vi")[key]))}
    assert {key for key in same - wordless if catalogue("vi")[key] not in SAME_IN_BOTH} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_shouts_and_nothing_is_empty(language: str) -> None:
    for key, text in catalogue(language).items():
        assert text.strip() == text != "", key
        assert "!" not in text, key
        assert unicodedata.normalize("NFC", text) == text, key


def test_vietnamese_addresses_the_reader_as_ban_without_begging() -> None:
    for key, text in catalogue("vi").items():
        assert text.lower().count("vui lòng") <= 1, key
        assert "quý khách" not in text.lower(), key


def test_every_key_in_the_sources_exists() -> None:
    prefixes = {key.partition(".")[0] for key in catalogue("vi")}
    literal = re.compile(rf"""["'`]((?:{"|".join(sorted(prefixes))})\.[a-z0-9_.]*[a-z0-9])["'`]""")
    used = {key for key in literal.findall(sources()) if not FILE_NAME.search(key)}
    assert used - set(catalogue("vi")) == set()


def test_every_key_is_used() -> None:
    """As a literal; or below a prefix that a source completes (`error.${reason}`) by a word of its own."""
    text = sources()
    words = set(re.findall(r"\w+", text))
    prefixes = tuple(set(re.findall(r"""["'`]([a-z_]+(?:\.[a-z_]+)*\.)(?:["'`]|\$?\{)""", text)))
    unused = {
        key
        for key in catalogue("vi")
        if not re.search(rf"""["'`]{re.escape(key)}["'`]""", text)
        and not (key.startswith(prefixes) and key.rpartition(".")[2] in words)
    }
    assert unused == set()


def test_placeholders_are_filled() -> None:
    assert say("system.joined", "vi", agent="An") == "An đang hỗ trợ bạn."


def test_braces_in_a_value_stay_what_they_are() -> None:
    assert say("system.joined", "en", agent="{agent} {0}") == "{agent} {0} is helping you."


def test_a_missing_key_value_or_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        say("no.such.key", "vi")
    with pytest.raises(KeyError):
        say("system.joined", "vi")
    with pytest.raises(KeyError):
        say("system.joined", "fr", agent="An")


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['language']} {row['words']}")
def test_an_instant_is_worded_as_in_the_shared_table(row: dict[str, str]) -> None:
    at, now = datetime.fromisoformat(row["at"]), datetime.fromisoformat(row["now"])
    assert word_instant(at, ZoneInfo(row["zone"]), row["language"], now) == row["words"]
    assert word_promise(at, ZoneInfo(row["zone"]), row["language"], now) == row["promise"]


def test_without_now_nothing_is_relative() -> None:
    at = datetime(2026, 3, 5, 5, tzinfo=UTC)
    assert word_instant(at, HANOI, "vi") == "12:00 thứ Năm 5/3"
    assert word_instant(at, HANOI, "en") == "12:00 on Thu 5 Mar"


def test_the_visitors_own_clock_stands_beside_when_it_differs() -> None:
    at = now = datetime(2026, 3, 5, 5, tzinfo=UTC)
    beside = {
        "Europe/Berlin": "12:00 hôm nay (6:00 giờ của bạn)",
        "America/Los_Angeles": "12:00 hôm nay (21:00 thứ Tư 4/3 giờ của bạn)",
        "Asia/Bangkok": "12:00 hôm nay",
    }
    for zone, words in beside.items():
        assert word_instant(at, HANOI, "vi", now, ZoneInfo(zone)) == words


def test_the_visitors_own_clock_stands_beside_a_day_that_ends() -> None:
    end_of_monday = datetime(2026, 3, 30, 17, tzinfo=UTC)
    beside = {
        "Europe/Berlin": "within Monday 30 Mar (19:00 your time)",
        "Pacific/Auckland": "within Monday 30 Mar (6:00 on Tue 31 Mar your time)",
        "Asia/Bangkok": "within Monday 30 Mar",
    }
    for zone, words in beside.items():
        assert word_promise(end_of_monday, HANOI, "en", None, ZoneInfo(zone)) == words


def test_a_day_in_words() -> None:
    monday = date(2026, 3, 30)
    assert word_day(monday, "vi") == "thứ Hai 30/3"
    assert word_day(monday, "en", date(2026, 3, 27)) == "Mon 30 Mar"
    assert word_day(monday, "vi", monday) == "hôm nay"
    assert word_day(monday, "en", date(2026, 3, 29)) == "tomorrow"
    assert word_day(monday, "vi", date(2025, 12, 31)) == "thứ Hai 30/3/2026"
