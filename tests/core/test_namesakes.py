"""Names that probably mean the same body."""

import pytest

from sciezka.core.namesakes import LIKELY, find_namesakes, find_nearest, measure_likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("OSP Lipa", "Ochotnicza Straż Pożarna w Lipie"),
        ("ochotnicza straz pozarna lipa", "Ochotnicza Straż Pożarna, Lipa"),
        ("SP nr 2", "Szkoła Podstawowa nr 2"),
        ("II LO", "Liceum Ogólnokształcące nr 2"),
        ("Wodociągi Sp. z o.o.", "Wodociągi, spółka z ograniczoną odpowiedzialnością"),
        ("Tartak Górny S.A.", "tartak górny"),
        ("Biblioteki Publicznej", "bibliotece publicznej"),
        ("Biblioteka Publiczna", "Miejska Biblioteka Publiczna im. Jana Lipowego"),
        ("MBP", "Miejska Biblioteka Publiczna"),
        ("Izba Gospodarcza", "Gospodarcza izba"),
        ("Rada Seniorów", "Radzie Seniorów"),
        ("Gimanzjum Miejskie", "Gimnazjum miejskie"),
        ("Parafia św. Floriana", "parafia świętego Floriana"),
    ],
)
def test_one_body_written_two_ways_is_found(one: str, other: str) -> None:
    assert measure_likeness(one, other) >= LIKELY
    assert measure_likeness(one, other) == measure_likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SP nr 2", "Szkoła Podstawowa nr 3"),
        ("SP nr 2", "Szkoła Podstawowa"),
        ("Klub Sportowy Orzeł", "Klub Sportowy Sokół"),
        ("Szkoła Podstawowa im. Jana Lipowego", "Szkoła Podstawowa im. Adama Dębowego"),
        ("Parafia św. Floriana", "Parafia św. Barbary"),
        ("Teatr Nowy", "Teatr Stary"),
        ("Stowarzyszenie Jutrzenka", "Fundacja Nadzieja"),
        ("", "Biblioteka"),
        ("!!!", "???"),
    ],
)
def test_two_bodies_are_not_taken_for_one(one: str, other: str) -> None:
    assert measure_likeness(one, other) < LIKELY


def test_groups_name_places_and_leave_lone_names_out() -> None:
    names = [
        "OSP Lipa",
        "Teatr Nowy",
        "Ochotnicza Straż Pożarna w Lipie",
        "straż pożarna ochotnicza Lipa",
        "SP nr 2",
        "SP nr 3",
    ]
    groups = find_namesakes(names)
    assert [group.places for group in groups] == [(0, 2, 3)]
    assert groups[0].score >= LIKELY


def test_a_name_joins_a_group_only_when_it_is_alike_to_all_of_it() -> None:
    # The middle one is alike to both ends, which are not alike to each other.
    names = ["Miejska Rada Seniorów", "Miejska Rada Seniorów Osiedla", "Miejska Rada Osiedla"]
    assert measure_likeness(names[0], names[1]) >= LIKELY
    assert measure_likeness(names[0], names[2]) < LIKELY
    assert all(len(group.places) == 2 for group in find_namesakes(names))


def test_the_nearest_names_come_first() -> None:
    names = ["Miejska Biblioteka Publiczna", "Teatr Nowy", "Biblioteka Pedagogiczna"]
    near = find_nearest("biblioteka publiczna", names)
    assert near[0][0] == 0
    assert 1 not in [place for place, _score in near]


def test_nothing_is_near_to_nothing() -> None:
    assert find_nearest("", ["Biblioteka"]) == []
    assert find_namesakes([]) == []
