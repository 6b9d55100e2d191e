"""Which formula is taken for the data at hand, and the tree that comes of it."""

import numpy as np
import pytest

from sciezka.core.index.types import IndexProblem
from sciezka.core.indicators import Catalogue, choose, derive, evaluate, measure, read_catalogue, structure_of
from tests.core.indicators.texts import FILE, SMALL, bend

NAN = np.nan
ALTERNATIVE = 'times = 1000 }\nalternatives = [{ kind = "value", of = ["gus:wage"], times = 2 }]'


def read_with_alternative() -> Catalogue:
    return read_catalogue(bend("times = 1000 }", ALTERNATIVE))


def test_the_first_formula_that_the_store_feeds_is_taken_and_named() -> None:
    catalogue = read_with_alternative()
    full = choose(catalogue, {"bdl:72305", "bdl:10514", "gus:wage"})
    assert (full["E1A1"].place, full["E1A1"].formula) == (0, catalogue.by_code["E1A1"].formula)
    # Population alone can't feed the first choice, so the alternative stands for the whole series.
    partly = choose(catalogue, {"bdl:72305", "gus:wage"})
    assert (partly["E1A1"].place, partly["E1A1"].formula.keys) == (1, ("gus:wage",))
    assert set(choose(catalogue, {"bdl:72305"})) == set()


def test_a_derived_variable_is_reckoned_from_those_of_the_source() -> None:
    added = '[[variables]]\nkey = "calc:rest"\nname = "x"\nformula = { kind = "sum", of = ["bdl:72305", "-bdl:10514"] }\n'
    catalogue = read_catalogue({FILE: bend('of = ["gus:wage"], years = 2', 'of = ["calc:rest"], years = 1')[FILE] + added})
    formula = catalogue.by_code["E1A2"].formula
    assert catalogue.source_keys(formula) == ("bdl:72305", "bdl:10514")
    assert set(choose(catalogue, {"bdl:72305", "bdl:10514"})) == {"E1A1", "E1A2"}

    held = {"bdl:72305": np.array([[110.0], [130.0]]), "bdl:10514": np.array([[10.0], [10.0]])}
    found = evaluate(formula, derive(catalogue, held.__getitem__, (2020, 2021)), (2020, 2021))

    np.testing.assert_allclose(found, [[NAN], [20.0]])


def test_the_tree_holds_only_what_can_be_reckoned() -> None:
    structure = structure_of(read_catalogue({FILE: SMALL}), {"E1A1"})
    assert structure.codes == ("M", "E", "E1", "E1A", "E1A1")
    assert structure.node("E1A1").direction == -1
    assert {node.weight for node in structure.nodes} == {1.0}


def test_context_stays_out_and_an_empty_tree_is_refused() -> None:
    catalogue = read_catalogue(bend('"lower"', '"context"'))
    assert structure_of(catalogue, {"E1A1", "E1A2"}).leaves == ("E1A2",)
    with pytest.raises(IndexProblem) as caught:
        structure_of(catalogue, {"E1A1"})
    assert caught.value.code == "structure.nothing"


def test_a_range_counts_by_the_distance_from_it() -> None:
    catalogue = read_catalogue(bend('"lower"', '"target"\ntarget = [40, 60]'))
    indicator = catalogue.by_code["E1A1"]
    np.testing.assert_array_equal(
        measure(indicator, np.array([[30.0, 40.0, 50.0, 75.0, NAN]])), [[10.0, 0.0, 0.0, 15.0, NAN]]
    )
    assert structure_of(catalogue, {"E1A1"}).node("E1A1").direction == -1
    values = np.array([[30.0, NAN]])
    assert measure(catalogue.by_code["E1A2"], values) is values


def test_a_value_grows_old_after_its_years() -> None:
    indicator = read_catalogue({FILE: SMALL}).by_code["E1A1"]
    assert indicator.is_fresh(2023, 2025)
    assert not indicator.is_fresh(2022, 2025)


def test_texts_are_given_in_the_reader_s_language() -> None:
    catalogue = read_catalogue({FILE: SMALL})
    indicator = catalogue.by_code["E1A2"]
    assert indicator.name("pl") == "Zmiana wynagrodzenia"
    assert indicator.name("en") == "Change in pay"
    assert catalogue.by_key["bdl:10514"].label("en") == "registered unemployed"
    assert catalogue.by_key["gus:wage"].label("en") == "wynagrodzenie"
