"""Find browsers that Playwright can drive: what CHROMIUM_PATH names, Playwright's own, or the system's.

Run as a program it says which, and ends with 1 and the reason when there is no Chromium, which every test needs.
Tests marked `portable` run in Firefox and WebKit, too, where they are; with `--json` all is told to a program.
"""

import json
import os
import shutil
import sys
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserType, Error, Playwright, sync_playwright

NAMES = ("chromium", "firefox", "webkit")
SYSTEM_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
SYSTEM_FIREFOXES = ("firefox", "firefox-esr")


@dataclass(frozen=True, slots=True)
class Found:
    """A browser that starts: what to pass to `launch`, and its version."""

    options: dict[str, Any]
    version: str

    def __str__(self) -> str:
        where = self.options.get("executable_path") or self.options.get("channel") or "Playwright's own"
        return f"{self.version} ({where})"


def find_browser(kind: BrowserType) -> Found:
    """The first that starts and opens a context. Raises playwright's Error with every reason if none does."""
    reasons = []
    for options in _candidates(kind.name):
        try:
            browser = kind.launch(**options)
            browser.new_context(color_scheme="dark").close()
            found = Found(options, browser.version)
            browser.close()
        except Error as error:
            reasons.append(f"{options or 'own browser'}: {error.message.strip().splitlines()[0]}")
        else:
            return found
    raise Error(f"no {kind.name} starts; " + "; ".join(reasons))


def find_all(playwright: Playwright) -> dict[str, str]:
    """What there is, by name: version and place; '' for a browser that is not there or cannot be driven."""
    told = {}
    for name in NAMES:
        try:
            told[name] = str(find_browser(getattr(playwright, name)))
        except Error:
            told[name] = ""
    return told


def _candidates(name: str) -> list[dict[str, Any]]:
    if name == "firefox":  # Playwright's own build, or any other by WebDriver BiDi
        paths = [path for one in SYSTEM_FIREFOXES if (path := shutil.which(one))]
        return [{}, *({"channel": "moz-firefox", "executable_path": path} for path in paths)]
    if name != "chromium":
        return [{}]
    if named := os.environ.get("CHROMIUM_PATH"):
        return [{"executable_path": named}]
    system = [{"executable_path": path} for one in SYSTEM_CHROMIUMS if (path := shutil.which(one))]
    return [{}, *system, *([{"channel": "chrome"}] if sys.platform == "darwin" else [])]


def main() -> None:
    """Print the browsers that would be used."""
    with sync_playwright() as playwright:
        if "--json" in sys.argv:
            sys.stdout.write(json.dumps(find_all(playwright)))
            return
        try:
            found = find_browser(playwright.chromium)
        except Error as error:
            sys.exit(error.message)
    sys.stdout.write(f"Browser: Chromium {found}\n")


if __name__ == "__main__":
    main()
