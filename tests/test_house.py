"""Rules of the house that no linter knows."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 250  # lines
BUILT = ("static/",)
# Spelled in pieces, or this file would break its own rule.
INDEX_HOSTS = ("python" + "hosted", "py" + r"pi\.[a-z]", "npm" + r"js\.", "deb\\.deb" + "ian")
MACHINE_PATHS = ("/wo" + "rk/", "/ho" + "me/[a-z]", "/Us" + "ers/[a-z]", "/ro" + r"ot/\.")


def files() -> list[str]:
    """Every file that belongs to the project, committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return sorted({name for name in listed.stdout.splitlines() if (ROOT / name).is_file()})


def texts() -> dict[str, str]:
    """The project's text files by name."""
    found = {}
    for name in files():
        content = (ROOT / name).read_bytes()
        if b"\0" not in content and not name.endswith(".br"):
            found[name] = content.decode()
    return found


def test_no_source_file_is_longer_than_one_idea() -> None:
    sources = {
        name: text.count("\n")
        for name, text in texts().items()
        if name.endswith((".py", ".js", ".lua", ".css")) and not name.startswith(BUILT)
    }
    assert {name: lines for name, lines in sources.items() if lines > LONGEST_FILE} == {}


@pytest.mark.parametrize("pattern", [*INDEX_HOSTS, *MACHINE_PATHS])
def test_nothing_names_a_package_index_or_a_place_on_one_machine(pattern: str) -> None:
    assert [name for name, text in texts().items() if re.search(pattern, text)] == []


def test_no_work_is_left_for_later() -> None:
    marks = re.compile(
        r"\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + r"CK)\b|pytest\.(mark\.)?(sk" + "ip|xf" + "ail)"
    )
    code = {
        name: text for name, text in texts().items() if name.endswith((".py", ".js", ".css", ".lua", ".sh"))
    }
    assert [name for name, text in code.items() if marks.search(text) and not name.startswith(BUILT)] == []


def test_no_test_waits_for_time_instead_of_a_state() -> None:
    sleeps = re.compile(r"time\.sle" + r"ep\(|wait_for_time" + r"out\(|asyncio\.sle" + r"ep\((?!0\))[0-9]")
    tests = {name: text for name, text in texts().items() if name.startswith("tests/")}
    assert [name for name, text in tests.items() if sleeps.search(text)] == []


def pins(lock: Path) -> dict[str, tuple[int, ...]]:
    """The versions of a lock by package name."""
    found = re.findall(r"^([\w.-]+)==([\d.]+)", lock.read_text(), re.MULTILINE)
    return {name: tuple(map(int, version.strip(".").split("."))) for name, version in found}


def floors(*extras: str) -> dict[str, tuple[int, ...]]:
    """The lowest versions that pyproject.toml allows, by package name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    found = (re.match(r"([\w-]+)>=([\d.]+)", line) for line in wanted)
    return {match[1]: tuple(map(int, match[2].split("."))) for match in found if match}


@pytest.mark.parametrize(
    ("lock", "extras"),
    [("requirements.lock", ("setup",)), ("tests/requirements.lock", ("setup", "test"))],
)
def test_a_lock_holds_everything_that_the_project_asks_for(lock: str, extras: tuple[str, ...]) -> None:
    pinned, wanted = pins(ROOT / lock), floors(*extras)
    assert {name: floor for name, floor in wanted.items() if pinned.get(name, ()) < floor} == {}


def test_the_tests_run_with_the_packages_that_are_served_with() -> None:
    served, tested = pins(ROOT / "requirements.lock"), pins(ROOT / "tests" / "requirements.lock")
    assert {name: version for name, version in served.items() if tested.get(name) != version} == {}


def test_every_locked_package_is_checked_by_hash() -> None:
    for lock in (ROOT / "requirements.lock", ROOT / "tests" / "requirements.lock"):
        unchecked = re.findall(r"^[\w.-]+==(?:.*)(?<!\\)$", lock.read_text(), re.MULTILINE)
        assert unchecked == []
