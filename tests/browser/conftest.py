"""How the browser tests launch their browser."""

from typing import Any

import pytest
from playwright.sync_api import BrowserType, expect

from tests.browser.find_browser import find_browser

expect.set_options(timeout=10_000)  # a busy machine takes its time; what must be quick says so itself


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], browser_type: BrowserType
) -> dict[str, Any]:
    """The options of pytest-playwright, completed with a browser that is there; fails, never skips."""
    if {"executable_path", "channel"} & browser_type_launch_args.keys():
        return browser_type_launch_args
    return {**browser_type_launch_args, **find_browser(browser_type).options}
