"""What a long conversation costs: memory, drawing, opening, typing."""

from statistics import median

from tests.bench.chromium import SLOW_CPU, Bench, Instrument
from tests.bench.figure import Figure, at_most
from tests.browser.widget.bare_agent import BareAgent
from tests.browser.widget.shop import OnPage, Shop

MESSAGES = 500
AT_ONCE = 100
APART_MS = 40  # an agent may send 30 frames a second
MEMORY_KB = 2048
DRAWING_MS = 500
STEADY = 1.5
OPENING_MS = 1000
TYPING_MS = 200
WATCH_WORK = """
    window.keys = [];
    new PerformanceObserver(list => keys.push(...list.getEntries()
        .filter(entry => entry.interactionId).map(entry => entry.duration)))
        .observe({ type: 'event', durationThreshold: 16, buffered: true });"""
SLOWEST_KEY = "() => Math.max(0, ...window.keys)"
FIRST = "Tôi muốn nâng cấp gói"


def long_talk(bench: Bench) -> list[Figure]:
    """One visitor, one agent, 500 messages."""
    with bench.agent() as agent, bench.shop() as shop:
        widget = OnPage(shop.context.new_page())
        widget.page.goto(shop.origin + "/pricing")
        instrument = Instrument(widget.page)
        empty_kb = instrument.heap_kb()
        widget.open().say(FIRST)
        conversation = agent.take(FIRST)
        drawn = [
            _drawn_ms(widget, instrument, agent, conversation, begin)
            for begin in range(0, MESSAGES, AT_ONCE)
        ]
        grown_kb = instrument.heap_kb() - empty_kb
        widget.page.close()
        figures = [
            at_most("memory_with_500_messages", grown_kb, MEMORY_KB, "KB of script memory over the page's own"),
            at_most("drawing_100_messages", median(drawn), DRAWING_MS, "ms of the main thread", {"hundreds": drawn}),
            at_most("drawing_the_fifth_hundred", drawn[-1] / drawn[0], STEADY, "x the first hundred"),
        ]
        return figures + _come_back(shop)


def _drawn_ms(widget: OnPage, instrument: Instrument, agent: BareAgent, conversation: str, begin: int) -> float:
    before = instrument.busy_ms()
    for number in range(begin, begin + AT_ONCE):
        agent.say(conversation, f"Câu trả lời số {number}.")
        widget.page.wait_for_timeout(APART_MS)
    widget.part(".line", has_text=f"số {begin + AT_ONCE - 1}.").wait_for()
    instrument.settle()
    return instrument.busy_ms() - before


def _come_back(shop: Shop) -> list[Figure]:
    """The same browser on another page, its processor slowed down, opens the long thread and types."""
    widget = OnPage(shop.context.new_page())
    widget.page.add_init_script(WATCH_WORK)
    instrument = Instrument(widget.page)
    instrument.session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
    widget.page.goto(shop.origin + "/other")
    widget.loaded.wait_for(state="attached")
    instrument.settle()
    before = instrument.busy_ms()
    widget.open()
    widget.part(".line", has_text=f"số {MESSAGES - 1}.").wait_for()
    instrument.settle()
    opening = instrument.busy_ms() - before
    widget.field.press_sequentially("Cảm ơn bạn, tôi đã hiểu", delay=20)
    instrument.settle()
    typing: float = widget.page.evaluate(SLOWEST_KEY)
    slow = f"CPU slowed {SLOW_CPU} x"
    return [
        at_most("opening_a_talk_of_500", opening, OPENING_MS, f"ms of the main thread, {slow}"),
        at_most("slowest_key_or_tap_in_it", typing, TYPING_MS, f"ms from the input to the next frame, {slow}"),
    ]
