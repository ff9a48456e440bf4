"""One address with many secrets is stopped, and nobody else is (contract S5)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Self

import pytest
from websockets.exceptions import ConnectionClosed

from tests.clients import Frame, Visitor, new_id
from tests.server import ServerProcess, server_process

FEW = {
    "MOST_SOCKETS_PER_ADDRESS": "30",
    "MOST_VISITORS_PER_ADDRESS": "5",
    "MOST_WRITES_PER_ADDRESS": "60",
    "MOST_FORMS_PER_ADDRESS": "1",
}


@pytest.fixture(scope="module")
def server(module_redis: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server with low limits."""
    with server_process(tmp_path_factory.mktemp("addresses"), module_redis, **FEW) as running:
        yield running


class People:
    """Visitors who come from where a proxy on this machine says, each with a secret of their own."""

    def __init__(self, server: ServerProcess, open_here: AsyncExitStack) -> None:
        self._url = f"{server.ws_url}/ws/{server.site_key}"
        self._open = open_here

    async def come(self, forwarded_for: str = "") -> "From":
        """One more, connected and welcome."""
        visitor = From(self._url, forwarded_for)
        await self._open.enter_async_context(visitor)
        await visitor.hello()
        return visitor


class From(Visitor):
    """A visitor behind a proxy."""

    def __init__(self, url: str, forwarded_for: str) -> None:
        super().__init__(url)
        if forwarded_for:
            self.headers["X-Forwarded-For"] = forwarded_for

    async def __aenter__(self) -> Self:
        return await super().__aenter__()

    async def speak(self) -> Frame:
        """First words, in a conversation of their own."""
        return await self.say(new_id(), "chào")


@pytest.fixture
async def people(server: ServerProcess) -> AsyncIterator[People]:
    """People of this test; they leave at its end."""
    async with AsyncExitStack() as open_here:
        yield People(server, open_here)


async def test_the_sockets_of_one_address_are_counted_and_others_still_come_in(people: People) -> None:
    for _ in range(30):
        await people.come("203.0.113.1")
    with pytest.raises(ConnectionClosed) as closed:
        await people.come("203.0.113.1")
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4006, "retry_after=60")
    assert (await (await people.come("203.0.113.2")).speak())["t"] == "ack"


async def test_who_leaves_makes_room(people: People, server: ServerProcess) -> None:
    async with AsyncExitStack() as crowd:
        for _ in range(30):
            await People(server, crowd).come("203.0.113.3")
    async with asyncio.timeout(5):
        while True:
            try:
                await people.come("203.0.113.3")
            except ConnectionClosed:
                continue  # the server has not yet seen all of them go
            return


async def test_a_thousand_secrets_of_one_address_are_few_visitors(server: ServerProcess) -> None:
    answers: list[Frame] = []
    for _ in range(100):
        async with AsyncExitStack() as batch:
            crowd = People(server, batch)
            here = [await crowd.come("203.0.113.4") for _ in range(10)]
            answers += await asyncio.gather(*(one.speak() for one in here))
    acks = [answer for answer in answers if answer["t"] == "ack"]
    assert 15 <= len(acks) <= 20  # three minutes' worth, and what came back meanwhile
    refused = [answer for answer in answers if answer["t"] == "nack"]
    assert {answer["reason"] for answer in refused} == {"too_many"}
    assert all(0 < answer["retry_after"] <= 60 for answer in refused)
    async with AsyncExitStack() as batch:
        assert (await (await People(server, batch).come("203.0.113.5")).speak())["t"] == "ack"


async def test_who_is_known_is_no_new_visitor(people: People) -> None:
    here = [await people.come("203.0.113.6") for _ in range(15)]
    for one in here:
        await one.speak()
    assert (await (await people.come("203.0.113.6")).speak())["reason"] == "too_many"
    assert (await here[0].speak())["t"] == "ack"


async def test_messages_are_counted_over_all_visitors_of_an_address(people: People) -> None:
    here = [await people.come("203.0.113.7") for _ in range(6)]
    said = [await one.speak() for one in here for _ in range(15)]
    assert 60 <= sum(answer["t"] == "ack" for answer in said) < 90
    assert {answer["reason"] for answer in said if answer["t"] == "nack"} == {"too_many"}


async def test_forms_are_counted(people: People) -> None:
    visitor = await people.come("203.0.113.8")
    conversation = new_id()
    await visitor.say(conversation, "chào")
    for number in range(4):
        await visitor.send("email", conversation=conversation, address=f"lan{number}@example.com")
    assert (await visitor.until("nack"))["reason"] == "too_many"


async def test_what_a_stranger_writes_into_the_header_changes_nothing(people: People) -> None:
    """Only what the proxy appended counts; a header without an address gets no grace."""
    for number in range(15):
        await (await people.come(f"198.51.100.{number}, 127.0.0.1 , 203.0.113.9")).speak()
    assert (await (await people.come("127.0.0.1, 203.0.113.9")).speak())["reason"] == "too_many"
    for _ in range(15):
        await (await people.come("no address")).speak()
    assert (await (await people.come("another, one")).speak())["reason"] == "too_many"


async def test_a_household_of_ipv6_is_one_address(people: People) -> None:
    for number in range(15):
        await (await people.come(f"2001:db8:7:7:{number}::1")).speak()
    assert (await (await people.come("2001:db8:7:7:ffff::9")).speak())["reason"] == "too_many"
    assert (await (await people.come("2001:db8:7:8::1")).speak())["t"] == "ack"


async def test_this_machine_without_a_proxy_is_not_counted(people: People) -> None:
    here = [await people.come() for _ in range(40)]
    assert {(await one.speak())["t"] for one in here} == {"ack"}


async def test_a_page_view_over_the_limit_costs_nobody_their_welcome(server: ServerProcess) -> None:
    async with AsyncExitStack() as batch:
        people = People(server, batch)
        first = await people.come("203.0.113.10")
        for number in range(70):
            await first.send("page", page={"url": f"https://shop.example/{number}"})
        assert (await first.until("nack"))["reason"] == "too_many"
        late = From(f"{server.ws_url}/ws/{server.site_key}", "203.0.113.10")
        await batch.enter_async_context(late)
        assert (await late.hello(page={"url": "https://shop.example/"}))["t"] == "welcome"


def test_a_negative_limit_is_refused_at_the_start(tmp_path: Path) -> None:
    with (
        pytest.raises(AssertionError, match="MOST_SOCKETS_PER_ADDRESS"),
        server_process(tmp_path, "", MOST_SOCKETS_PER_ADDRESS="-1"),
    ):
        pass
