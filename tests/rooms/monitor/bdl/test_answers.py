"""Reading the bank's answers, and refusing what has another shape."""

import json
from pathlib import Path
from typing import Any

import pytest

from sciezka.rooms.monitor.store.bdl.answers import (
    CutShort,
    read_data_page,
    read_json_answer,
    read_moment,
    read_subject,
    read_variable,
)
from sciezka.rooms.monitor.store.bdl.orders import Mark
from sciezka.rooms.monitor.store.bdl.problems import BadAnswer
from tests.rooms.monitor.bdl.standin import make_unit, read_sample


def make_page(*units: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "totalRecords": len(units),
        "page": 0,
        "pageSize": 100,
        "variableId": 9,
        "lastUpdate": "2025-05-14T15:05:15.743",
        "results": list(units),
        **more,
    }


def test_the_real_answers_are_read(shared: Path) -> None:
    results = read_sample(shared, "data")["get_data_by_variable"]
    page = read_data_page(make_page(*results), 9)
    assert [unit.unit for unit in page.units] == ["000000000000", "010000000000", "011200000000"]
    assert (page.units[0].values[0].year, page.units[0].values[0].val, page.units[0].values[0].attr) == (1995, 168.0, 1)
    assert len(page.units[0].values) == 30
    variable = read_variable(read_sample(shared, "variables")["get_variable"])
    assert (variable.id, variable.names, variable.level, variable.unit) == (10, ("ogółem", "25-29"), 6, "osoba")
    assert variable.years[0] == 1995
    assert read_subject(read_sample(shared, "subjects")["get_subject"]).name == "FINANSE PRZEDSIĘBIORSTW (DANE KWARTALNE)"


def test_a_full_last_page_makes_no_more_pages() -> None:
    for total, pages in {0: 0, 1: 1, 99: 1, 100: 1, 101: 2, 200: 2, 3918: 40}.items():
        assert Mark("", total, 100, 0).all_pages == pages


def test_a_year_without_data_is_an_empty_page() -> None:
    page = read_data_page({"totalRecords": 0, "page": 0, "pageSize": 100, "results": []}, 9)
    assert (page.total, page.units) == (0, ())


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        ({"results": None, "totalRecords": 3}, "results"),
        ({"totalRecords": "3"}, "totalRecords"),
        ({"totalRecords": True}, "totalRecords"),
        ({"pageSize": 0}, "pageSize"),
        ({"variableId": 10}, "variableId"),
        ({"results": ["x"]}, "results[0]"),
        ({"results": [{"id": 11212001011, "values": []}]}, "results[0].id"),
        ({"results": [{"id": "11212001011", "values": []}]}, "results[0].id"),
        ({"results": [{"id": "011212001011"}]}, "results[0].values"),
        ({"lastUpdate": 5}, "lastUpdate"),
    ],
)
def test_another_shape_is_refused_with_its_place(spoil: dict[str, Any], place: str) -> None:
    with pytest.raises(BadAnswer, match="another shape") as refused:
        read_data_page(make_page(make_unit("011212001011", [2020]), **spoil), 9)
    assert refused.value.params["place"] == place


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"year": "2020", "value": 5.0, "attrId": 1}, "results[0].values[0].val"),
        ({"year": "2020", "val": "5,0", "attrId": 1}, "results[0].values[0].val"),
        ({"year": "2020", "val": True, "attrId": 1}, "results[0].values[0].val"),
        ({"year": "20", "val": 5.0, "attrId": 1}, "results[0].values[0].year"),
        ({"year": "2020", "val": 5.0, "attrId": "1"}, "results[0].values[0].attrId"),
        ({"year": "2020", "val": 5.0}, "results[0].values[0].attrId"),
    ],
)
def test_a_value_of_another_shape_is_refused(value: dict[str, Any], place: str) -> None:
    unit = {"id": "011212001011", "name": "Bochnia", "values": [value]}
    with pytest.raises(BadAnswer) as refused:
        read_data_page(make_page(unit), 9)
    assert refused.value.params["place"] == place


def test_doubles_are_refused() -> None:
    unit = make_unit("011212001011", [2020])
    with pytest.raises(BadAnswer, match="twice"):
        read_data_page(make_page(unit, unit), 9)
    with pytest.raises(BadAnswer, match="two values"):
        read_data_page(make_page(make_unit("011212001011", [2020, 2020])), 9)


def test_half_an_answer_is_told_from_a_changed_one() -> None:
    whole = json.dumps(make_page(make_unit("011212001011", [2020]))).encode()
    assert read_json_answer(whole)["totalRecords"] == 1
    for broken in (whole[:-20], b"", b"<html>", b"\xff\xfe", b"[" * 100_000):
        with pytest.raises(CutShort):
            read_json_answer(broken)
    for changed in (b"[]", b'{"totalRecords": NaN}', b"7"):
        with pytest.raises(BadAnswer):
            read_json_answer(changed)


def test_the_last_change_is_read_when_it_is_a_time() -> None:
    moment = read_moment("2025-05-14T15:05:15.743")
    assert moment is not None
    assert (moment.year, moment.second) == (2025, 15)
    assert read_moment("") is None
    assert read_moment("yesterday") is None
