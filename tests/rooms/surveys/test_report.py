"""The report of a survey: a whole PDF and a text document of protected results, also when the answers are gone."""

import io

import docx
import pytest
from django.test import Client
from django.utils import timezone, translation

from sciezka.rooms.surveys.actions.retention import erase_answers
from sciezka.rooms.surveys.documents.report_content import collect_content
from sciezka.rooms.surveys.queries.report import make_report
from sciezka.rooms.town.models import Process
from tests.factories.surveys import make_content, make_item, make_option, make_response, make_survey, make_survey_finding
from tests.rooms.surveys.polled import address, answer_survey

pytestmark = pytest.mark.django_db

SCALE = [make_option(code, f"krok {code}", value=value) for value, code in enumerate("abcde", start=1)]


def test_the_report_holds_every_kind_of_question_and_is_given_as_pdf_and_docx(office: Client, process: Process) -> None:
    items = [
        make_item("q1"), make_item("q2", "multiple"), make_item("q3", "grid", options=SCALE), make_item("q4", "number"),
        make_item("q5", "semantic", steps=7), make_item("q6", "ranking"), make_item("q7", "nps"),
        make_item("q8", "long_text"), make_item("q9", "place"),
    ]  # fmt: skip
    content = make_content(items)
    before = make_survey(process, content, phase="closed", title="Rok temu")
    survey = make_survey(process, content, phase="closed", title="Badanie", previous=before, purpose="decyzja o parku")
    answer_survey(before, 40, seed=2)
    answer_survey(survey, 60)
    make_survey_finding(survey, "Park wybiera większość")
    survey.releases.create(number=1, summary="Park **wygrał**.\n\nBus przegrał.", published_at=timezone.now())
    with translation.override("pl"):
        report = make_report(survey, "pl")
        assert report is not None
        said = collect_content(report)
    assert said["learned"] == ["Park wygrał.", "Bus przegrał."]
    assert said["findings"]["rows"][0][1:4] == ["Park wybiera większość", "62,5%", "40"]
    assert said["changes"] is not None
    assert said["changed"]
    assert [len(chapter["cards"]) for chapter in said["chapters"]] == [9]
    pdf = office.get(address(survey, "report_pdf"))
    assert pdf.content.startswith(b"%PDF")
    # The standards held, so no sign was missing from our type.
    assert b"pdfuaid" in pdf.content
    text = docx.Document(io.BytesIO(office.get(address(survey, "report_docx")).content))
    written = "\n".join(paragraph.text for paragraph in text.paragraphs)
    assert "Park wygrał." in written
    assert "Pytanie q9" in written
    # Bars are grounds of cells; only rows of a grid and of a scale between two words are pictures.
    assert len(text.inline_shapes) == 2
    grounds = text.element.xpath("//w:tc/w:p/w:pPr/w:shd[@w:fill='17594A']")
    assert len(grounds) >= 12
    assert written.index("Najważniejsze wyniki") < written.index("Jak przeprowadzono ankietę")
    # The report can be made of what was kept.
    survey.releases.all().delete()
    erase_answers(survey=survey, now_already=True)
    assert office.get(address(survey, "report_pdf")).content.startswith(b"%PDF")


def test_nothing_is_reported_of_a_few_people_and_hidden_counts_stay_hidden(office: Client, process: Process) -> None:
    few = make_survey(process, phase="closed")
    make_response(few)
    for name in ("report_pdf", "report_docx"):
        assert office.get(address(few, name)).status_code == 302
    survey = make_survey(process, make_content([make_item("x")]), phase="closed")
    for code, count in (("a", 20), ("b", 11), ("c", 2)):
        for _number in range(count):
            make_response(survey, {"x": code})
    report = make_report(survey, "pl")
    assert report is not None
    bars = collect_content(report)["chapters"][0]["cards"][0]["bars"]
    assert sum(bar["is_hidden"] and bar["count"] == "–" for bar in bars) >= 2
