"""Who is asked: the previous agent, the least loaded, the longest idle; and why a place in the queue rose (R20)."""

from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.presence import AtDesk
from chatserver.domain.routing import RANK_MS, Place, Seat, choose, nobody_left, why_risen


def seat(name: str, load: int = 0, idle_since: int = 0, room: int = 1) -> Seat:
    return Seat(AtDesk(name, idle_since=idle_since), load, room)


def chosen(*seats: Seat, previous: str = "", passed: tuple[str, ...] = ()) -> str:
    found = choose(seats, previous, passed)
    return found.id if found else ""


def test_the_previous_agent_is_asked_first_though_others_have_less_to_do() -> None:
    assert chosen(seat("an", load=3), seat("binh"), previous="an") == "an"


def test_without_a_previous_agent_the_least_loaded_is_asked_then_the_longest_idle() -> None:
    assert chosen(seat("an", load=2), seat("binh", load=1)) == "binh"
    assert chosen(seat("an", idle_since=200), seat("binh", idle_since=100)) == "binh"


def test_nobody_without_room_is_asked_not_even_the_previous_agent() -> None:
    assert chosen(seat("an", room=0), seat("binh", load=5), previous="an") == "binh"
    assert chosen(seat("an", room=0)) == ""


def test_it_never_goes_back_to_one_who_let_it_pass() -> None:
    assert chosen(seat("an"), seat("binh", load=9), previous="an", passed=("an",)) == "binh"
    assert chosen(seat("an"), passed=("an",)) == ""


SEATS = st.lists(
    st.builds(seat, st.sampled_from("abcdef"), st.integers(0, 5), st.integers(0, 9), st.integers(0, 2)),
    unique_by=lambda one: one.agent.id,
)


@given(seats=SEATS, previous=st.sampled_from("abcdef"), passed=st.sets(st.sampled_from("abcdef")))
def test_whoever_is_asked_has_room_and_nobody_better_is_left_out(
    seats: list[Seat], previous: str, passed: set[str]
) -> None:
    found = choose(seats, previous, passed)
    able = [one for one in seats if one.room > 0 and one.agent.id not in passed]
    assert (found is None) == (not able)
    if found is not None and found.id != previous:
        mine = next(one for one in able if one.agent == found)
        assert all(one.agent.id != previous for one in able)
        assert all((mine.load, found.idle_since) <= (one.load, one.agent.idle_since) for one in able)


@given(loads=st.lists(st.integers(0, 4), min_size=1, max_size=6), waiting=st.integers(0, 30))
def test_given_out_one_by_one_loads_stay_even_and_within_capacity(loads: list[int], waiting: int) -> None:
    seats = {str(i): Seat(AtDesk(str(i)), load, 4 - load) for i, load in enumerate(loads)}
    for _ in range(waiting):
        agent = choose(seats.values())
        if agent is None:
            assert all(one.room == 0 for one in seats.values())
            break
        seats[agent.id] = seats[agent.id].with_one_more()
    assert max(one.load for one in seats.values()) <= 4
    given = [one.load for number, one in seats.items() if one.load > loads[int(number)]]
    assert not given or max(given) - min(given) <= 1 or min(given) >= max(loads)


def test_when_everybody_there_has_let_it_pass_nobody_is_left() -> None:
    assert nobody_left([AtDesk("an")], {"an"})
    assert not nobody_left([AtDesk("an"), AtDesk("binh")], {"an"})


def place(name: str, since: int, rank: int = 2) -> Place:
    return Place(name, rank * RANK_MS + since)


def test_a_place_that_rose_is_explained_by_what_came_between() -> None:
    me = place("me", 500)
    before = {"me", "old"}
    old = place("old", 100)
    assert why_risen(me, [old, place("fire", 900, rank=0)], before) == "urgent"
    assert why_risen(me, [old, place("lost", 50, rank=-1)], before) == "returned"
    assert why_risen(me, [old, place("night", 50)], before) == "returned"
    assert why_risen(place("me", 500, rank=3), [old], before) == "urgent"
