"""What an applicant does on the private page after sending: supplements, withdraws, objects, and follows the fate."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, Final

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from sciezka.kit.manifests import Manifest, NodeType, TieKind, add_manifest
from sciezka.rooms.calls.actions.selected import hang_selected
from sciezka.rooms.calls.models import FormalCheck, Submission
from sciezka.rooms.calls.queries.keys import private_path
from sciezka.rooms.thread.actions import hang, take_off, tie
from sciezka.rooms.thread.queries import Standing
from sciezka.rooms.town.models import Process, Task
from tests.factories import calls, town

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n%"
DAY = dt.timedelta(days=1)


@pytest.fixture
def process() -> Process:
    """A published process."""
    return town.ProcessFactory.create(workspace__contact="urzad@miasto.example")


def go(submission: Submission, part: str = "", data: dict[str, Any] | None = None) -> str:
    """Open a part of the private page in English, or send something to it; give the page that is led to."""
    client, address = Client(headers={"accept-language": "en"}), private_path(submission) + part
    answer = client.get(address, follow=True) if data is None else client.post(address, data, follow=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def ask(process: Process, **values: Any) -> FormalCheck:
    """Ask an applicant to supplement."""
    call = calls.make_call(process, phase="checking")
    values = {"asked_at": timezone.now() - DAY, "due_at": timezone.now() + DAY, "remarks": "Brak podpisu.", **values}
    return calls.make_check(calls.make_submission(call), "supplement", **values)


def test_an_applicant_supplements_once_with_words_and_a_file(process: Process) -> None:
    check = ask(process)
    one = check.submission
    assert "Brak podpisu." in go(one)
    refused = go(one, "uzupelnienie/", {
        "supplement-text": "Dosyłam podpis.", "supplement-file": SimpleUploadedFile("podpis.pdf", b"MZ\x90"),
    })  # fmt: skip
    assert "Dosyłam podpis." in refused
    check.refresh_from_db()
    assert check.supplemented_at is None
    go(one, "uzupelnienie/", {
        "supplement-text": "Dosyłam podpis.", "supplement-file": SimpleUploadedFile("podpis.pdf", PDF),
    })  # fmt: skip
    check.refresh_from_db()
    assert (check.supplement, one.files.get().item) == ("Dosyłam podpis.", "supplement")
    go(one, "uzupelnienie/", {"supplement-text": "Jeszcze coś."})
    check.refresh_from_db()
    assert (check.supplement, one.files.count()) == ("Dosyłam podpis.", 1)


def test_after_the_term_nothing_is_supplemented(process: Process) -> None:
    check = ask(process, due_at=timezone.now() - DAY)
    assert "uzupelnienie/" not in go(check.submission)
    page = go(check.submission, "uzupelnienie/", {"supplement-text": "Za późno."})
    assert "The term for supplementing is over." in page
    assert "Za późno." in page
    check.refresh_from_db()
    assert (check.supplement, check.supplemented_at) == ("", None)


def test_a_submission_is_withdrawn_after_asking_once_more_and_not_once_it_is_decided(process: Process) -> None:
    one = calls.make_submission(calls.make_call(process))
    assert 'method="post"' in go(one, "wycofanie/")
    assert not Submission.objects.get(pk=one.pk).withdrawn_at
    assert "has been withdrawn" in go(one, "wycofanie/", {})
    assert Submission.objects.get(pk=one.pk).withdrawn_at
    decided = calls.make_submission(calls.make_call(process, phase="approved"))
    assert "already been decided" in go(decided, "wycofanie/", {})
    assert not Submission.objects.get(pk=decided.pk).withdrawn_at


def test_a_reservation_is_taken_within_the_term_and_a_late_one_is_kept_and_marked(
    process: Process, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, mailoutbox: list[EmailMessage]
) -> None:
    call = calls.make_call(process, phase="published")
    one = calls.make_submission(call)
    calls.make_decision(one, "rejected", reason="Za drogie.")
    assert "Za drogie." in go(one)
    assert "zastrzezenia/" in go(one)
    with django_capture_on_commit_callbacks(execute=True):
        assert "has been taken" in go(one, "zastrzezenia/", {"reservation-text": "Źle policzono."})
    assert [letter.to for letter in mailoutbox] == [[one.email]]
    assert private_path(one) in mailoutbox[0].body
    go(one, "zastrzezenia/", {"reservation-text": ""})
    assert [(made.text, made.is_late) for made in one.reservations.all()] == [("Źle policzono.", False)]
    call.results_at = timezone.now() - 30 * DAY
    call.save()
    assert "marked as late" in go(one, "zastrzezenia/", {"reservation-text": "Po terminie."})
    assert one.reservations.get(is_late=True).text == "Po terminie."


def test_before_the_results_nobody_reads_the_decision_or_raises_reservations(process: Process) -> None:
    one = calls.make_submission(calls.make_call(process, phase="approved"))
    calls.make_decision(one, "rejected", reason="Za drogie.")
    assert "Za drogie." not in go(one)
    go(one, "zastrzezenia/", {"reservation-text": "Na zapas."})
    assert not one.reservations.exists()


def test_the_fate_leads_from_what_was_selected_or_merged_to_what_rests_on_it_on_the_thread(process: Process) -> None:
    call = calls.make_call(process, phase="published")
    chosen, joined, refused = (calls.make_submission(call, title) for title in ("Park", "Ławki", "Tężnia"))
    calls.make_decision(chosen)
    calls.make_decision(joined, "merged", into=chosen)
    calls.make_decision(refused, "rejected")
    (idea,) = hang_selected(actor=None, call=call, submissions=[chosen])
    other = calls.make_submission(calls.make_call(process, kind="partners", phase="published"), "Oferta")
    partner = hang(actor=None, process=process, type="partner", noun=other, title="Fundacja Zielony Brzeg")
    tie(actor=None, source=idea, target=partner, kind="joined")
    letter = calls.make_letter(other.call, "Fundacja Zielony Brzeg", submission=other)
    last = hang(actor=None, process=process, type="letter", noun=letter, title="List Zielonego Brzegu")
    tie(actor=None, source=partner, target=last, kind="declares")
    for one in (chosen, joined):
        page = go(one)
        assert idea.code in page
        assert page.index("Fundacja Zielony Brzeg") < page.index("List Zielonego Brzegu")
    assert "Zielony Brzeg" not in go(refused)
    letter.state = letter.State.SIGNED
    letter.save()
    assert "(letter of intent: signed by both)" in go(chosen)


def find_works(_process: Process, keys: Sequence[str]) -> dict[str, Standing]:
    """Tell how far undertakings of a later room have come: tasks stand in for them."""
    rows = Task.objects.filter(pk__in=keys).values_list("pk", "title", "description")
    return {str(key): Standing(state=note) for key, title, note in rows if "skreślone" not in title}


LATER: Final = Manifest(
    key="later",
    title="A later room",
    hangs=(
        NodeType(
            key="test_work", prefix="XU", label="undertaking", plural="undertakings", layer=200,
            find=f"{__name__}.find_works",
        ),
        TieKind(key="test_becomes", label="becomes", back="comes of", sources=("idea", "test_work"), targets=("test_work",)),
    ),
)  # fmt: skip


def test_whatever_a_later_room_hangs_under_an_idea_is_told_on_its_page_with_its_state(process: Process) -> None:
    add_manifest(LATER)
    call = calls.make_call(process, phase="published")
    chosen = calls.make_submission(call, "Park")
    calls.make_decision(chosen)
    (above,) = hang_selected(actor=None, call=call, submissions=[chosen])
    said = {"Budowa parku": "funded, being built", "Etap skreślone": "never told", "Park otwarty": "done in June"}
    for title, state in said.items():
        noun = town.TaskFactory.create(process=process, title=title, description=state)
        below = hang(actor=None, process=process, type="test_work", noun=noun, title=title)
        tie(actor=None, source=above, target=below, kind="test_becomes", reason="Bo tak.")
        above = below
    page = go(chosen)
    assert "Budowa parku" in page
    assert "(undertaking: funded, being built)" in page
    assert "(undertaking: done in June)" in page
    assert "never told" not in page
    take_off(actor=None, node=above)
    assert "done in June" not in go(chosen)
