"""Letting people in: the link, personal passes and their letters, class codes, the kiosk, sites that embed the survey."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.surveys.models import ClassCode, Invitation, Survey
from sciezka.rooms.surveys.queries.passes import make_pass, read_pass
from sciezka.rooms.surveys.tasks.letters import send_letter
from sciezka.rooms.town.models import Process
from tests.factories import surveys as make

pytestmark = pytest.mark.django_db


def address(name: str, survey: Survey, **more: Any) -> str:
    return reverse(f"surveys:{name}", kwargs={**survey.address, **more})


@pytest.fixture
def by_list(process: Process) -> Survey:
    return make.make_survey(process, entry="list")


def invite(survey: Survey, *names: str, **more: Any) -> list[Invitation]:
    return [survey.invitations.create(email=f"{name}@miasto.example", **more) for name in names]


def test_a_pass_finds_its_invitation_and_no_other(process: Process, by_list: Survey) -> None:
    one, two = invite(by_list, "a", "b")
    assert read_pass(by_list, make_pass(one)) == one
    assert read_pass(by_list, make_pass(two)) == two
    other = make.make_survey(process, entry="list")
    assert read_pass(other, make_pass(one)) is None


@pytest.mark.parametrize(
    "forged", ["", "1", "1-", "-", "0-" + "a" * 25, "1-" + "a" * 25, "x" * 5000, "１-" + "a" * 25, "9" * 30]
)
def test_a_forged_pass_opens_nothing(by_list: Survey, forged: str) -> None:
    invite(by_list, "a")
    assert read_pass(by_list, forged) is None


def test_each_changed_sign_of_a_pass_opens_nothing(by_list: Survey) -> None:
    word = make_pass(invite(by_list, "a")[0])
    for place in range(len(word)):
        changed = word[:place] + ("0" if word[place] != "0" else "1") + word[place + 1 :]
        assert read_pass(by_list, changed) is None


def test_without_the_salt_no_pass_is_made_or_read(by_list: Survey) -> None:
    invitation = invite(by_list, "a")[0]
    word = make_pass(invitation)
    by_list.salt = ""
    by_list.save()
    invitation.survey = by_list
    assert make_pass(invitation) == ""
    assert read_pass(by_list, word) is None


def test_pasted_people_are_put_on_the_list_once(office: Client, by_list: Survey) -> None:
    invite(by_list, "jest")
    pasted = "Dyrekcja <dyr@szkola.example>\nDYR@szkola.example\njest@miasto.example; uk\n,nowy@miasto.example,uk\n\n"
    office.post(address("invites", by_list), {"people": pasted})
    assert dict(by_list.invitations.values_list("email", "language")) == {
        "dyr@szkola.example": "pl", "jest@miasto.example": "pl", "nowy@miasto.example": "pl",
    }  # fmt: skip
    entry = JournalEntry.objects.get(verb="invitation.add")
    assert entry.after == {"people": 2}
    assert "example" not in str([entry.before, entry.after, entry.label])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1250"])
def test_a_csv_file_gives_addresses_from_any_column(office: Client, by_list: Survey, encoding: str) -> None:
    data = "Funkcja;Adres\nSołtys;soltys@wies.example\n".encode(encoding)
    office.post(address("invites", by_list), {"file": SimpleUploadedFile("lista.csv", data)})
    assert [row.email for row in by_list.invitations.all()] == ["soltys@wies.example"]


@pytest.mark.parametrize("pasted", ["", "bez adresu", "a@b", "dobry@miasto.example\nzły", "x" * 300 + "@miasto.example"])
def test_lines_without_an_address_are_told_and_nothing_is_kept(office: Client, by_list: Survey, pasted: str) -> None:
    page = office.post(address("invites", by_list), {"people": pasted})
    assert page.context["form"].errors
    assert not by_list.invitations.exists()


def test_a_survey_by_link_takes_no_list(office: Client, process: Process) -> None:
    survey = make.make_survey(process)
    page = office.post(address("invites", survey), {"people": "ktos@miasto.example"})
    assert page.context["form"].errors


def test_each_gets_a_letter_with_a_link_of_their_own(
    office: Client, by_list: Survey, django_capture_on_commit_callbacks: Any
) -> None:
    one, two = invite(by_list, "a", "b")
    Invitation.objects.filter(pk=two.pk).update(language="uk")
    with django_capture_on_commit_callbacks(execute=True):
        office.post(address("invites_send", by_list))
    assert sorted(letter.to[0] for letter in mail.outbox) == [one.email, two.email]
    first, second = sorted(mail.outbox, key=lambda letter: letter.to[0])
    assert make_pass(one) in first.body
    assert make_pass(two) not in first.body
    assert "@miasto.example" not in first.body.replace("urzad@miasto.example", "")
    assert "Просимо" in second.subject
    with django_capture_on_commit_callbacks(execute=True):
        assert office.post(address("invites_send", by_list)).context["form"].errors
    assert len(mail.outbox) == 2


def test_reminders_go_only_to_who_has_not_answered_twice_at_most_and_not_at_once(
    office: Client, by_list: Survey, django_capture_on_commit_callbacks: Any
) -> None:
    used, late = invite(by_list, "a", "b", sent_on=timezone.localdate())
    Invitation.objects.filter(pk=used.pk).update(is_used=True)
    assert office.post(address("invites_remind", by_list)).context["form"].errors
    for number in (1, 2):
        by_list.invitations.update(sent_on=timezone.localdate() - dt.timedelta(days=9), reminded_on=None)
        with django_capture_on_commit_callbacks(execute=True):
            office.post(address("invites_remind", by_list))
        assert [letter.to for letter in mail.outbox] == [[late.email]] * number
    by_list.invitations.update(reminded_on=timezone.localdate() - dt.timedelta(days=3))
    assert office.post(address("invites_remind", by_list)).context["form"].errors
    # Every row carries the same marks, so none of them tells who had answered.
    assert len(set(by_list.invitations.values_list("reminders", "reminded_on"))) == 1
    assert JournalEntry.objects.filter(verb="invitation.remind").first().after == {}  # type: ignore[union-attr]


def strip(page: bytes) -> bytes:
    """Give the page's own part, up to the first form, whose token is another each time."""
    return page.split(b"<main", 1)[1].split(b"csrfmiddlewaretoken", 1)[0]


def test_no_page_tells_who_has_answered(office: Client, by_list: Survey) -> None:
    used, _late = invite(by_list, "a", "b", sent_on=timezone.localdate())
    before = office.get(address("invites", by_list)).content
    Invitation.objects.filter(pk=used.pk).update(is_used=True)
    after = office.get(address("invites", by_list)).content
    assert strip(before) == strip(after)


def test_a_letter_that_does_not_go_is_told_and_can_be_sent_again(
    office: Client, by_list: Survey, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    invitation = invite(by_list, "a")[0]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 9, 1
    send_letter.call(invitation.pk, "begin")
    invitation.refresh_from_db()
    assert invitation.failure
    assert office.get(address("invites", by_list)).context["failed"] == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with django_capture_on_commit_callbacks(execute=True):
        office.post(address("invites_send", by_list))
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("state", ["used", "closed", "sealed"])
def test_nobody_is_written_to_who_needs_not(by_list: Survey, state: str) -> None:
    invitation = invite(by_list, "a", is_used=state == "used")[0]
    if state == "closed":
        Survey.objects.update(closes_at=timezone.now() - dt.timedelta(hours=1))
    if state == "sealed":
        Survey.objects.update(salt="")
    send_letter.call(invitation.pk, "begin")
    assert not mail.outbox


def test_somebody_is_taken_off_the_list(office: Client, by_list: Survey) -> None:
    invitation = invite(by_list, "a")[0]
    url = address("invite_remove", by_list, invite=invitation.pk)
    assert office.get(url).status_code == 200
    office.post(url)
    assert not by_list.invitations.exists()


def test_classes_get_a_code_each_that_can_be_stopped(office: Client, process: Process) -> None:
    survey = make.make_survey(process, entry="codes")
    office.post(address("codes", survey), {"classes": "4a, liceum; 28; liceum\n4b\n5tg\t25\ttechnikum"})
    codes = list(survey.codes.order_by("label"))
    assert [(code.label, code.size, code.group) for code in codes] == [
        ("4a, liceum", 28, "liceum"), ("4b", 30, ""), ("5tg", 25, "technikum"),
    ]  # fmt: skip
    assert len({code.code for code in codes}) == 3
    stop = address("code_stop", survey, class_code=codes[0].pk)
    office.post(stop)
    assert ClassCode.objects.get(pk=codes[0].pk).is_stopped is True
    office.post(stop)
    assert ClassCode.objects.get(pk=codes[0].pk).is_stopped is False


@pytest.mark.parametrize("classes", ["", ";12", "4a;0", "4a;9999", "4a;28;liceum;jeszcze", "4a;wiele", "4a;²"])
def test_a_class_that_cannot_be_read_is_told(office: Client, process: Process, classes: str) -> None:
    survey = make.make_survey(process, entry="codes")
    assert office.post(address("codes", survey), {"classes": classes}).context["form"].errors
    assert not survey.codes.exists()


def test_kiosk_and_sites_are_opened_and_shut(office: Client, process: Process) -> None:
    survey = make.make_survey(process)
    office.post(
        address("entry", survey),
        {"has_kiosk": "on", "once": "on", "hosts": "https://WWW.Miasto.example/x\nbip.miasto.example:8443"},
    )
    survey.refresh_from_db()
    assert survey.kiosk_word
    assert survey.embed_hosts == ["www.miasto.example", "bip.miasto.example:8443"]
    page = office.get(address("entry", survey)).content.decode()
    assert survey.kiosk_word in page
    assert "iframe" in page
    assert not any(survey.kiosk_word in str(entry.after) for entry in JournalEntry.objects.all())
    office.post(address("entry", survey), {"once": "on"})
    survey.refresh_from_db()
    assert (survey.kiosk_word, survey.embed_hosts) == ("", [])


@pytest.mark.parametrize(
    "host", ["*", "*.miasto.example", "localhost", "'self'", "a b.example", "miasto.example;script-src *", "é.example"]
)
def test_what_is_no_site_cannot_embed_a_survey(office: Client, process: Process, host: str) -> None:
    survey = make.make_survey(process)
    assert office.post(address("entry", survey), {"hosts": host}).context["form"].errors
    survey.refresh_from_db()
    assert survey.embed_hosts == []


def test_the_link_is_changed(office: Client, process: Process) -> None:
    survey = make.make_survey(process)
    office.post(address("link_renew", survey))
    assert Survey.objects.get().door != survey.door
