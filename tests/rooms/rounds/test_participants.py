"""Who is asked, and the letters to them."""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.rooms.rounds.actions.participants import (
    add_people,
    bring_back_participant,
    change_entry_word,
    find_new_members,
    remind,
    remove_participant,
    sync_team,
)
from sciezka.rooms.rounds.actions.rounds import launch_round
from sciezka.rooms.rounds.documents.letters import write_letter
from sciezka.rooms.rounds.forms.composing_people import read_person
from sciezka.rooms.rounds.models import Participant, Round
from sciezka.rooms.rounds.queries.rounds import progress_of
from sciezka.rooms.rounds.queries.sheets import find_by_key, key_of
from sciezka.rooms.rounds.tasks.letters import send_letter
from sciezka.rooms.town.models import Process, Seat
from tests.factories import rounds as make
from tests.factories import town
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
Captured = Callable[..., AbstractContextManager[list[Any]]]


@pytest.fixture
def seat() -> Seat:
    return town.SeatFactory.create()


@pytest.fixture
def process(seat: Seat) -> Process:
    return town.ProcessFactory.create(workspace=seat.workspace)


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("kierownik@dom.example", ("", "kierownik@dom.example")),
        ("Kierownik domu, kierownik@dom.example", ("Kierownik domu", "kierownik@dom.example")),
        ("Kierownik domu <kierownik@dom.example>;", ("Kierownik domu", "kierownik@dom.example")),
        ("kierownik@dom.example\tKierownik domu", ("Kierownik domu", "kierownik@dom.example")),
    ],
)
def test_a_pasted_line_is_read_however_it_was_copied(line: str, person: tuple[str, str]) -> None:
    assert read_person(line) == person


@pytest.mark.parametrize("line", ["Kierownik domu", "kierownik@", "@dom.example", "a@b"])
def test_a_line_without_an_address_is_refused(line: str) -> None:
    with pytest.raises(ValidationError):
        read_person(line)


def test_an_address_is_asked_once_whatever_its_case(process: Process) -> None:
    round_ = make.make_round(process, phase="draft", audience=Round.Audience.LIST, people=0)
    rows = [("A", "dom@miasto.example"), ("B", "DOM@miasto.example"), ("C", "klub@miasto.example")]
    assert add_people(actor=None, round=round_, rows=rows) == 2
    assert add_people(actor=None, round=round_, rows=rows) == 0


def test_somebody_asked_by_account_is_not_asked_by_address_again(process: Process) -> None:
    round_ = make.make_round(process)
    known = round_.participants.all()[0].user
    assert known is not None
    assert add_people(actor=None, round=round_, rows=[("", known.email.upper())]) == 0


def test_whoever_joins_an_open_round_gets_a_letter_with_an_address_of_their_own(
    process: Process, django_capture_on_commit_callbacks: Captured
) -> None:
    round_ = make.make_round(process)
    with django_capture_on_commit_callbacks(execute=True):
        add_people(actor=None, round=round_, rows=[("Dom kultury", "dom@miasto.example")])
    (letter,) = mail.outbox
    person = Participant.objects.get(email="dom@miasto.example")
    assert letter.to == ["dom@miasto.example"]
    assert reverse("rounds:key_answer", kwargs={"key": key_of(person)}) in str(letter.body)
    assert str(letter.body).count("@") == 0
    assert find_by_key(key_of(person)) == person


def test_the_launch_of_a_list_writes_to_each_address_once(
    process: Process, django_capture_on_commit_callbacks: Captured
) -> None:
    end = timezone.now() + dt.timedelta(days=3)
    round_ = make.make_round(process, phase="draft", audience=Round.Audience.LIST, team=None, people=0, closes_at=end)
    add_people(actor=None, round=round_, rows=[("A", "dom@miasto.example"), ("B", "klub@miasto.example")])
    with django_capture_on_commit_callbacks(execute=True):
        launch_round(actor=None, round=round_)
    assert sorted(letter.to[0] for letter in mail.outbox) == ["dom@miasto.example", "klub@miasto.example"]
    assert len({str(letter.body) for letter in mail.outbox}) == 2


def test_nobody_is_written_to_before_the_launch(process: Process, django_capture_on_commit_callbacks: Captured) -> None:
    round_ = make.make_round(process, phase="draft", audience=Round.Audience.LIST, people=0)
    with django_capture_on_commit_callbacks(execute=True):
        add_people(actor=None, round=round_, rows=[("A", "dom@miasto.example")])
    assert not mail.outbox


def test_new_members_are_offered_and_nobody_is_taken_off(process: Process) -> None:
    round_ = make.make_round(process)
    assert round_.team is not None
    gone = round_.participants.all()[0].user
    round_.team.memberships.filter(user=gone).update(until=timezone.localdate() - dt.timedelta(days=1))
    newcomer = town.MembershipFactory.create(team=round_.team)
    assert list(find_new_members(round_)) == [newcomer.user]
    assert sync_team(actor=None, round=round_) == 1
    assert round_.participants.filter(removed_at=None).count() == 4
    assert not find_new_members(round_)


def test_a_person_who_was_taken_off_is_not_put_back_by_the_team(process: Process) -> None:
    round_ = make.make_round(process)
    person = round_.participants.all()[0]
    remove_participant(actor=None, participant=person)
    assert sync_team(actor=None, round=round_) == 0
    bring_back_participant(actor=None, participant=person)
    assert round_.participants.filter(removed_at=None).count() == 3


def test_before_the_launch_a_person_taken_off_is_forgotten(process: Process) -> None:
    round_ = make.make_round(process, phase="draft")
    remove_participant(actor=None, participant=round_.participants.all()[0])
    assert round_.participants.count() == 2


def test_nobody_is_added_to_a_closed_round(process: Process) -> None:
    round_ = make.make_round(process, phase="closed")
    with pytest.raises(ValidationError):
        add_people(actor=None, round=round_, rows=[("A", "dom@miasto.example")])
    with pytest.raises(ValidationError):
        sync_team(actor=None, round=round_)


def test_a_new_link_differs_from_the_old(process: Process) -> None:
    round_ = make.make_round(process, audience=Round.Audience.LINK)
    old = round_.entry_word
    change_entry_word(actor=None, round=round_)
    assert Round.objects.get(pk=round_.pk).entry_word != old


@pytest.mark.parametrize(
    ("change", "kind"),
    [({"removed_at": "now"}, "begin"), ({"has_finished": True}, "remind")],
)
def test_a_letter_is_not_sent_to_whom_it_no_longer_concerns(process: Process, change: dict[str, Any], kind: str) -> None:
    person = make.make_round(process).participants.all()[0]
    for name, value in change.items():
        setattr(person, name, timezone.now() if value == "now" else value)
    person.save()
    send_letter.call(person.pk, kind)
    assert not mail.outbox


@pytest.mark.parametrize("phase", ["draft", "sorting", "waiting", "closed"])
def test_no_letter_is_sent_while_nobody_is_asked(process: Process, phase: str) -> None:
    send_letter.call(make.make_round(process, phase=phase).participants.all()[0].pk, "begin")
    assert not mail.outbox


@pytest.mark.parametrize("phase", ["open", "collecting"])
@pytest.mark.parametrize("kind", ["begin", "remind"])
def test_letters_are_written_in_the_person_s_own_language(process: Process, phase: str, kind: str) -> None:
    round_ = make.make_round(
        process, phase=phase, people=[UserFactory.create(language="en"), UserFactory.create(language="pl")]
    )
    letters = [write_letter(person, kind=kind) for person in round_.participants.order_by("pk")]
    english, polish = (str(letter.subject) for letter in letters if letter)
    assert english != polish
    assert round_.title in english
    assert round_.title in polish


def test_somebody_without_an_address_gets_no_letter(process: Process) -> None:
    round_ = make.make_round(process, audience=Round.Audience.LINK, people=0)
    person = Participant.objects.create(round=round_, name="Gość")
    assert write_letter(person, kind="begin") is None
    assert remind(actor=None, round=round_) == 0


def test_progress_names_people_only_where_the_round_is_named(process: Process) -> None:
    for anonymous in (False, True):
        round_ = make.make_round(process, is_anonymous=anonymous, people=4)
        people = list(round_.participants.all())
        make.make_sheet(people[0], {})
        make.make_sheet(people[1], {}, done=False)
        remove_participant(actor=None, participant=people[2])
        progress = progress_of(round_)
        # Of an anonymous round whoever was taken off stays in the numbers.
        assert (progress.asked, progress.started, progress.finished) == (4 if anonymous else 3, 2, 1)
        assert (progress.not_started, progress.not_finished) == (2 if anonymous else 1, 1)
        names = (progress.names_not_started, progress.names_not_finished)
        assert names == (((), ()) if anonymous else ((str(people[3]),), (str(people[1]),)))


@pytest.mark.parametrize("anonymous", [True, False])
@pytest.mark.parametrize("page", ["round", "round_progress", "participants"])
def test_pages_of_an_anonymous_round_do_not_tell_who_has_answered(
    process: Process,
    seat: Seat,
    client: Client,
    page: str,
    anonymous: bool,  # noqa: FBT001
) -> None:
    round_ = make.make_round(process, is_anonymous=anonymous)
    client.force_login(seat.user)
    address = reverse(f"rounds:{page}", kwargs=round_.address)
    before = client.get(address).content.decode()
    make.make_sheet(round_.participants.all()[0], {})
    after = client.get(address).content.decode()
    name = str(round_.participants.all()[0])
    if anonymous:
        # Only counts may move; what stands beside a name stays.
        assert before.count(name) == after.count(name)
        if page == "participants":
            assert count_marks(before) == count_marks(after) == 0
    elif page != "participants":
        assert before.count(name) == 1
        assert after.count(name) == 0
    else:
        assert count_marks(after) == 1


def count_marks(page: str) -> int:
    return page.count("ds-tag")


def test_the_open_link_is_shown_with_its_picture(process: Process, seat: Seat, client: Client) -> None:
    round_ = make.make_round(process, audience=Round.Audience.LINK, people=0)
    client.force_login(seat.user)
    page = client.get(reverse("rounds:participants", kwargs=round_.address)).content.decode()
    assert reverse("rounds:entry", kwargs={"word": round_.entry_word}) in page
    assert "code-picture" in page
    client.post(reverse("rounds:link_change", kwargs=round_.address))
    assert Round.objects.get(pk=round_.pk).entry_word not in page


def test_people_pasted_with_a_bad_line_stay_in_the_form(process: Process, seat: Seat, client: Client) -> None:
    round_ = make.make_round(process, phase="draft", audience=Round.Audience.LIST, people=0)
    client.force_login(seat.user)
    address = reverse("rounds:participants_new", kwargs=round_.address)
    pasted = "Dom kultury, dom@miasto.example\nbez adresu"
    answer = client.post(address, {"people": pasted})
    assert answer.status_code == 200
    assert "bez adresu" in answer.content.decode()
    assert not round_.participants.exists()
    assert client.post(address, {"people": pasted.splitlines()[0]}).status_code == 302
    assert round_.participants.get().name == "Dom kultury"


def test_people_are_taken_off_and_brought_back_on_the_page(process: Process, seat: Seat, client: Client) -> None:
    round_ = make.make_round(process)
    person = round_.participants.all()[0]
    client.force_login(seat.user)
    address = {**round_.address, "participant": person.pk}
    assert client.get(reverse("rounds:participant_remove", kwargs=address)).status_code == 200
    client.post(reverse("rounds:participant_remove", kwargs=address))
    person.refresh_from_db()
    assert person.removed_at is not None
    client.post(reverse("rounds:participant_bring_back", kwargs=address))
    person.refresh_from_db()
    assert person.removed_at is None


def test_the_reminder_page_says_to_how_many_and_sends_to_them(
    process: Process, seat: Seat, client: Client, django_capture_on_commit_callbacks: Captured
) -> None:
    round_ = make.make_round(process)
    make.make_sheet(round_.participants.all()[0], {})
    client.force_login(seat.user)
    address = reverse("rounds:remind", kwargs=round_.address)
    assert "2" in client.get(address).context["lead"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address)
    assert len(mail.outbox) == 2
    with django_capture_on_commit_callbacks(execute=True):
        again = client.post(address)
    assert again.status_code == 200
    assert again.context["form"].non_field_errors()
    assert len(mail.outbox) == 2
