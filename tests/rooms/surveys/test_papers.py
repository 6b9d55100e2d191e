"""Paper: two clerks enter a form apart, differences are settled, and what is printed says where to go."""

import datetime as dt
import json
from typing import Any

import pytest
import typst
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.papers import find_fonts
from sciezka.rooms.people.models import User
from sciezka.rooms.questions.library import shipped_questionnaires
from sciezka.rooms.questions.schema.stored import read_questionnaire, write_questionnaire
from sciezka.rooms.surveys.documents.poster import POSTER, collect_poster
from sciezka.rooms.surveys.documents.printout import collect_printout, write_printout
from sciezka.rooms.surveys.models import PaperForm, Response, Survey
from sciezka.rooms.surveys.queries.papers import list_differences, read_entry
from sciezka.rooms.town.models import Process, Team
from tests.factories import surveys as make
from tests.factories import town

pytestmark = pytest.mark.django_db
CONTENT = make.make_content(
    [
        make.make_item("q1", required=True),
        make.make_item("q2", "multiple", options=[make.make_option("a"), make.make_option("other", own_words=True)]),
        make.make_item("q3", "grid"),
    ],
    [
        make.make_item("q4", "number", least=0, most=10, show_if={"item": "q1", "op": "is", "value": "a"}),
        make.make_item("q5", "long_text"),
        make.make_item("q6", "file", extensions=["pdf"]),
    ],
)
SHEET: dict[str, Any] = {
    "q1": "a",
    "q2": ["a", "other"],
    "q2.other": "inne",
    "q3.r1": "a",
    "q3.r2": "b",
    "q4": "7",
    "q5": "Więcej zieleni",
}


@pytest.fixture
def survey(process: Process) -> Survey:
    return make.make_survey(process, CONTENT, takes_paper=True)


@pytest.fixture
def second(process: Process) -> Client:
    team = town.TeamFactory.create(process=process)
    client = Client()
    client.force_login(town.MembershipFactory.create(team=team).user)
    return client


def address(name: str, survey: Survey, **more: Any) -> str:
    return reverse(f"surveys:{name}", kwargs={**survey.address, **more})


def test_two_entries_that_agree_become_an_answer(office: Client, second: Client, survey: Survey) -> None:
    url = address("paper_enter", survey, paper=7)
    assert office.get(url).status_code == 200
    office.post(url, SHEET)
    paper = PaperForm.objects.get()
    assert (paper.number, paper.response, paper.second) == (7, None, None)
    page = second.get(url).content.decode()
    assert "Więcej zieleni" not in page
    assert "checked" not in page
    second.post(url, SHEET)
    paper.refresh_from_db()
    assert paper.response is not None
    assert paper.response.channel == Response.Channel.PAPER
    assert paper.response.answers == {
        "q1": "a", "q2": ["a", "other"], "q2.other": "inne", "q3": {"r1": "a", "r2": "b"}, "q4": 7, "q5": "Więcej zieleni",
    }  # fmt: skip
    assert (paper.first, paper.second) == (None, None)
    assert "7" in office.get(address("papers", survey)).content.decode()


def test_differences_are_shown_item_by_item_and_settled(office: Client, second: Client, survey: Survey) -> None:
    url = address("paper_enter", survey, paper=1)
    office.post(url, SHEET)
    answer = second.post(url, {**SHEET, "q1": "b", "q5": "Więcej zielem", "q4": ""})
    settle = address("paper_settle", survey, paper=1)
    assert answer.headers["Location"] == settle
    page = second.get(settle)
    assert [difference.code for difference, _field, _control in page.context["parts"]] == ["q1", "q4", "q5"]
    assert second.post(settle, {"choice-q1": "first"}).context["form"].errors
    second.post(settle, {"choice-q1": "first", "choice-q4": "first", "choice-q5": "first"})
    response = Response.objects.get()
    assert response.answers["q5"] == "Więcej zieleni"
    assert response.answers["q4"] == 7


def test_where_neither_entry_holds_the_sheet_is_read_anew_and_checked(
    office: Client, second: Client, survey: Survey
) -> None:
    url, settle = address("paper_enter", survey, paper=1), address("paper_settle", survey, paper=1)
    office.post(url, SHEET)
    second.post(url, {**SHEET, "q2": ["a"], "q2.other": "", "q3.r2": "a", "q4": "8"})
    chosen = {"choice-q2": "anew", "choice-q3": "second", "choice-q4": "anew"}
    refused = second.post(settle, {**chosen, "q2": ["other"], "q2.other": "rower", "q4": "11"})
    assert [problem.item for problem in refused.context["problems"]] == ["q4"]
    assert "rower" in refused.content.decode()
    assert not Response.objects.exists()
    second.post(settle, {**chosen, "q2": ["other"], "q2.other": "rower", "q4": "9", "q5": "of no difference"})
    answers = Response.objects.get().answers
    assert (answers["q2"], answers["q2.other"], answers["q4"]) == (["other"], "rower", 9)
    assert (answers["q3"]["r2"], answers["q5"]) == ("a", "Więcej zieleni")


def test_settled_answers_follow_the_way_that_they_lead(office: Client, second: Client, survey: Survey) -> None:
    url = address("paper_enter", survey, paper=1)
    office.post(url, SHEET)
    second.post(url, {**SHEET, "q1": "b"})
    second.post(address("paper_settle", survey, paper=1), {"choice-q1": "second", "choice-q4": "first"})
    assert "q4" not in Response.objects.get().answers


def test_the_same_person_enters_twice_only_where_nobody_else_is_there(office: Client, survey: Survey) -> None:
    url = address("paper_enter", survey, paper=1)
    office.post(url, SHEET)
    page = office.post(url, SHEET)
    assert page.context["form"].errors
    assert "Więcej zieleni" in page.content.decode()
    office.post(url, {**SHEET, "alone": "1"})
    assert Response.objects.count() == 1
    assert office.get(address("papers", survey)).context["marked"] == 1
    assert office.get(address("results", survey)).context["head"].read_once == 1


def test_one_entry_may_be_enough_and_results_tell(office: Client, survey: Survey) -> None:
    office.post(address("paper_enter", survey, paper=1), SHEET)
    assert office.get(address("paper", survey, paper=1)).status_code == 200
    assert office.get(address("paper_settle", survey, paper=1)).status_code == 200
    office.post(address("paper_settle", survey, paper=1))
    assert Response.objects.count() == 1
    assert office.get(address("papers", survey)).context["marked"] == 1
    assert office.get(address("paper", survey, paper=1)).context["remark"]


def test_a_sheet_with_gaps_counts_and_one_with_impossible_answers_is_mended_first(office: Client, survey: Survey) -> None:
    office.post(address("paper_enter", survey, paper=1), {"q5": "Tylko to"})
    assert PaperForm.objects.get().first == {"q5": "Tylko to"}
    page = office.post(address("paper_enter", survey, paper=2), {**SHEET, "q4": "70"})
    assert page.context["problems"]
    assert 'value="70"' in page.content.decode()
    assert PaperForm.objects.count() == 1


@pytest.mark.parametrize(
    "posted",
    [
        {}, {"q1": "nie ma"}, {"q1": ["a", "b"]}, {"q2": ["a"] * 500}, {"q4": "1e999"}, {"q5": "x" * 100_000},
        {"q5": "\x00"}, {"q9": "?"}, {"q3.r1": "zzz"}, {"q3": "a"}, {"q2.other": "bez zaznaczenia"},
    ],
)  # fmt: skip
def test_whatever_is_typed_gives_no_error_of_the_server(office: Client, survey: Survey, posted: dict[str, Any]) -> None:
    assert office.post(address("paper_enter", survey, paper=1), posted).status_code in {200, 302}


@pytest.mark.parametrize("number", [0, 1_000_001, 10**17])
def test_numbers_that_no_sheet_has_are_not_found(office: Client, survey: Survey, number: int) -> None:
    assert office.get(address("paper_enter", survey, paper=number)).status_code == 404


@pytest.mark.parametrize("wanted", ["", "zero", "-1", "²", "9" * 40])
def test_a_wrong_number_is_asked_again(office: Client, survey: Survey, wanted: str) -> None:
    page = office.get(address("papers", survey), {"numer": wanted})
    assert page.status_code == 200
    assert page.context["is_wrong"] is True


def test_a_form_of_a_draft_cannot_be_entered(office: Client, process: Process) -> None:
    survey = make.make_survey(process, CONTENT, phase="draft")
    assert office.get(address("papers", survey)).context["shut"]
    assert office.get(address("paper_enter", survey, paper=1)).status_code == 404


def test_forms_come_in_after_the_end_until_results_are_published(office: Client, process: Process) -> None:
    survey = make.make_survey(process, CONTENT, phase="closed")
    office.post(address("paper_enter", survey, paper=1), SHEET)
    assert PaperForm.objects.count() == 1
    survey.releases.create(number=1, published_at=timezone.now())
    assert office.get(address("paper_enter", survey, paper=2)).context["shut"]
    office.post(address("paper_enter", survey, paper=2), SHEET)
    assert PaperForm.objects.count() == 1


def test_removing_a_form_removes_its_answer(office: Client, second: Client, survey: Survey) -> None:
    url = address("paper_enter", survey, paper=1)
    office.post(url, SHEET)
    second.post(url, SHEET)
    assert second.post(address("paper_remove", survey, paper=1)).status_code == 404
    office.post(address("paper_remove", survey, paper=1))
    assert not PaperForm.objects.exists()
    assert not Response.objects.exists()


def test_a_viewer_enters_no_forms(client: Client, process: Process, survey: Survey) -> None:
    team = town.TeamFactory.create(process=process, rights=Team.Rights.VIEW)
    user: User = town.MembershipFactory.create(team=team).user
    client.force_login(user)
    assert client.get(address("papers", survey)).status_code == 404
    assert client.post(address("paper_enter", survey, paper=1), SHEET).status_code == 404


def test_entries_that_read_alike_do_not_differ() -> None:
    asked = read_questionnaire(CONTENT)
    lists: dict[str, list[str]] = {key: value if isinstance(value, list) else [value] for key, value in SHEET.items()}
    first = read_entry(asked, lists)
    second = read_entry(asked, {**lists, "q4": ["7,0"], "q5": ["  Więcej zieleni "]})
    assert list_differences(asked, first.answers, second.answers) == []


def test_the_printed_questionnaire_says_in_words_where_to_go(survey: Survey) -> None:
    item = {"item": "q1", "op": "is"}
    any_of = {"any": [{**item, "value": "a"}, {**item, "value": "b"}]}
    content = make.make_content(
        [make.make_item("q1", options=[make.make_option("a", "Tak"), make.make_option("b", "Nie", skip_to="p3")])],
        [make.make_item("q2", show_if=any_of), make.make_item("n1", "note")],
        [make.make_item("q3", "number", show_if={"item": "q2", "op": "is_not", "value": "c"})],
    )
    survey.edition = make.make_edition(make.make_questionnaire(survey.process.workspace, content))
    said = collect_printout(survey, "pl")
    first, second, third = (page["sections"][0]["items"][0] for page in said["pages"])
    assert first["options"][1]["go"] == "przejdź do pytania 3"
    assert second["only"].replace("\u00a0", " ") == "Tylko jeśli w pytaniu 1 zaznaczono „Tak” lub „Nie”."
    assert third["only"].replace("\u00a0", " ") == "Tylko jeśli w pytaniu 2 nie zaznaczono „Odpowiedź c”."
    assert (first["number"], second["number"], third["number"]) == (1, 2, 3)


@pytest.mark.parametrize("key", [one.key for one in shipped_questionnaires()])
@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_each_shipped_questionnaire_is_printed_in_each_language(process: Process, key: str, language: str) -> None:
    shipped = next(one for one in shipped_questionnaires() if one.key == key)
    survey = make.make_survey(process, write_questionnaire(shipped.questionnaire))
    assert write_printout(survey, language).startswith(b"%PDF")


@pytest.mark.parametrize("title", ["Ankieta", "Ż" * 200, "Konstantynopolitańczykowianeczka " * 5, "#*_$ \\ 🙂 <b>{x}"])
@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_a_poster_is_one_sheet_whatever_the_title(office: Client, process: Process, title: str, paper: str) -> None:
    survey = make.make_survey(process, make.make_content(title=title), title=title)
    answer = office.get(address("poster", survey), {"format": paper})
    assert answer.headers["Content-Type"] == "application/pdf"
    said = json.dumps({**collect_poster(survey), "paper": paper})
    # One page comes as it is, many as a list.
    assert isinstance(typst.compile(POSTER, format="svg", sys_inputs={"poster": said}, font_paths=[find_fonts()]), bytes)


def test_a_poster_names_the_office_the_end_and_the_short_address(process: Process) -> None:
    survey = make.make_survey(process)
    said = collect_poster(survey)
    assert said["address"].endswith(f"/ankieta/{survey.door}")
    assert said["office"] == process.workspace.name
    assert survey.closes_at is not None
    assert str(timezone.localdate(survey.closes_at).year) in said["end"]


def test_slips_are_printed_once_there_are_codes(office: Client, process: Process) -> None:
    survey = make.make_survey(process, entry="codes", closes_at=timezone.now() + dt.timedelta(days=5))
    assert office.get(address("cards", survey)).status_code == 302
    survey.codes.create(code="abc234", label="4a")
    assert office.get(address("cards", survey)).content.startswith(b"%PDF")


def test_the_printout_is_given_in_the_language_asked_for(office: Client, process: Process) -> None:
    survey = make.make_survey(process, make.make_content(languages=["pl", "uk"]))
    assert office.get(address("printout", survey), {"jezyk": "uk"}).content.startswith(b"%PDF")
    assert "-pl.pdf" in office.get(address("printout", survey), {"jezyk": "de"}).headers["Content-Disposition"]
