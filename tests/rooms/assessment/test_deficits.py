"""Deficits on the golden thread, improvements and the action plan."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from sciezka.rooms.assessment.actions.deficits import name_deficit, restore_deficit, withdraw_deficit
from sciezka.rooms.assessment.actions.improvements import ImprovementValues, edit_improvement, propose_improvement
from sciezka.rooms.assessment.models import Assessment, Deficit, Improvement
from sciezka.rooms.assessment.queries.deficits import find_deficits
from sciezka.rooms.thread.models import Node
from tests.factories.city import City, found_city
from tests.rooms.assessment.judged import card_of, close, judge, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return found_city()


@pytest.fixture
def assessment(city: City) -> Assessment:
    return judge(city)[0]


def test_a_deficit_hangs_on_the_thread_with_a_code_and_no_level(city: City, assessment: Assessment) -> None:
    typed = {"title": "Nikt  nie odpowiada za przegląd", "causes": "Brak etatu"}
    answer = city.sign_in("contributor").post(url(assessment, "deficit_new", question="P1"), typed)
    assert answer.url == url(assessment, "card", question="P1") + "#deficyty"
    deficit, node = Deficit.objects.get(), Node.objects.get()
    assert (node.code, node.type, node.title) == ("D-01", "deficit", "Nikt nie odpowiada za przegląd")
    assert node.citation is not None
    assert (node.citation.number, node.citation.href) == (None, deficit.get_absolute_url())
    standing = find_deficits(city.process, [str(deficit.pk), "x", "9" * 30])
    assert standing[str(deficit.pk)].href == url(assessment, "card", question="P1")
    page = city.sign_in("viewer").get(node.get_absolute_url())
    assert page.status_code == 200
    assert "Nikt nie odpowiada" in page.content.decode()


def test_deficits_of_another_process_are_not_found(assessment: Assessment) -> None:
    deficit = name_deficit(actor=None, card=card_of(assessment), title="Brak przeglądu")
    assert not find_deficits(found_city().process, [str(deficit.pk)])


def test_rewording_keeps_the_code_and_withdrawing_can_be_undone(city: City, assessment: Assessment) -> None:
    deficit = name_deficit(actor=None, card=card_of(assessment), title="Brak przeglądu")
    client = city.sign_in("contributor")
    words = {"question": "P1", "deficit": deficit.pk}
    assert client.post(url(assessment, "deficit_edit", **words), {"title": "Brak corocznego przeglądu"}).status_code == 302
    node = Node.objects.get()
    assert (node.code, node.title, node.is_taken_off) == ("D-01", "Brak corocznego przeglądu", False)
    client.post(url(assessment, "deficit_withdraw", **words))
    client.post(url(assessment, "deficit_withdraw", **words))
    node.refresh_from_db()
    assert node.is_taken_off
    client.post(url(assessment, "deficit_restore", **words))
    node.refresh_from_db()
    assert (node.code, node.is_taken_off) == ("D-01", False)
    assert Deficit.objects.get().withdrawn_at is None


@pytest.mark.parametrize("title", ["", "   ", "a" * 301])
def test_a_deficit_without_a_sentence_is_refused(city: City, assessment: Assessment, title: str) -> None:
    answer = city.sign_in("contributor").post(url(assessment, "deficit_new", question="P1"), {"title": title})
    assert answer.status_code == 200
    assert not Deficit.objects.exists()


def test_a_closed_assessment_keeps_its_deficits(city: City, assessment: Assessment) -> None:
    deficit = name_deficit(actor=None, card=card_of(assessment), title="Brak przeglądu")
    close(assessment)
    deficit.card.assessment.refresh_from_db()
    for change in (withdraw_deficit, restore_deficit):
        with pytest.raises(ValidationError, match=r"closed|zamknięta"):
            change(actor=None, deficit=deficit)
    answer = city.sign_in("contributor").post(url(assessment, "deficit_new", question="P1"), {"title": "Nowy"})
    assert answer.status_code == 200
    assert Deficit.objects.count() == 1


def test_lines_on_the_card_can_be_put_on_the_thread(city: City, assessment: Assessment) -> None:
    client = city.sign_in("contributor")
    client.post(url(assessment, "card", question="P1"), {"deficits_text": "- Brak planu\nBrak danych"})
    page = client.get(url(assessment, "card", question="P1")).content.decode()
    assert "?tresc=Brak%20planu" in page
    form = client.get(url(assessment, "deficit_new", question="P1"), {"tresc": "Brak planu"}).content.decode()
    assert 'value="Brak planu"' in form
    name_deficit(actor=None, card=card_of(assessment), title="brak planu")
    page = client.get(url(assessment, "card", question="P1")).content.decode()
    assert "?tresc=Brak%20planu" not in page
    assert "?tresc=Brak%20danych" in page


def test_an_improvement_is_a_line_of_the_plan(city: City, assessment: Assessment) -> None:
    deficit = name_deficit(actor=None, card=card_of(assessment), title="Brak przeglądu")
    typed = {
        "title": "Wyznaczyć osobę", "deficit": deficit.pk, "owner": "Wydział Organizacyjny", "person": city.contributor.pk,
        "due": "2020-06-30", "priority": "1", "state": "planned",
    }  # fmt: skip
    client = city.sign_in("contributor")
    assert client.post(url(assessment, "improvement_new", question="P1"), typed).status_code == 302
    page = client.get(url(assessment, "plan")).content.decode()
    assert "Wyznaczyć osobę" in page
    assert "D-01" in page
    assert "past its day" in page
    assert "has no answer yet" not in page
    assert "Wyznaczyć osobę" not in client.get(url(assessment, "plan"), {"stan": "done"}).content.decode()
    assert client.get(url(assessment, "plan"), {"stan": "bzdura"}).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [{"title": ""}, {"priority": "7"}, {"state": "kiedyś"}, {"due": "32.13.2026"}, {"due": "0001-01-01"}, {"person": "abc"},
     {"person": "99999999999999999999"}, {"deficit": "1'; --"}],
)  # fmt: skip
def test_a_bad_improvement_is_refused(city: City, assessment: Assessment, typed: dict[str, str]) -> None:
    name_deficit(actor=None, card=card_of(assessment), title="Brak przeglądu")
    whole = {"title": "Zrobić", "priority": "2", "state": "proposed", **typed}
    answer = city.sign_in("contributor").post(url(assessment, "improvement_new", question="P1"), whole)
    assert answer.status_code == 200
    assert not Improvement.objects.exists()


def test_the_plan_goes_on_after_the_assessment_was_closed(city: City, assessment: Assessment) -> None:
    row = propose_improvement(actor=None, card=card_of(assessment), values=ImprovementValues(title="Zrobić"))
    close(assessment)
    typed = {"title": "Zrobić", "priority": "2", "state": "done", "due": "", "owner": ""}
    words = {"question": "P1", "improvement": row.pk}
    assert city.sign_in("contributor").post(url(assessment, "improvement_edit", **words), typed).status_code == 302
    assert Improvement.objects.get().state == "done"
    assert city.sign_in("viewer").post(url(assessment, "improvement_edit", **words), typed).status_code == 404
    # What was planned is dropped, not erased.
    city.sign_in("contributor").post(url(assessment, "improvement_remove", **words))
    assert Improvement.objects.exists()


def test_what_was_only_proposed_can_be_removed(city: City, assessment: Assessment) -> None:
    row = propose_improvement(actor=None, card=card_of(assessment), values=ImprovementValues(title="Zrobić"))
    city.sign_in("contributor").post(url(assessment, "improvement_remove", question="P1", improvement=row.pk))
    assert not Improvement.objects.exists()


def test_an_improvement_answers_only_a_deficit_of_its_own_card(assessment: Assessment) -> None:
    deficit = name_deficit(actor=None, card=card_of(assessment, "P2"), title="Brak przeglądu")
    row = propose_improvement(actor=None, card=card_of(assessment), values=ImprovementValues(title="Zrobić"))
    with pytest.raises(ValidationError):
        edit_improvement(actor=None, improvement=row, values=ImprovementValues(title="Zrobić", deficit=deficit))


def test_pressing_lines_stand_first_and_dropped_ones_last(city: City, assessment: Assessment) -> None:
    day = timezone.localdate() + dt.timedelta(days=9)
    for title, priority, state in (("Trzecie", 3, "planned"), ("Pierwsze", 1, "planned"), ("Porzucone", 1, "dropped")):
        values = ImprovementValues(title=title, priority=priority, state=state, due=day)
        propose_improvement(actor=None, card=card_of(assessment), values=values)
    lines = city.sign_in("coordinator").get(url(assessment, "plan")).context["lines"]
    assert [line.row.title for line in lines] == ["Pierwsze", "Trzecie", "Porzucone"]
    assert not any(line.is_late for line in lines)
