"""What the widget costs a page: its main thread before the first tap, and what moves because of it."""

from statistics import median

from tests.bench.chromium import SCRIPT_AND_LAYOUT, SLOW_CPU, Bench, Instrument
from tests.bench.figure import Figure, at_most
from tests.browser.widget.shop import OnPage

MAIN_THREAD_MS = 20
LAYOUT_SHIFT = 0
WATCH_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver(list => shifts.push(...list.getEntries().map(entry => entry.value)))
        .observe({ type: 'layout-shift', buffered: true });"""
ALL_SHIFTS = "() => window.shifts.reduce((sum, one) => sum + one, 0)"


def main_thread(bench: Bench, rounds: int) -> list[Figure]:
    """The difference between the same page with and without the tag, from navigation to rest: scripts, styles, layout."""
    figures = []
    for name, slow in (("", 1), ("_of_a_slow_phone", SLOW_CPU)):
        with_tag, without = [], []
        _load_ms(bench, slow, tag=True)  # caches of the browser warm up
        for number in range(rounds * 2):
            for tag in (True, False) if number % 2 else (False, True):
                (with_tag if tag else without).append(_load_ms(bench, slow, tag=tag))
        cost = median(with_tag) - median(without)
        detail = {"with": with_tag, "without": without}
        unit = f"ms of scripts, styles and layout until rest, CPU slowed {slow} x, difference of medians"
        figures.append(at_most(f"main_thread_before_the_tap{name}", cost, MAIN_THREAD_MS, unit, detail))
    return figures


def layout_shift(bench: Bench) -> Figure:
    """Load, open, write, be answered, close: all that the browser counts as moved, even right after an input."""
    with bench.agent() as agent, bench.shop(viewport={"width": 1280, "height": 800}) as shop:
        widget = OnPage(shop.context.new_page())
        widget.page.add_init_script(WATCH_SHIFTS)
        widget.page.goto(shop.origin + "/pricing")
        widget.open().say("Tôi muốn nâng cấp gói")
        conversation = agent.take("Tôi muốn nâng cấp gói")
        for number in range(12):
            agent.say(conversation, f"Câu trả lời số {number}, và thêm vài dòng nữa để đầy cửa sổ. " * 2)
        widget.part(".line", has_text="số 11").wait_for()
        widget.launcher.click()
        Instrument(widget.page).settle()
        moved: float = widget.page.evaluate(ALL_SHIFTS)
    return at_most("layout_shift", moved, LAYOUT_SHIFT, "sum of all shifts of a whole visit")


def _load_ms(bench: Bench, slow: int, *, tag: bool) -> float:
    with bench.shop() as shop:
        shop.has_tag = False
        page = shop.context.new_page()
        page.goto(shop.origin + "/before")  # the same process shows what comes next
        shop.has_tag = tag
        instrument = Instrument(page)
        instrument.session.send("Emulation.setCPUThrottlingRate", {"rate": slow})
        before = instrument.busy_ms(SCRIPT_AND_LAYOUT)
        page.goto(shop.origin + "/pricing", wait_until="load")
        instrument.settle()
        return instrument.busy_ms(SCRIPT_AND_LAYOUT) - before
