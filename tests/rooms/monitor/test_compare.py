"""The comparison: up to six towns, their values and places, the best and the worst by direction."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sciezka.core.series.places import COMMUNE, Unit
from sciezka.rooms.monitor.charts.compare import draw_courses, draw_profiles
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.queries.compare import MOST, Comparison, ShownRow, name_towns, show_comparison
from sciezka.rooms.town.models import Process
from tests.factories import monitor, town
from tests.rooms.monitor.test_indicators import UNEMPLOYED, _in_english, open_page, process, reckon_share, sign_in

__all__ = ["_in_english", "process"]
pytestmark = pytest.mark.django_db


def compare(process: Process, *towns: str, text: str = "", course: str = "") -> Comparison:
    choice = read_choice(process, {"jednostka": monitor.TOWN, "rok": "2021"})
    shown = show_comparison(choice, towns, text, course)
    assert shown is not None
    return shown


def find_row(shown: Comparison, code: str) -> ShownRow:
    return next(row for block in shown.blocks for row in (block.area, *block.rows) if row.code == code)


def test_the_town_comes_first_and_values_are_those_of_the_figures(process: Process) -> None:
    others = [monitor.TOWNS[6], monitor.TOWNS[9]]
    shown = compare(process, *others)
    assert [one.key for one in shown.towns] == [monitor.TOWN, *others]
    values = [cell.cell.value for cell in find_row(shown, UNEMPLOYED).cells]
    assert values == pytest.approx([reckon_share(number, 2021) for number in (5, 6, 9)])


def test_the_best_is_marked_by_the_indicators_direction(process: Process) -> None:
    shown = compare(process, monitor.TOWNS[6], monitor.TOWNS[9])
    cells = [cell.cell for cell in find_row(shown, UNEMPLOYED).cells]
    shares = [reckon_share(number, 2021) for number in (5, 6, 9)]
    assert [cell.is_best for cell in cells] == [share == min(shares) for share in shares]
    assert [cell.is_worst for cell in cells] == [share == max(shares) for share in shares]


def test_an_indicator_for_context_has_no_best(process: Process) -> None:
    row = find_row(compare(process, monitor.TOWNS[6]), "S1A1")
    assert not any(cell.cell.is_best or cell.cell.is_worst for cell in row.cells)


def test_more_than_six_towns_and_unknown_ones_are_left_out_and_that_is_said(process: Process) -> None:
    shown = compare(process, *monitor.TOWNS[6:15], "9999999", "x")
    assert len(shown.towns) == MOST
    assert len(shown.notices) == 2
    assert "9999999, x" in shown.notices[0]


def test_without_a_choice_the_best_and_the_middle_town_are_shown(process: Process) -> None:
    shown = compare(process)
    assert shown.is_usual
    assert len(shown.towns) == 3
    ranks = [cell.cell.rank for cell in shown.top[0].cells]
    assert 1 in ranks


def test_a_town_is_found_by_a_part_of_its_name_whatever_its_capitals(process: Process) -> None:
    every = {one.unit.key for one in compare(process, text="MIASTO").found}
    listed = {one.unit.key for one in compare(process).options}
    assert every.isdisjoint(listed)
    assert compare(process, text="żółw").found == ()


def test_towns_of_one_name_are_told_apart() -> None:
    towns = [Unit("0201011", "Bolesławiec", COMMUNE, 1), Unit("0201022", "Bolesławiec", COMMUNE, 2)]
    assert len(set(name_towns(towns).values())) == 2


def test_the_courses_are_those_of_one_indicator_with_gaps_left_open(process: Process) -> None:
    shown = compare(process, monitor.GAP_TOWN, course=UNEMPLOYED)
    chart = draw_courses(shown)
    assert chart is not None
    runs = {row["run"] for row in chart.rows if row["unit"] == monitor.GAP_TOWN}
    assert len(runs) == 2
    assert {row["name"] for row in chart.rows} == {town.name for town in shown.towns}


def test_profiles_hold_a_mark_for_each_town_and_area(process: Process) -> None:
    shown = compare(process, monitor.TOWNS[6])
    chart = draw_profiles(shown)
    assert chart is not None
    assert len(chart.rows) == 2 * len({row["area"] for row in chart.rows})


def test_the_page_and_its_table_open(client: Client, process: Process) -> None:
    sign_in(client, process)
    query = f"jednostka={monitor.TOWN}&rok=2021&z={monitor.TOWNS[6]}&z={monitor.TOWNS[9]}&w={UNEMPLOYED}"
    text = open_page(client, process, "compare", query)
    assert "beside 2 other towns" in text
    response = client.get(f"{reverse('monitor:compare_csv', kwargs=process.address)}?{query}")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    row = next(row for row in rows if (row["code"], row["unit"]) == (UNEMPLOYED, monitor.TOWN))
    assert float(row["value"]) == pytest.approx(reckon_share(5, 2021))


def test_more_towns_ask_the_database_no_more(client: Client, process: Process) -> None:
    sign_in(client, process)
    counts = []
    for towns in (monitor.TOWNS[6:7], monitor.TOWNS[6:11]):
        address = f"{reverse('monitor:compare', kwargs=process.address)}?{'&'.join(f'z={key}' for key in towns)}"
        client.get(address)
        with CaptureQueriesContext(connection) as held:
            client.get(address)
        counts.append(len(held))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("query", ["z=&z=%00&w=%27&szukaj=%25", "z=0000000&rok=x", "szukaj=" + "a" * 500])
def test_strange_words_never_break_the_comparison(client: Client, process: Process, query: str) -> None:
    sign_in(client, process)
    assert open_page(client, process, "compare", query)


def test_without_any_figures_the_comparison_says_what_to_do(client: Client) -> None:
    empty = town.ProcessFactory.create()
    sign_in(client, empty)
    assert "No figures have been imported yet" in open_page(client, empty, "compare")
    assert client.get(reverse("monitor:compare_csv", kwargs=empty.address)).status_code == 200
