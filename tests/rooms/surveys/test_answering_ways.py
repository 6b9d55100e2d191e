"""The ways in: class codes, personal passes, a kiosk, frames of other sites; and what stands in the way of programs."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from sciezka.kit.crowds import TOLD_AT_ONCE, Crowd
from sciezka.kit.models import Tally
from sciezka.kit.tallies import count_up
from sciezka.rooms.surveys.actions import floods
from sciezka.rooms.surveys.models import AnswerFile, ClassCode, Invitation, Response, Survey
from sciezka.rooms.surveys.queries import running_pace
from sciezka.rooms.surveys.queries.passes import make_pass
from sciezka.rooms.surveys.queries.running_pace import cut_address, is_hasty
from sciezka.rooms.surveys.queries.running_quotas import find_full_quota
from sciezka.rooms.surveys.queries.running_tickets import COOKIE, Ticket, issue_ticket, read_ticket, write_ticket
from sciezka.rooms.surveys.tasks.clock import stir_survey
from sciezka.rooms.town.models import Process
from tests.factories import town
from tests.factories.answering import Person
from tests.factories.surveys import make_content, make_item, make_survey

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

DONE = "Thank you. The answers have been sent."
PDF = b"%PDF-1.4\n%%EOF"


@pytest.fixture
def process() -> Process:
    """A process of a town."""
    return town.ProcessFactory.create(workspace__slug="miasto", slug="rozwoj")


def ask(process: Process, *pages: list[dict[str, Any]], **fields: Any) -> Survey:
    """Make an open survey that also speaks English."""
    return make_survey(process, make_content(*pages, languages=["pl", "en"]), **fields)


def finish(person: Person) -> Person:
    """Answer both pages of the usual survey."""
    return person.send(q1="a").send(q3="Koniec")


# Class codes


@pytest.fixture
def school(process: Process) -> Survey:
    """A survey for classes, with one code."""
    survey = ask(process, entry="codes")
    ClassCode.objects.create(survey=survey, code="K7M-PQ2", label="4a", group="liceum", size=2)
    return survey


def test_a_class_code_lets_in_however_it_is_typed(school: Survey) -> None:
    for typed in ("K7M-PQ2", " k7mpq2 ", "k7m pq2"):
        assert Person(school).open("door").start(code=typed).page == "p1"


def test_an_answer_by_a_code_keeps_its_group_and_is_counted(school: Survey) -> None:
    assert finish(Person(school).open("door").start(code="K7MPQ2")).state == DONE
    response = Response.objects.get()
    assert (response.channel, response.group) == ("code", "liceum")
    assert ClassCode.objects.get().used == 1


def test_one_device_of_a_school_takes_one_pupil_after_another(school: Survey) -> None:
    person = Person(school)
    for _pupil in range(2):
        assert finish(person.open("door").start(code="K7MPQ2")).state == DONE
    assert Response.objects.filter(finished_hour__isnull=False).count() == 2


def test_a_code_takes_a_fifth_more_answers_than_the_class_has_pupils(school: Survey) -> None:
    people = [Person(school).open("door").start(code="K7MPQ2") for _ in range(4)]
    states = [finish(person).state for person in people]
    # Two pupils, and one more.
    assert states == [DONE] * 3 + ["As many have answered with this code as it was made for"]
    assert ClassCode.objects.get().used == 3
    refused = Person(school).open("door").start(code="K7MPQ2")
    assert "As many have answered with this code" in refused.text
    assert refused.answer.status_code == 422


@pytest.mark.parametrize("typed", ["", "nic", "K7MPQ3", "' OR 1=1", "\x00", "9" * 500])
def test_a_wrong_code_is_told_and_shown_again(school: Survey, typed: str) -> None:
    person = Person(school).open("door").start(code=typed)
    assert "There is no such code" in person.text
    assert person.form["code"].strip("\ufffd") == typed[:20].strip("\x00")


def test_a_stopped_code_lets_nobody_in(school: Survey) -> None:
    ClassCode.objects.update(is_stopped=True)
    assert "As many have answered" in Person(school).open("door").start(code="K7MPQ2").text


def test_without_a_code_one_comes_to_the_door(school: Survey) -> None:
    assert 'name="code"' in Person(school).open().text


def test_a_code_of_another_survey_does_not_open_this_one(process: Process, school: Survey) -> None:
    other = ask(process, entry="codes")
    assert school.codes.get().code == "K7M-PQ2"
    assert "There is no such code" in Person(other).open("door").start(code="K7MPQ2").text


# Personal passes


@pytest.fixture
def invitation(process: Process) -> Invitation:
    """Somebody on the list of a survey."""
    return Invitation.objects.create(survey=ask(process, entry="list"), email="osoba@miasto.example")


def test_a_pass_is_used_up_at_the_end_and_not_before(invitation: Invitation) -> None:
    person = Person(invitation.survey).open("pass", passkey=make_pass(invitation)).start().send(q1="a")
    assert not Invitation.objects.get().is_used
    person.send()
    assert person.state == DONE
    assert Invitation.objects.get().is_used
    again = Person(invitation.survey).open("pass", passkey=make_pass(invitation))
    assert again.state == "This personal link has already been used"


def test_a_pass_opened_on_two_devices_is_used_once(invitation: Invitation) -> None:
    passkey = make_pass(invitation)
    one, other = (Person(invitation.survey).open("pass", passkey=passkey).start().send(q1="a") for _ in range(2))
    assert one.send().state == DONE
    assert other.send().state == "This personal link has already been used"
    assert Response.objects.filter(finished_hour__isnull=False).count() == 1


def test_a_pass_opened_again_on_the_same_device_goes_on(invitation: Invitation) -> None:
    passkey = make_pass(invitation)
    person = Person(invitation.survey).open("pass", passkey=passkey).start().send(q1="a")
    assert person.open("pass", passkey=passkey).start().page == "p2"


@pytest.mark.parametrize("passkey", ["1-0000000000000000000000000", "nic", "1", "9" * 400])
def test_a_made_up_pass_leads_nowhere(invitation: Invitation, passkey: str) -> None:
    person = Person(invitation.survey).open("pass", passkey=passkey)
    assert person.answer.status_code == 404
    assert person.state == "This link does not lead to a survey"


def test_without_a_pass_a_list_lets_nobody_in(invitation: Invitation) -> None:
    assert "Only people who were sent a personal link can answer." in Person(invitation.survey).open().text


def test_nothing_of_the_response_points_to_the_invitation(invitation: Invitation) -> None:
    passkey = make_pass(invitation)
    finish(Person(invitation.survey).open("pass", passkey=passkey).start())
    row = {name: str(value) for name, value in Response.objects.values().get().items()}
    assert passkey not in str(row)
    assert invitation.email not in str(row)
    assert row["key_digest"] != Ticket(passkey, "list").digest
    assert not {field.name for field in Response._meta.get_fields()} & {"invitation", "class_code"}


# The kiosk


def test_a_kiosk_takes_one_after_another_and_leaves_no_cookie(process: Process) -> None:
    survey = ask(process, kiosk_word="holurzedu")
    person = Person(survey)
    for _visitor in range(2):
        assert finish(person.open("kiosk", kiosk="holurzedu").start()).state == DONE
        assert "Next person" in person.text
        assert COOKIE not in person.client.cookies
    assert Response.objects.filter(channel="kiosk").count() == 2


def test_a_kiosk_offers_no_way_back_to_answers(process: Process) -> None:
    person = Person(ask(process, kiosk_word="holurzedu")).open("kiosk", kiosk="holurzedu").start()
    assert "Save and go on later" not in person.text
    assert "data-page" not in person.text
    assert 'data-kiosk="' in person.text


def test_a_kiosk_opens_by_its_word_only(process: Process) -> None:
    assert Person(ask(process, kiosk_word="holurzedu")).open("kiosk", kiosk="inne").answer.status_code == 404
    assert Person(ask(process)).open("kiosk", kiosk="holurzedu").answer.status_code == 404


def test_a_kiosk_that_was_shut_takes_no_more_answers(process: Process) -> None:
    survey = ask(process, kiosk_word="holurzedu", entry="list")
    person = Person(survey).open("kiosk", kiosk="holurzedu").start()
    Survey.objects.update(kiosk_word="")
    assert person.send(q1="a").answer.status_code == 403


# Frames of other sites


def test_a_frame_opens_on_named_sites_only_and_needs_no_cookies(process: Process) -> None:
    survey = ask(process, embed_hosts=["www.miasto.example"])
    person = Person(survey, cookies=False).open("embed")
    for step in (lambda: person, person.start, lambda: person.send(q1="a"), lambda: person.send(q3="Koniec")):
        step()
        assert "frame-ancestors https://www.miasto.example" in person.answer["Content-Security-Policy"]
        assert "X-Frame-Options" not in person.answer
        assert not person.answer.cookies
    assert person.state == DONE
    assert Response.objects.get().channel == "embed"


def test_pages_outside_frames_stay_outside(process: Process) -> None:
    person = Person(ask(process, embed_hosts=["www.miasto.example"])).open()
    assert "frame-ancestors 'none'" in person.answer["Content-Security-Policy"]
    assert person.answer["X-Frame-Options"] == "DENY"


def test_a_survey_that_no_site_may_embed_has_no_frame(process: Process) -> None:
    assert Person(ask(process)).open("embed").answer.status_code == 404


# Quotas


def make_quota(most: int) -> dict[str, Any]:
    """Want so many who answer „a”."""
    return {"code": "kobiety", "when": {"item": "q1", "op": "is", "value": "a"}, "most": most, "text": {"en": "Enough."}}


def test_whoever_comes_after_a_quota_is_full_is_thanked_at_once_and_nothing_of_them_is_kept(process: Process) -> None:
    survey = ask(process, quotas=[make_quota(1)])
    assert finish(Person(survey).open()).state == DONE
    late = Person(survey).open().send(q1="a")
    assert late.state == "Thank you for the willingness to take part"
    assert "Enough." in late.text
    assert Response.objects.get(quota="kobiety").answers == {}
    assert Person(survey).open().send(q1="a").state == "Thank you for the willingness to take part"
    other = Person(survey).open().send(q1="b").send()
    assert other.state == DONE


def test_quotas_that_cannot_be_read_stop_nobody(process: Process) -> None:
    for quotas in ([{}], [{"code": "x", "when": {"item": "q1"}, "most": 1}], {"a": 1}, [None, 3]):
        survey = ask(process, quotas=quotas)
        assert find_full_quota(survey, {"q1": "a"}) == ""
        assert finish(Person(survey).open()).state == DONE


# Programs, and other sites


def test_a_field_that_people_do_not_see_holds_programs_off_and_loses_nothing(process: Process) -> None:
    person = Person(ask(process)).open().send(q1="a", website="https://spam.example")
    assert "please press “Next” once more" in person.text
    assert person.form["q1"] == "a"
    assert "spam" not in person.text
    assert not Response.objects.exists()
    assert person.send().page == "p2"


def test_a_first_page_that_comes_back_within_a_second_from_outside_is_asked_for_again(process: Process) -> None:
    with time_machine.travel("2026-11-23 12:00:00+00:00", tick=False) as clock:
        survey = ask(process)
        person = Person(survey)
        person.client.defaults["REMOTE_ADDR"] = "203.0.113.7"
        person.open().send(q1="a")
        assert "please press “Next” once more" in person.text
        clock.shift(2)
        assert person.send().page == "p2"


def test_a_whole_school_behind_one_address_gets_in_and_a_flood_does_not_whichever_process_it_meets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def come(times: int, door: str = "drzwi", address: str = "203.0.113.7") -> int:
        return sum(floods.admit(door, address) for _ in range(times))

    def meet_another_process() -> None:
        monkeypatch.setattr(floods, "crowd", Crowd(dt.timedelta(minutes=1)))

    with time_machine.travel("2026-11-23 12:00:00+00:00", tick=False) as clock:
        meet_another_process()
        assert come(floods.MOST_BEGUN - 150) == floods.MOST_BEGUN - 150
        meet_another_process()
        assert come(150, address="203.0.113.200") == 150
        assert come(50) == 0
        assert come(50, address="198.51.100.1") == come(50, door="inne") == 50
        meet_another_process()
        assert come(50) < TOLD_AT_ONCE, "started anew, it learns with its tenth"
        clock.shift(60)
        assert come(50) == 50


def test_of_one_who_answers_nothing_is_written_but_the_answers(process: Process) -> None:
    person = Person(ask(process)).open()
    person.client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=2)):
        finish(person)
    assert Response.objects.get().finished_hour
    assert not Tally.objects.exists()


def test_counts_that_are_over_go_in_the_night_though_nobody_comes(process: Process) -> None:
    survey = ask(process)
    count_up("drzwi", "203.0.113.0/24", within=dt.timedelta(minutes=1))
    stir_survey.call(survey.pk)
    assert Tally.objects.exists()
    Tally.objects.update(until=timezone.now())
    stir_survey.call(survey.pk)
    assert not Tally.objects.exists()


def test_networks_are_cut_from_addresses_of_other_machines() -> None:
    assert cut_address("203.0.113.7") == "203.0.113.0/24"
    assert cut_address("2001:db8:1:2::3") == "2001:db8:1::/48"
    assert cut_address("127.0.0.1") is None
    assert cut_address("nic") is None
    assert not is_hasty(100, None, 100.0)


def test_a_flood_is_told_to_press_again_and_loses_nothing(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "MOST_BEGUN", 0)
    monkeypatch.setattr(running_pace, "LEAST_SECONDS", 0.0)
    person = Person(ask(process)).open()
    person.client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    person.send(q1="b")
    assert person.answer.status_code == 429
    assert person.form["q1"] == "b"
    assert not Response.objects.exists()


@pytest.mark.parametrize("headers", [{"origin": "https://zly.example"}, {"sec-fetch-site": "cross-site"}])
def test_a_page_of_another_site_sends_nothing(process: Process, headers: dict[str, str]) -> None:
    person = Person(ask(process)).open()
    answer = person.client.post(person.address, {**person.form, "q1": "a"}, headers=headers)
    assert answer.status_code == 403
    assert not Response.objects.exists()


def test_a_page_of_the_same_site_is_believed(process: Process) -> None:
    person = Person(ask(process)).open()
    headers = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}
    person.take(person.client.post(person.address, {**person.form, "q1": "a"}, headers=headers))
    assert person.page == "p2"


def test_a_ticket_of_another_survey_opens_nothing(process: Process) -> None:
    one, other = ask(process), ask(process)
    ticket = write_ticket(one, issue_ticket("link"))
    assert read_ticket(one, ticket) is not None
    assert read_ticket(other, ticket) is None
    person = Person(other).open()
    assert person.post({**person.form, "ticket": ticket, "q1": "a"}).answer.status_code == 403


# Files


def test_a_file_is_kept_with_its_answer_replaced_and_removed(process: Process) -> None:
    survey = ask(process, [make_item("q1", "file")], [make_item("q2")])
    person = Person(survey).open()
    person.post({**person.form, "q1": SimpleUploadedFile("plan.pdf", PDF)})
    kept = AnswerFile.objects.get()
    assert Response.objects.get().answers["q1"] == {"name": "plan.pdf", "size": len(PDF), "key": str(kept.pk)}
    with kept.file.open() as file:
        assert file.read() == PDF
    person.send("back")
    assert "plan.pdf" in person.text
    person.post({**person.form, "q1": SimpleUploadedFile("nowy.pdf", PDF)}).send("back")
    assert AnswerFile.objects.get().name == "nowy.pdf"
    person.send("back", q1__remove="on")
    person.post({**person.form, "page": "p1", "q1.remove": "on"})
    assert not AnswerFile.objects.exists()
    assert Response.objects.get().answers == {}


@pytest.mark.parametrize(
    ("name", "content"),
    [("skrypt.exe", b"MZ"), ("plan.pdf", b"PK\x03\x04"), ("obraz.svg", b"<svg/>"), ("pusty.pdf", b"")],
)
def test_a_file_that_is_not_what_it_says_is_refused(process: Process, name: str, content: bytes) -> None:
    person = Person(ask(process, [make_item("q1", "file")], [make_item("q2")])).open()
    person.post({**person.form, "q1": SimpleUploadedFile(name, content)})
    assert person.page == "p1"
    assert "file can’t be taken" in person.text
    assert not AnswerFile.objects.exists()
