"""What the widget costs a page: its main thread before the first tap, and what moves because of it."""

from statistics import median
from typing import Any

from tests.bench.chromium import PHONE, SCRIPT_AND_LAYOUT, SLOW, Bench, Instrument
from tests.bench.figure import Figure, at_most
from tests.browser.widget.shop import OnPage

MAIN_THREAD_MS = 20
LAYOUT_SHIFT = 0
AFTER_INPUT_MS = 1000  # what moves in the half second after an input counts as its doing
FIRST = "Tôi muốn nâng cấp gói"
WATCH_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver(list => shifts.push(...list.getEntries()
        .filter(entry => !entry.hadRecentInput).map(entry => entry.value)))
        .observe({ type: 'layout-shift', buffered: true });"""
ALL_SHIFTS = "() => window.shifts.reduce((sum, one) => sum + one, 0)"


def main_thread(bench: Bench, rounds: int) -> list[Figure]:
    """The same page with and without the tag, from navigation to rest: scripts, styles and layout."""
    with_tag: list[float] = []
    without: list[float] = []
    _load_ms(bench, tag=True)  # caches of the browser warm up
    for number in range(rounds * 2):
        for tag in (True, False) if number % 2 else (False, True):
            (with_tag if tag else without).append(_load_ms(bench, tag=tag))
    cost = median(with_tag) - median(without)
    detail = {"with": with_tag, "without": without}
    unit = "ms of scripts, styles and layout until rest, difference of medians"
    return [at_most("main_thread_before_the_tap", cost, MAIN_THREAD_MS, unit, detail)]


def layout_shift(bench: Bench) -> list[Figure]:
    """Load, open, write, be answered, close: what the browser counts as moved without anybody's doing."""
    unit = "sum of all shifts of a whole visit"
    desk, phone = _shift(bench, viewport={"width": 1280, "height": 800}), _shift(bench, **PHONE)
    return [
        at_most("layout_shift", desk, LAYOUT_SHIFT, unit),
        at_most("layout_shift_of_a_slow_phone", phone, LAYOUT_SHIFT, f"{unit}, {SLOW}"),
    ]


def _shift(bench: Bench, **options: Any) -> float:
    with bench.agent() as agent, bench.shop(**options) as shop:
        widget = OnPage(shop.context.new_page())
        widget.page.add_init_script(WATCH_SHIFTS)
        instrument = Instrument(widget.page)
        if options == PHONE:
            instrument.slow_down()
        widget.page.goto(shop.origin + "/pricing")
        widget.open()
        instrument.rest(AFTER_INPUT_MS)
        widget.field.fill(FIRST)
        widget.part(".send").click()
        conversation = agent.take(FIRST)
        instrument.rest(AFTER_INPUT_MS)
        for number in range(12):
            agent.say(conversation, f"Câu trả lời số {number}, và thêm vài dòng nữa để đầy cửa sổ. " * 2)
        widget.part(".line", has_text="số 11").wait_for()
        widget.part(".shut").click()
        instrument.settle()
        moved: float = widget.page.evaluate(ALL_SHIFTS)
    return moved


def _load_ms(bench: Bench, *, tag: bool) -> float:
    with bench.shop() as shop:
        shop.has_tag = False
        page = shop.context.new_page()
        page.goto(shop.origin + "/before")  # the same process shows what comes next
        shop.has_tag = tag
        instrument = Instrument(page)
        before = instrument.busy_ms(SCRIPT_AND_LAYOUT)
        page.goto(shop.origin + "/pricing", wait_until="load")
        instrument.settle()
        return instrument.busy_ms(SCRIPT_AND_LAYOUT) - before
