"""Comparison groups: rules, tables, nearest units, picked ones."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.core import peers
from sciezka.core.index.types import IndexProblem
from tests.core.index.golden import read_golden

UNITS = [
    peers.Facts("0261011", 79_000, "E"),
    peers.Facts("0262011", 99_000, "C"),
    peers.Facts("0264011", 640_000, "A"),
    peers.Facts("0201011", 39_000, "E"),
    peers.Facts("0201022", 14_000, "H"),
    peers.Facts("3061011", 98_000, "C"),
    peers.Facts("3001013", 19_000),
    peers.Facts("3001023", None),
]


def test_the_usual_rule_takes_units_of_kind_rights_and_band() -> None:
    rule = peers.make_usual_rule(UNITS[0])
    group = peers.gather_by_rule("Cities of 50–100 thousand", rule, UNITS, 2022)
    assert group.members == ("0261011", "0262011", "3061011")
    assert peers.describe_rule(rule) == "urban; with county rights; 50,000 to fewer than 100,000 people"
    near = peers.make_usual_rule(UNITS[0], same_voivodeship=True)
    assert peers.gather_by_rule("", near, UNITS, 2022).members == ("0261011", "0262011")


def test_rules_are_joined_and_turned_round() -> None:
    rule = peers.AnyOf((peers.OfType(("H",)), peers.AllOf((peers.Kind((3,)), peers.Not(peers.Population(low=20_000))))))
    assert [unit.key for unit in UNITS if rule.takes(unit)] == ["0201022", "3001013", "3001023"]
    assert peers.describe_rule(rule) == "type H or (urban-rural; not 20,000 people or more)"
    assert peers.describe_rule(peers.Population(high=5000)) == "fewer than 5,000 people"
    assert peers.describe_rule(peers.Voivodeship(("02", "30"))) == "voivodeship 02, 30"
    assert peers.describe_rule(peers.AllOf(())) == "all units"


RULES = st.recursive(
    st.one_of(
        st.sampled_from([(1,), (2, 3), (1, 3)]).map(peers.Kind),
        st.tuples(st.integers(0, 100), st.integers(101, 10**6)).map(lambda ends: peers.Population(*map(float, ends))),
        st.just(peers.Population(5000.0, math.inf)),
        st.booleans().map(peers.CountyRights),
        st.sampled_from([("02",), ("02", "30")]).map(peers.Voivodeship),
        st.sampled_from([("A",), ("A", "Ż")]).map(peers.OfType),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda rules: peers.AllOf(tuple(rules))),
        st.lists(inner, max_size=3).map(lambda rules: peers.AnyOf(tuple(rules))),
        inner.map(peers.Not),
    ),
    max_leaves=6,
)


@settings(max_examples=40)
@given(RULES)
def test_a_written_rule_is_read_again_and_takes_the_same_units(rule: peers.Rule) -> None:
    text = peers.write_rule(rule)
    again = peers.read_rule(text)
    assert again == rule
    assert peers.write_rule(again) == text
    assert [again.takes(unit) for unit in UNITS] == [rule.takes(unit) for unit in UNITS]
    assert peers.describe_rule(rule)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"kind":[1],"type":["A"]}',
        '{"kind":[9]}',
        '{"kind":[true]}',
        '{"population":[5]}',
        '{"population":[5,"x"]}',
        '{"population":[9,5]}',
        '{"population":[NaN,5]}',
        '{"county_rights":1}',
        '{"voivodeship":["2"]}',
        '{"type":[]}',
        '{"all":{}}',
        '{"any":[{"colour":1}]}',
        '{"not":null}',
        "[" * 5000,
    ],
)
def test_text_that_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(IndexProblem) as refused:
        peers.read_rule(text)
    assert refused.value.code == "peers.rule"


def test_the_digest_names_the_comparison_and_not_its_name() -> None:
    rule = peers.make_usual_rule(UNITS[0])
    one = peers.gather_by_rule("one", rule, UNITS, 2022)
    assert one.digest == peers.gather_by_rule("other", rule, reversed(UNITS), 2022).digest
    assert one.digest != peers.gather_by_rule("one", rule, UNITS, 2021).digest
    assert one.digest != peers.gather_by_rule("one", rule, UNITS[:2], 2022).digest
    assert one.digest.startswith(one.version)


def test_the_compared_unit_belongs_whatever_the_rule_says() -> None:
    group = peers.gather_by_rule("rural", peers.Kind((2,)), UNITS, 2022, always="0261011")
    assert group.members == ("0201022", "0261011")


@pytest.mark.parametrize(
    ("members", "code"), [(3, "peers.very_few"), (6, "peers.very_few"), (7, "peers.few"), (14, "peers.few")]
)
def test_small_groups_are_remarked_on(members: int, code: str) -> None:
    group = peers.gather_picked("few", [f"02010{at:02d}" for at in range(members)])
    assert [remark.code for remark in group.remarks] == [code]
    assert f"has {members} units" in group.remarks[0].sentence


def test_a_group_of_fifteen_needs_no_remark() -> None:
    assert not peers.gather_picked("enough", [f"02010{at:02d}" for at in range(15)]).remarks


def test_a_unit_in_no_band_an_empty_group_and_strange_units_are_refused() -> None:
    with pytest.raises(IndexProblem, match="lies in no band"):
        peers.make_usual_rule(UNITS[-1])
    with pytest.raises(IndexProblem, match="No unit belongs"):
        peers.gather_by_rule("none", peers.OfType(("Z",)), UNITS, 2022)
    with pytest.raises(IndexProblem, match="do not know"):
        peers.gather_picked("mine", ["0261011", "9999999"], known=["0261011"])
    with pytest.raises(IndexProblem, match="leading zero"):
        peers.gather_picked("mine", ["261011"])


def test_a_table_of_types_is_read_and_makes_groups() -> None:
    types = peers.read_types('\ufeffTERYT;type\n0261011;E\n\n 0262011 ; C \r\n"0264011";"A"\n')
    assert types == {"0261011": "E", "0262011": "C", "0264011": "A"}
    group = peers.gather_by_type("Cores", types, ["C", "A"], 2016)
    assert group.members == ("0262011", "0264011")
    assert group.rule == '{"type":["A","C"]}'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "first line"),
        ("code;type\n0261011;E", 1, "first line"),
        ("teryt;type\n", 1, "no unit"),
        ("teryt;type\n0261011;E\n261011;E", 3, "leading zero"),
        ("teryt;type\n0261011;E\n\n0261011;F", 4, "twice"),
        ("teryt;type\n0261011;", 2, "no type"),
        ("teryt;type\n0261011;E;x", 2, "3 fields"),
        ("teryt;type\nJelenia;E", 2, "no code"),
        ("teryt;type\n0261011;" + "x" * 61, 2, "longer"),
    ],
)
def test_a_table_with_anything_else_in_it_is_refused_by_line(text: str, line: int, words: str) -> None:
    with pytest.raises(IndexProblem, match=words) as refused:
        peers.read_types(text)
    assert refused.value.params["lines"][0][0] == line


def test_many_wrong_lines_are_counted() -> None:
    with pytest.raises(IndexProblem, match="and 3 more lines"):
        peers.read_types("teryt;type\n" + "x;y\n" * 8)


KEYS = ["0000001", "0000002", "0000003", "0000004", "0000005"]
VALUES = np.array([[1.0, 2, 3, 2, 9], [10.0, 10, 10, 10, 10], [5.0, 5, 5, 5, np.nan]])


def test_the_nearest_units_come_with_their_distances_and_ties_by_key() -> None:
    found = peers.find_neighbours("like", "0000001", KEYS, ["a", "b", "c"], VALUES, count=3, year=2020)
    assert list(found.distances) == ["0000002", "0000004", "0000003"]
    spread = VALUES[0].std()
    assert found.distances["0000002"] == pytest.approx(1 / spread)
    assert found.differences["0000003"] == pytest.approx((2 / spread,))
    assert found.variables == ("a",)
    assert found.group.members == ("0000001", "0000002", "0000003", "0000004")
    assert [remark.code for remark in found.remarks] == ["peers.idle_variable"]


def test_a_unit_that_lacks_a_variable_is_no_candidate() -> None:
    values = VALUES.copy()
    values[2, 0] = 6
    found = peers.find_neighbours("like", "0000001", KEYS, ["a", "b", "c"], values, count=9, year=2020)
    assert "0000005" not in found.distances
    assert {remark.code for remark in found.remarks} == {"peers.idle_variable", "peers.lacking", "peers.fewer"}


def test_weights_decide_what_nearness_is() -> None:
    values = np.array([[0.0, 0, 9, 5], [0.0, 9, 0, 5]])
    for weights, nearest in (((1, 0), "0000002"), ((0, 1), "0000003")):
        found = peers.find_neighbours("", KEYS[0], KEYS[:4], ["a", "b"], values, count=1, year=0, weights=weights)
        assert list(found.distances) == [nearest]


@settings(max_examples=25)
@given(st.integers(0, 10_000))
def test_neighbours_hang_on_no_unit_of_measurement_and_no_order(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(3, 12))
    keys = [f"{at:07d}" for at in range(12)]
    found = peers.find_neighbours("", keys[0], keys, ["a", "b", "c"], values, count=5, year=0)
    order = rng.permutation(12)
    again = peers.find_neighbours(
        "", keys[0], [keys[at] for at in order], ["a", "b", "c"], values[:, order] * 1000 + 7, count=5, year=0
    )
    assert list(found.distances) == list(again.distances)
    assert list(found.distances.values()) == sorted(found.distances.values())


def test_questions_without_an_answer_are_refused() -> None:
    def ask(code: str, **other: object) -> None:
        asked: dict[str, object] = {"unit": KEYS[0], "keys": KEYS, "variables": ["a", "b", "c"], "values": VALUES}
        with pytest.raises(IndexProblem) as refused:
            peers.find_neighbours("", **{"count": 2, "year": 0, **asked, **other})  # type: ignore[arg-type]
        assert refused.value.code == code

    ask("peers.unknown_unit", unit="7777777")
    ask("peers.unit_lacks", unit=KEYS[4])
    ask("peers.count", count=0)
    ask("peers.weights", weights=[1, 1])
    ask("peers.twice", keys=[KEYS[0]] * 5)
    ask("peers.no_variable", values=np.ones((3, 5)))
    lonely = np.full((3, 5), np.nan)
    lonely[:, 0] = 1
    lonely[0, 1] = 3
    lonely[1, 2] = 3
    ask("peers.no_candidate", values=lonely)


def test_states_of_the_deep_south_lie_near_one_another() -> None:
    table = read_golden("data/us_state_x77_Rdatasets.csv", ("state",))
    keys = [f"{at:07d}" for at in range(len(table.units))]
    variables = ["Income", "Illiteracy", "Life Exp", "HS Grad"]
    found = peers.find_neighbours(
        "", keys[table.units.index("Mississippi")], keys, variables, table.take(variables), count=3, year=1977
    )
    named = {table.units[keys.index(key)] for key in found.distances}
    assert named <= {"Louisiana", "Alabama", "South Carolina", "Georgia", "Arkansas", "North Carolina"}
