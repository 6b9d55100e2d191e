"""Parts sum to wholes."""

from sciezka.core.series.checks import check_sums, count_communes
from sciezka.core.series.table import Table, make_table


def put(rows: dict[int, float], variable: str = "bdl:72305", attributes: dict[int, int] | None = None) -> Table:
    return make_table(
        unit=list(rows),
        variable=[0] * len(rows),
        year=[2020] * len(rows),
        reported=list(rows.values()),
        attribute=[(attributes or {}).get(unit, -1) for unit in rows],
        variables=[variable],
    )


WHOLE = {0: 100.0, 200000: 100.0, 201000: 60.0, 201011: 20.0, 201022: 40.0, 202000: 40.0, 202013: 40.0}


def test_communes_are_summed_to_counties_voivodeships_and_the_country() -> None:
    found = check_sums(put(WHOLE))
    assert all(item.is_equal for item in found)
    assert {(item.parts, item.unit) for item in found} == {
        ("commune", "0201000"),
        ("commune", "0202000"),
        ("commune", "0200000"),
        ("commune", "0000000"),
        ("county", "0200000"),
        ("county", "0000000"),
        ("voivodeship", "0000000"),
    }


def test_what_does_not_add_up_is_named() -> None:
    wrong = [item for item in check_sums(put({**WHOLE, 201011: 25.0})) if not item.is_equal]
    assert ("commune", "0201000", 60.0, 65.0, 0) in [
        (item.parts, item.unit, item.total, item.summed, item.missing) for item in wrong
    ]


def test_parts_of_communes_are_not_counted_twice() -> None:
    assert all(item.is_equal for item in check_sums(put({**WHOLE, 202014: 30.0, 202015: 10.0})))


def test_a_missing_part_is_counted_as_missing() -> None:
    found = check_sums(put(WHOLE, attributes={201011: 4}))
    county = next(item for item in found if item.unit == "0201000")
    assert (county.summed, county.missing, county.is_equal) == (40.0, 1, False)


def test_a_rate_is_not_summed() -> None:
    assert check_sums(put(WHOLE, "bdl:60270")) == ()


def test_communes_are_counted_where_a_table_means_to_hold_them_all() -> None:
    assert count_communes(put(WHOLE)) == ()
    many = put({200011 + 10 * at: 1.0 for at in range(2477)})
    (found,) = count_communes(many)
    assert (found.communes, found.total, found.is_whole) == (2477, 2477.0, True)
