"""A catalogue is read whole or refused with the place of every fault."""

import pytest

from sciezka.core.indicators import CatalogueProblem, extend, read_catalogue, write_catalogue
from tests.core.indicators.texts import FILE, SMALL, bend


def refuse(texts: dict[str, str]) -> CatalogueProblem:
    with pytest.raises(CatalogueProblem) as caught:
        read_catalogue(texts)
    return caught.value


def test_a_catalogue_says_what_follows_from_its_variables() -> None:
    catalogue = read_catalogue({FILE: SMALL})
    first, second = catalogue.indicators
    assert (first.level, first.years, first.formula.per) == (6, (2003, None), ("bdl:72305",))
    assert (second.level, second.years, second.formula.times) == (5, (None, None), 100)
    assert [branch.code for branch in catalogue.way_to("E1A2")] == ["E", "E1", "E1A"]
    assert catalogue.by_key["bdl:10514"].bdl_id == 10514
    assert not catalogue.is_confirmed(first)


def test_what_is_written_is_read_back_the_same() -> None:
    catalogue = read_catalogue({FILE: SMALL.replace("Change in pay", 'Pay: \\"gross\\" \\t\\u007f ść')})
    again = read_catalogue({"again": write_catalogue(catalogue)})
    assert again == catalogue
    assert again.digest == catalogue.digest


def test_files_may_share_a_catalogue_out_in_any_order() -> None:
    head, tail = SMALL.split("[[variables]]", 1)
    assert read_catalogue({"b.toml": "[[variables]]" + tail, "a.toml": head}).indicators


def test_the_digest_follows_the_content_and_not_the_version() -> None:
    digest = read_catalogue({FILE: SMALL}).digest
    assert read_catalogue(bend('"test"', '"other"')).digest == digest
    assert read_catalogue(bend('"lower"', '"context"')).digest != digest


@pytest.mark.parametrize(
    ("code", "old", "new", "named"),
    [
        ("catalogue.toml", 'code = "E"', "code = ", "TOML"),
        ("catalogue.toml", 'code = "E"', "code = " + "[" * 5000, "TOML"),
        ("catalogue.toml", "since = 1995", "since = " + "9" * 5000, "TOML"),
        ("catalogue.no_version", 'version = "test"', "", "version"),
        ("catalogue.head", 'version = "test"', "version = 3", "version"),
        ("catalogue.table", "[[areas]]", "[[fields]]", "areas"),
        ("catalogue.rows", "[[areas]]", "[areas]", "[[areas]]"),
        ("catalogue.missing", 'name_en = "Labour market"\n', "", "name_en"),
        ("catalogue.empty", '"Labour market"', '" "', "name_en"),
        ("catalogue.unknown_field", "direction =", "sense =", "sense"),
        ("catalogue.kind", "since = 1995", 'since = "1995"', "whole number"),
        ("catalogue.kind", "since = 1995", "since = true", "whole number"),
        ("catalogue.kind", "times = 1000", "times = " + "9" * 400, "number"),
        ("catalogue.kind", '["bdl:10514"]', "[10514]", "keys"),
        ("catalogue.missing", 'kind = "change", ', "", "formula.kind"),
        ("catalogue.unknown_field", "years = 2", "year = 2", "formula.year"),
        ("formula.kind", '"change"', '"growth"', "growth"),
        ("formula.years", ", years = 2", "", "years"),
        ("catalogue.code", 'code = "E1A2"', 'code = "E1 A"', "E1 A"),
        ("catalogue.code", 'code = "E1A2"', 'code = "M"', "whole"),
        ("catalogue.code", '"gus:wage"\nname', '"GUS-wage"\nname', "GUS-wage"),
        ("catalogue.twice", 'code = "E1A2"', 'code = "E1A"', FILE),
        ("catalogue.parent", 'dimension = "E"', 'dimension = "S"', "S"),
        ("catalogue.parent_kind", 'sub_area = "E1A"', 'sub_area = "E1"', "areas"),
        ("catalogue.choice", '"lower"', '"down"', "higher, lower, target, context"),
        ("catalogue.choice", '"suppressed"', '"secret"', "suppressed"),
        ("catalogue.target", '"lower"', '"target"', "range"),
        ("catalogue.target", '"lower"', '"target"\ntarget = [3, 1]', "range"),
        ("catalogue.target", '"lower"', '"lower"\ntarget = [1, 3]', "target"),
        ("catalogue.variable", '["gus:wage"]', '["gus:pay"]', "gus:pay"),
        ("catalogue.level", 'formula = { kind = "change"', 'level = 6\nformula = { kind = "change"', "5"),
        ("catalogue.derived", 'key = "gus:wage"', 'key = "calc:wage"', "calc"),
    ],
)
def test_each_fault_is_told_with_its_place(code: str, old: str, new: str, named: str) -> None:
    problem = refuse(bend(old, new))
    assert code in {fault.code for fault in problem.faults}
    fault = next(fault for fault in problem.faults if fault.code == code)
    assert named in fault.sentence
    assert fault.sentence.startswith(FILE) or code == "catalogue.no_version"


def test_all_faults_are_told_at_once() -> None:
    texts = bend('"lower"', '"down"')
    texts[FILE] = texts[FILE].replace('dimension = "E"', 'dimension = "S"')
    assert len(refuse(texts).faults) == 2


def test_the_same_formula_twice_is_refused_whatever_it_is_called() -> None:
    texts = bend(
        'kind = "change", of = ["gus:wage"], years = 2',
        'kind = "ratio", of = ["bdl:10514"], per = ["bdl:72305"], times = 1000',
    )
    (fault,) = refuse(texts).faults
    assert (fault.code, fault.params["other"]) == ("catalogue.same_formula", "E1A1")


def test_two_definitions_of_one_thing_are_never_mixed() -> None:
    text = SMALL.replace('name = "wynagrodzenie"', 'name = "w"\ndefinition = "employed.new"').replace(
        'zero = "suppressed"', 'definition = "employed.former"'
    )
    assert read_catalogue({FILE: text})
    mixed = text.replace("years = 2 }", 'years = 2 }\nalternatives = [{ kind = "value", of = ["bdl:10514"] }]')
    (fault,) = refuse({FILE: mixed}).faults
    assert fault.code == "catalogue.definitions"
    assert "employed.former" in fault.sentence


def derived(name: str, of: str) -> str:
    return f'[[variables]]\nkey = "calc:{name}"\nname = "x"\nformula = {{ kind = "sum", of = ["{of}"] }}\n'


def test_variables_that_run_in_a_circle_are_refused_with_the_way() -> None:
    (fault,) = refuse({FILE: SMALL + derived("a", "calc:b") + derived("b", "calc:a")}).faults
    assert (fault.code, fault.params["circle"]) == ("catalogue.circle", "calc:a → calc:b → calc:a")


def test_a_tower_of_derived_variables_is_refused_and_does_not_fall_on_the_reader() -> None:
    tower = "".join(derived(f"v{at}", f"calc:v{at + 1}") for at in range(2000)) + derived("v2000", "bdl:72305")
    assert {fault.code for fault in refuse({FILE: SMALL + tower}).faults} == {"catalogue.tower"}
    three = derived("a", "calc:b") + derived("b", "calc:c") + derived("c", "bdl:72305")
    assert read_catalogue({FILE: SMALL + three})


def test_a_city_changes_adds_and_retires_rows() -> None:
    shipped = read_catalogue({FILE: SMALL})
    extended = extend(
        shipped,
        """
        [[sub_areas]]
        code = "X1"
        area = "E1"
        name_pl = "Nasze"
        name_en = "Ours"
        [[variables]]
        key = "own:visitors"
        name = "odwiedzający"
        [[indicators]]
        code = "E1A1"
        direction = "context"
        freshness = 4
        [[indicators]]
        code = "E1A2"
        retired = true
        [[indicators]]
        code = "X1-1"
        sub_area = "X1"
        name_pl = "Odwiedzający na mieszkańca"
        name_en = "Visitors per resident"
        definition_pl = "Liczba odwiedzających na mieszkańca."
        definition_en = "Visitors per resident."
        unit_pl = "osoby"
        unit_en = "people"
        direction = "higher"
        formula = { kind = "per_head", of = ["own:visitors"] }
        source = "Urząd Miasta"
        """,
    )
    assert [indicator.code for indicator in extended.indicators] == ["E1A1", "X1-1"]
    changed = extended.by_code["E1A1"]
    assert (changed.direction, changed.freshness, changed.name_en) == ("context", 4, "Unemployed per 1,000 residents")
    assert shipped.by_code["E1A1"].direction == "lower"
    assert extended.digest != shipped.digest


def test_an_extension_that_changes_a_formula_changes_what_follows_from_it() -> None:
    extension = '[[indicators]]\ncode = "E1A1"\nformula = { kind = "change", of = ["bdl:72305"], years = 5 }\n'
    assert extend(read_catalogue({FILE: SMALL}), extension).by_code["E1A1"].years == (2000, None)


def test_an_empty_extension_changes_nothing() -> None:
    shipped = read_catalogue({FILE: SMALL})
    assert extend(shipped, "") == shipped
    assert extend(shipped, "# nothing").digest == shipped.digest


@pytest.mark.parametrize(
    ("code", "extension"),
    [
        ("catalogue.retired", '[[indicators]]\ncode = "E9"\nretired = true'),
        ("catalogue.parent", '[[sub_areas]]\ncode = "E1A"\nretired = true'),
        ("catalogue.twice", '[[areas]]\ncode = "E1"\n[[areas]]\ncode = "E1"'),
        ("catalogue.missing", '[[indicators]]\ncode = "E9"'),
        ("catalogue.unknown_field", '[[areas]]\ncode = "E1"\nretired = false'),
        ("catalogue.twice", '[[areas]]\ncode = "E1A"\ndimension = "E"\nname_pl = "a"\nname_en = "b"'),
        ("catalogue.missing", '[[areas]]\nname_pl = "a"'),
        ("catalogue.kind", "[[areas]]\ncode = 5"),
        ("catalogue.variable", '[[variables]]\nkey = "gus:wage"\nretired = true'),
    ],
)
def test_an_extension_is_refused_with_its_faults(code: str, extension: str) -> None:
    with pytest.raises(CatalogueProblem) as caught:
        extend(read_catalogue({FILE: SMALL}), extension)
    assert code in {fault.code for fault in caught.value.faults}
