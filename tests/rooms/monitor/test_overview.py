"""The overview's pages: their numbers are the engine's, they guard, they say what is missing."""

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from sciezka.rooms.monitor.queries.choice import Choice, read_choice
from sciezka.rooms.monitor.queries.overview import read_overview
from sciezka.rooms.monitor.queries.overview_node import read_node
from sciezka.rooms.monitor.queries.overview_trace import read_trace
from sciezka.rooms.monitor.queries.overview_units import collate, fold
from sciezka.rooms.monitor.queries.words import show
from sciezka.rooms.monitor.store.readings.overview import read_standings
from sciezka.rooms.town.models import Process, Seat
from tests.factories import monitor, town
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def process() -> Process:
    """Give a process with a small store of data in force."""
    monitor.make_store()
    return town.ProcessFactory.create()


@pytest.fixture
def empty_process() -> Process:
    """Give a process without any data."""
    return town.ProcessFactory.create()


def sign_in(client: Client, process: Process) -> None:
    """Sign in as the co-ordinator of the process's workspace."""
    seat = town.SeatFactory.create(workspace=process.workspace, role=Seat.Role.COORDINATOR)
    client.force_login(seat.user, backend="sciezka.rooms.people.backends.AccountBackend")


def open_page(client: Client, process: Process, name: str, query: str = "", code: str = "") -> str:
    """Open a page that must be there, and give its plain text."""
    words = {**process.address, **({"code": code} if code else {})}
    response = client.get(f"{reverse(f'monitor:{name}', kwargs=words)}?{query}")
    assert response.status_code == 200, response.headers
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(text).replace("\u00a0", " ").replace("\u2060", "").split())


def choose(process: Process, **asked: str) -> Choice:
    """Read what an address asks for; the fixed town unless another is asked for."""
    return read_choice(process, {"jednostka": monitor.TOWN, **asked})


def test_the_overview_shows_the_engines_numbers(client: Client, process: Process) -> None:
    sign_in(client, process)
    choice = choose(process)
    assert choice.run is not None
    row, at = choice.run.year_place[choice.year], choice.run.member_place[monitor.TOWN]
    root = choice.run.structure.position[choice.run.structure.root]
    text = open_page(client, process, "overview", f"jednostka={monitor.TOWN}")
    assert f"{show(float(choice.run.result.scores[row, root, at]))} " in text
    rank = int(choice.run.result.ranks[row, root, at])
    with translation.override("en"):
        page = read_overview(choice)
    assert page is not None
    (heading,) = re.findall(r"(\d+)", page.heading.split(":")[1].split()[1])
    assert int(heading) == rank


def test_a_rank_lies_within_its_interval_and_quartiles_are_in_order(process: Process) -> None:
    choice = choose(process)
    assert choice.run is not None
    depth = choice.run.structure.depth
    nodes = [code for code in choice.run.structure.codes if depth[code] <= 2]
    for item in read_standings(choice.run, monitor.TOWN, choice.year, choice.window, nodes):
        assert 1 <= item.low <= item.rank <= item.high <= item.of
        assert item.spread is not None
        assert item.spread.lowest <= item.spread.first <= item.spread.median <= item.spread.third <= item.spread.highest


def test_lifts_and_drags_add_up_to_the_difference_from_the_mean(process: Process) -> None:
    choice = choose(process)
    assert choice.run is not None
    node = read_node(choice, choice.run.structure.root)
    lifts = [float(part.lift.replace(",", ".").replace("−", "-")) for part in node.parts]
    assert node.line is not None
    score = float(node.line.score.replace(",", "."))
    assert sum(lifts) == pytest.approx(score - 100, abs=0.1)


def test_the_query_count_does_not_grow_with_the_group(client: Client, process: Process) -> None:
    sign_in(client, process)
    counts = []
    for group in ("zwykla", "wojewodztwo"):
        address = f"{reverse('monitor:overview', kwargs=process.address)}?jednostka={monitor.TOWN}&grupa={group}"
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] < 25


@pytest.mark.parametrize("name", ["overview", "units", "node", "trace"])
def test_strangers_find_nothing_and_visitors_are_asked_to_sign_in(client: Client, process: Process, name: str) -> None:
    words = {**process.address, **({"code": "E"} if name in {"node", "trace"} else {})}
    address = reverse(f"monitor:{name}", kwargs=words)
    assert client.get(address).status_code == 302
    client.force_login(UserFactory.create(), backend="sciezka.rooms.people.backends.AccountBackend")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["overview", "units", "node", "trace"])
def test_without_data_every_page_says_what_to_do(client: Client, empty_process: Process, name: str) -> None:
    sign_in(client, empty_process)
    text = open_page(client, empty_process, name, code="E" if name in {"node", "trace"} else "")
    assert "import_series" in text


@pytest.mark.parametrize(
    "query",
    ["rok=1800", "rok=%00", "jednostka=9999999", "grupa=77.3", "wagi=E:x,%2C", "przepis=99", "okno=-1", "szukaj=%00%27"],
)
def test_bad_words_in_the_address_are_passed_over(client: Client, process: Process, query: str) -> None:
    sign_in(client, process)
    open_page(client, process, "overview", query)
    open_page(client, process, "units", query)


def test_an_unknown_code_is_not_found_and_an_indicator_leads_to_its_page(client: Client, process: Process) -> None:
    sign_in(client, process)
    for name in ("node", "trace"):
        address = reverse(f"monitor:{name}", kwargs={**process.address, "code": "nothing"})
        assert client.get(address).status_code == 404
    choice = choose(process)
    assert choice.run is not None
    leaf = choice.run.structure.leaves[0]
    response = client.get(reverse("monitor:node", kwargs={**process.address, "code": leaf}))
    assert response.status_code == 302
    assert f"/{leaf}/" in response.headers["Location"]


def test_a_town_without_data_in_a_year_shows_another_and_says_so(client: Client, process: Process) -> None:
    sign_in(client, process)
    query = f"jednostka={monitor.GAP_TOWN}&rok={monitor.GAP_YEAR}"
    text = open_page(client, process, "overview", query)
    assert str(monitor.GAP_YEAR) in text
    assert choose(process, jednostka=monitor.GAP_TOWN).years.count(monitor.GAP_YEAR) == 0


def test_a_suppressed_zero_is_missing_with_its_reason(client: Client, process: Process) -> None:
    sign_in(client, process)
    choice = choose(process, jednostka=monitor.SECRET_TOWN, rok=str(monitor.SECRET_YEAR))
    assert choice.run is not None
    assert choice.year == monitor.SECRET_YEAR
    fed = [
        item.code
        for item in choice.run.catalogue.indicators
        if item.code in choice.run.structure.position
        and "bdl:54821" in choice.run.catalogue.source_keys(item.formulas[choice.run.cube.places[item.code]])
        and not item.formula.years
    ]
    trace = read_trace(choice, fed[0])
    (figure,) = [line for source in trace.sources if source.key == "bdl:54821" for line in source.lines]
    assert figure.is_missing
    assert figure.reported == "0"
    assert trace.why_nothing
    text = open_page(client, process, "trace", f"jednostka={monitor.SECRET_TOWN}&rok={monitor.SECRET_YEAR}", fed[0])
    assert figure.attribute in text
    assert trace.why_nothing in text


def test_the_trace_of_an_indicator_reckons_the_cubes_value(process: Process) -> None:
    choice = choose(process)
    assert choice.run is not None
    for leaf in choice.run.structure.leaves[::3]:
        trace = read_trace(choice, leaf)
        assert trace.formula_line, leaf
        written = trace.formula_line.rpartition(" = ")[2]
        assert trace.value.startswith(written), leaf


def test_a_town_is_found_without_polish_letters_and_the_rest_of_the_choice_is_kept(client: Client, process: Process) -> None:
    sign_in(client, process)
    address = reverse("monitor:units", kwargs=process.address)
    response = client.get(address, {"szukaj": "miasto f", "rok": "2018"}, headers={"HX-Request": "true"})
    content = response.content.decode()
    assert "<html" not in content
    assert "Miasto" in content
    assert "rok=2018" in content
    assert f"jednostka={monitor.TOWNS[5]}" in content
    assert f"jednostka={monitor.TOWNS[6]}" not in content


def test_numbers_are_rounded_and_never_cut() -> None:
    with translation.override("pl"):
        assert show(102.17) == "102,2"
        assert show(-0.04) == "0,0"
        assert show(-1234.56, 1).endswith("234,6")


def test_names_are_folded_and_sorted_as_polish_readers_expect() -> None:
    assert fold("Łódź") == "lodz"
    names = ["Żory", "Zabrze", "Łódź", "Lubin", "Świdnica", "Sopot", "Ćmielów", "Cieszyn"]
    assert sorted(names, key=collate) == ["Cieszyn", "Ćmielów", "Lubin", "Łódź", "Sopot", "Świdnica", "Zabrze", "Żory"]
