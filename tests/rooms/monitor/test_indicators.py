"""The list of indicators and an indicator's page: their numbers are the data's, their sentences read them honestly."""

import html
import re
from collections.abc import Iterator, Sequence
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from sciezka.core.indicators.catalogue import Indicator
from sciezka.rooms.monitor.charts.indicators import draw_indicator
from sciezka.rooms.monitor.queries.choice import Choice, read_choice
from sciezka.rooms.monitor.queries.indicators import draw_spark, list_indicators
from sciezka.rooms.monitor.queries.indicators_page import IndicatorPage, show_indicator_page
from sciezka.rooms.monitor.queries.indicators_words import say_course, say_gaps
from sciezka.rooms.monitor.store.cubes import IS_SECRET
from sciezka.rooms.monitor.store.readings.indicators import Change, Reading, find_gaps
from sciezka.rooms.town.models import Process, Seat
from tests.factories import monitor, town

pytestmark = pytest.mark.django_db
UNEMPLOYED = "E2A1"
EMPLOYED = "E2C2"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Read sentences in the language that they are written in."""
    with translation.override("en"):
        yield


@pytest.fixture
def process() -> Process:
    """Give a process with a small store of data in force."""
    monitor.make_store()
    return town.ProcessFactory.create()


def sign_in(client: Client, process: Process) -> None:
    seat = town.SeatFactory.create(workspace=process.workspace, role=Seat.Role.COORDINATOR)
    seat.user.language = "en"
    seat.user.save()
    client.force_login(seat.user, backend="sciezka.rooms.people.backends.AccountBackend")


def open_page(client: Client, process: Process, name: str, query: str = "", **words: str) -> str:
    """Open a page that must be there, and give its plain text."""
    response = client.get(f"{reverse(f'monitor:{name}', kwargs={**process.address, **words})}?{query}")
    assert response.status_code == 200, response.headers
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).replace("\u00a0", " ").replace("\u2060", "").split())


def choose(process: Process, **asked: str) -> Choice:
    return read_choice(process, {"jednostka": monitor.TOWN, "rok": "2021", **asked})


def find_indicator(choice: Choice, code: str) -> Indicator:
    assert choice.sight is not None
    return choice.sight.catalogue.by_code[code]


def open_indicator(process: Process, code: str, **asked: str) -> tuple[IndicatorPage, Reading]:
    choice = choose(process, **asked)
    page = show_indicator_page(choice, find_indicator(choice, code))
    assert page is not None
    assert page.reading is not None
    return page, page.reading


def reckon_share(number: int, year: int) -> float:
    """Reckon the unemployed by people of working age of an invented town from the rule that made its figures."""
    people, years = monitor.people_of(number, year), year - monitor.FIRST
    unemployed = round(people * (0.06 - 0.004 * years + 0.002 * (number % 7)))
    return unemployed / round(people * (0.64 - 0.003 * years + 0.001 * (number % 5))) * 100


def numbers_of(members: Sequence[str]) -> list[int]:
    return [monitor.TOWNS.index(key) for key in members]


def make_change(town: float, others: float, way: int, others_way: int, *, alike: bool = False) -> Change:
    return Change(2016, 2021, town, others, 12, way, others_way, alike, 0.1)


def test_an_indicators_value_median_and_place_are_those_of_the_figures(process: Process) -> None:
    page, reading = open_indicator(process, UNEMPLOYED)
    assert page.choice.peers is not None
    shares = {number: reckon_share(number, 2021) for number in numbers_of(page.choice.peers.members)}
    assert reading.value == pytest.approx(shares[5])
    assert reading.of_year(2021, reading.median) == pytest.approx(median(shares.values()))
    assert reading.rank == 1 + sum(share < shares[5] for share in shares.values())
    assert [place.rank for place in reading.places] == sorted(place.rank for place in reading.places)


def test_the_heading_compares_the_slopes_of_the_town_and_the_others(process: Process) -> None:
    page, reading = open_indicator(process, UNEMPLOYED)
    assert reading.change is not None
    assert reading.change.way == reading.change.others_way == -1
    assert page.heading.endswith(
        ("falls much as in similar towns", "falls faster than in similar towns", "falls more slowly than in similar towns")
    )
    assert reading.change.first == 2016


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (make_change(-0.2, -0.5, -1, -1), "X: falls more slowly than in similar towns"),
        (make_change(-0.6, -0.5, -1, -1), "X: falls faster than in similar towns"),
        (make_change(-0.6, -0.5, -1, -1, alike=True), "X: falls much as in similar towns"),
        (make_change(0.6, -0.5, 1, -1), "X: rises, while in similar towns it falls"),
        (make_change(0.0, 0.4, 0, 1), "X: almost no change, while in similar towns it rises"),
        (make_change(0.0, 0.0, 0, 0, alike=True), "X: almost no change, as in similar towns"),
        (make_change(0.2, 0.1, 1, 0, alike=True), "X: a slight rise, hardly different from similar towns"),
    ],
)
def test_every_pair_of_courses_has_its_sentence(change: Change, said: str) -> None:
    assert say_course("X", change) == said


def test_what_is_withheld_is_a_gap_that_is_explained(process: Process) -> None:
    page, reading = open_indicator(process, EMPLOYED, jednostka=monitor.SECRET_TOWN)
    assert reading.of_year(monitor.SECRET_YEAR, reading.town) is None
    assert page.gaps == [f"{monitor.SECRET_YEAR}: the figure is kept secret by the source (statistical secrecy)"]
    chart = draw_indicator(page)
    assert chart is not None
    row = next(row for row in chart.rows if row["year"] == monitor.SECRET_YEAR)
    after = next(row for row in chart.rows if row["year"] == monitor.SECRET_YEAR + 1)
    before = next(row for row in chart.rows if row["year"] == monitor.SECRET_YEAR - 1)
    assert row["town"] is None
    assert before["town_part"] != after["town_part"]


def test_a_year_that_is_not_in_the_data_is_a_gap(process: Process) -> None:
    page, _reading = open_indicator(process, UNEMPLOYED, jednostka=monitor.GAP_TOWN)
    assert page.gaps == [f"{monitor.GAP_YEAR}: a figure that the indicator needs is not in the data"]


def test_gaps_are_only_between_known_years() -> None:
    assert find_gaps((2010, 2011, 2012, 2013), (None, 1.0, None, 2.0)) == (2012,)
    reading = Reading("X", (2011, 2012, 2013), (1.0, None, 2.0), (0, IS_SECRET, 0), (), (), (), ())
    assert say_gaps(reading, (2012,)) == ["2012: the figure is kept secret by the source (statistical secrecy)"]


def test_the_sum_is_written_out_with_the_towns_own_figures(process: Process) -> None:
    page, _reading = open_indicator(process, UNEMPLOYED)
    people = monitor.people_of(5, 2021)
    assert page.terms[0][2].replace("\u00a0", "").replace(",", "") == str(round(people * (0.06 - 0.036 + 0.01)))
    assert "× 100 =" in page.sum_written


def test_the_page_says_source_day_and_that_figures_were_processed(client: Client, process: Process) -> None:
    sign_in(client, process)
    text = open_page(client, process, "indicator", f"jednostka={monitor.TOWN}&rok=2021", indicator=UNEMPLOYED)
    for said in ("figures invented for tests", "15 January 2026", "processed", "Towns of the group", "Gaps and breaks"):
        assert said in text
    assert "population reckoned anew" in text


def test_a_break_inside_the_window_is_said_and_marked(process: Process) -> None:
    page, _reading = open_indicator(process, UNEMPLOYED)
    assert any(said.startswith("2021:") for said in page.crossed)
    chart = draw_indicator(page)
    assert chart is not None
    assert [row["year"] for row in chart.rows if row["break"]] == [one.year for one in page.breaks]


def test_a_year_without_a_figure_shows_the_newest_before_it(client: Client, process: Process) -> None:
    sign_in(client, process)
    query = f"jednostka={monitor.GAP_TOWN}&rok={monitor.GAP_YEAR}"
    page, reading = open_indicator(process, UNEMPLOYED, jednostka=monitor.GAP_TOWN, rok="2017")
    assert (reading.year, page.is_earlier) == (2017, False)
    assert open_page(client, process, "indicator", query, indicator=UNEMPLOYED)


def test_the_list_holds_what_can_be_reckoned_and_says_why_the_rest_cannot(client: Client, process: Process) -> None:
    sign_in(client, process)
    listed = list_indicators(choose(process), {})
    assert listed is not None
    lines = [line for area in listed.areas for sub_area in area.sub_areas for line in sub_area.lines]
    assert listed.shown == len(lines) > 10
    assert listed.shown + len(listed.absent) == listed.total
    assert all(one.why for one in listed.absent)
    text = open_page(client, process, "indicators", f"jednostka={monitor.TOWN}&rok=2021")
    assert "indicators without figures" in text
    assert "Not imported yet" in text


def test_the_list_is_narrowed_by_area_words_and_data(process: Process) -> None:
    choice = choose(process)
    area = list_indicators(choice, {"obszar": "E2"})
    assert area is not None
    assert {one.code for one in area.areas} == {"E2"}
    found = list_indicators(choice, {"szukaj": "BEZROBOTNYCH udzial", "dane": "1"})
    assert found is not None
    assert found.asked_text
    assert not found.absent
    nothing = list_indicators(choice, {"szukaj": "żółw"})
    assert nothing is not None
    assert not nothing.areas
    assert not nothing.absent


def test_lists_and_pages_ask_the_database_as_often_for_small_and_large_groups(client: Client, process: Process) -> None:
    sign_in(client, process)
    counts = []
    for query in ("grupa=zwykla", "grupa=wojewodztwo"):
        address = reverse("monitor:indicator", kwargs={**process.address, "indicator": UNEMPLOYED})
        client.get(f"{address}?jednostka={monitor.TOWN}&{query}")
        with CaptureQueriesContext(
            connection,
        ) as held:
            client.get(f"{address}?jednostka={monitor.TOWN}&{query}")
        counts.append(len(held))
    assert counts[0] == counts[1] < 25


@pytest.mark.parametrize(
    "query", ["jednostka=x&rok=abcd&okno=-1&grupa=%00&wagi=,,", "obszar=%27&szukaj=%25%25&dane=7", "jednostka="]
)
def test_strange_words_in_an_address_never_break_a_page(client: Client, process: Process, query: str) -> None:
    sign_in(client, process)
    assert open_page(client, process, "indicators", query)
    assert open_page(client, process, "indicator", query, indicator=UNEMPLOYED)


def test_an_indicator_that_cannot_be_reckoned_says_what_it_needs(client: Client, process: Process) -> None:
    sign_in(client, process)
    text = open_page(client, process, "indicator", indicator="P2D3")
    assert "can’t be reckoned from the data at hand" in text


def test_an_unknown_code_and_a_stranger_find_nothing(client: Client, process: Process) -> None:
    address = reverse("monitor:indicator", kwargs={**process.address, "indicator": UNEMPLOYED})
    assert client.get(address).status_code == 302
    sign_in(client, town.ProcessFactory.create())
    assert client.get(address).status_code == 404
    sign_in(client, process)
    assert client.get(reverse("monitor:indicator", kwargs={**process.address, "indicator": "NIC"})).status_code == 404


def test_without_any_figures_the_pages_say_what_to_do(client: Client) -> None:
    process = town.ProcessFactory.create()
    sign_in(client, process)
    assert "No figures have been imported yet" in open_page(client, process, "indicators")
    assert "No figures have been imported yet" in open_page(client, process, "indicator", indicator=UNEMPLOYED)


def test_a_mini_line_breaks_at_gaps() -> None:
    spark = draw_spark((2010, 2011, 2012, 2013, 2014), (1.0, 2.0, None, 3.0, 4.0), (2.0, 2.0, 2.0, 2.0, 2.0), 2014)
    assert len(spark.town) == 2
    assert len(spark.median) == 1
    assert spark.x == "92.0"
