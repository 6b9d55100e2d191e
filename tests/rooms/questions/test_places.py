"""What a map to point at is drawn of: its middle, edges and tiles; and the boundary, from the room that has it."""

import json
from pathlib import Path

import pytest
from django.test import Client
from lxml import html
from pytest_django import Settings

from sciezka.kit import tiles
from sciezka.rooms.monitor.actions.boundaries import import_boundaries
from sciezka.rooms.questions.queries.showing import show_page
from sciezka.rooms.questions.queries.showing_places import describe_map
from sciezka.rooms.questions.schema.stored import read_item, read_questionnaire
from sciezka.rooms.town.models import WorkspaceUnit
from tests.factories.surveys import make_content, make_item
from tests.factories.town import UnitFactory, WorkspaceFactory
from tests.rooms.monitor.test_map import SIDE, make_square, write_geojson


def test_a_map_of_a_town_opens_there_and_asks_our_own_server_for_its_surroundings(settings: Settings) -> None:
    settings.TILES_URL = "https://kafelki.example/{z}/{x}/{y}.png?key=tajny"
    about = describe_map(read_item(make_item("q1", "place", centre=[50.9044, 15.7344, 12], round_to=200)))
    assert (about["middle"], about["zoom"], about["metres"], about["decimals"]) == ([50.9044, 15.7344], 12, 200, 4)
    south, west, north, east = about["area"]
    assert south < 50.9044 < north
    assert west < 15.7344 < east
    assert about["zooms"] == [9, tiles.MOST_ZOOM]
    word, *gaps = about["tiles"].removeprefix("/kit/mapa/").split("/")
    assert gaps == ["{z}", "{x}", "{y}.png"]
    area = tiles.read_area(word)
    assert area is not None
    assert tiles.covers(area, 14, 8908, 5505)


def test_without_a_middle_the_country_is_shown_and_without_tiles_none_are_asked_for(settings: Settings) -> None:
    settings.TILES_URL = ""
    about = describe_map(read_item(make_item("q1", "place")))
    assert (about["middle"], about["tiles"]) == (None, "")
    assert about["area"] == list(tiles.COUNTRY)


def test_neither_the_tile_server_nor_its_key_is_told_to_a_reader(settings: Settings) -> None:
    settings.TILES_URL = "https://kafelki.example/{z}/{x}/{y}.png?key=tajny"
    settings.TILES_ATTRIBUTION = "© [Autorzy](https://mapa.example/) <script>x</script>"
    questionnaire = read_questionnaire(make_content([make_item("q1", "place", centre=[50.9, 15.7, 12])]))
    page = show_page(questionnaire, questionnaire.pages[0], {"q1": [50.9036, 15.7336]}, language="uk", seed="s")
    assert "kafelki" not in page
    assert "tajny" not in page
    form = html.fragment_fromstring(page, create_parent="form")
    assert [one.get("value") for one in form.xpath(".//input[@type='text']")] == ["50.9036", "15.7336"]
    (credit,) = form.find_class("place__credit")
    assert [link.get("href") for link in credit.iter("a")] == ["https://mapa.example/"]
    assert not list(credit.iter("script"))
    (box,) = form.xpath(".//*[@data-place]")
    assert len(json.loads(box.get("data-words"))["ways"]) == 8


@pytest.mark.django_db
def test_a_boundary_comes_back_where_it_was_imported(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    workspace = WorkspaceFactory.create(slug="dolina")
    assert client.get("/dolina/granica.json").json() == {"rings": []}
    unit = UnitFactory.create()
    WorkspaceUnit.objects.create(workspace=workspace, unit=unit, role="lead")
    assert client.get("/dolina/granica.json").json() == {"rings": []}
    import_boundaries(data=write_geojson(make_square(unit.teryt, 0)), name="granice.json")
    (ring,) = client.get("/dolina/granica.json").json()["rings"]
    # Corners within the grid's hundred metres of those that the file had.
    corners = {(round(lat, 2), round(lon, 2)) for lat, lon in ring}
    assert corners == {(50.5, 15.0), (50.5, 15.0 + SIDE), (50.5 + SIDE, 15.0), (50.5 + SIDE, 15.0 + SIDE)}
    assert client.get("/nie-ma/granica.json").status_code == 404
