"""axe-core's rules on a screen as it stands: on a phone and a desk, in light and dark, in forced colours."""

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

from tests.browser.contrast import poor_contrast

SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
LIGHT: dict[str, Any] = {"color_scheme": "light", "forced_colors": "none"}
DARK: dict[str, Any] = {"color_scheme": "dark", "forced_colors": "none"}
FORCED: dict[str, Any] = {"color_scheme": "light", "forced_colors": "active"}
LOOKS = ((DESK, LIGHT), (DESK, DARK), (PHONE, DARK), (PHONE, LIGHT), (PHONE, FORCED))
RUN = """async ([selector, off]) => {
    const rules = Object.fromEntries(off.map((id) => [id, { enabled: false }]));
    const { violations } = await axe.run(selector ? { include: [selector] } : document, { rules });
    const told = ({ target, any }) => `${target.flat().join(' ')} ${any.map((one) => one.message)}`;
    return violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.map(told).join(' | ')}`);
}"""


def faults(page: Page, selector: str = "", off: tuple[str, ...] = ()) -> list[str]:
    """Every rule of axe-core, best practices too, that the page (or the part of it named) breaks now."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(SCRIPT)
    found: list[str] = page.evaluate(RUN, [selector, list(off)])
    return found


def faults_in_all_looks(page: Page, selector: str = "", off: tuple[str, ...] = ()) -> list[str]:
    """The same at both widths, in light, dark and forced colours; the page is then as it was."""
    before = page.viewport_size
    found = []
    for size, media in LOOKS:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(**media)
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        look = f"{size['width']} px, {media['color_scheme']}, forced {media['forced_colors']}"
        found += [f"[{look}] {fault}" for fault in faults(page, selector, off)]
        if media["forced_colors"] == "none":
            found += [f"[{look}] {poor}" for poor in poor_contrast(page, selector or "html")]
    page.emulate_media(color_scheme="light", forced_colors="none")
    if before:
        page.set_viewport_size(before)
    return found
