"""The thread's own rules: each sounds where it should, and is silent where it should be."""

import re
from collections.abc import Callable

import pytest
from django.utils.translation import override

from sciezka.rooms.thread.checks import RULES
from sciezka.rooms.thread.models import Citation
from sciezka.rooms.thread.queries.checks import all_rules, hold
from sciezka.rooms.thread.queries.nouns import Lookup
from sciezka.rooms.thread.queries.plan import Plan
from tests.rooms.thread.list_rules import MARK, PAGE, write_rules
from tests.rooms.thread.plans import WHOLE, make_node, make_plan, sounds, stand

MOVED = Citation(number=18.9, unit="%", of="2026")
SAME = Citation(number=21.4, unit="%", of="2026")


def cites(code: str = "W1", **values: object) -> Plan:
    """Make a plan of one proof that cites something else."""
    return make_plan(make_node(code, cited={**WHOLE, **values}))


FINE = "W1>P1;W2>P1"
Made = Callable[[], Plan]

# Of each rule: a plan at which it sounds, at what, and plans at which it is silent.
CASES: dict[str, tuple[Made, list[str], list[Made]]] = {
    "T01": (
        lambda: cites(of="2019"), ["W1"],
        [lambda: cites(of="2022"), lambda: cites(of="2010"), lambda: cites(of="dawno"), lambda: cites(of="2026-13-45")],
    ),
    "T02": (lambda: cites(of="2010-05-01"), ["W1"], [lambda: cites(of="2019"), lambda: cites(of="0000")]),
    "T03": (
        lambda: make_plan("W1", lookups={"W1": stand(MOVED)}), ["W1"],
        [lambda: make_plan("W1", lookups={"W1": stand(SAME)}), lambda: make_plan("W1", lookups={"W1": stand()})],
    ),
    "T04": (
        lambda: make_plan("W1", lookups={"W1": Lookup(is_gone=True)}), ["W1"],
        [lambda: make_plan("W1", lookups={"W1": Lookup()}), lambda: make_plan("W1", lookups={"W1": stand()})],
    ),
    "T05": (lambda: make_plan("W1", "P1"), ["W1"], [lambda: make_plan("W1", "P1", ties="W1>P1")]),
    "T06": (lambda: make_plan("W1", "P1"), ["P1"], [lambda: make_plan("W1", "P1", ties="W1-P1")]),
    "T07": (
        lambda: make_plan("P1", "P2", ties="P1>P2"), ["P2"],
        [lambda: make_plan("W1", "P1", "P2", ties="W1>P1;P1>P2"), lambda: make_plan("P1")],
    ),
    "T08": (
        lambda: make_plan("W1", "P1", "C1", ties="W1>P1;P1>C1"), ["P1", "C1"],
        [lambda: make_plan("W1", "W2", "P1", ties=FINE), lambda: make_plan("P1")],
    ),
    "T09": (
        lambda: make_plan("W1", make_node("W2", cited={**WHOLE, "source": "Ankieta"}), "P1", ties=FINE), ["P1"],
        [
            lambda: make_plan("W1", "W2", "P1", ties=FINE),
            lambda: make_plan("W1", make_node("P2", cited={**WHOLE, "source": "Karta"}), "P1", ties="W1>P1;P2>P1"),
        ],
    ),
    "T10": (
        lambda: make_plan("W1", "W2", "P1", ties=FINE), ["P1"],
        [lambda: make_plan("W1", make_node("W2", cited={**WHOLE, "source": "Ankieta"}), "P1", ties=FINE)],
    ),
    "T11": (
        lambda: make_plan("W1", "P1", ties="W1>P1;W1-P1"), ["P1"],
        [lambda: make_plan("W1", "W2", "P1", ties="W1>P1;W2-P1")],
    ),
    "T12": (
        lambda: make_plan("W1", "P1", ties="W1-P1"), ["P1"], [lambda: make_plan("W1", "W2", "P1", ties="W1>P1;W2-P1")]
    ),
    "T13": (
        lambda: make_plan("W1", "W2", "P1", ties="W1>P1=bo tak;W2>P1=patrz"), ["P1"],
        [lambda: make_plan("W1", "P1", ties="W1>P1=Lista oczekujących rośnie.")],
    ),
    "T14": (
        lambda: make_plan(make_node("P1", title="Brak  miejsc"), make_node("P2", title="brak miejsc.")), ["P2"],
        [lambda: make_plan(make_node("W1", title="Brak miejsc"), make_node("P1", title="Brak miejsc"))],
    ),
    "T15": (
        lambda: make_plan("P1", "P2", "P3", ties="P1>P2;P2>P3;P3>P1"), ["-"],
        [lambda: make_plan("P1", "P2", "P3", ties="P1>P2;P2>P3;P1>P3")],
    ),
    "T16": (
        lambda: make_plan(make_node("W1", is_off=True), "P1", ties="W1>P1"), ["P1"],
        [lambda: make_plan("W1", make_node("P1", is_off=True), ties="W1>P1")],
    ),
    "T17": (lambda: cites(of=" "), ["W1"], [cites, lambda: make_plan("P1")]),
    "T18": (lambda: cites(source=""), ["W1"], [cites, lambda: make_plan("P1")]),
    "T19": (lambda: cites(version=""), ["W1"], [cites, lambda: cites(version="", source="")]),
    "T20": (
        lambda: make_plan("P1", "P3"), ["-"], [lambda: make_plan("P1", make_node("P2", is_off=True), "P3")]
    ),
    "T21": (
        lambda: make_plan(make_node("P1", title="a" * 161)), ["P1"], [lambda: make_plan(make_node("P1", title="a" * 160))]
    ),
    "T22": (
        lambda: make_plan("W1", "W2", "W3", "P1", ties="W1>P1=jak wyżej to;W2>P1=Jak wyżej to;W3>P1=jak wyżej  to"), ["P1"],
        [lambda: make_plan("W1", "W2", "P1", ties="W1>P1=jak wyżej to;W2>P1=jak wyżej to")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_a_rule_sounds_where_it_should_and_is_silent_elsewhere(code: str) -> None:
    sounding, at, silent = CASES[code]
    assert sounds(sounding(), code) == at
    for plan in silent:
        assert sounds(plan(), code) == []


def test_a_fault_says_what_is_wrong_in_its_own_words() -> None:
    with override("en"):
        plan = make_plan("W1", lookups={"W1": stand(MOVED)})
        said = {fault.rule.code: fault.text for fault in hold(plan, RULES).faults}
        assert "XW-01" in said["T03"]
        assert "21.4" in said["T03"]
        assert "18.9" in said["T03"]
        circle = hold(make_plan("P1", "P2", "P3", "P4", ties="P1>P2;P2>P3;P3>P1;P3>P4;P4>P3"), RULES).faults
        assert "XP-03 → XP-04 → XP-03" in next(fault.text for fault in circle if fault.rule.code == "T15")
    # Whatever a title holds, it is words and never a place for words.
    odd = make_plan(make_node("P1", title="100 % %(code)s"), make_node("P2", title="100 % %(code)s"))
    assert sounds(odd, "T14") == ["P2"]


def test_the_limit_of_years_is_the_process_own() -> None:
    nodes = make_node("W1", cited={**WHOLE, "of": "2022"})
    assert sounds(make_plan(nodes), "T01") == []
    assert sounds(make_plan(nodes, years=3), "T01") == ["W1"]
    assert sounds(make_plan(nodes, years=1), "T02") == ["W1"]


@pytest.mark.parametrize("language", ["en", "pl"])
def test_rules_have_lasting_codes_and_say_everything(language: str) -> None:
    rules = all_rules()
    codes = [rule.code for rule in rules]
    assert len(codes) >= 30
    assert len(set(codes)) == len(codes)
    for rule in rules:
        assert re.fullmatch(r"[A-Z]\d\d", rule.code)
        with override(language):
            assert all(str(words).strip().endswith(".") for words in (rule.what, rule.why, rule.mend)), rule.code
            assert not str(rule.title).endswith(".")
        assert not rule.gate or rule.severity != "hint", rule.code


def test_what_to_mend_first_comes_first() -> None:
    plan = make_plan("W1", "P1", "P2", "P3", "C1", ties="P2>C1;P2>P3")
    faults = hold(plan, RULES).faults
    order = [(not fault.rule.gate, fault.rule.severity.order) for fault in faults]
    assert order == sorted(order)
    # Of the same rule, what most rests on comes first.
    assert [fault.node.code for fault in faults if fault.rule.code == "T06" and fault.node] == ["XP-02", "XP-01"]


def test_a_score_counts_statements_by_their_worst_fault() -> None:
    whole = hold(make_plan("W1", "P1", ties="W1>P1"), [row for row in RULES if row.code == "T05"])
    assert (whole.score, whole.is_open) == (100, True)
    # Loose evidence is a hint (0.9), a trouble on nothing an error (0), a repeated title a warning (0.5).
    nodes = ("W1", make_node("P1", title="x"), make_node("P2", title="x"), "W2")
    chosen = [row for row in RULES if row.code in {"T05", "T06", "T14"}]
    report = hold(make_plan(*nodes, ties="W1>P1;W1>P2"), chosen)
    assert report.score == int(100 * (1 + 1 + 0.5 + 0.9) / 4)
    assert hold(make_plan(), RULES).score is None
    assert not hold(make_plan(), RULES).is_open


def test_the_gate_counts_conditions_not_faults() -> None:
    report = hold(make_plan("P1", "P2", "P3"), RULES)
    assert [rule.code for rule in report.gate if rule not in report.open_gate] == ["T06"]
    assert not report.is_open


def test_a_large_circle_is_named_by_its_shortest_way() -> None:
    around = ";".join(f"P{at}>P{at % 60 + 1}" for at in range(1, 61))
    plan = make_plan(*(f"P{at}" for at in range(1, 61)), ties=f"{around};P40>P38")
    text = next(fault.text for fault in hold(plan, RULES).faults if fault.rule.code == "T15")
    assert "XP-38 → XP-39 → XP-40 → XP-38" in text


def test_the_reference_lists_the_rules_as_they_are() -> None:
    shown = PAGE.read_text(encoding="utf-8").split(MARK)[1]
    assert shown.strip() == write_rules().strip(), "python -m tests.rooms.thread.list_rules writes it anew"
