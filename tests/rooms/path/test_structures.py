"""Structural analyses: a matrix from people or from a file, roles, files, and roles taken as evidence."""

import json
import uuid
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sciezka.core.rectangles import pass_discs
from sciezka.core.structural import Potential, analyse, read_matrix
from sciezka.kit.models import JournalEntry
from sciezka.rooms.path.actions.structures import AskValues, ask_structure, edit_structure
from sciezka.rooms.path.charts.structures import SCREEN, lay_out
from sciezka.rooms.path.models import Factor, Structure, StructureFinding
from sciezka.rooms.path.queries.structure_findings import find_findings
from sciezka.rooms.path.queries.structure_pages import read_page, read_reading
from sciezka.rooms.path.queries.structures import find_result, read_gathered, roles_of
from sciezka.rooms.rounds.actions.results import agree
from sciezka.rooms.rounds.models import Answer, Participant, Round, Sheet
from sciezka.rooms.thread.models import Node, Tie
from tests.factories.path import make_factor, make_structure
from tests.factories.people import UserFactory
from tests.factories.thread import declare_types
from tests.factories.town import MembershipFactory
from tests.rooms.town.office import Office, build_office

pytestmark = pytest.mark.both_databases
NAMES = ("Mieszkania", "Praca", "Dojazdy", "Szkoły")
# Of each person the rows of a matrix of four factors; "-" was not rated.
SHEETS = (
    ("-030", "3-00", "02-0", "311-"),
    ("-03p", "3-0p", "02-0", "31d-"),
    ("-13p", "2-0p", "02-0", "30d-"),
)


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001 - asks for the database
    """An office with one person in each role."""
    declare_types()
    return build_office()


def ask(office: Office, count: int = 4) -> Structure:
    """Ask the office's team about so many factors."""
    for _person in range(2):
        MembershipFactory.create(team=office.team, user=UserFactory.create())
    factors = [make_factor(office.process, NAMES[at % 4] + ("" if at < 4 else f" {at}")) for at in range(count)]
    values = AskValues(
        name="Co czym rządzi", factors=factors, team=office.team, closes_at=timezone.now() + timezone.timedelta(days=3)
    )
    return ask_structure(actor=office.people["coordinator"], process=office.process, values=values)


def fill(structure: Structure, sheets: tuple[tuple[str, ...], ...] = SHEETS) -> Round:
    """Let each participant fill a sheet, and close the round."""
    round_ = structure.round
    assert round_
    items = list(round_.items.all())
    said = {"p": (None, "p"), "d": (None, "dk")}
    for number, (person, rows) in enumerate(zip(round_.participants.all(), sheets, strict=True), start=1001):
        sheet = Sheet.objects.create(round=round_, participant=person, number=number)
        Answer.objects.bulk_create(
            Answer(sheet=sheet, item=items[row], against=items[column], value=value, special=special, edit=uuid.uuid4(),
                   edited_at=timezone.now())
            for row, cells in enumerate(rows) for column, cell in enumerate(cells) if cell != "-"
            for value, special in (said.get(cell) or (int(cell), ""),)
        )  # fmt: skip
    Round.objects.filter(pk=round_.pk).update(closes_at=timezone.now(), opens_at=timezone.now() - timezone.timedelta(days=1))
    structure.refresh_from_db()
    return Round.objects.get(pk=round_.pk)


def go(structure: Structure, name: str = "structure", **words: Any) -> str:
    """Give an address of an analysis."""
    return reverse(f"path:{name}", kwargs={**structure.address, **words})


def test_what_people_rate_is_joined_and_what_a_meeting_agrees_stands_over_the_median(office: Office) -> None:
    structure = ask(office)
    assert office.client("contributor").get(go(structure)).templates[0].name == "path/structure_waiting.html"
    for name in ("structure_svg", "structure_matrix", "structure_json", "structure_sheets"):
        assert office.client("coordinator").get(go(structure, name)).status_code == 404
    assert roles_of(office.process) == {}
    round_ = fill(structure)
    gathered = read_gathered(structure)
    assert gathered.matrix is not None
    potential = Potential()
    assert gathered.matrix.rows == ((0, 0, 3, potential), (3, 0, 0, potential), (0, 2, 0, 0), (3, 1, 1, 0))
    assert (gathered.people, gathered.cells[0, 1].n) == (3, 3)
    items = list(round_.items.all())
    agree(actor=None, round=round_, item=items[0], against=items[1], value=2)
    agree(actor=None, round=round_, item=items[0], against=items[3], special="p")
    agree(actor=None, round=round_, item=items[1], against=items[3], special="dk")
    settled = read_gathered(structure)
    assert settled.matrix is not None
    assert settled.matrix.rows[:2] == ((0, 2, 3, potential), (3, 0, 0, None))
    assert settled.agreed == {(0, 1), (0, 3), (1, 3)}
    roles = roles_of(office.process)
    told = analyse(settled.matrix).today.plane.roles
    assert [roles[factor.pk].role for factor in Factor.objects.all()] == list(told)


def test_the_page_shows_each_reading_and_its_files_say_the_same(office: Office) -> None:
    structure = ask(office)
    fill(structure)
    client = office.client("viewer")
    for words in (
        "",
        "mapa=posrednio",
        "mapa=przesuniecie&ciecie=mediana",
        "ciecie=tercyle&potencjal=tak",
        "mapa=x&ciecie[]",
    ):
        page = client.get(f"{go(structure)}?{words}")
        assert page.status_code == 200
        said = page.content.decode()
        assert all(name in said for name in NAMES)
        assert said.count('class="st-map__disc"') == 8
    picture = client.get(go(structure, "structure_svg"))
    assert picture["Content-Type"] == "image/svg+xml"
    assert "var(--" not in picture.content.decode()
    assert client.get(go(structure, "structure_png")).content.startswith(b"\x89PNG")
    back = read_matrix(client.get(go(structure, "structure_matrix")).content)
    assert back.factors == NAMES
    gathered = read_gathered(structure)
    assert gathered.matrix is not None
    assert back.rows == gathered.matrix.rows
    record = json.loads(client.get(go(structure, "structure_json")).content)
    assert record["roles"] == list(analyse(back).today.plane.roles)
    # Sheets belong to those who filled them and to those who run the round; so do the counts of each cell.
    assert client.get(go(structure, "structure_sheets")).status_code == 404
    counted = [" × " in office.client(role).get(go(structure)).content.decode() for role in ("viewer", "contributor")]
    assert counted == [False, True]
    Round.objects.update(is_blind=False, closes_at=timezone.now() + timezone.timedelta(days=1))
    assert client.get(go(structure)).templates[0].name == "path/structure_waiting.html"
    assert client.get(go(structure, "structure_matrix")).status_code == 404
    Round.objects.update(closes_at=timezone.now())
    sheets = office.client("contributor").get(go(structure, "structure_sheets")).content.decode()
    assert sheets.count("\n") == 1 + 3 * 12
    assert not any(str(person) in sheets for person in Participant.objects.all())


def test_more_factors_ask_the_database_no_more(office: Office) -> None:
    counts = []
    for count in (2, 6):
        structure = ask(office, count)
        fill(structure, tuple(tuple("0" * count for _row in range(count)) for _person in structure.round.participants.all()))
        Structure.objects.exclude(pk=structure.pk).update(round=None)
        client = office.client("coordinator")
        client.get(go(structure))
        with CaptureQueriesContext(connection) as asked:
            client.get(go(structure))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_bad_matrix_names_every_cell_and_keeps_the_file_to_be_mended(office: Office) -> None:
    make_factor(office.process, "Praca")
    client = office.client("coordinator")
    url = reverse("path:structure_import", kwargs=office.process.address)
    text = ";Mieszkania;praca;Szkoły\nMieszkania;;7;1\npraca;3;;P\nSzkoły;0;może;\n"
    page = client.post(url, {"name": "Warsztat", "file": SimpleUploadedFile("m.csv", text.encode())})
    said = page.content.decode()
    assert all(f"„{bad}”" in said or f"“{bad}”" in said for bad in ("7", "może"))
    assert "Mieszkania;;7;1" in page.context["form"]["text"].value()
    mended = text.replace("7", "2").replace("może", "")
    for bad in ({"text": mended}, {"name": "x"}, {"name": "x", "text": "\x00"}, {"name": "x" * 300, "text": mended}):
        assert client.post(url, bad).status_code == 200
    assert not Structure.objects.exists()
    assert client.post(url, {"name": "Warsztat", "text": mended}).status_code == 302
    made = Structure.objects.get()
    assert made.matrix["factors"] == [None, Factor.objects.get().pk, None]
    assert made.matrix["cells"][1] == [3, 0, "P"]
    assert made.matrix["cells"][2] == [0, None, 0]
    assert JournalEntry.objects.filter(verb="structure.import").exists()
    assert client.get(go(made)).status_code == 200
    for role in ("contributor", "viewer", "stranger"):
        assert office.client(role).get(url).status_code in {403, 404}


def test_a_role_taken_as_evidence_supports_the_factor_and_tells_when_the_matrix_moves_on(office: Office) -> None:
    structure = ask(office)
    round_ = fill(structure)
    factor = Factor.objects.first()
    assert factor
    sent = {"factor": factor.pk, "reading": "mapa=posrednio"}
    assert office.client("viewer").post(go(structure, "structure_take"), sent).status_code in {403, 404}
    client = office.client("contributor")
    for _twice in range(2):
        assert client.post(go(structure, "structure_take"), sent)["Location"].endswith(f"?mapa=posrednio#f{factor.pk}")
    finding = StructureFinding.objects.get()
    node = Node.objects.get(type="structure_finding")
    assert node.code == "AS-01"
    assert node.citation
    assert node.citation.of == timezone.localdate().isoformat()
    tie = Tie.objects.get(source=node)
    assert (tie.kind, tie.target.noun_key) == ("supports", str(factor.pk))
    page = client.get(f"{go(structure)}?mapa=posrednio").content.decode()
    assert "AS-01" in page
    standing = find_findings(office.process, [str(finding.pk), "9" * 30, "x"])[str(finding.pk)]
    assert standing.now
    assert not node.citation.differs_from(standing.now)
    items = list(round_.items.all())
    for column in items[1:]:
        agree(actor=None, round=round_, item=items[0], against=column, value=0)
    moved = find_findings(office.process, [str(finding.pk)])[str(finding.pk)].now
    assert moved
    assert node.citation.differs_from(moved)
    for odd in ({}, {"factor": "x"}, {"factor": 10**17}, {"factor": make_factor(build_office().process).pk}):
        assert client.post(go(structure, "structure_take"), odd).status_code == 404


def test_an_analysis_is_renamed_with_nobodys_words_lost_and_deleted_only_when_nobody_was_asked(office: Office) -> None:
    brought, asked = make_structure(office.process), ask(office)
    client = office.client("coordinator")
    seen = client.get(go(brought, "structure_edit")).context["form"]["seen"].value()
    edit_structure(actor=None, structure=brought, name="Ich nazwa", about="", source="")
    page = client.post(go(brought, "structure_edit"), {"name": "Moja nazwa", "seen": seen})
    assert page.status_code == 409
    assert "Ich nazwa" in page.content.decode()
    assert client.post(
        go(brought, "structure_edit"), {"name": "Moja nazwa", "seen": page.context["form"]["seen"].value()}
    ).status_code == 302  # fmt: skip
    for structure in (brought, asked):
        client.post(go(structure, "structure_delete"))
    assert list(Structure.objects.all()) == [asked]


def test_a_team_is_asked_from_the_form_and_every_state_has_a_next_step(office: Office) -> None:
    client = office.client("coordinator")
    lists = reverse("path:structures", kwargs=office.process.address)
    new = reverse("path:structure_ask", kwargs=office.process.address)
    assert client.get(lists).status_code == client.get(new).status_code == 200
    keys = [make_factor(office.process, name).pk for name in NAMES]
    assert new in client.get(lists).content.decode()
    day = timezone.localtime() + timezone.timedelta(days=4)
    good = {"name": "Analiza", "factors": keys, "team": office.team.pk, "closes_at": day.strftime("%Y-%m-%dT15:00")}
    for bad in ({"factors": keys[:1]}, {"factors": ["x", 10**30]}, {"team": "9" * 30}, {"closes_at": "2001-01-01T10:00"}):
        page = client.post(new, {**good, **bad})
        assert page.status_code == 200
        assert page.context["form"].errors
    assert client.post(new, good).status_code == 302
    structure = Structure.objects.get()
    assert structure.round
    assert (structure.round.kind, structure.round.items.count(), structure.round.purpose) == ("matrix", 4, "structure")
    assert structure.round.items.first().code == "CZ-01"
    assert find_result(structure.round) == go(structure)
    Round.objects.update(called_off_at=timezone.now())
    assert client.get(go(structure)).status_code == 200
    assert client.get(lists).status_code == 200


# Three factors stand above one another, the middle one on a cut: its name finds room only beyond its neighbours.
CROWDED = [
    "0000200002000300001",
    "0000000003000100002",
    "0000100000100000000",
    "0000220000001000002",
    "2002000002000001000",
    "0001000000030000003",
    "0000030002020000000",
    "0000021000000000001",
    "0000022000000000000",
    "0000002000010001000",
    "2023300020001020000",
    "0001000000300001000",
    "0000010000000200001",
    "0000000000001000001",
    "1000030101000100000",
    "0000000001000000103",
    "0000000000000001032",
    "0010000110302020200",
    "0000000001000000100",
]


def test_no_line_to_a_factors_name_runs_over_another_factor(office: Office) -> None:
    labels = [f"Bardzo długa nazwa czynnika {number}" for number in range(len(CROWDED))]
    matrix = {"labels": labels, "cells": [[int(cell) for cell in row] for row in CROWDED]}
    page = read_page(read_gathered(make_structure(office.process, matrix=matrix)), read_reading({}))
    assert page is not None
    drawn = lay_out(page, SCREEN)
    discs = {spot.line.part.code: (spot.x, spot.y, SCREEN.radius) for spot in drawn.spots}
    for name in drawn.names:
        if name.leader:
            others = np.array([disc for code, disc in discs.items() if code != name.code])
            assert not pass_discs(np.array([[*name.leader[0], *name.leader[1]]]), others).any()
    assert len(drawn.names) == len(CROWDED)
