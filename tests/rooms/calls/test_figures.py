"""Figures of a ranking read the same wherever they stand; files that are reckoned on carry the exact ones."""

import io
import re

import docx
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from sciezka.core.scoring.reading import read_cards
from sciezka.rooms.calls.actions.protocols import make_protocol
from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.keys import private_path
from sciezka.rooms.calls.queries.ranking import reckon
from sciezka.rooms.calls.queries.ranking_out import write_cards
from sciezka.rooms.calls.queries.ranking_words import write_table
from tests.factories.calls import make_call, make_card, make_check, make_commission, make_decision, make_submission
from tests.factories.people import UserFactory
from tests.rooms.town.office import Office, build_office


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001 - asks for the database
    """An office with one person in each role."""
    return build_office()


def make_close(office: Office) -> tuple[Call, Submission]:
    """Make a published call of two submissions whose scores differ in the third place: 35⅔ and a bit more."""
    call = make_call(office.process, phase="published")
    members = UserFactory.create_batch(3)
    make_commission(call, {"chair": members[:1], "member": members[1:]})
    first, second = (make_submission(call, title) for title in ("Pierwsze", "Drugie"))
    for one, given in ((first, ("7", "7", "8")), (second, ("7.33", "7.34", "7.34"))):
        make_check(one)
        make_decision(one)
        for member, points in zip(members, given, strict=True):
            make_card(one, member, points={"K1": "7", "K2": points})
    return call, first


def test_a_score_reads_the_same_everywhere(office: Office) -> None:
    call, first = make_close(office)
    coordinator, address = office.client("coordinator"), call.address
    pages = {
        name: coordinator.get(reverse(f"calls:{name}", kwargs=words)).content.decode()
        for name, words in (("ranking", address), ("submissions", address), ("submission", first.address))
    }
    pages["results"] = Client().get(reverse("calls:public_results", kwargs=address)).content.decode()
    pages["fate"] = Client().get(private_path(first)).content.decode()
    made = make_protocol(actor=None, call=call)
    pages["protocol"] = coordinator.get(made.get_absolute_url()).content.decode()
    written = docx.Document(io.BytesIO(coordinator.get(reverse("calls:protocol_docx", kwargs=made.address)).content))
    pages["paper"] = " ".join(cell.text for table in written.tables for row in table.rows for cell in row.cells)
    ranking = reckon(call).ranking
    assert ranking is not None
    with translation.override("pl"):
        pages["terminal"] = "\n".join(write_table(ranking))
    for name, page in pages.items():
        assert "35,667" in page, name
        assert {len(figure) for figure in re.findall(r"35,\d+", page)} == {len("35,667")}, name
        assert set(re.findall(r"7,33\d*", page)) <= {"7,33"}, name


def test_a_workbook_is_rounded_as_pages_are_and_says_so(office: Office) -> None:
    call, _first = make_close(office)
    body = office.client("coordinator").get(reverse("calls:submissions_xlsx", kwargs=call.address)).content
    heading, *rows = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0].iter_rows(values_only=True)
    place = next(at for at, label in enumerate(heading) if "3" in str(label))
    assert [row[place] for row in rows] == [35.667, 35.673]
    # What is reckoned on is exact.
    reckoning = reckon(call)
    assert read_cards(write_cards(call).encode(), reckoning.criteria, "cards.csv")
