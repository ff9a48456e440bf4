"""docs/security.md says what is so: the tested policy, the times of the code, storage and commands that exist."""

import re
from pathlib import Path

import pytest

from chatserver.cli import main
from chatserver.domain.policy_file import Numbers
from chatserver.store import audit, links, sessions
from tests.test_docs import README, ROOT, section

SECURITY = (ROOT / "docs" / "security.md").read_text("utf-8")
EMBED = (ROOT / "docs" / "embed.md").read_text("utf-8")
KEPT = section(SECURITY, "## What is kept, where, and for how long")


def policies(text: str) -> list[str]:
    """The Content-Security-Policy lines of a document."""
    return re.findall(r"^Content-Security-Policy: .+$", text, re.MULTILINE)


def test_the_policy_is_word_for_word_the_one_that_is_tested() -> None:
    assert policies(SECURITY) == policies(EMBED)[:1]


def test_each_rule_of_the_floor_is_told() -> None:
    told = re.findall(r"^\*\*(S\d)\. ", section(SECURITY, "## What the server holds to"), re.MULTILINE)
    assert told == ["S1", "S2", "S3", "S4", "S5", "S6"]


def test_times_are_those_of_the_code() -> None:
    numbers = Numbers()
    assert f"after closing: {numbers.retention_days} as shipped" in KEPT
    assert f"`close_after_days` ({numbers.close_after_days})" in KEPT
    assert f"{links.LIFE.days} days; a link works once" in KEPT
    idle = sessions.IDLE.total_seconds() / 3600
    assert f"{idle:.0f} hours idle, {sessions.LONGEST.days} days at most" in KEPT
    assert f"the last {audit.KEPT:,} acts" in KEPT


def test_each_storage_of_the_browser_that_the_widget_uses_is_named_and_no_other() -> None:
    folders = (ROOT / "widget").rglob("*.js")
    sources = "".join(path.read_text("utf-8") for path in folders if "node_modules" not in path.parts)
    ways = "indexedDB|localStorage|sessionStorage|document\\.cookie|cookieStore|caches\\."
    used = set(re.findall(ways, sources))
    assert used == {"indexedDB", "localStorage", "sessionStorage"}
    assert all(way.lower() in KEPT.lower() for way in used)
    for name in re.findall(r"sessionStorage\['([\w:]+)'", sources):
        assert f"`{name}`" in KEPT
    for name in re.findall(r"#name = `chatserver:\$\{site\}(\S+)`", sources):
        assert f"`chatserver:SITE_KEY{name}`" in KEPT


@pytest.mark.parametrize("command", re.findall(r"`chatserver ([a-z]+(?: [a-z]+)?)", SECURITY))
def test_each_command_exists(command: str) -> None:
    words = command.split()
    group = main
    for word in words:
        found = getattr(group, "commands", {}).get(word)
        assert found, command
        group = found


def test_contents_lead_to_headings() -> None:
    headings = {_anchor(heading) for heading in re.findall(r"^#+ (.+)$", SECURITY, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([^)]+)\)", SECURITY)) <= headings


@pytest.mark.parametrize("document", ["docs/security.md", "docs/embed.md"])
def test_links_lead_to_headings_of_other_documents(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    for path, anchor in re.findall(r"\]\(([^)#:]+)#([^)]+)\)", text):
        there = (ROOT / Path(document).parent / path).read_text("utf-8")
        assert anchor in {_anchor(one) for one in re.findall(r"^#+ (.+)$", there, re.MULTILINE)}, anchor


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_the_readme_leads_there() -> None:
    assert "(docs/security.md)" in README
