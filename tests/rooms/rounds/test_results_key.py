"""The result by a personal address, and the ways that lead to results, meetings and own proposals."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.rooms.rounds.actions.answers import open_sheet
from sciezka.rooms.rounds.actions.meetings import agree_here, end_meeting, start_meeting
from sciezka.rooms.rounds.models import Answer, Participant, Proposal, Round
from sciezka.rooms.rounds.queries.sheets import key_of
from tests.factories import town
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round, make_sheet
from tests.rooms.rounds.tallies import lead, sign_in

pytestmark = pytest.mark.django_db


def make_listed(people: int = 6, **fields: object) -> Round:
    """Make a closed round of people without accounts, each with a reason."""
    round_ = make_round(town.ProcessFactory.create(), people=0, **{"audience": "list", "phase": "closed", **fields})  # type: ignore[arg-type]
    item = round_.items.all()[0]
    for number in range(people):
        person = Participant.objects.create(round=round_, name=f"Osoba {number}", email=f"o{number}@miasto.example")
        make_sheet(person, {item: 2 + number % 2})
    Answer.objects.update(reason="Znam tę organizację")
    return round_


def pages_of(round_: Round, person: Participant | None = None) -> list[str]:
    key = key_of(person or round_.participants.all()[0])
    item = round_.items.all()[0]
    return [
        reverse("rounds:key_result", kwargs={"key": key}),
        reverse("rounds:key_result_item", kwargs={"key": key, "item": item.pk}),
    ]


def test_who_took_part_without_an_account_reads_the_result_and_no_names(client: Client) -> None:
    round_ = make_listed()
    item = round_.items.all()[0]
    meeting = start_meeting(actor=None, round=round_, present=round_.participants.all()[:2], guests="Gość z urzędu")
    agree_here(actor=None, meeting=meeting, item=item, scale="sila", value=2, reason="Po rozmowie")
    result, about = pages_of(round_)
    answers = [client.get(result), client.get(about)]
    for answer in answers:
        assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")
        assert "no-store" in answer["Cache-Control"]
        assert not {"Osoba", "Gość"} & set(answer.content.decode().split())
        assert "biuro/" not in answer.content.decode()
    assert f'href="{about}"' in answers[0].content.decode()
    assert "Znam tę organizację" in answers[1].content.decode()
    assert client.get(f"{result}?uklad=wartosc&stan=uzgodnione").context["lines"][0].line.item == item


@pytest.mark.parametrize("kind", ["ranking", "pick", "matrix"])
def test_each_kind_of_round_has_its_result_by_a_personal_address(client: Client, kind: str) -> None:
    round_ = make_listed(kind=kind)
    for page in pages_of(round_):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "biuro/" not in answer.content.decode()


def test_nothing_is_read_before_the_end_of_a_blind_round(client: Client) -> None:
    round_ = make_listed(phase="open")
    for page in pages_of(round_):
        answer = client.get(page)
        assert answer.status_code == 302
        assert answer["Location"] == reverse("rounds:key_answer", kwargs={"key": key_of(round_.participants.all()[0])})


def test_a_round_that_hides_nothing_is_read_while_it_is_open(client: Client) -> None:
    round_ = make_listed(phase="open", is_blind=False)
    assert [client.get(page).status_code for page in pages_of(round_)] == [200, 200]


def test_an_anonymous_round_of_few_is_not_read_by_a_personal_address(client: Client) -> None:
    round_ = make_listed(people=4, is_anonymous=True)
    for page in pages_of(round_):
        answer = client.get(page)
        assert answer.context["result"].withheld == "few"
        assert "Znam" not in answer.content.decode()


def test_keys_of_others_forged_and_of_people_taken_off_open_no_result(client: Client) -> None:
    round_, other = make_listed(), make_listed()
    person, removed = round_.participants.all()[:2]
    Participant.objects.filter(pk=removed.pk).update(removed_at=timezone.now())
    item = other.items.all()[0]
    assert client.get(reverse("rounds:key_result_item", kwargs={"key": key_of(person), "item": item.pk})).status_code == 404
    assert [client.get(page).status_code for page in pages_of(round_, removed)] == [404, 404]
    assert client.get(reverse("rounds:key_result", kwargs={"key": f"{person.pk}:zgadniete"})).status_code == 404
    assert client.post(pages_of(round_)[0]).status_code == 405
    Round.objects.update(called_off_at=timezone.now())
    assert client.get(pages_of(round_)[0]).status_code == 302


def test_the_page_of_answers_leads_to_the_result_once_it_may_be_seen(client: Client) -> None:
    round_ = make_listed()
    key = key_of(round_.participants.all()[0])
    page = client.get(reverse("rounds:key_answer", kwargs={"key": key})).content.decode()
    assert pages_of(round_)[0] in page
    Round.objects.update(closes_at=timezone.now() + dt.timedelta(days=1))
    page = client.get(reverse("rounds:key_answer", kwargs={"key": key})).content.decode()
    assert pages_of(round_)[0] not in page


def test_the_office_page_leads_to_the_meeting_results_agenda_files_late_answers_and_waves(client: Client) -> None:
    round_ = make_round(town.ProcessFactory.create(), people=2, phase="closed")
    lead(client, round_.process)
    names = ("meeting_start", "result", "agenda", "result_xlsx", "result_csv", "result_json", "wave_new")
    page = client.get(round_.get_absolute_url()).content.decode()
    for name in names:
        assert f'href="{reverse(f"rounds:{name}", kwargs=round_.address)}"' in page
    late = reverse("rounds:late", kwargs=round_.address)
    assert late not in page
    make_sheet(round_.participants.all()[0], {round_.items.all()[0]: 2})
    Answer.objects.update(fate=Answer.Fate.LATE)
    assert late in client.get(round_.get_absolute_url()).content.decode()


def test_a_meeting_that_goes_on_is_found_from_the_pages_of_the_round(client: Client) -> None:
    round_ = make_round(town.ProcessFactory.create(), people=2, phase="closed")
    meeting = start_meeting(actor=None, round=round_)
    words = {**round_.address, "meeting": meeting.pk}
    desk, view = reverse("rounds:meeting", kwargs=words), reverse("rounds:meeting_view", kwargs=words)
    list_page = reverse("rounds:rounds", kwargs=round_.process.address)
    result_page = reverse("rounds:result", kwargs=round_.address)
    lead(client, round_.process)
    for page in (round_.get_absolute_url(), list_page, result_page):
        assert f'href="{desk}"' in client.get(page).content.decode()
    person = round_.participants.all()[0].user
    assert person is not None
    sign_in(client, person)
    for page in (list_page, result_page):
        assert f'href="{view}"' in client.get(page).content.decode()
        assert f'href="{desk}"' not in client.get(page).content.decode()
    end_meeting(actor=None, meeting=meeting)
    assert view not in client.get(list_page).content.decode()


@pytest.mark.parametrize("phase", ["sorting", "open", "closed"])
def test_an_author_is_led_to_what_became_of_their_proposals(client: Client, phase: str) -> None:
    author = UserFactory.create(language="en")
    round_ = make_round(town.ProcessFactory.create(), people=[author], phase=phase, collects=True)
    if phase != "sorting":
        Round.objects.update(settled_at=timezone.now())
    sheet = open_sheet(round_.participants.get())
    Proposal.objects.create(round=round_, sheet=sheet, title="Orkiestra", left_out="Nie działa w mieście")
    sign_in(client, author)
    link = reverse("rounds:propose", kwargs=round_.address)
    start = round_.get_absolute_url() if phase == "sorting" else reverse("rounds:answer", kwargs=round_.address)
    assert link in client.get(start).content.decode()
    assert "Nie działa w mieście" in client.get(link).content.decode()
