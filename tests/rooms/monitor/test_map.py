"""Boundaries and maps: hostile files are refused whole, borders dissolve, units fall into classes, gaps are hatched."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from sciezka.core.series.places import COMMUNE, COUNTY, VOIVODESHIP
from sciezka.rooms.monitor.actions.boundaries import import_boundaries
from sciezka.rooms.monitor.store import boundaries
from sciezka.rooms.monitor.store.boundaries import BoundaryProblem, load_boundaries, read_geojson
from sciezka.rooms.monitor.store.boundaries_shapes import find_outlines, simplify, write_path
from sciezka.rooms.town.models import Process
from tests.factories import monitor
from tests.rooms.monitor.test_indicators import UNEMPLOYED, _in_english, open_page, process, sign_in

__all__ = ["_in_english", "process"]
SIDE = 0.1


def make_square(code: Any, at: int, **geometry: Any) -> dict[str, Any]:
    """Make an invented square commune; squares numbered one after another touch."""
    west, south = 15.0 + SIDE * (at % 8), 50.5 + SIDE * (at // 8)
    ring = [[west, south], [west + SIDE, south], [west + SIDE, south + SIDE], [west, south + SIDE], [west, south]]
    shape = {"type": "Polygon", "coordinates": [ring], **geometry}
    return {"type": "Feature", "properties": {"teryt": code, "name": f"Kwadrat {at}"}, "geometry": shape}


def write_geojson(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


@pytest.fixture
def _own_folder(process: Process, settings: Any, tmp_path: Path) -> None:
    """Keep boundaries in a folder of this test's own, beside the figures of all tests."""
    assert process.pk
    own = tmp_path / "monitor"
    own.mkdir()
    for path in (Path(settings.HOME) / "monitor").iterdir():
        if path.name != "boundaries":
            (own / path.name).symlink_to(path)
    settings.HOME = tmp_path


def test_squares_are_kept_by_level_and_dissolve_into_voivodeships(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    counts = import_boundaries(data=write_geojson(make_square("0201011", 0), make_square("0201022", 1)), name="a.geojson")
    assert counts == {COMMUNE: 2, VOIVODESHIP: 1}
    found = load_boundaries(COMMUNE)
    assert found is not None
    assert found.shapes["0201011"].name == "Kwadrat 0"
    assert found.shapes["0201011"].box[2] == pytest.approx(found.shapes["0201022"].box[0], abs=15)
    outline = load_boundaries(VOIVODESHIP)
    assert outline is not None
    # Meridians lean, so touching squares overlap by a few steps of the grid.
    box = outline.shapes["0200000"].box
    assert box[2] - box[0] == pytest.approx(2 * (found.shapes["0201011"].box[2] - found.shapes["0201011"].box[0]), abs=15)


def test_counties_have_four_digits_and_a_second_import_replaces_the_first(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    import_boundaries(data=write_geojson(make_square("0261", 0), make_square("0262", 1)), name="a")
    import_boundaries(data=write_geojson(make_square("0261", 3)), name="b")
    found = load_boundaries(COUNTY)
    assert found is not None
    assert (list(found.shapes), found.source) == (["0261000"], "b")


HOSTILE = {
    "boundaries.json": [b"\xff\xfe", b"{", b"[" * 100_000],
    "boundaries.collection": [b"[]", b"{}", b'{"type":"FeatureCollection","features":[]}', b'{"type":"Feature"}'],
    "boundaries.number": [write_geojson(make_square("0201011", 0)).replace(b"15.0,", b"NaN,")],
    "boundaries.code": [
        write_geojson(make_square("", 0)),
        write_geojson(make_square("<b>", 0)),
        write_geojson(make_square(True, 0)),
        write_geojson(make_square("12345", 0)),
        write_geojson(make_square(["0201011"], 0)),
    ],
    "boundaries.twice": [write_geojson(make_square("0201011", 0), make_square("0201011", 1))],
    "boundaries.geometry": [
        write_geojson(make_square("0201011", 0, type="Point", coordinates=[15.0, 51.0])),
        write_geojson(make_square("0201011", 0, type="LineString")),
        write_geojson(make_square("0201011", 0, coordinates=None)),
    ],
    "boundaries.ring": [
        write_geojson(make_square("0201011", 0, coordinates=[[[15.0, 51.0]]])),
        write_geojson(make_square("0201011", 0, coordinates=["abcd"])),
        write_geojson(make_square("0201011", 0, type="MultiPolygon", coordinates=[[]])),
    ],
    "boundaries.point": [
        write_geojson(make_square("0201011", 0, coordinates=[[["15", "51"]] * 4])),
        write_geojson(make_square("0201011", 0, coordinates=[[[15.0]] * 4])),
        write_geojson(make_square("0201011", 0, coordinates=[[[True, False]] * 4])),
    ],
    "boundaries.degrees": [write_geojson(make_square("0201011", 0, coordinates=[[[362_000.0, 511_000.0]] * 4]))],
}


@pytest.mark.parametrize(("code", "data"), [(code, data) for code, files in HOSTILE.items() for data in files])
def test_a_hostile_file_is_refused_with_its_reason(code: str, data: bytes) -> None:
    with pytest.raises(BoundaryProblem) as refused:
        read_geojson(data)
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


def test_files_too_large_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_geojson(make_square("0201011", 0), make_square("0201022", 1))
    for name, most, code in (("MOST_BYTES", 10, "big"), ("MOST_FEATURES", 1, "many"), ("MOST_POINTS", 6, "points")):
        with monkeypatch.context() as patched:
            patched.setattr(boundaries, name, most)
            with pytest.raises(BoundaryProblem) as refused:
                read_geojson(data)
            assert refused.value.code == f"boundaries.{code}"


def test_the_command_says_what_was_kept_and_refuses_in_a_sentence(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HOME = tmp_path
    good, bad = tmp_path / "good.geojson", tmp_path / "bad.geojson"
    good.write_bytes(write_geojson(make_square("0201011", 0)))
    bad.write_bytes(b"{}")
    call_command("import_boundaries", str(good))
    assert "commune: 1 boundaries." in capsys.readouterr().out
    for file in (bad, tmp_path / "none"):
        with pytest.raises(CommandError):
            call_command("import_boundaries", str(file))


def test_outlines_lose_what_lies_straight_and_paths_are_steps() -> None:
    ring = ((0, 0), (5, 0), (10, 0), (10, 0), (10, 10), (0, 10), (0, 0))
    assert simplify(ring) == ((0, 0), (10, 0), (10, 10), (0, 10))
    assert write_path([simplify(ring)]) == "M0 0l10 0 0 10-10 0z"
    assert simplify(((0, 0), (5, 5), (0, 0))) == ()


def test_a_border_within_a_voivodeship_disappears() -> None:
    first, second = ((0, 0), (1, 0), (1, 1), (0, 1)), ((1, 0), (2, 0), (2, 1), (1, 1))
    outlines = find_outlines({"0201011": [first], "0201022": [second]})
    assert {point for ring in outlines["0200000"] for point in ring} == {*first, *second}
    assert len(outlines["0200000"]) == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_folder")
@pytest.mark.parametrize("scope", ["grupa", "wojewodztwo", "kraj", "x"])
def test_a_map_draws_every_unit_in_a_class_or_hatched(client: Client, process: Process, scope: str) -> None:
    import_boundaries(data=write_geojson(*(make_square(key, at) for at, key in enumerate(monitor.TOWNS))), name="a.geojson")
    sign_in(client, process)
    address = reverse("monitor:map", kwargs={**process.address, "indicator": UNEMPLOYED})
    response = client.get(f"{address}?jednostka={monitor.TOWN}&rok={monitor.GAP_YEAR}&zakres={scope}")
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<title>") >= 2
    assert "map__area--town" in page
    drawn = response.context["drawn"]
    tones = [area.tone for area in (*drawn.picture.areas, *drawn.picture.points)]
    assert sum(one.count for one in drawn.classes) == sum(tone != "none" for tone in tones)
    # Of units that other tests brought along, and that have no boundary here, any may have no value.
    assert 0 <= drawn.missing - tones.count("none") <= drawn.undrawn
    assert ("url(#map-hatch)" in page) == (drawn.missing > 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_folder")
def test_without_boundaries_the_map_says_how_to_get_them(client: Client, process: Process) -> None:
    sign_in(client, process)
    text = open_page(client, process, "map", f"jednostka={monitor.TOWN}", indicator=UNEMPLOYED)
    assert "sciezka import_boundaries" in text


def test_the_real_boundaries_are_kept_light(settings: Any, tmp_path: Path, shared: Path) -> None:
    settings.HOME = tmp_path
    counts = import_boundaries(data=(shared / "data/geo/gminy_simplified.geojson").read_bytes(), name="gminy")
    assert counts == {COMMUNE: 2477, VOIVODESHIP: 16}
    found = load_boundaries(COMMUNE)
    assert found is not None
    assert sum(len(shape.d) for shape in found.shapes.values()) < 600_000
