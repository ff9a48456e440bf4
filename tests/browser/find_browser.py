"""Find a Chromium that Playwright can launch: the one CHROMIUM_PATH names, Playwright's own, or the system's.

Run as a program it says which, and ends with 1 and the reason when there is none.
"""

import os
import shutil
import sys
from typing import Any

from playwright.sync_api import BrowserType, Error, sync_playwright

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def launch_options(chromium: BrowserType) -> dict[str, Any]:
    """What to pass to `launch` for the first browser that starts. Raises playwright's Error if none does."""
    reasons = []
    for options in _candidates():
        try:
            chromium.launch(**options).close()
        except Error as error:
            reasons.append(f"{options or 'own browser'}: {error.message.strip().splitlines()[0]}")
        else:
            return options
    raise Error("no Chromium starts; " + "; ".join(reasons))


def _candidates() -> list[dict[str, Any]]:
    if named := os.environ.get("CHROMIUM_PATH"):
        return [{"executable_path": named}]
    system = [{"executable_path": path} for name in SYSTEM_NAMES if (path := shutil.which(name))]
    return [{}, *system, *([{"channel": "chrome"}] if sys.platform == "darwin" else [])]


def main() -> None:
    """Print the browser that would be used."""
    with sync_playwright() as playwright:
        try:
            options = launch_options(playwright.chromium)
        except Error as error:
            sys.exit(error.message)
    sys.stdout.write(f"Browser: {options or 'the one of Playwright'}\n")


if __name__ == "__main__":
    main()
