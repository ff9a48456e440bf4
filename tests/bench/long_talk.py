"""What a long conversation costs: memory, drawing, opening, typing."""

from tests.bench.chromium import SLOW_CPU, Bench, Instrument
from tests.bench.figure import Figure, at_most
from tests.browser.widget.bare_agent import BareAgent
from tests.browser.widget.shop import OnPage, Shop

MESSAGES = 500
AT_ONCE = 100
APART_MS = 40  # an agent may send 30 frames a second
MEMORY_KB = 3072
DRAWING_MS = 50  # longer ones are "long tasks" to a browser
INPUT_MS = 200  # what web.dev calls good (interaction to next paint)
WATCH_INPUT = """
    window.inputs = [];
    new PerformanceObserver(list => inputs.push(...list.getEntries()
        .filter(entry => entry.interactionId).map(entry => entry.duration)))
        .observe({ type: 'event', durationThreshold: 16, buffered: true });"""
SLOWEST = "() => Math.max(0, ...inputs.splice(0))"
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
            _drawn_ms(widget, instrument, agent, conversation, begin) for begin in range(0, MESSAGES, AT_ONCE)
        ]
        grown_kb = instrument.heap_kb() - empty_kb
        widget.page.close()
        figures = [
            at_most(
                "memory_with_500_messages", grown_kb, MEMORY_KB, "KB of script memory over the page's own"
            ),
            at_most(
                "drawing_a_message_of_500",
                drawn[-1],
                DRAWING_MS,
                "ms of the main thread",
                {"hundreds": drawn},
            ),
        ]
        return figures + _come_back(shop)


def _drawn_ms(
    widget: OnPage, instrument: Instrument, agent: BareAgent, conversation: str, begin: int
) -> float:
    before = instrument.busy_ms()
    for number in range(begin, begin + AT_ONCE):
        agent.say(conversation, f"Câu trả lời số {number}.")
        instrument.rest(APART_MS)
    widget.part(".line", has_text=f"số {begin + AT_ONCE - 1}.").wait_for()
    instrument.settle()
    return (instrument.busy_ms() - before) / AT_ONCE


def _come_back(shop: Shop) -> list[Figure]:
    """The same browser on another page, its processor slowed down, opens the long thread and types."""
    widget = OnPage(shop.context.new_page())
    widget.page.add_init_script(WATCH_INPUT)
    instrument = Instrument(widget.page)
    instrument.session.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_CPU})
    widget.page.goto(shop.origin + "/other")
    widget.loaded.wait_for(state="attached")
    instrument.settle()
    widget.open()
    widget.part(".line", has_text=f"số {MESSAGES - 1}.").wait_for()
    instrument.settle()
    tap: float = widget.page.evaluate(SLOWEST)
    widget.field.press_sequentially("Cảm ơn bạn, tôi đã hiểu", delay=20)
    instrument.settle()
    key: float = widget.page.evaluate(SLOWEST)
    unit = f"ms from the input to the next frame, CPU slowed {SLOW_CPU} x"
    return [
        at_most("tap_that_opens_a_talk_of_500", tap, INPUT_MS, unit),
        at_most("slowest_key_in_it", key, INPUT_MS, unit),
    ]
