"""From the tap to the first message that is stored, on a slow phone with a bad line."""

from statistics import median
from typing import Any

from playwright.sync_api import Request

from tests.bench.chromium import PHONE, SLOW, Bench, Instrument
from tests.bench.figure import Figure, at_most
from tests.browser.widget.shop import OnPage

FRAME_MS = 300
ROUNDS = 1
ACK_MS = 5000
EARLY = "Gõ sớm"
WATCH_TAPS = """
    window.taps = [];
    new PerformanceObserver(list => taps.push(...list.getEntries()
        .filter(entry => entry.interactionId)
        .map(entry => ({ name: entry.name, from: entry.startTime, until: entry.startTime + entry.duration }))))
        .observe({ type: 'event', durationThreshold: 16, buffered: true });"""
FIELD_SHOWN = """() => taps.length
    && !document.querySelector('chatserver-widget').shadowRoot.querySelector('section').hidden"""
FRAME = "() => Math.max(...taps.map(one => one.until)) - Math.min(...taps.map(one => one.from))"
TAPPED = "() => performance.timeOrigin + Math.min(...taps.map(one => one.from))"
NOW = "() => performance.timeOrigin + performance.now()"


def first_tap(bench: Bench, rounds: int) -> list[Figure]:
    """Each round by a browser that has never been there."""
    taps = [_tap(bench) for _ in range(rounds)]
    frames, trips, acks = ([tap[name] for tap in taps] for name in ("frame", "trips", "ack"))
    return [
        at_most("tap_to_a_frame_to_type_into", median(frames), FRAME_MS, f"ms, {SLOW}", {"rounds": frames}),
        at_most("rounds_of_requests_after_the_tap", max(trips), ROUNDS, f"one after another, {SLOW}"),
        at_most("tap_to_the_first_ack", median(acks), ACK_MS, f"ms, {SLOW}", {"rounds": acks}),
    ]


def _tap(bench: Bench) -> dict[str, float]:
    with bench.agent(), bench.shop(**PHONE) as shop:
        widget = OnPage(shop.context.new_page())
        widget.page.add_init_script(WATCH_TAPS)
        instrument = Instrument(widget.page)
        instrument.slow_down()
        widget.page.goto(shop.origin + "/pricing")
        instrument.settle()
        asked: list[Request] = []
        widget.page.on("requestfinished", lambda request: asked.append(request))
        widget.launcher.tap()
        widget.page.wait_for_function(FIELD_SHOWN)
        frame: float = widget.page.evaluate(FRAME)
        tapped: float = widget.page.evaluate(TAPPED)
        widget.field.focus()
        widget.field.press_sequentially(EARLY)
        widget.part(".send").tap()
        widget.part(".line.own .foot", has_text="Đã gửi").wait_for()
        ack: float = widget.page.evaluate(NOW) - tapped
        assert EARLY in widget.own.inner_text()
        assert any("/static/extras-" in one.url for one in asked), "all parts"
        return {"frame": frame, "trips": _rounds(asked), "ack": ack}


def _rounds(asked: list[Request]) -> int:
    """How many of the requests one had to wait for another: the longest chain of such as began after an end."""
    times = sorted((_span(one.timing) for one in asked), key=lambda span: span[0])
    depth: list[int] = []
    for at, (begun, _) in enumerate(times):
        before = [depth[other] for other in range(at) if times[other][1] <= begun]
        depth.append(1 + max(before, default=0))
    return max(depth, default=0)


def _span(timing: Any) -> tuple[float, float]:
    return timing["startTime"], timing["startTime"] + timing["responseEnd"]
