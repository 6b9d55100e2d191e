"""Composing a survey in the office: from a shipped questionnaire to the launch, its dates, end and next wave."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.surveys.models import Phase, Survey
from sciezka.rooms.town.models import Process
from tests.factories import surveys as make
from tests.factories import town

pytestmark = pytest.mark.django_db
PHASES = ("draft", "waiting", "open", "closed")
PAGES = (
    "survey", "progress", "survey_edit", "delete", "launch", "dates", "close", "reopen", "call_off", "edition_change",
    "wave_new", "survey_event", "clause", "privacy", "entry", "link_renew", "invites", "invites_send", "invites_remind",
    "codes", "quotas", "frame", "papers",
)  # fmt: skip


def address(name: str, survey: Survey, **more: Any) -> str:
    return reverse(f"surveys:{name}", kwargs={**survey.address, **more})


def write_moment(days: int) -> str:
    return f"{timezone.localtime() + dt.timedelta(days=days):%Y-%m-%dT15:00}"


def values_of(**more: Any) -> dict[str, Any]:
    return {"title": "Jakość usług", "entry": "link", "closes_at": write_moment(14), **more}


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens_in_each_phase(office: Client, process: Process, name: str, phase: str) -> None:
    survey = make.make_survey(process, phase=phase)
    assert office.get(address(name, survey)).status_code == 200


def test_a_shipped_questionnaire_becomes_an_open_survey_in_three_pages(office: Client, process: Process) -> None:
    assert office.get(reverse("surveys:surveys", kwargs=process.address)).status_code == 200
    new = reverse("surveys:survey_new", kwargs=process.address)
    assert "?wzor=residents" in office.get(new).content.decode()
    answer = office.post(f"{new}?wzor=residents", values_of(frame_size="80000"))
    survey = Survey.objects.get()
    assert answer.headers["Location"] == survey.get_absolute_url()
    draft = office.get(survey.get_absolute_url())
    assert draft.context["is_ready"] is True
    assert office.post(address("launch", survey)).headers["Location"] == survey.get_absolute_url()
    survey.refresh_from_db()
    assert survey.phase == Phase.OPEN
    assert survey.edition is not None
    assert survey.edition.content["title"]["pl"] == "Jakość usług"
    assert survey.clauses.get().text.keys() == {"pl", "en", "uk"}
    page = office.get(survey.get_absolute_url())
    assert page.context["collected"].target == 383
    assert reverse("surveys:door", kwargs={"door": survey.door}) in page.content.decode()


def test_an_own_questionnaire_becomes_a_survey(office: Client, process: Process) -> None:
    own = make.make_questionnaire(process.workspace, title="Nasz kwestionariusz", audience="employees")
    new = f"{reverse('surveys:survey_new', kwargs=process.address)}?kwestionariusz={own.pk}"
    assert office.get(new).context["form"].initial["title"] == "Nasz kwestionariusz"
    office.post(new, values_of())
    assert Survey.objects.get().fewest == 10


def test_a_questionnaire_of_another_town_is_not_offered(office: Client, process: Process) -> None:
    foreign = make.make_questionnaire(town.WorkspaceFactory.create())
    page = office.get(f"{reverse('surveys:survey_new', kwargs=process.address)}?kwestionariusz={foreign.pk}")
    assert "form" not in (page.context or {})


def test_pupils_are_asked_by_class_codes_and_forgotten_sooner(office: Client, process: Process) -> None:
    office.post(f"{reverse('surveys:survey_new', kwargs=process.address)}?wzor=youth", values_of(entry="codes"))
    survey = Survey.objects.get()
    assert (survey.of_minors, survey.keeps_days) == (True, 180)
    assert office.get(survey.get_absolute_url()).context["is_ready"] is False


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"entry": "nobody"}, {"closes_at": "never"}, {"frame_size": "-4"}, {"frame_size": "9" * 30},
        {"closes_at": write_moment(2), "opens_at": write_moment(5)}, {"closes_at": "0001-01-01T00:00"},
    ],
)  # fmt: skip
def test_a_wrong_form_is_shown_again_with_what_was_typed(office: Client, process: Process, wrong: dict[str, str]) -> None:
    new = f"{reverse('surveys:survey_new', kwargs=process.address)}?wzor=residents"
    page = office.post(new, values_of(**wrong))
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Survey.objects.exists()


def test_a_survey_with_errors_in_its_questions_is_not_opened(office: Client, process: Process) -> None:
    content = make.make_content([make.make_item("q1", options=[])])
    survey = make.make_survey(process, content, phase="draft", closes_at=timezone.now() + dt.timedelta(days=3))
    page = office.post(address("launch", survey))
    assert page.status_code == 200
    assert page.context["lacks"]
    assert Survey.objects.get().launched_at is None


@pytest.mark.parametrize(("kind", "more"), [("file", {}), ("place", {"round_to": 100})])
def test_minors_are_not_asked_for_files_or_exact_places(
    office: Client, process: Process, kind: str, more: dict[str, Any]
) -> None:
    content = make.make_content([make.make_item("q1"), make.make_item("q2", kind, **more)])
    end = timezone.now() + dt.timedelta(days=3)
    survey = make.make_survey(process, content, phase="draft", closes_at=end, of_minors=True)
    assert office.get(address("launch", survey)).context["lacks"]
    office.post(address("launch", survey))
    assert Survey.objects.get().launched_at is None


def test_employees_are_never_shown_in_groups_of_fewer_than_ten(office: Client, process: Process) -> None:
    own = make.make_questionnaire(process.workspace, audience="employees")
    survey = make.make_survey(process, phase="draft", questionnaire=own, fewest=10)
    terms = values_of(fewest="5", keeps_days="365")
    page = office.post(address("survey_edit", survey), terms)
    assert "fewest" in page.context["form"].errors
    office.post(address("survey_edit", survey), terms | {"fewest": "12", "purpose": "poprawić pracę"})
    survey.refresh_from_db()
    assert (survey.fewest, survey.purpose) == (12, "poprawić pracę")


def test_dates_move_the_end_and_with_it_the_day_of_deletion(office: Client, process: Process) -> None:
    survey = make.make_survey(process)
    office.post(address("dates", survey), {"closes_at": write_moment(30)})
    survey.refresh_from_db()
    assert survey.closes_at is not None
    assert timezone.localdate(survey.closes_at) == timezone.localdate() + dt.timedelta(days=30)
    assert survey.erases_on == timezone.localdate() + dt.timedelta(days=30 + survey.keeps_days)
    assert office.post(address("dates", survey), {"closes_at": write_moment(-2)}).context["form"].errors


def test_a_survey_is_closed_opened_anew_and_called_off(office: Client, process: Process) -> None:
    survey = make.make_survey(process)
    office.post(address("close", survey))
    assert Survey.objects.get().phase == Phase.CLOSED
    office.post(address("reopen", survey), {"closes_at": write_moment(3)})
    assert Survey.objects.get().phase == Phase.OPEN
    office.post(address("call_off", survey))
    assert Survey.objects.get().phase == Phase.CALLED_OFF
    assert office.post(address("close", survey)).context["form"].errors
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"survey.close", "survey.reopen", "survey.call_off"} <= verbs


def test_a_survey_with_published_results_is_not_opened_anew(office: Client, process: Process) -> None:
    survey = make.make_survey(process, phase="closed")
    survey.releases.create(number=1, published_at=timezone.now())
    page = office.post(address("reopen", survey), {"closes_at": write_moment(3)})
    assert page.context["form"].errors
    assert Survey.objects.get().phase == Phase.CLOSED


def test_only_a_survey_that_was_never_launched_is_deleted(office: Client, process: Process) -> None:
    survey = make.make_survey(process)
    office.post(address("delete", survey))
    assert Survey.objects.filter(pk=survey.pk).exists()
    draft = make.make_survey(process, phase="draft")
    office.post(address("delete", draft))
    assert not Survey.objects.filter(pk=draft.pk).exists()


def test_a_next_wave_takes_rules_and_make_up_but_nobody_invited(office: Client, process: Process) -> None:
    margins = {"q1": {"a": 0.5, "b": 0.5}}
    survey = make.make_survey(process, phase="closed", frame_size=270, margins=margins, entry="list")
    survey.invitations.create(email="kto@miasto.example")
    office.post(address("wave_new", survey), {"title": "Druga fala", "closes_at": write_moment(9)})
    wave = Survey.objects.get(title="Druga fala")
    assert (wave.previous, wave.frame_size, wave.margins, wave.invitations.count()) == (survey, 270, margins, 0)
    assert wave.door != survey.door
    assert wave.salt != survey.salt
    assert len(office.get(wave.get_absolute_url()).context["steps"]) == 5


def test_the_kalendarium_gets_one_draft_entry(office: Client, process: Process) -> None:
    survey = make.make_survey(process, purpose="poznać zdanie")
    office.post(address("survey_event", survey))
    survey.refresh_from_db()
    assert survey.event is not None
    assert (survey.event.kind, survey.event.is_published) == ("survey", False)
    assert office.post(address("survey_event", survey)).context["form"].errors


def test_mended_words_go_into_an_open_survey(office: Client, process: Process) -> None:
    survey = make.make_survey(process)
    survey.questionnaire.draft["pages"][0]["sections"][0]["items"][0]["text"]["pl"] = "Pytanie q1?"
    survey.questionnaire.save()
    assert office.get(survey.get_absolute_url()).context["has_newer"] is True
    office.post(address("edition_change", survey))
    survey.refresh_from_db()
    assert survey.edition is not None
    assert survey.edition.number == 2


@pytest.mark.parametrize("what", ["option", "item", "kind", "leap", "question"])
def test_anything_but_words_is_refused_while_people_answer(office: Client, process: Process, what: str) -> None:
    survey = make.make_survey(process)
    item = survey.questionnaire.draft["pages"][0]["sections"][0]["items"][0]
    match what:
        case "option":
            item["options"].append(make.make_option("d"))
        case "item":
            survey.questionnaire.draft["pages"][0]["sections"][0]["items"].append(make.make_item("q9"))
        case "kind":
            item["kind"] = "multiple"
        case "leap":
            survey.questionnaire.draft["pages"][0]["skip_to"] = "end"
        case _:
            item["text"]["pl"] = "Ile lat mieszka Pani albo Pan w naszej gminie?"
    survey.questionnaire.save()
    page = office.post(address("edition_change", survey))
    assert page.context["form"].errors
    survey.refresh_from_db()
    assert survey.edition is not None
    assert survey.edition.number == 1


def test_the_list_asks_the_database_as_often_for_three_surveys_as_for_one(
    office: Client, process: Process, django_assert_max_num_queries: Any
) -> None:
    make.make_survey(process)
    office.get(reverse("surveys:surveys", kwargs=process.address))
    with CaptureQueriesContext(connection) as one:
        office.get(reverse("surveys:surveys", kwargs=process.address))
    make.make_survey(process)
    make.make_survey(process, phase="closed")
    with django_assert_max_num_queries(len(one)):
        office.get(reverse("surveys:surveys", kwargs=process.address))


def test_collecting_is_counted_by_way_day_and_state(office: Client, process: Process) -> None:
    survey = make.make_survey(process, frame_size=10)
    for _number in range(3):
        make.make_response(survey)
    make.make_response(survey, channel="kiosk")
    make.make_response(survey, done=False)
    make.make_response(survey, quota="q1_a", answers={})
    make.make_response(survey, left_out="test")
    collected = office.get(address("progress", survey)).context["collected"]
    assert (collected.finished, collected.unfinished, collected.over_quota, collected.left_out) == (4, 1, 1, 1)
    assert collected.rate == "40\u00a0%"
    assert [count for _way, count in collected.ways] == [3, 1]
    assert sum(bar.count for bar in collected.days) == 4


def test_a_member_sees_how_many_answered_and_can_change_nothing(client: Client, process: Process) -> None:
    survey = make.make_survey(process)
    team = town.TeamFactory.create(process=process)
    client.force_login(town.MembershipFactory.create(team=team).user)
    page = client.get(survey.get_absolute_url())
    assert page.status_code == 200
    assert page.context["manages"] is False
    assert address("close", survey) not in page.content.decode()
    for name in ("launch", "close", "invites", "codes", "privacy", "clause", "entry"):
        assert client.post(address(name, survey)).status_code == 404


def test_places_of_pupils_are_rounded_when_a_shipped_questionnaire_is_taken(office: Client, process: Process) -> None:
    office.post(f"{reverse('surveys:survey_new', kwargs=process.address)}?wzor=youth", values_of(entry="link"))
    asked = read_questionnaire(Survey.objects.get().questionnaire.draft)
    places = [item.round_to for item in asked.items() if item.kind == "place"]
    assert places
    assert min(places) >= 500


def test_known_shares_are_kept_and_must_sum_to_a_hundred(office: Client, process: Process) -> None:
    survey = make.make_survey(process)
    url = f"{address('frame', survey)}?pytanie=q1"
    assert office.get(url).context["shown"] == ["q1"]
    office.post(url, {"frame_size": "270", "q1.a": "48,2", "q1.b": "31.8 %", "q1.c": "20", "is_weighted": "on"})
    survey.refresh_from_db()
    assert survey.margins["q1"] == pytest.approx({"a": 0.482, "b": 0.318, "c": 0.2})
    assert (survey.frame_size, survey.is_weighted) == (270, True)
    wrong = {"q1.a": "48,2", "q1.b": "31", "q1.c": "2"}
    assert office.post(url, wrong).context["form"].errors
    pasted = {"q1_paste": "Odpowiedź a\t50\nOdpowiedź b;30\nOdpowiedź c 20%"}
    office.post(url, pasted)
    survey.refresh_from_db()
    assert survey.margins["q1"] == pytest.approx({"a": 0.5, "b": 0.3, "c": 0.2})


@pytest.mark.parametrize(
    "wrong",
    [{"q1.a": "dużo"}, {"q1.a": "-5"}, {"q1.a": "nan"}, {"q1.a": "1e999"}, {"q1_paste": "50\n50"}, {"q1_paste": "a\nb\nc"},
     {"frame_size": "x"}, {"is_weighted": "on"}],
)  # fmt: skip
def test_wrong_shares_are_told(office: Client, process: Process, wrong: dict[str, str]) -> None:
    survey = make.make_survey(process)
    page = office.post(f"{address('frame', survey)}?pytanie=q1", wrong)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert Survey.objects.get().margins == {}


def test_quotas_are_kept_in_the_shape_that_answering_reads(office: Client, process: Process) -> None:
    survey = make.make_survey(process)
    lines = {
        "when_0": "q1=a",
        "most_0": "50",
        "text_0": "Dziękujemy, mamy już dość odpowiedzi.",
        "when_1": "q2=b",
        "most_1": "9",
    }
    office.post(address("quotas", survey), lines)
    survey.refresh_from_db()
    assert survey.quotas == [
        {"code": "q1_a", "when": {"item": "q1", "op": "is", "value": "a"}, "most": 50,
         "text": {"pl": "Dziękujemy, mamy już dość odpowiedzi."}},
        {"code": "q2_b", "when": {"item": "q2", "op": "includes", "value": "b"}, "most": 9, "text": {}},
    ]  # fmt: skip
    office.post(address("quotas", survey), {"when_0": "", "most_0": "", "when_1": "q2=b", "most_1": "9"})
    survey.refresh_from_db()
    assert [quota["code"] for quota in survey.quotas] == ["q2_b"]


@pytest.mark.parametrize(
    "wrong", [{"when_0": "q1=a"}, {"most_0": "5"}, {"when_0": "q9=x", "most_0": "5"}, {"when_0": "q1=a", "most_0": "0"},
              {"when_0": "q1=a", "most_0": "5", "when_1": "q1=a", "most_1": "6"}],
)  # fmt: skip
def test_wrong_quotas_are_told(office: Client, process: Process, wrong: dict[str, str]) -> None:
    survey = make.make_survey(process)
    assert office.post(address("quotas", survey), wrong).context["form"].errors
    assert Survey.objects.get().quotas == []


def test_the_editor_leads_back_to_the_surveys_and_says_when_one_is_running(office: Client, process: Process) -> None:
    survey = make.make_survey(process, phase="draft")
    editor = survey.questionnaire.get_absolute_url()
    renewal = address("edition_change", survey)
    before = office.get(editor).content.decode()
    assert f'href="{survey.get_absolute_url()}"' in before
    assert renewal not in before
    running = make.make_survey(process, phase="open")
    for name in ("questionnaire", "translations", "checks", "editions"):
        page = office.get(reverse(f"questions:{name}", kwargs=running.questionnaire.address)).content.decode()
        assert f'href="{running.get_absolute_url()}"' in page
        assert f'href="{address("edition_change", running)}"' in page
