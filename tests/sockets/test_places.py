"""What visitors are told of their place in the queue: it never rises without a reason (contract R20)."""

from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.conversation import Conversation
from chatserver.domain.routing import RANK_MS, Place
from chatserver.sockets.places import NOWHERE, Places, Standing

Queues = dict[str, list[Place]]


def waiting(*names: str) -> dict[str, Conversation]:
    return {name: Conversation(name, "v", "e", 1, "h", 1, "waiting", 0) for name in names}


def queue(*names: str, **ranks: int) -> list[Place]:
    """Conversations in this order; a rank but for medium is named."""
    return [Place(name, ranks.get(name, 2) * RANK_MS + since) for since, name in enumerate(names)]


def told(places: Places, queues: Queues, *names: str) -> set[str]:
    return places.look(queues, waiting(*names), {})


def test_whoever_waits_learns_their_place_and_that_it_falls() -> None:
    places = Places()
    assert told(places, {"support": queue("a", "b", "c")}, "b", "c") == {"b", "c"}
    assert (places.of("b"), places.of("c")) == (Standing(2), Standing(3))
    assert told(places, {"support": queue("a", "b", "c")}, "b", "c") == set()
    assert told(places, {"support": queue("b", "c")}, "b", "c") == {"b", "c"}
    assert places.of("b") == Standing(1)


def test_it_rises_with_a_reason_which_stays_until_it_falls_again() -> None:
    places = Places()
    told(places, {"support": queue("a")}, "a")
    urgent = {"support": queue("fire", "a", fire=0)}
    assert told(places, urgent, "a") == {"a"} and places.of("a") == Standing(2, "urgent")
    assert told(places, urgent, "a") == set() and places.of("a") == Standing(2, "urgent")
    lost = {"support": queue("lost", "fire", "a", lost=-1, fire=0)}
    assert told(places, lost, "a") == {"a"} and places.of("a") == Standing(3, "returned")
    assert told(places, {"support": queue("a")}, "a") == {"a"} and places.of("a") == Standing(1)


def test_another_department_is_another_queue() -> None:
    places = Places()
    told(places, {"support": queue("a"), "billing": queue("x")}, "a")
    told(places, {"support": [], "billing": queue("x", "a")}, "a")
    assert places.of("a") == Standing(2, "department")


def test_who_has_left_the_queue_has_no_place() -> None:
    places = Places()
    told(places, {"support": queue("a")}, "a")
    assert told(places, {"support": []}, "a") == {"a"} and places.of("a") == NOWHERE


def test_email_is_offered_once_and_by_the_same_time() -> None:
    places = Places()
    queues: Queues = {"support": queue("a")}
    told(places, queues, "a")
    assert places.look(queues, waiting("a"), {"a": 9000}) == {"a"}
    assert places.look(queues, waiting("a"), {"a": 9500}) == set()
    assert places.of("a") == Standing(1, "", 9000)


NAMES = "abcdef"
ENTRY = st.tuples(st.sampled_from(NAMES), st.integers(-1, 3), st.integers(0, 9), st.sampled_from(["s", "b"]))


@given(st.lists(st.lists(ENTRY, unique_by=lambda entry: entry[0]), max_size=8))
def test_no_place_ever_rises_without_a_reason(looks: list[list[tuple[str, int, int, str]]]) -> None:
    places = Places()
    for entries in looks:
        before = {name: places.of(name).position for name in NAMES}
        order = sorted(entries, key=lambda entry: (entry[1], entry[2], entry[0]))
        queues = {
            department: [
                Place(name, rank * RANK_MS + since) for name, rank, since, own in order if own == department
            ]
            for department in "sb"
        }
        told(places, queues, *(entry[0] for entry in entries))
        for name in NAMES:
            standing = places.of(name)
            risen = before[name] and standing.position > before[name]
            assert not risen or standing.moved, (name, before[name], standing)
