"""The joint assessment, gaps, targets, results with their pictures, files and the report."""

import io
import re
import zipfile

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from openpyxl import load_workbook

from sciezka.rooms.assessment.actions.cards import CardValues, write_card
from sciezka.rooms.assessment.actions.deficits import name_deficit
from sciezka.rooms.assessment.actions.evidence import EvidenceValues, add_evidence
from sciezka.rooms.assessment.actions.improvements import ImprovementValues, propose_improvement
from sciezka.rooms.assessment.charts import bars, wheel
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.report import make_report
from sciezka.rooms.assessment.queries.scores import read_scores
from tests.factories.assessment import make_assessment
from tests.factories.city import City, found_city
from tests.rooms.assessment.judged import card_of, close, judge, settle, url

pytestmark = pytest.mark.django_db

PAGES = ("cards", "joint", "gaps", "plan", "results", "comparison")
FILES = ("results_export", "results_csv", "plan_export", "plan_csv", "bars_svg", "bars_png", "report_pdf", "report_docx")
ODD = '=HYPERLINK("x") <b>*#$\\ „ąę” \x0b\x07 日本 🙂'


@pytest.fixture
def city() -> City:
    return found_city()


def fill(assessment: Assessment, text: str = "Zdanie") -> None:
    card = card_of(assessment)
    values = CardValues(current_state=text, strengths=text, deficits_text=text, causes=text, priority=1)
    write_card(actor=None, card=card, values=values)
    deficit = name_deficit(actor=None, card=card, title=f"{text} deficyt", causes=text)
    propose_improvement(actor=None, card=card, values=ImprovementValues(title=text, deficit=deficit, owner=text))
    add_evidence(actor=None, card=card, values=EvidenceValues(kind="note", title=text))


@pytest.mark.parametrize("name", [*PAGES, *FILES])
def test_members_and_those_who_run_it_read_it_others_once_it_is_closed(city: City, name: str) -> None:
    assessment, round_ = judge(city)
    settle(round_, P1=3)
    address = url(assessment, name)
    seen = {role: city.sign_in(role).get(address).status_code for role in ("coordinator", "adviser", "contributor")}
    assert set(seen.values()) == {200}
    assert {city.sign_in(role).get(address).status_code for role in ("viewer", "stranger")} == {404}
    assert city.sign_in("nobody").get(address).status_code == 302
    close(assessment)
    assert city.sign_in("viewer").get(address).status_code == 200
    assert city.sign_in("stranger").get(address).status_code == 404


@pytest.mark.parametrize("name", [*PAGES, "report_pdf", "report_docx", "results_export", "plan_export", "results_csv"])
@pytest.mark.parametrize("state", ["unasked", "open", "withheld", "ladder"])
def test_every_page_stands_whatever_is_known(city: City, name: str, state: str) -> None:
    if state == "unasked":
        assessment = make_assessment(city.process)
    elif state == "ladder":
        assessment, _round = judge(city, rows=[{"P1-1-1": 1, "P1-1-2": 1}], method="ladder")
    else:
        assessment, _round = judge(city, ends=state != "open", is_anonymous=state == "withheld")
    assert city.sign_in("coordinator").get(url(assessment, name)).status_code == 200


@pytest.mark.parametrize("name", ["radar_svg", "radar_png", "bars_svg", "bars_png"])
def test_a_picture_of_nothing_is_not_there(city: City, name: str) -> None:
    assessment, _round = judge(city, ends=False)
    assert city.sign_in("coordinator").get(url(assessment, name)).status_code == 404


def test_while_members_answer_no_page_and_no_file_tells_a_level(city: City) -> None:
    assessment, _round = judge(city, ends=False)
    client = city.sign_in("coordinator")
    for name in ("joint", "gaps", "results"):
        assert "each alone" in client.get(url(assessment, name)).content.decode()
    rows = client.get(url(assessment, "results_csv")).content.decode("utf-8-sig").splitlines()
    head = rows[0].split(",")
    assert len(rows) == 5
    for row in rows[1:]:
        cells = row.split(",")
        assert all(cells[head.index(name)] == "" for name in ("level", "n", "median", "q1", "q3"))


def test_the_joint_page_counts_what_is_agreed_and_says_what_needs_talk(city: City) -> None:
    assessment, round_ = judge(city)
    settle(round_, P2=3)
    page = city.sign_in("coordinator").get(url(assessment, "joint")).content.decode()
    assert "Agreed: 1 of 4" in page
    assert f'href="/biuro/{city.process.workspace.slug}/{city.process.slug}/rundy/{round_.pk}/spotkanie/"' in page
    assert "judged__need" in page
    member = city.sign_in("contributor").get(url(assessment, "joint")).content.decode()
    assert "Hold the meeting" not in member


def test_gaps_are_sorted_by_width_and_met_targets_left_out(city: City) -> None:
    assessment, round_ = judge(city, targets={"F1": 4})
    settle(round_, P1=1, P2=2, F1=4)
    page = city.sign_in("contributor").get(url(assessment, "gaps"))
    assert [(row.score.code, row.score.gap) for row in page.context["gaps"]] == [("P1", 2.0), ("P2", 1.0)]
    assert "2 questions fall short" in page.content.decode()
    write_card(actor=None, card=card_of(assessment, "P2"), values=CardValues(priority=1))
    page = city.sign_in("contributor").get(url(assessment, "gaps"), {"uklad": "priorytet"})
    assert [row.score.code for row in page.context["gaps"]] == ["P2", "P1"]


def test_targets_are_set_by_those_who_run_it(city: City) -> None:
    assessment, _round = judge(city)
    client, address = city.sign_in("coordinator"), url(assessment, "targets")
    typed = {"cel-P1": "4", "cel-P2": "3", "cel-F1": "3", "cel-F2": "3"}
    assert client.post(address, typed).status_code == 302
    assessment.refresh_from_db()
    assert assessment.targets == {"P1": 4}
    for bad in ({**typed, "cel-P1": "9"}, {**typed, "cel-P1": "x"}, {}):
        assert client.post(address, bad).status_code == 200
    assert city.sign_in("contributor").get(address).status_code == 404
    close(assessment)
    assert client.post(address, {**typed, "cel-P1": "1"}).status_code == 200
    assessment.refresh_from_db()
    assert assessment.targets == {"P1": 4}


def test_the_heading_reads_the_result_and_the_pictures_show_the_scores(city: City) -> None:
    assessment, round_ = judge(city)
    settle(round_, P1=1, P2=2, F1=4)
    page = city.sign_in("contributor").get(url(assessment, "results"))
    assert "Strongest: Area finanse. Weakest: Area planowanie" in page.content.decode()
    with override("en"):
        scores = read_scores(assessment)
        drawn = bars.draw_bars(scores)
    assert {"Area planowanie", "1.5", "Area finanse", "4.0"} <= set(re.findall(r">([^<>]+)</text>", drawn))
    # Two areas have no shape.
    assert wheel.draw_wheel(scores) == ""
    assert city.sign_in("contributor").get(url(assessment, "radar_svg")).status_code == 404


def test_words_of_a_bank_can_not_become_marks_of_a_drawing(city: City) -> None:
    source = make_assessment(city.process).source.replace('title.pl = "Planowanie"', "title.pl = '<script>&\"x'")
    assessment, round_ = judge(city, source=source.replace('title.en = "Area planowanie"\n', ""))
    settle(round_, P1=1)
    assert "<script>&" not in bars.draw_bars(read_scores(assessment))
    page = city.sign_in("coordinator").get(url(assessment, "results"))
    assert page.status_code == 200
    assert "<script>&" not in page.content.decode()


def test_files_hold_no_formula_and_explain_their_columns(city: City) -> None:
    assessment, round_ = judge(city)
    settle(round_, P1=3)
    fill(assessment, ODD)
    client = city.sign_in("coordinator")
    text = client.get(url(assessment, "results_csv")).content.decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert '"=HYPERLINK' not in text.replace("'=HYPERLINK", "")
    book = load_workbook(io.BytesIO(client.get(url(assessment, "results_export")).content))
    assert book.sheetnames == ["README", "areas", "questions", "plan"]
    explained = {row[0].value for row in book["README"].iter_rows(min_row=2)}
    for name in ("areas", "questions", "plan"):
        assert {cell.value for cell in book[name][1]} <= explained
    assert "f" not in {cell.data_type for row in book["questions"].iter_rows() for cell in row}
    plan = client.get(url(assessment, "plan_csv")).content.decode("utf-8-sig")
    assert "D-01" in plan


def test_the_report_is_a_pdf_and_a_text_document_whatever_people_typed(city: City) -> None:
    assessment, round_ = judge(city, reason=ODD)
    settle(round_, P1=3)
    fill(assessment, ODD)
    client = city.sign_in("coordinator")
    assert client.get(url(assessment, "report_pdf")).content.startswith(b"%PDF-")
    content = client.get(url(assessment, "report_docx")).content
    assert zipfile.is_zipfile(io.BytesIO(content))
    document = docx.Document(io.BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "3 – Step 3" in text.replace("\u00a0", " ")
    assert "HYPERLINK" in text
    heads = [paragraph.text for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "Heading 2"]
    assert len(heads) == 5


def test_the_report_tells_levels_gaps_deficits_and_whose_the_bank_is(city: City) -> None:
    assessment, round_ = judge(city)
    settle(round_, P1=1)
    fill(assessment)
    with override("en"):
        report = make_report(Assessment.objects.get(pk=assessment.pk))
    question = report.chapters[0].questions[0]
    assert question.level == "1 – Step 1"
    assert "gap 2" in question.standing
    said = {passage.label: passage for passage in question.passages}
    assert said["Reason"].text == "Powód"
    assert said["Deficits"].points == ("D-01 Zdanie deficyt", "Zdanie")
    assert report.method[0] == "Własne."
    assert ("State", "not closed: the result may still change") in report.facts


def test_change_since_last_time_stands_on_the_page(city: City) -> None:
    earlier, first = judge(city)
    settle(first, P1=1, P2=1)
    later, second = judge(city, previous=earlier, team=earlier.team)
    settle(second, P1=3, P2=3)
    page = city.sign_in("coordinator").get(url(later, "results")).content.decode()
    assert "+2" in page
    assert f"Compared with: {earlier}" in page


def count_queries(city: City, assessment: Assessment, name: str) -> int:
    client = city.sign_in("coordinator")
    client.get(url(assessment, name))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url(assessment, name)).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", [*PAGES, "report_docx", "results_export"])
def test_a_page_asks_as_many_queries_for_many_cards_as_for_one(city: City, name: str) -> None:
    small, first = judge(city, rows=[{"P1": 1}], areas=["planowanie"], depth="quick")
    large, second = judge(city, rows=[{"P1": 1, "P2": 2, "F1": 3, "F2": 4}] * 5)
    settle(first, P1=2)
    settle(second, P1=2, P2=3, F1=1, F2=4)
    fill(small)
    for code in ("P1", "P2", "F1"):
        card = card_of(large, code)
        write_card(actor=None, card=card, values=CardValues(current_state="Stan", strengths="Siła"))
        deficit = name_deficit(actor=None, card=card, title=f"Deficyt {code}")
        propose_improvement(actor=None, card=card, values=ImprovementValues(title="Zrobić", deficit=deficit))
        add_evidence(actor=None, card=card, values=EvidenceValues(kind="note", title="Notatka"))
    assert count_queries(city, small, name) == count_queries(city, large, name)


def test_the_card_of_a_ladder_shows_every_condition_with_what_was_answered(city: City) -> None:
    assessment, round_ = judge(city, rows=[{"P1-1-1": 1, "P1-1-2": 0}], method="ladder")
    page = city.sign_in("coordinator").get(url(assessment, "card", question="P1")).content.decode()
    asked = round_.items.filter(code__startswith="P1-").count()
    assert page.count('class="ladder__condition"') == asked > 2
    assert len(re.findall(r"– (?:met|not met|can’t be told)", page)) == asked
