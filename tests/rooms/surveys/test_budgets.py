"""Budgets in surveys: results, files out and in, paper."""

import csv
import io

import pytest
from django.test import Client

from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.surveys.documents.printout import collect_printout, write_printout
from sciezka.rooms.surveys.queries.imports import review_file
from sciezka.rooms.surveys.queries.papers import say_answer
from sciezka.rooms.town.models import Process
from tests.factories.surveys import make_content, make_item, make_response, make_survey
from tests.rooms.surveys.test_exports import fetch
from tests.rooms.surveys.test_results import answered, open_card

pytestmark = pytest.mark.django_db
LINES = [
    {"what": "Ławka", "quantity": "3", "unit": "szt.", "price": "1200.50", "own": "600.00"},
    {"what": "=SUMA(A1)", "quantity": "0.5", "unit": "", "price": "99.90", "own": "0.00"},
]
CONTENT = make_content([make_item("b", "budget", "Kosztorys", most=5000, least=10), make_item("q", "text")])


def test_results_tell_the_mean_of_whole_costs(process: Process, office: Client) -> None:
    dear = [{**LINES[0], "price": "2200.50"}]
    sight = open_card(office, answered(process, make_item("x", "budget"), [[LINES[0]], dear] * 12)).sight
    assert (sight.mean, sight.unit) == (pytest.approx(5101.5), "zł")


def test_sums_and_lines_go_out_and_the_lines_come_back_in(process: Process, office: Client) -> None:
    survey = make_survey(process, CONTENT, phase="closed", title="Badanie jakości")
    for _person in range(6):
        make_response(survey, {"b": LINES, "q": "tak"})
    data = fetch(office, survey, "export_csv", slowa="on")
    row = next(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [row[f"b_{name}"] for name in ("total", "own", "asked")] == ["3651,45", "600", "3051,45"]
    assert row["b_lines"] == "Ławka | 3 | szt. | 1200.50 | 600.00\n=SUMA(A1) | 0.5 |  | 99.90 | 0.00"
    reviewed = review_file(read_questionnaire(CONTENT), data)
    assert [one.answers["b"] for one in reviewed.sound] == [LINES] * 6
    assert fetch(office, survey, "export_sav", slowa="on")
    assert fetch(office, survey, "export_xlsx", slowa="on")


def test_paper_has_lines_to_fill_and_says_the_limits(process: Process) -> None:
    survey = make_survey(process, CONTENT)
    said = collect_printout(survey, "pl")
    item = said["pages"][0]["sections"][0]["items"][0]
    assert item["budget"]["lines"] == 12
    assert "5\u00a0000,00" in item["hint"]
    assert "10" in item["hint"]
    for language in ("pl", "en", "uk"):
        assert write_printout(survey, language).startswith(b"%PDF")
    asked = read_questionnaire(CONTENT)
    assert say_answer(asked.items_by_code["b"], {"b": LINES[:1]}, asked).endswith("3\u00a0601,50\u00a0zł")
