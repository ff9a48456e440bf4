"""The widget in Chromium: what it costs a page, how soon one can talk, what a long talk costs."""

from collections.abc import Callable, Iterator

from tests.bench.chromium import Bench, bench_browser
from tests.bench.figure import Figure
from tests.bench.first_tap import first_tap
from tests.bench.long_talk import long_talk
from tests.bench.page_cost import layout_shift, main_thread


def measure_widget(rounds: int) -> Iterator[Figure]:
    """All figures, as they are found."""
    parts: tuple[Callable[[Bench], list[Figure]], ...] = (
        lambda bench: main_thread(bench, rounds),
        layout_shift,
        lambda bench: first_tap(bench, rounds),
        long_talk,
    )
    with bench_browser() as bench:
        for part in parts:
            yield from part(bench)
