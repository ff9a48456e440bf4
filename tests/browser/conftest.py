"""How the browser tests launch their browsers, and which run in more than one."""

import json
import subprocess
import sys
from collections import Counter
from functools import cache
from typing import Any

import pytest
from playwright.sync_api import BrowserType, expect

from tests.browser.find_browser import NAMES, find_browser

CHOSEN = pytest.StashKey[list[str]]()
expect.set_options(timeout=10_000)  # a busy machine takes its time; what must be quick says so itself


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], browser_type: BrowserType
) -> dict[str, Any]:
    """The options of pytest-playwright, completed with a browser that is there; fails, never skips."""
    if {"executable_path", "channel"} & browser_type_launch_args.keys():
        return browser_type_launch_args
    return {**browser_type_launch_args, **find_browser(browser_type).options}


@cache
def there() -> dict[str, str]:
    """What `find_browser --json` tells; in a process of its own, since Playwright leaves a loop behind."""
    command = [sys.executable, "-m", "tests.browser.find_browser", "--json"]
    told: dict[str, str] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return told


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Portable tests run in every browser that is there; `--browser` chooses otherwise. pytest-playwright asks next."""
    options = metafunc.config.option
    chosen = metafunc.config.stash.setdefault(CHOSEN, options.browser)
    portable = metafunc.definition.get_closest_marker("portable")
    options.browser = chosen or [name for name in NAMES if name == "chromium" or (portable and there()[name])]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what another browser than the chosen one is needed for."""
    left_out = [
        item for item in items if _browser_of(item) not in ("", "chromium") and not _is_portable(item)
    ]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which browsers ran how many tests, and which were not there."""
    ran = Counter(
        name
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        for name in NAMES
        if f"[{name}" in report.nodeid
    )
    if not ran:
        return
    told = [
        f"{name} {where or 'none that Playwright can drive'}" + (f": {ran[name]} tests" if ran[name] else "")
        for name, where in there().items()
    ]
    terminalreporter.write_line("browsers: " + "; ".join(told))


def _browser_of(item: pytest.Item) -> str:
    callspec = getattr(item, "callspec", None)
    return str(callspec.params.get("browser_name", "")) if callspec else ""


def _is_portable(item: pytest.Item) -> bool:
    return item.get_closest_marker("portable") is not None
