"""How goals are worded, in Polish."""

import pytest

from sciezka.core.alike import find_alike
from sciezka.core.goal_words import ACTIVITY, JOINED, LONG, SHORT, VAGUE, read_goal


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Więcej młodych dorosłych zostaje w mieście", []),
        ("Jakość powietrza spełnia normy przez cały rok", []),
        ("Wzrost liczby mieszkań na wynajem", []),
        ("Mieszkańcy i przedsiębiorcy ufają urzędowi", []),
        ("Część śródmieścia jest wolna od samochodów", []),
        ("Budowa mieszkań komunalnych na wynajem", [ACTIVITY]),
        ("Przebudowa dworca autobusowego", [ACTIVITY]),
        ("Wspieranie przedsiębiorczości młodych", [ACTIVITY]),
        ("Zwiększyć dostępność żłobków w dzielnicach", [ACTIVITY]),
        ("Działania na rzecz czystego powietrza", [ACTIVITY]),
        ("Więcej mieszkań oraz mniej pustostanów", [JOINED]),
        ("Poprawa jakości powietrza i rozwój transportu publicznego", [JOINED]),
        ("Czyste powietrze; ciche ulice", [JOINED]),
        ("Miasto atrakcyjne dla młodych rodzin", [VAGUE]),
        ("Czyste miasto", [SHORT]),
        ("Mieszkańcy każdej dzielnicy " + "mają blisko do szkoły " * 8, [LONG]),
        ("Budowa i modernizacja atrakcyjnych terenów", [ACTIVITY, JOINED, VAGUE]),
        ("", []),
        ("\x00 ; 🙂", []),
    ],
)
def test_a_goal_is_a_state_one_and_plain(text: str, codes: list[str]) -> None:
    assert [remark.code for remark in read_goal(text)] == codes


def test_a_hint_names_the_very_word() -> None:
    remarks = {remark.code: remark.word for remark in read_goal("Budowa dróg a także zrównoważony transport")}
    assert remarks == {ACTIVITY: "Budowa", JOINED: "a także", VAGUE: "zrównoważony"}


def test_statements_alike_are_found_but_not_the_same_ones() -> None:
    texts = [
        "Więcej mieszkań na wynajem dla młodych",
        "Czyste powietrze przez cały rok",
        "Mieszkania na wynajem dla młodych, więcej!",
        "więcej  mieszkań na wynajem dla młodych",
    ]
    assert find_alike(texts) == [(0, 2), (2, 3)]
    assert find_alike([]) == []
    # One that is like many is named once, beside the first of them.
    assert find_alike([f"Więcej mieszkań na wynajem nr {at}" for at in range(40)]) == [(0, at) for at in range(1, 40)]
