"""Who gets in at the mail door while strangers stand in it (contract S5)."""

from contextlib import ExitStack

import pytest

from chatserver.domain.errors import Refused, Unavailable
from chatserver.web.door_places import MOST_AT_ONCE, MOST_KNOWN, OF_ONE_KNOWN, OF_STRANGERS, DoorPlaces

OURS = "192.0.2.250"


def test_one_stranger_holds_two_places() -> None:
    places = DoorPlaces()
    with places.held("203.0.113.1"), places.held("203.0.113.1"):
        with pytest.raises(Refused, match="too_many"), places.held("203.0.113.1"):
            pass
        with places.held("203.0.113.2"):
            pass
    with places.held("203.0.113.1"):
        pass


def test_however_many_strangers_there_are_who_has_shown_the_key_gets_in() -> None:
    places = DoorPlaces()
    places.trust(OURS)
    with ExitStack() as stack:
        for number in range(OF_STRANGERS):
            stack.enter_context(places.held(f"203.0.113.{number}"))
        with pytest.raises(Unavailable), places.held("203.0.113.99"):
            pass
        for _ in range(MOST_AT_ONCE - OF_STRANGERS):
            stack.enter_context(places.held(OURS))
        with pytest.raises(Unavailable), places.held(OURS):
            pass


def test_who_has_shown_the_key_holds_more_and_not_all() -> None:
    places = DoorPlaces()
    places.trust(OURS)
    with ExitStack() as stack:
        for _ in range(OF_ONE_KNOWN):
            stack.enter_context(places.held(OURS))
        with pytest.raises(Refused), places.held(OURS):
            pass
        with places.held("203.0.113.1"), places.held(""), pytest.raises(Unavailable), places.held(""):
            pass


def test_only_the_latest_are_remembered() -> None:
    places = DoorPlaces()
    for number in range(MOST_KNOWN + 1):
        places.trust(f"10.0.{number // 256}.{number % 256}")
    with places.held("10.0.0.0"), places.held("10.0.0.0"), pytest.raises(Refused), places.held("10.0.0.0"):
        pass
    with places.held("10.0.0.1"), places.held("10.0.0.1"), places.held("10.0.0.1"):
        pass


def test_who_has_shown_the_key_again_is_among_the_latest() -> None:
    places = DoorPlaces()
    places.trust(OURS)
    for number in range(MOST_KNOWN - 1):
        places.trust(f"10.0.{number // 256}.{number % 256}")
    places.trust(OURS)
    places.trust("10.1.0.0")
    with places.held(OURS), places.held(OURS), places.held(OURS):
        pass
