"""The way of somebody who answers: page by page, back, away and back again, once."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sciezka.rooms.questions.schema.answers import check_all
from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.surveys.models import Response, Survey
from sciezka.rooms.surveys.queries.running_tickets import COOKIE
from sciezka.rooms.town.models import Process
from tests.factories import town
from tests.factories.answering import Person
from tests.factories.surveys import make_content, make_item, make_option, make_response, make_survey

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def ask(process: Process, *pages: list[dict[str, Any]], **fields: Any) -> Survey:
    """Make an open survey that also speaks English."""
    return make_survey(process, make_content(*pages, languages=["pl", "en"]), **fields)


DONE = "Thank you. The answers have been sent."


@pytest.fixture
def process() -> Process:
    """A process of a town."""
    return town.ProcessFactory.create(workspace__name="Miasto nad Rzeką", workspace__slug="miasto", slug="rozwoj")


@pytest.fixture
def survey(process: Process) -> Survey:
    """An open survey of two pages; the first question must be answered."""
    return ask(process)


def finish(person: Person) -> Person:
    """Answer all of the usual survey."""
    return person.open().send(q1="a").send(q2=["a", "b"], q3="Więcej zieleni")


def test_whoever_answers_all_pages_is_thanked_and_has_one_finished_response(survey: Survey) -> None:
    person = finish(Person(survey))
    assert person.state == DONE
    response = Response.objects.get()
    assert response.answers == {"q1": "a", "q2": ["a", "b"], "q3": "Więcej zieleni"}
    assert response.finished_hour is not None
    assert (response.page, response.channel, response.language) == ("", "link", "en")
    assert response.edition == survey.edition
    assert response.clause == survey.clauses.get()


def test_times_are_kept_to_the_hour_only(survey: Survey) -> None:
    finish(Person(survey))
    response = Response.objects.get()
    for moment in (response.started_hour, response.finished_hour):
        assert moment is not None
        assert (moment.minute, moment.second, moment.microsecond) == (0, 0, 0)


def test_the_door_says_who_asks_what_how_long_and_until_when(survey: Survey) -> None:
    person = Person(survey).open("door")
    assert "Miasto nad Rzeką" in person.text
    assert person.state == "Ankieta"
    assert "3 questions" in person.text
    assert "Open until" in person.text
    assert "Administratorem danych jest burmistrz." in person.text
    assert person.address in person.text


def test_nothing_is_stored_for_whoever_only_looks(survey: Survey) -> None:
    for name in ("door", "answer", "clause_text", "door_qr", "save"):
        assert Person(survey).open(name).answer.status_code == 200
    assert not Response.objects.exists()


def test_a_first_page_with_something_missing_stores_nothing_and_keeps_what_was_typed(process: Process) -> None:
    items = [make_item("q1", required=True), make_item("q2", "long_text"), make_item("q3", "number")]
    person = Person(ask(process, items)).open().send(q2="Pierwsze zdanie", q3="dwa")
    assert person.page == "p1"
    assert "Choose an answer." in person.text
    assert "A number is needed here, such as 12." in person.text
    assert person.form["q2"] == "Pierwsze zdanie"
    assert person.form["q3"] == "dwa"
    assert not Response.objects.exists()


def test_what_is_wrong_is_listed_at_the_top_with_links_to_the_questions(survey: Survey) -> None:
    person = Person(survey).open().send()
    assert 'href="#i-q1"' in person.text
    assert 'id="i-q1"' in person.text
    assert 'aria-describedby="i-q1-error"' in person.text
    assert "<title>To mend" in person.text


def test_going_back_keeps_the_answers_of_both_pages(survey: Survey) -> None:
    person = Person(survey).open().send(q1="b").send("back", q3="Notatka")
    assert person.page == "p1"
    assert person.form["q1"] == "b"
    person.send()
    assert person.page == "p2"
    assert person.form["q3"] == "Notatka"


def test_a_page_that_is_sent_again_changes_its_answers_and_makes_no_other_response(survey: Survey) -> None:
    person = Person(survey).open()
    first = {**person.form, "q1": "a"}
    person.post(first)
    person.post({**first, "q1": "c"})
    assert person.page == "p2"
    assert Response.objects.get().answers == {"q1": "c"}


def test_a_finished_response_answers_a_replay_with_thanks_and_does_not_change(survey: Survey) -> None:
    person = Person(survey).open()
    first = {**person.form, "q1": "a"}
    last = {**person.post(first).form, "q3": "Koniec"}
    person.post(last)
    for replay in (last, first, {**last, "q3": "inaczej"}):
        assert person.post(replay).state == DONE
    assert Response.objects.get().answers == {"q1": "a", "q3": "Koniec"}


def test_two_tabs_of_one_browser_are_one_response(survey: Survey) -> None:
    person = Person(survey).open()
    one = person.form
    other = person.open().form
    person.post({**one, "q1": "a"})
    person.post({**other, "q1": "b"})
    assert Response.objects.get().answers == {"q1": "b"}


def test_whoever_was_cut_off_goes_on_where_they_were(survey: Survey) -> None:
    person = Person(survey).open().send(q1="a")
    again = person.open()
    assert again.page == "p2"
    assert person.open(query={"strona": "p1"}).page == "p1"
    assert person.form["q1"] == "a"
    assert person.open(query={"strona": "nic"}).page == "p2"


def test_nobody_skips_ahead_by_the_address(survey: Survey) -> None:
    assert Person(survey).open(query={"strona": "p2"}).page == "p1"


def test_a_page_sent_out_of_turn_leads_to_the_page_the_person_is_on(survey: Survey) -> None:
    person = Person(survey).open()
    person.post({**person.form, "page": "p2", "q3": "przed czasem"})
    assert person.page == "p1"
    assert not Response.objects.exists()
    person.post({**person.form, "page": "nic", "q1": "a"})
    assert person.page == "p1"


def test_the_private_link_leads_back_on_another_device_in_the_same_language(survey: Survey) -> None:
    person = Person(survey).open(query={"lang": "en"}).send(q1="b")
    person.send("save", q3="Dokończę")
    assert person.state == "The answers have been saved"
    link = person.text.split('id="link"')[1].split('value="')[1].split('"')[0]
    other = Person(survey)
    other.take(other.client.get(link[link.index("/ankieta") :], follow=True))
    assert other.page == "p2"
    assert other.form["q3"] == "Dokończę"
    assert other.form["lang"] == "en"
    other.send()
    assert other.state == DONE
    assert Response.objects.count() == 1
    # What was finished there can't be sent again from here.
    assert person.open().state == "Answers have already been sent from this device"


def test_a_private_link_that_was_made_up_leads_nowhere(survey: Survey) -> None:
    person = Person(survey).open("resume", key="abcd.link..12:podpis")
    assert person.answer.status_code == 404


def test_one_device_answers_once_where_that_is_wanted(survey: Survey) -> None:
    person = finish(Person(survey))
    assert person.open().state == "Answers have already been sent from this device"
    assert person.open("door").state == "Answers have already been sent from this device"
    # The key is no longer on the device, only that it has answered.
    assert Response.objects.get().key_digest
    assert person.client.cookies[COOKIE].value.startswith("done.")


def test_one_device_answers_again_where_that_is_not_forbidden(process: Process) -> None:
    survey = ask(process, once=False)
    person = finish(Person(survey))
    finish(person)
    assert person.state == DONE
    assert Response.objects.filter(finished_hour__isnull=False).count() == 2


def test_the_cookie_is_closed_to_scripts_and_stays_at_the_survey(survey: Survey) -> None:
    cookie = Person(survey).open().client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == f"/ankieta/{survey.door}/"


def test_answers_count_without_cookies_too(survey: Survey) -> None:
    person = Person(survey, cookies=False).open().send(q1="a").send(q2=["c"])
    assert person.state == DONE
    assert Response.objects.get().answers == {"q1": "a", "q2": ["c"]}


def test_the_database_holds_no_key_and_no_address_of_anybody(survey: Survey) -> None:
    person = Person(survey, **{"user-agent": "Przegladarka 1.0"}).open()
    key = person.form["ticket"].split(".")[0]
    person.send(q1="a")
    row = str(Response.objects.values().get())
    assert key not in row
    assert "127.0.0.1" not in row
    assert "Przegladarka" not in row


@pytest.mark.parametrize(
    ("phase", "said"), [("waiting", "The survey is not open yet"), ("closed", "The survey has ended")]
)  # fmt: skip
def test_a_survey_that_is_not_open_says_so_and_takes_nothing(process: Process, phase: str, said: str) -> None:
    survey = ask(process, phase=phase)
    assert Person(survey).open("door").state == said
    assert Person(survey).open().state == said


def test_a_survey_that_was_called_off_says_so(survey: Survey) -> None:
    person = Person(survey).open()
    Survey.objects.update(called_off_at=timezone.now())
    assert person.send(q1="a").state == "The survey was called off"
    assert not Response.objects.exists()


def test_a_draft_has_no_door(process: Process) -> None:
    assert Person(make_survey(process, phase="draft")).open("door").answer.status_code == 404


def test_whoever_began_before_the_end_may_finish_within_half_an_hour(survey: Survey) -> None:
    person, late = Person(survey).open(), Person(survey)
    now = timezone.now()
    # A ticket counts whole seconds.
    Survey.objects.update(closes_at=now)
    assert late.open().state == "The survey has ended"
    person.send(q1="a").send()
    assert person.state == DONE


def test_half_an_hour_after_the_end_nobody_can_finish(survey: Survey) -> None:
    person = Person(survey).open().send(q1="a")
    Survey.objects.update(closes_at=timezone.now() - dt.timedelta(minutes=31))
    assert person.send().state == "The survey has ended"
    assert Response.objects.get().finished_hour is None


def test_what_answers_bring_up_on_the_same_page_is_asked_before_going_on(process: Process) -> None:
    condition = {"item": "q1", "op": "is", "value": "a"}
    survey = ask(process, [make_item("q1"), make_item("q2", "text", show_if=condition)], [make_item("q3")])
    person = Person(survey).open()
    assert person.form["seen"] == "q1"
    person.send(q1="a")
    assert person.page == "p1"
    assert "further questions on this page" in person.text
    assert person.form["seen"] == "q1 q2"
    person.send(q2="Bo tak")
    assert person.page == "p2"
    assert Response.objects.get().answers == {"q1": "a", "q2": "Bo tak"}
    person.send("back").send(q1="b")
    assert Response.objects.get().answers == {"q1": "b"}


def test_a_page_that_was_passed_over_is_asked_before_the_end(process: Process) -> None:
    skip = [make_option("a", skip_to="p3"), make_option("b")]
    survey = ask(
        process, [make_item("q1", options=skip, required=True)], [make_item("q2", required=True)], [make_item("q3")]
    )
    person = Person(survey).open().send(q1="a")
    assert person.page == "p3"
    last = person.form
    person.open(query={"strona": "p1"}).send(q1="b")
    person.post({**last, "do": "next"})
    assert person.page == "p2"
    assert "Choose an answer." in person.text
    person.send(q2="a").send()
    assert person.state == DONE


def test_earlier_answers_are_said_again_and_never_as_markup(process: Process) -> None:
    content = make_content([make_item("q1", "text")], [make_item("q2", text="Dlaczego „{q1}”?")])
    person = Person(make_survey(process, content)).open().send(q1="<b>hałas</b>")
    assert "Dlaczego „&lt;b&gt;hałas&lt;/b&gt;”?" in person.text
    assert "<b>hałas" not in person.text


def test_the_language_changes_in_the_middle_and_keeps_what_was_typed(process: Process) -> None:
    content = make_content([{**make_item("q1", "text"), "text": {"pl": "Imię ulicy", "en": "Name of the street"}}])
    content["languages"] = ["pl", "en", "uk"]
    person = Person(make_survey(process, content)).open()
    assert "Name of the street" in person.text
    person.post({**person.form, "q1": "Długa", "to_lang": "pl"})
    assert "Imię ulicy" in person.text
    assert person.form["q1"] == "Długa"
    assert person.form["lang"] == "pl"
    person.post({**person.form, "to_lang": "uk"})
    assert '<html lang="uk"' in person.text
    assert "Далі" in person.text or "Надіслати" in person.text
    assert 'lang="pl">Imię ulicy' in person.text
    person.send()
    assert Response.objects.get().language == "uk"


def test_a_browser_that_speaks_ukrainian_is_answered_in_it(process: Process) -> None:
    content = {**make_content(), "languages": ["pl", "uk"]}
    survey = make_survey(process, content)
    assert '<html lang="uk"' in Person(survey, **{"accept-language": "uk-UA,uk;q=0.9,pl;q=0.5"}).open("door").text
    assert '<html lang="pl"' in Person(survey, **{"accept-language": "de"}).open("door").text
    assert '<html lang="pl"' in Person(survey, **{"accept-language": "uk"}).open("door", query={"lang": "pl"}).text


def test_the_order_of_shuffled_answers_is_the_same_for_one_person_and_differs_between_people(process: Process) -> None:
    options = [make_option(f"o{n}") for n in range(8)]
    survey = make_survey(process, make_content([make_item("q1", options=options, shuffle=True)], [make_item("q2")]))

    def order(person: Person) -> list[str]:
        return [part.split('"')[0] for part in person.text.split('name="q1" value="')[1:]]

    people = [Person(survey).open() for _ in range(6)]
    assert all(sorted(order(person)) == sorted(f"o{n}" for n in range(8)) for person in people)
    assert len({tuple(order(person)) for person in people}) > 1
    assert order(people[0]) == order(people[0].open())


def test_someone_finishing_an_older_edition_answers_its_words(survey: Survey) -> None:
    person = Person(survey).open().send(q1="a")
    assert survey.edition is not None
    newer = {**survey.edition.content, "thanks": {"pl": "Nowe podziękowanie"}}
    edition = survey.questionnaire.editions.create(number=2, content=newer, digest="nowy")
    Survey.objects.update(edition=edition)
    person.send(q3="Koniec")
    assert person.state == DONE
    assert Response.objects.get().edition == survey.edition


def test_published_results_are_offered_at_the_end(survey: Survey) -> None:
    finish(Person(survey))
    assert "See the results" not in finish(Person(survey)).text
    survey.releases.create(number=1, published_at=timezone.now())
    assert "See the results" in finish(Person(survey)).text


def test_pages_are_kept_by_no_browser_and_no_proxy(survey: Survey) -> None:
    person = Person(survey).open("door")
    for step in (person, person.open(), person.send(q1="a")):
        assert step.answer["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in step.answer["Content-Security-Policy"]


def test_a_page_takes_the_same_few_queries_for_one_and_for_many_questions(
    process: Process, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    few = make_survey(process, make_content([make_item("q1")], [make_item("q2")]))
    items = [[make_item(f"p{page}q{n}") for n in range(20)] for page in range(2)]
    for survey in (few, make_survey(process, make_content(*items))):
        finished = Person(survey).open().send()
        finished.send()
        person = Person(survey)
        with django_assert_num_queries(1):
            person.open()
        # Which survey; which response; its row.
        with django_assert_num_queries(3):
            person.send()
        # The same; whether there are results to show is known with the survey.
        with django_assert_num_queries(3):
            person.send()


def test_all_that_was_stored_is_sound(survey: Survey) -> None:
    finish(Person(survey))
    assert survey.edition is not None
    questionnaire = read_questionnaire(survey.edition.content)
    assert all(check_all(questionnaire, response.answers) == () for response in Response.objects.all())


def test_a_response_given_before_does_not_show_to_somebody_else(survey: Survey) -> None:
    make_response(survey, {"q1": "b"}, done=False)
    person = Person(survey).open()
    assert person.page == "p1"
    assert "q1" not in person.form


def test_answers_of_other_methods_are_refused(survey: Survey) -> None:
    client: Any = Client()
    for method in ("put", "delete", "patch"):
        assert getattr(client, method)(Person(survey).address).status_code == 405
