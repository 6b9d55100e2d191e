"""An indicator's files: they hold what the source said, the group's figures and the hashes of what was reckoned."""

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.town.models import Process
from tests.factories import monitor, town
from tests.rooms.monitor.test_indicators import EMPLOYED, UNEMPLOYED, reckon_share, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def process(client: Client) -> Process:
    """Give a process with a small store of data in force, its co-ordinator signed in."""
    monitor.make_store()
    process = town.ProcessFactory.create()
    sign_in(client, process)
    return process


def get_file(client: Client, process: Process, kind: str, code: str, unit: str = monitor.TOWN) -> Any:
    address = reverse(f"monitor:indicator_{kind}", kwargs={**process.address, "indicator": code})
    response = client.get(f"{address}?jednostka={unit}&rok=2021")
    assert response.status_code == 200
    return response


def read_rows(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_table_holds_value_and_what_the_source_said(client: Client, process: Process) -> None:
    rows = read_rows(get_file(client, process, "csv", UNEMPLOYED))
    row = next(row for row in rows if (row["unit"], row["year"]) == (monitor.TOWN, "2021"))
    assert float(row["value"]) == pytest.approx(reckon_share(5, 2021))
    unemployed, working = (float(part) for part in row["reported"].split(" | "))
    assert unemployed / working * 100 == pytest.approx(reckon_share(5, 2021))
    assert row["source"] == "figures invented for tests"
    assert row["retrieved"] == "2026-01-15"
    choice = read_choice(process, {"jednostka": monitor.TOWN})
    assert choice.sight is not None
    assert (row["data"], row["catalogue"]) == (choice.sight.cube.digest, choice.sight.catalogue.digest)


def test_a_withheld_figure_keeps_its_mark_and_has_no_value(client: Client, process: Process) -> None:
    rows = read_rows(get_file(client, process, "csv", EMPLOYED, monitor.SECRET_TOWN))
    row = next(row for row in rows if (row["unit"], row["year"]) == (monitor.SECRET_TOWN, str(monitor.SECRET_YEAR)))
    assert row["value"] == ""
    assert row["reported"].split(" | ")[0] == "0"
    assert row["attribute"].split(" | ")[0] == "4"
    assert "secrecy" in row["attribute_meaning"]


def test_json_says_the_same_as_the_table(client: Client, process: Process) -> None:
    said = json.loads(get_file(client, process, "json", UNEMPLOYED).content)
    assert said["indicator"]["code"] == UNEMPLOYED
    assert {*said["digests"]} == {"recipe", "catalogue", "data"}
    ours = next(one for one in said["series"] if one["unit"] == monitor.TOWN)
    last = next(one for one in ours["values"] if one["year"] == 2021)
    assert last["value"] == pytest.approx(reckon_share(5, 2021))
    assert [one["variable"] for one in last["observations"]] == ["bdl:10514", "bdl:152"]
    assert next(one for one in said["years"] if one["year"] == 2021)["median"] > 0


def test_pictures_stand_alone_with_their_sentence_and_source(client: Client, process: Process) -> None:
    svg = get_file(client, process, "svg", UNEMPLOYED)
    assert svg["Content-Type"] == "image/svg+xml"
    drawn = svg.content.decode()
    assert drawn.startswith("<svg")
    assert "figures invented for tests" in drawn
    assert "var(--" not in drawn
    png = get_file(client, process, "png", UNEMPLOYED)
    assert png.content.startswith(b"\x89PNG")


def test_an_indicator_without_data_gives_an_empty_table_and_no_picture(client: Client, process: Process) -> None:
    assert read_rows(get_file(client, process, "csv", "P2D3")) == []
    address = reverse("monitor:indicator_png", kwargs={**process.address, "indicator": "P2D3"})
    assert client.get(address).status_code == 404
