"""Pointing at a place in Chromium: by a finger, by keys alone, without a map; and nobody else is asked for anything."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from sciezka.core.polls.places import round_place as find_cell
from sciezka.kit import tiles
from sciezka.rooms.monitor.actions.boundaries import import_boundaries
from sciezka.rooms.surveys.models import Response, Survey
from sciezka.rooms.town.models import WorkspaceUnit
from tests.factories.surveys import make_item
from tests.factories.tiles import TileServer, serve_tiles
from tests.factories.town import UnitFactory
from tests.journeys.test_answering_survey import DONE, look, make_open_survey, open_phone, send
from tests.rooms.monitor.test_map import make_square, write_geojson

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MIDDLE: Final = (50.55, 15.05)
POINTS: Final = [(50.9044, 15.7344), (50.1, 19.99), (-33.9, 18.4), (0.0, 0.0), (70.123, -179.999), (89.99, 12.3)]
GRID: Final = """async points => {
  const { findCell } = await import('/static/questions/answer-place.js');
  return points.map(([lat, lon]) => { const cell = findCell(lat, lon, 200); return [cell.lat, cell.lon]; }); }"""


@pytest.fixture
def server(settings: Settings, tmp_path: Path) -> Iterator[TileServer]:
    """Run a tile server that the product uses, with an empty cache."""
    with serve_tiles() as told:
        settings.TILES_URL, settings.HOME = told.url, tmp_path
        settings.TILES_ATTRIBUTION = "© [Autorzy mapy](https://mapa.example/)"
        tiles.Health.failures, tiles.Health.rests_until = 0, 0.0
        yield told


def ask_place(**more: Any) -> Survey:
    """Open a survey that asks for a place."""
    return make_open_survey([make_item("q1", "place", "Gdzie brakuje ławki?", required=True, **more)])


def note_strangers(page: Page, live_server: LiveServer) -> list[str]:
    """Note every request to anybody else than our server, and every error."""
    noted: list[str] = []
    page.on("request", lambda one: noted.append(one.url) if not one.url.startswith((live_server.url, "data:")) else None)
    page.on("console", lambda said: noted.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: noted.append(str(error)))
    return noted


def read_stored() -> tuple[float, float]:
    """Give the place of the only finished response."""
    latitude, longitude = Response.objects.get(finished_hour__isnull=False).answers["q1"]
    return latitude, longitude


def test_a_finger_marks_a_square_on_a_phone(browser: Browser, live_server: LiveServer, server: TileServer) -> None:
    survey = ask_place(centre=[*MIDDLE, 13])
    unit = UnitFactory.create()
    WorkspaceUnit.objects.create(workspace=survey.process.workspace, unit=unit, role="lead")
    import_boundaries(data=write_geojson(make_square(unit.teryt, 0)), name="granice.json")
    page = open_phone(browser, live_server)
    noted = note_strangers(page, live_server)
    page.goto(f"/ankieta/{survey.door}/pytania/")
    picture = page.locator("[data-map][data-ready]")
    expect(picture.locator("img.leaflet-tile-loaded").first).to_be_visible()
    expect(picture.locator(".place__outline")).to_have_count(1)
    expect(page.get_by_role("link", name="Autorzy mapy")).to_have_attribute("target", "_blank")
    expect(page.locator("#i-q1-lat")).to_be_hidden()
    # One finger may scroll the page over the map.
    assert picture.evaluate("map => getComputedStyle(map).touchAction") == "pan-x pan-y"
    picture.tap(position={"x": 200, "y": 120})
    first = page.locator("#i-q1-lat").input_value()
    expect(picture.locator(".place__cell")).to_have_count(1)
    expect(page.locator(".place__said")).to_contain_text(first)
    expect(page.locator(".place__said")).to_contain_text("200 m")
    picture.tap(position={"x": 120, "y": 220})
    expect(picture.locator(".place__cell")).to_have_count(1)
    expect(page.locator("#i-q1-lat")).not_to_have_value(first)
    look(page)
    page.locator("[data-clear]").tap()
    expect(picture.locator(".place__cell")).to_have_count(0)
    send(page)
    expect(page.locator(".mend")).to_be_focused()
    picture.tap(position={"x": 150, "y": 200})
    # The square of the browser's grid is that of the server's.
    typed = [float(page.locator(f"#i-q1-{axis}").input_value().replace(",", ".")) for axis in ("lat", "lon")]
    reckoned = page.evaluate(GRID, POINTS)
    assert reckoned == [
        pytest.approx([cell.latitude, cell.longitude]) for cell in (find_cell(*p, metres=200) for p in POINTS)
    ]
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(DONE)
    assert list(read_stored()) == typed == [round(part, 4) for part in typed]
    assert abs(typed[0] - MIDDLE[0]) < 0.03
    assert abs(typed[1] - MIDDLE[1]) < 0.05
    assert noted == []
    assert server.asked
    assert not any("cookie" in heads or "referer" in heads for heads in server.heads)
    page.context.close()


def test_keys_alone_mark_a_place_where_only_the_boundary_is_known(page: Page, settings: Settings, tmp_path: Path) -> None:
    settings.TILES_URL, settings.HOME = "", tmp_path
    survey = ask_place()
    unit = UnitFactory.create()
    WorkspaceUnit.objects.create(workspace=survey.process.workspace, unit=unit, role="lead")
    import_boundaries(data=write_geojson(make_square(unit.teryt, 0)), name="granice.json")
    page.goto(f"/ankieta/{survey.door}/pytania/")
    picture = page.get_by_role("application")
    expect(picture).to_have_attribute("data-ready", "")
    assert picture.locator("img").count() == 0
    picture.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowDown", "+", "-"):
        page.keyboard.press(key)
    expect(page.locator(".place__cross")).to_be_visible()
    expect(page.locator(".place__said")).to_contain_text("50,5")
    page.keyboard.press("Enter")
    north = page.locator("#i-q1-lat").input_value()
    assert 50.55 < float(north.replace(",", ".")) < 50.6
    page.keyboard.press("Delete")
    expect(page.locator("#i-q1-lat")).to_have_value("")
    page.locator("[data-type]").press("Enter")
    expect(page.locator("#i-q1-lat")).to_be_focused()
    page.keyboard.type("50,5512")
    page.locator("#i-q1-lon").fill("15,0533")
    expect(picture.locator(".place__pin")).to_be_in_viewport()
    send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(DONE)
    cell = find_cell(50.5512, 15.0533, metres=200)
    assert read_stored() == (round(cell.latitude, 4), round(cell.longitude, 4))


def test_without_a_map_coordinates_are_typed_as_ever(
    browser: Browser, live_server: LiveServer, settings: Settings, tmp_path: Path
) -> None:
    settings.TILES_URL, settings.HOME = "", tmp_path
    # Another grid than above, because what was drawn of a questionnaire is kept.
    survey = ask_place(centre=[*MIDDLE, 13], round_to=100)
    for scripts in (True, False):
        page = open_phone(browser, live_server, java_script_enabled=scripts)
        noted = note_strangers(page, live_server)
        if scripts:
            with page.expect_response("**/granica.json"):
                page.goto(f"/ankieta/{survey.door}/pytania/")
        else:
            page.goto(f"/ankieta/{survey.door}/pytania/")
        expect(page.locator("[data-drawn]")).to_be_hidden()
        expect(page.locator("#i-q1-lat")).to_be_visible()
        expect(page.locator("[data-type]")).to_be_hidden()
        assert noted == []
        page.context.close()
