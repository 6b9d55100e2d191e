"""Roles on the plane: four and eight, cuts, the diagonal, shifts."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.core.structural import CutRule, StructuralProblem, analyse, find_roles
from sciezka.core.structural.roles import EIGHT, find_cuts, find_mean, scale
from tests.core.structural.matrices import Table, make, tables

TERCILES = CutRule(by="terciles")


def test_four_roles_at_the_mean_and_whoever_is_at_it_is_not_high() -> None:
    found = find_roles([9, 9, 1, 1, 5], [1, 9, 9, 1, 5])
    assert found.roles == ("determinant", "key/relay", "result", "autonomous", "autonomous")
    assert (found.influence, found.dependence) == ((5, 5), (5, 5))
    # A third is no decimal: three equal numbers are never above their mean.
    assert find_roles([1, 1, 1], [2**70 + 1] * 3).roles == ("autonomous",) * 3
    assert find_roles([1 / 3, 1 / 3, 1 / 3 + 1e-15], [0.1, 0.2, 0.7]).roles == ("autonomous", "autonomous", "result")


def test_the_median_cuts_elsewhere() -> None:
    assert find_roles([1, 2, 3, 30], [0, 0, 0, 0], CutRule(by="median")).roles == (
        "autonomous",
        "autonomous",
        "determinant",
        "determinant",
    )
    assert find_cuts([1, 2, 3, 30], CutRule(by="median"), "influence") == (Fraction(5, 2), Fraction(5, 2))


def test_relays_are_parted_by_the_diagonal_only_when_asked() -> None:
    influence, dependence = [6, 5, 4, 0, 0, 0], [4, 5, 6, 0, 0, 0]
    assert find_roles(influence, dependence).roles[:3] == ("key/relay",) * 3
    assert find_roles(influence, dependence, is_split=True).roles[:3] == ("stake", "key/relay", "target")
    floats = [value / 15 for value in influence], [value / 15 for value in dependence]
    assert find_roles(*floats, is_split=True).roles[:3] == ("stake", "key/relay", "target")


def test_nine_fields_have_eight_roles() -> None:
    heights, widths = [9, 9, 9, 5, 5, 5, 1, 1, 1], [1, 5, 9] * 3
    assert find_roles(heights, widths, TERCILES).roles == (
        "determinant",
        "determinant",
        "key",
        "external",
        "regulating",
        "objective",
        "autonomous",
        "auxiliary",
        "result",
    )
    band = find_roles(heights, widths, CutRule(band=0.1))
    assert band.roles == find_roles(heights, widths, TERCILES).roles
    assert (band.influence, band.dependence) == ((4.5, 5.5), (4.5, 5.5))
    # Dependence medium and above its mean: half-way to the key factors.
    assert find_roles([9, 1, 1], [6, 7, 2], CutRule(band=0.3)).roles[0] == "key"
    manual = CutRule(by="manual", influence=(0.5, 1.5), dependence=(0.1, 1.9))
    assert find_roles(heights, widths, manual).roles[:3] == ("determinant", "determinant", "key")
    assert len({name for pair in EIGHT.values() for name in pair}) == 8
    own = {**EIGHT, ("low", "medium"): ("secondary lever", "secondary lever")}
    assert find_roles(heights, widths, TERCILES, roles=own).roles[7] == "secondary lever"
    with pytest.raises(StructuralProblem, match="influence low and dependence high"):
        find_roles(heights, widths, TERCILES, roles={key: pair for key, pair in EIGHT.items() if key != ("low", "high")})


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"by": "mode"}, "cut.by"),
        ({"band": 1.0}, "cut.band"),
        ({"by": "manual", "influence": (1.0, 2.0)}, "cut.manual"),
        ({"by": "manual", "influence": (2.0, 1.0), "dependence": (1.0, 1.0)}, "cut.manual"),
    ],
)
def test_cuts_that_say_nothing_are_refused(said: dict[str, object], code: str) -> None:
    with pytest.raises(StructuralProblem) as caught:
        CutRule(**said)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_shares_and_means() -> None:
    assert scale([1, 1, 2], 10_000) == (2500, 2500, 5000)
    assert scale([1, 3]) == (0.5, 1.5)
    assert scale([0, 0]) == (0, 0)
    assert find_mean([1, 2, 2]) == Fraction(5, 3)
    with pytest.raises(StructuralProblem, match="same factors"):
        find_roles([1], [1, 2])


def test_a_chain_shifts_to_its_ends() -> None:
    found = analyse(make([[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]]))
    first = found.shifts[0]
    assert first.direct == pytest.approx((0, 4 / 3))
    assert first.indirect == (0.0, 2.0)
    assert first.distance == pytest.approx(2 / 3)
    assert [shift.rank_influence for shift in found.shifts] == [0, -1, -2, 0]
    assert [warned.code for warned in found.warnings] == ["powers.vanish"]


@given(tables(), st.sampled_from([CutRule(), CutRule(by="median"), TERCILES, CutRule(band=0.25)]))
@settings(max_examples=50)
def test_roles_go_with_the_factors_and_turn_with_the_influences(rows: Table, rule: CutRule) -> None:
    matrix = make(rows)
    found = analyse(matrix, rule=rule).today
    order = list(range(len(rows)))[::-1]
    moved, turned = analyse(matrix.take(order), rule=rule).today, analyse(matrix.transpose(), rule=rule).today
    assert moved.plane.roles == found.plane.roles[::-1]
    assert moved.indirect_plane.roles == found.indirect_plane.roles[::-1]
    if rule.is_single:
        swapped = {"determinant": "result", "result": "determinant"}
        assert turned.plane.roles == tuple(swapped.get(role, role) for role in found.plane.roles)
        assert turned.indirect_plane.roles == tuple(swapped.get(role, role) for role in found.indirect_plane.roles)
