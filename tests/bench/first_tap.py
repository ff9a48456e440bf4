"""From the tap to the first message that is stored, on a slow phone with a bad line."""

from dataclasses import dataclass
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
    frames, acks = [tap.frame for tap in taps], [tap.ack for tap in taps]
    longest = max((tap.requests for tap in taps), key=len)
    return [
        at_most("tap_to_a_frame_to_type_into", median(frames), FRAME_MS, f"ms, {SLOW}", {"rounds": frames}),
        at_most(
            "rounds_of_requests_after_the_tap",
            len(longest),
            ROUNDS,
            f"one after another, {SLOW}",
            {"requests in each": longest},
        ),
        at_most("tap_to_the_first_ack", median(acks), ACK_MS, f"ms, {SLOW}", {"rounds": acks}),
    ]


@dataclass(frozen=True, slots=True)
class Tap:
    """Times in ms since the tap; how many requests were sent in each round."""

    frame: float
    ack: float
    requests: list[float]


def _tap(bench: Bench) -> Tap:
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
        return Tap(frame, ack, _rounds(asked))


def _rounds(asked: list[Request]) -> list[float]:
    """How many went out together; a later round is of those that began after one of the round before had ended."""
    times = sorted((_span(one.timing) for one in asked), key=lambda span: span[0])
    depth: list[int] = []
    for at, (begun, _) in enumerate(times):
        before = [depth[other] for other in range(at) if times[other][1] <= begun]
        depth.append(1 + max(before, default=0))
    return [float(depth.count(one)) for one in sorted(set(depth))]


def _span(timing: Any) -> tuple[float, float]:
    return timing["startTime"], timing["startTime"] + timing["responseEnd"]
