"""What comes next in a call, on its own page and among the steps of its process."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from sciezka.rooms.calls.models import Call, Declaration, Inquiry, Protocol, Reservation
from sciezka.rooms.calls.queries.ahead import list_waiting, say_ahead
from sciezka.rooms.calls.queries.applying_fate import read_fate
from sciezka.rooms.calls.queries.next_steps import count_work, find_next
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Process, Seat
from sciezka.rooms.town.queries.next_steps import ask_rooms
from tests.factories.calls import make_call, make_card, make_check, make_decision, make_submission
from tests.factories.city import City, found_city
from tests.factories.commission import enter, make_bench, make_ready, pledge
from tests.factories.people import UserFactory
from tests.factories.town import LegalActFactory, ProcessFactory, SeatFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def city() -> City:
    """Give a town with a co-ordinator."""
    return found_city()


def ask(call: Call, user: User) -> tuple[str, str]:
    """Give the page where what comes next is done, and the sentence."""
    said = find_next(user, call, count_work([call])[call.pk], timezone.now())
    return said.href.removeprefix(call.get_absolute_url()), said.text


def test_what_was_loaded_without_a_check_waits_for_a_decision_too(city: City) -> None:
    call = make_call(city.process, phase="deciding")
    make_submission(call, channel="import")
    assert "1 submission waits for a decision" in ask(call, city.coordinator)[1]


def test_each_phase_leads_to_what_waits_in_it(city: City) -> None:
    """Nothing is urged that is done, and what is done leads on."""
    user = city.coordinator
    call = make_call(city.process)
    assert ask(call, user)[0] == "pytania/"
    make_submission(call)
    assert ask(call, user)[0] == "zgloszenia/pokrycie/"
    Inquiry.objects.create(call=call, text="Kto może zgłosić?")
    assert ask(call, user)[0] == "pytania/"

    call = make_call(city.process, phase="checking")
    assert ask(call, user)[0] == "odwolanie/"
    one = make_submission(call)
    assert ask(call, user)[0] == "zgloszenia/ocena-formalna/"
    check = make_check(one, "supplement")
    assert "supplemented" in ask(call, user)[1]
    check.outcome = "failed"
    check.save()
    assert ask(call, user)[0] == "odwolanie/"
    check.outcome = "passed"
    check.save()
    assert ask(call, user)[0] == "sklad-komisji/"

    call = make_call(city.process, phase="scoring")
    one = make_submission(call)
    make_check(one)
    card = make_card(one, UserFactory.create(), done=False)
    assert ask(call, user)[0] == "komisja/"
    card.handed_in_at = timezone.now()
    card.save()
    assert ask(call, user)[0] == "komisja/ocena/"

    call = make_call(city.process, phase="deciding")
    one = make_submission(call)
    make_check(one)
    assert ask(call, user) == ("ranking/", "1 submission waits for a decision with a reason.")
    make_decision(one)
    assert ask(call, user)[0] == "protokoly/"
    Protocol.objects.create(call=call, number=1)
    assert ask(call, user)[0] == "ranking/"

    call = make_call(city.process, phase="published")
    assert ask(call, user)[0] == "zastrzezenia/"
    call.results_at = timezone.now() - dt.timedelta(days=100)
    assert ask(call, user) == ("", "The results are published.")
    Reservation.objects.create(submission=make_submission(call), text="Punkty się nie zgadzają.")
    assert ask(call, user)[0] == "zastrzezenia/"


@pytest.mark.parametrize("phase", ["draft", "announced", "open", "checking", "scoring", "deciding", "approved", "published"])
def test_whoever_may_not_act_learns_only_where_a_call_stands(city: City, phase: str) -> None:
    call = make_call(city.process, phase=phase)
    make_check(make_submission(call))
    href, text = ask(call, UserFactory.create())
    assert href == ""
    assert not any(sign.isdigit() for sign in text)


def test_the_process_tells_of_calls_that_run_and_not_to_begin_one(city: City) -> None:
    make_call(city.process, "Dawny nabór", phase="published")
    assert say_ahead(city.process, city.coordinator) == []
    call = make_call(city.process, "Zielone podwórka")
    (step,) = say_ahead(city.process, city.coordinator)
    assert (step.title, step.href) == ("Call: Zielone podwórka", f"{call.get_absolute_url()}pytania/")
    titles = [row.title for row in ask_rooms(city.process, city.coordinator)]
    assert step.title in titles
    assert "The next method: Open calls" not in titles
    assert step.href in city.sign_in("coordinator").get(city.url("process_office")).content.decode()


def test_a_member_is_led_from_the_promise_through_declarations_to_the_cards() -> None:
    bench = make_bench(1, ready=False)
    user = bench.members[0]

    def told() -> list[str]:
        return [step.note for step in say_ahead(bench.call.process, User.objects.get(pk=user.pk)) if "moje" in step.href]

    assert told() == ["Before anything else, make the pledge of impartiality and confidentiality."]
    pledge(bench.call, user)
    assert told() == ["Declare whether anything ties you to those who applied."]
    make_ready(bench.call, user)
    assert told() == []
    Call.objects.filter(pk=bench.call.pk).update(scoring_opened_at=timezone.now())
    make_card(bench.submissions[0], user, done=False)
    assert told() == ["1 score card waits for you."]
    assert Declaration.objects.filter(user=user).exists()


def test_as_many_queries_for_one_call_as_for_thirty(city: City) -> None:
    def count() -> int:
        user = User.objects.get(pk=city.coordinator.pk)
        with CaptureQueriesContext(connection) as seen:
            say_ahead(city.process, user)
        return len(seen)

    make_submission(make_call(city.process))
    first = count()
    for _number in range(5):
        make_submission(make_call(city.process))
    assert count() == first


def test_the_desk_tells_of_calls_that_wait_in_all_of_a_person_s_towns_at_the_same_cost() -> None:
    person, desk = UserFactory.create(language="en"), reverse("town:desk")

    def add_town(role: Seat.Role) -> Call:
        place = SeatFactory.create(user=person, role=role).workspace
        process = ProcessFactory.create(workspace=place)
        quiet = make_call(process, "Cichy nabór")
        make_submission(quiet)
        call = make_call(process, "Zielone podwórka", phase="checking")
        make_submission(call)
        return call

    def look() -> tuple[str, int]:
        client = enter(person)
        with CaptureQueriesContext(connection) as seen:
            page = client.get(desk).content.decode()
        return page, len(seen)

    first = add_town(Seat.Role.COORDINATOR)
    page, cost = look()
    assert (page.count("Call: Zielone"), page.count("Call: Cichy")) == (1, 0)
    assert f'href="{first.get_absolute_url()}zgloszenia/' in page
    foreign = make_call(ProcessFactory.create(), "Obcy nabór", phase="checking")
    make_submission(foreign)
    for role in (Seat.Role.COORDINATOR, Seat.Role.COORDINATOR, Seat.Role.ADVISER):
        add_town(role)
    page, later = look()
    assert page.count("Call: Zielone") >= 3
    assert "Obcy" not in page
    assert later == cost
    Process.objects.update(ended_on=timezone.localdate())
    assert "Call: " not in look()[0]


def test_a_member_s_cards_wait_on_the_desk_and_nothing_of_them_on_another_s() -> None:
    bench = make_bench(1, phase="scoring")
    make_card(bench.submissions[0], bench.members[0], done=False)
    page = reverse("calls:my_cards", kwargs=bench.call.address)
    desks = [enter(user).get(reverse("town:desk")).content.decode() for user in bench.members]
    assert [page in desk for desk in desks] == [True, False]
    assert not any(bench.submissions[0].title in desk for desk in desks)


def test_the_commission_s_empty_page_leads_to_choosing_it(city: City) -> None:
    call = make_call(city.process, phase="checking")
    page, choose = (reverse(f"calls:{name}", kwargs=call.address) for name in ("commission", "call_commission"))
    assert f'href="{choose}"' in city.sign_in("coordinator").get(page).content.decode()
    assert f'href="{choose}"' not in city.sign_in("contributor").get(page).content.decode()


def test_the_fate_goes_by_time_and_tells_the_last_correction(city: City) -> None:
    call = make_call(city.process, phase="published", approval=LegalActFactory.create(workspace=city.process.workspace))
    one = make_submission(call)
    make_check(one)
    make_decision(one)
    for number in (1, 2):
        one.versions.create(number=number, sent_at=timezone.now())
    steps = [step.title for step in read_fate(one, timezone.now())]
    assert steps[:2] == ["Sent", "Corrected"]
    assert steps.index("Results approved") == len(steps) - 2


def test_paper_registered_while_points_are_given_has_not_passed_before_its_check_did(city: City) -> None:
    one = make_submission(make_call(city.process, phase="scoring"), channel="paper")

    def say_states() -> list[str]:
        _sent, check, scoring, *_ahead = read_fate(one, timezone.now())
        return [check.state, scoring.state]

    assert say_states() == ["now", "ahead"]
    check = make_check(one, "supplement", due_at=timezone.now() - dt.timedelta(days=1))
    assert say_states() == ["now", "ahead"]
    check.outcome = "passed"
    check.save()
    assert say_states() == ["done", "now"]


def test_a_question_waits_until_the_call_closes_and_a_check_simply_waits(city: City) -> None:
    asked = make_call(city.process)
    Inquiry.objects.create(call=asked, text="Kto może zgłosić?")
    make_submission(make_call(city.process, phase="checking"))
    assert {row.until for row in list_waiting(city.coordinator, [city.process])} == {asked.closes_at, None}
