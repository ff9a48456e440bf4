"""Contrast of what is drawn (WCAG 1.4.3, 1.4.11): axe-core cannot tell it for a host that stands outside of `body`."""

from pathlib import Path

from playwright.sync_api import Page

MEASURE = Path(__file__).with_suffix(".js").read_text("utf-8")


def poor_contrast(page: Page, selector: str = "chatserver-widget") -> list[str]:
    """Each text, icon and field's edge of a part of the page that stands out too little from what is behind it."""
    found: list[str] = page.evaluate(MEASURE, selector)
    return found
