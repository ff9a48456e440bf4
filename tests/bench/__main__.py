"""`python3 start.py bench [server | widget] [--json] [--rounds N]`.

Our server beside the obvious one, in alternating rounds; the widget in Chromium.
"""

import argparse
import asyncio
import resource
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from statistics import median

import msgspec
import uvloop

from tests.bench.assigning import cost_ratios
from tests.bench.figure import Figure
from tests.bench.memory import kb_per_visitor
from tests.bench.policies import decisions_per_cpu_s, year_ms
from tests.bench.servers import Running, minimal, ours
from tests.bench.throughput import CONSOLES, delivered_per_cpu_s
from tests.bench.widget import measure_widget

THROUGHPUT_TARGET, MEMORY_TARGET, ASSIGNING_TARGET = 1.5, 1.2, 1.5
DECIDING_TARGET, YEAR_TARGET = 3_000, 2.0
UNIT = "x a minimal Starlette + redis-py server, ratio of medians"


async def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(prog="start.py bench", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("server", "widget", "all"), default="all")
    parser.add_argument("--json", action="store_true", help="one JSON line per figure")
    parser.add_argument("--rounds", type=int, default=5, help="pairs of rounds per figure (5)")
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    say = (lambda figure: msgspec.json.encode(figure).decode()) if options.json else Figure.line
    if options.what != "widget":
        for measure in (_throughput, _memory, _assigning, _deciding, _year):
            print(say(await measure(options.rounds)), flush=True)
    if options.what != "server":
        # Playwright's synchronous interface wants a thread without a running loop
        await asyncio.to_thread(
            lambda: [print(say(one), flush=True) for one in measure_widget(options.rounds)]
        )


async def _throughput(rounds: int) -> Figure:
    """Both servers stay up; each pair of rounds begins with the other one."""
    async with AsyncExitStack() as stack:
        first = await stack.enter_async_context(ours(CONSOLES))
        second = await stack.enter_async_context(minimal(CONSOLES))
        for server in (first, second):
            await delivered_per_cpu_s(server)  # warm
        mine, other = await _alternate(
            rounds, lambda: delivered_per_cpu_s(first), lambda: delivered_per_cpu_s(second)
        )
    ratio = median(mine) / median(other)
    return Figure(
        "delivered_per_cpu_second",
        round(ratio, 2),
        f">= {THROUGHPUT_TARGET}",
        ratio >= THROUGHPUT_TARGET,
        UNIT,
        _detail(mine, other),
    )


async def _memory(rounds: int) -> Figure:
    """Every round in a process of its own: memory once taken is not given back."""

    async def fresh(server: Callable[[int], object]) -> float:
        async with AsyncExitStack() as stack:
            running: Running = await stack.enter_async_context(server(0))  # type: ignore[arg-type]
            return await kb_per_visitor(running)

    mine, other = await _alternate(rounds, lambda: fresh(ours), lambda: fresh(minimal))
    ratio = median(mine) / median(other)
    return Figure(
        "rss_per_idle_visitor",
        round(ratio, 2),
        f"<= {MEMORY_TARGET}",
        ratio <= MEMORY_TARGET,
        UNIT,
        _detail(mine, other),
    )


async def _assigning(rounds: int) -> Figure:
    many, few = await cost_ratios(rounds)
    ratio = median(many) / median(few)
    pairs = sorted(a / b for a, b in zip(many, few, strict=True))
    return Figure(
        "assigning_one_of_10000_waiting",
        round(ratio, 2),
        f"<= {ASSIGNING_TARGET}",
        ratio <= ASSIGNING_TARGET,
        "x assigning one of 10, ratio of medians",
        {
            "ms of 10,000": [round(value, 2) for value in many],
            "ms of 10": [round(value, 2) for value in few],
            "ratio of each pair, least and most": [round(pairs[0], 2), round(pairs[-1], 2)],
        },
    )


async def _deciding(rounds: int) -> Figure:
    found = [decisions_per_cpu_s() for _ in range(rounds)]
    value, detail = round(median(found)), {"rounds": [round(one, 0) for one in found]}
    passed = value >= DECIDING_TARGET
    return Figure(
        "decisions_per_cpu_second", value, f">= {DECIDING_TARGET}", passed, "lines of a batch", detail
    )


async def _year(rounds: int) -> Figure:
    found = [year_ms() for _ in range(rounds)]
    value, detail = round(median(found), 2), {"rounds": [round(one, 2) for one in found]}
    return Figure("a_year_of_target", value, f"< {YEAR_TARGET}", value < YEAR_TARGET, "ms", detail)


async def _alternate(
    rounds: int, mine: Callable[[], Awaitable[float]], other: Callable[[], Awaitable[float]]
) -> tuple[list[float], list[float]]:
    results: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds):
        for which in (0, 1) if number % 2 == 0 else (1, 0):
            results[which].append(await (mine, other)[which]())
    return results


def _detail(mine: list[float], other: list[float]) -> dict[str, list[float]]:
    ratios = sorted(a / b for a, b in zip(mine, other, strict=True))
    return {
        "ours": [round(value, 1) for value in mine],
        "minimal": [round(value, 1) for value in other],
        "ratio of each pair, least and most": [round(ratios[0], 2), round(ratios[-1], 2)],
    }


if __name__ == "__main__":
    uvloop.run(main())
