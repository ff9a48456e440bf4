"""Who is there and wants conversations, and who vanished together: their network, not they (contract R20)."""

from chatserver.domain.presence import AtDesk, Presence, vanished_together

BILLING = frozenset({"billing"})


def desk(*there: str, gone: dict[str, int], fading: dict[str, int] | None = None) -> Presence:
    return Presence(there={name: AtDesk(name) for name in there}, gone=gone, fading=fading or {})


def test_one_lost_agent_is_just_lost_and_so_are_a_few_of_many() -> None:
    assert vanished_together(desk("binh", gone={"an": 1000}), ["support"]) == frozenset()
    many = desk("c", "d", "e", gone={"a": 1000, "b": 2000})
    assert vanished_together(many, ["support"]) == frozenset()


def test_half_a_department_within_30_seconds_is_its_network() -> None:
    assert vanished_together(desk("c", "d", gone={"a": 1000, "b": 31_000}), ["support"]) == {"a", "b"}
    assert vanished_together(desk("c", "d", gone={"a": 1000, "b": 31_001}), ["support"]) == frozenset()


def test_the_first_of_them_is_held_too_since_the_others_are_fading_already() -> None:
    found = desk("b", "c", gone={"a": 1000}, fading={"b": 4000})
    assert vanished_together(found, ["support"]) == {"a"}


def test_who_signs_out_leaves_and_is_not_waited_for() -> None:
    assert vanished_together(desk(gone={"a": 0, "b": 0}), ["support"]) == frozenset()


def test_halves_are_counted_per_department() -> None:
    found = Presence(
        there={name: AtDesk(name, departments=frozenset({"support"})) for name in "cdef"},
        gone={"a": 1000, "b": 2000},
        departments_of={"a": BILLING, "b": BILLING},
    )
    assert vanished_together(found, ["support", "billing"]) == {"a", "b"}
    assert vanished_together(found, ["support"]) == frozenset()


def test_a_member_of_no_department_in_particular_serves_them_all() -> None:
    assert AtDesk("an").serves("billing") and not AtDesk("an", departments=BILLING).serves("support")


def test_room_is_the_agents_own_capacity_or_the_policys() -> None:
    assert AtDesk("an", load=3).room(4) == 1
    assert AtDesk("an", load=3, capacity=2).room(4) == 0


def test_only_those_who_want_conversations_are_online_yet_who_fell_silent_may_come_back() -> None:
    found = Presence(there={"an": AtDesk("an", attendance="auto_away"), "b": AtDesk("b", attendance="away")})
    assert found.online_in("support") == ()
    assert found.is_attended("support")
