"""Rounds under attack by hostile words, numbers out of all bounds, and things that go away under them."""

import csv
import datetime as dt
import io
import json
import uuid
import zipfile
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from sciezka.rooms.people.actions.erasure import erase_account
from sciezka.rooms.rounds.actions.answers import keep_edits
from sciezka.rooms.rounds.actions.edits import Edit
from sciezka.rooms.rounds.actions.meetings import agree_here, start_meeting
from sciezka.rooms.rounds.actions.participants import add_people
from sciezka.rooms.rounds.actions.results import agree
from sciezka.rooms.rounds.documents.letters import write_letter
from sciezka.rooms.rounds.models import AgreedResult, Answer, Item, Participant, Round, Sheet
from sciezka.rooms.rounds.queries.sheets import key_of
from sciezka.rooms.town.actions.events import delete_draft, withdraw_event
from tests.factories import town
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round, make_scale, make_sheet
from tests.rooms.rounds.tallies import lead, sign_in

pytestmark = pytest.mark.django_db

NASTY = '=HYPERLINK("http://zly.example";"x")<script>alert(1)</script>\'"&\u202e😀\uffff\ufffe'
PAGES = ("round", "items", "participants", "scales", "result", "agenda", "change", "accept_proposed", "meeting_start",
         "late", "sorting", "wave_new", "result_svg", "result_png", "result_csv", "result_xlsx", "result_json")  # fmt: skip
HUGE = 10**30


def open_pages(client: Client, round_: Round) -> None:
    item = round_.items.first()
    for name in PAGES:
        answer = client.get(reverse(f"rounds:{name}", kwargs=round_.address))
        assert answer.status_code in {200, 302, 404}, name
        if answer["Content-Type"].startswith(("text/html", "image/svg")):
            assert "<script>alert" not in answer.content.decode(), name
    for name in ("result_item", "agree", "item", "result_item_svg", "result_item_png"):
        if item:
            answer = client.get(reverse(f"rounds:{name}", kwargs={**round_.address, "item": item.pk}))
            assert answer.status_code in {200, 302, 404}, name
            if answer["Content-Type"].startswith(("text/html", "image/svg")):
                assert "<script>alert" not in answer.content.decode(), name


@pytest.mark.parametrize("kind", ["rating", "ranking", "pick", "matrix"])
def test_hostile_words_stay_words_on_all_pages_pictures_and_files(client: Client, kind: str) -> None:
    scale = make_scale(title=NASTY)
    scale["levels"] = [{**level, "label": NASTY, "descriptor": NASTY} for level in scale["levels"]]
    round_ = make_round(
        town.ProcessFactory.create(), people=2, phase="closed", kind=kind, title=NASTY, question=NASTY, guidance=NASTY,
        items=(NASTY, f"{NASTY}2"), scales=[scale] if kind in {"rating", "matrix"} else [],
    )  # fmt: skip
    Item.objects.update(group=NASTY, text=NASTY, code=NASTY[:20])
    lead(client, round_.process)
    items = list(round_.items.all())
    for person in round_.participants.all():
        person.user.name = NASTY  # type: ignore[union-attr]
        person.user.save()  # type: ignore[union-attr]
        if kind == "matrix":
            sheet = make_sheet(person, {})
            Answer.objects.create(
                sheet=sheet, item=items[0], against=items[1], value=2, reason=NASTY, edit=uuid.uuid4(),
                edited_at=timezone.now(),
            )  # fmt: skip
        else:
            make_sheet(person, {items[0]: 1}, scale="sila" if kind == "rating" else "")
    Answer.objects.update(reason=NASTY)
    agree(
        actor=None, round=round_, item=items[0], scale="sila" if kind == "rating" else "", value=1, reason=NASTY,
        dissent=NASTY, guests=NASTY, present=round_.participants.all(), against=items[1] if kind == "matrix" else None,
    )  # fmt: skip
    open_pages(client, round_)
    book = load_workbook(io.BytesIO(client.get(reverse("rounds:result_xlsx", kwargs=round_.address)).content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    with zipfile.ZipFile(io.BytesIO(client.get(reverse("rounds:result_csv", kwargs=round_.address)).content)) as file:
        for name in file.namelist():
            for row in csv.reader(io.StringIO(file.read(name).decode("utf-8-sig"))) if name.endswith(".csv") else ():
                assert not [cell for cell in row if cell.startswith("=")]
    meeting = start_meeting(actor=None, round=round_, guests=NASTY)
    words = {**round_.address, "meeting": meeting.pk}
    for name in ("meeting", "meeting_screen", "meeting_view", "meeting_end", "meeting_people"):
        page = client.get(reverse(f"rounds:{name}", kwargs=words)).content.decode()
        assert "<script>alert" not in page, name
    state = client.get(reverse("rounds:meeting_state", kwargs=words)).content
    assert "<script>alert" not in json.loads(state)["state"]["html"]


def test_a_title_can_not_smuggle_headers_into_letters() -> None:
    round_ = make_round(town.ProcessFactory.create(), people=1, title="Runda\r\nBcc: kto@zly.example\n\nTreść")
    letter = write_letter(round_.participants.get(), kind="begin")
    assert letter is not None
    letter.send()
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == letter.to


@pytest.mark.parametrize("kind", ["rating", "ranking", "pick", "matrix"])
@pytest.mark.parametrize("count", [0, 1])
def test_a_round_of_nothing_or_of_one_opens_on_every_page(client: Client, kind: str, count: int) -> None:
    round_ = make_round(
        town.ProcessFactory.create(), people=count, phase="closed", kind=kind, items=["Jedyna"] * count,
        scales=[make_scale()] if kind in {"rating", "matrix"} else [],
    )  # fmt: skip
    if count and kind != "matrix":
        make_sheet(round_.participants.get(), {round_.items.get(): 1}, scale="sila" if kind == "rating" else "")
    lead(client, round_.process)
    open_pages(client, round_)


def test_forty_levels_and_very_long_names_open_on_every_page(client: Client) -> None:
    scale = make_scale()
    scale["levels"] = [{"value": value, "label": "ż" * 80} for value in range(-19, 21)]
    round_ = make_round(
        town.ProcessFactory.create(),
        people=2,
        phase="closed",
        title="Ł" * 200,
        items=["😀" * 300, "ﷺ" * 300],
        scales=[scale],
    )
    for person in round_.participants.all():
        make_sheet(person, dict.fromkeys(round_.items.all(), 20))
    lead(client, round_.process)
    open_pages(client, round_)


@pytest.mark.parametrize("name", ["round", "result", "answer", "meeting_start", "agenda"])
def test_numbers_beyond_all_databases_are_found_nowhere(client: Client, name: str) -> None:
    process = town.ProcessFactory.create()
    lead(client, process)
    assert client.get(reverse(f"rounds:{name}", kwargs={**process.address, "round": HUGE})).status_code == 404


@pytest.mark.parametrize("name", ["result_item", "agree", "item"])
def test_items_beyond_all_databases_are_found_nowhere(client: Client, name: str) -> None:
    round_ = make_round(town.ProcessFactory.create(), phase="closed")
    lead(client, round_.process)
    assert client.get(reverse(f"rounds:{name}", kwargs={**round_.address, "item": HUGE})).status_code == 404
    page = reverse("rounds:change", kwargs=round_.address)
    assert client.get(f"{page}?z={HUGE}").status_code == 200


@pytest.mark.parametrize("word", ["%00", "ż%00ó", "%F0%9F%98%80", "a" * 3000, "1:%00", "%E2%80%AE"])
def test_words_that_no_link_ever_had_open_nothing(client: Client, word: str) -> None:
    for path in (f"/runda/wejscie/{word}/", f"/runda/{word}/", f"/runda/{word}/wynik/", f"/runda/{word}/spotkanie/"):
        assert client.get(path).status_code in {400, 404}, path


def test_an_address_longer_than_any_is_refused_with_a_sentence(client: Client) -> None:
    round_ = make_round(town.ProcessFactory.create(), people=0, audience="list")
    lead(client, round_.process)
    long = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 30}.example"
    with pytest.raises(ValidationError):
        add_people(actor=None, round=round_, rows=[("Ktoś", long)])
    answer = client.post(reverse("rounds:participants_new", kwargs=round_.address), {"people": f"Ktoś, {long}"})
    assert answer.status_code == 200
    assert not Participant.objects.exists()


def test_an_entry_that_a_result_or_a_meeting_cites_is_not_deleted_and_the_page_says_so(client: Client) -> None:
    round_ = make_round(town.ProcessFactory.create(), phase="closed")
    lead(client, round_.process)
    first, second = town.EventFactory.create_batch(2, process=round_.process)
    agree(actor=None, round=round_, item=round_.items.all()[0], scale="sila", value=3, event=first)
    meeting = start_meeting(actor=None, round=round_, event=second)
    for event in (first, second):
        withdraw_event(actor=None, event=event)
        event.refresh_from_db()
        with pytest.raises(ValidationError):
            delete_draft(actor=None, event=event)
        page = reverse("town:event_delete", kwargs={**round_.process.address, "event": event.pk})
        assert client.post(page).status_code in {200, 302}
        event.refresh_from_db()
    client.get(reverse("rounds:result_item", kwargs={**round_.address, "item": round_.items.all()[0].pk}))
    agree_here(actor=None, meeting=meeting, item=round_.items.all()[1], scale="sila", value=3)
    assert AgreedResult.objects.get(item=round_.items.all()[1]).event is None


def test_erased_people_stay_numbers_apart_and_all_pages_open(client: Client) -> None:
    round_ = make_round(town.ProcessFactory.create(), people=3, phase="closed")
    lead(client, round_.process)
    for value, person in enumerate(round_.participants.select_related("user"), start=1):
        make_sheet(person, {round_.items.all()[0]: value})
        assert person.user is not None
        erase_account(actor=person.user)
    open_pages(client, round_)
    data = json.loads(client.get(reverse("rounds:result_json", kwargs=round_.address)).content)
    assert len({row["respondent"] for row in data["answers"]}) == 3


def test_two_people_of_one_name_stay_apart_in_files(client: Client) -> None:
    users = [UserFactory.create(name="Jan Nowak"), UserFactory.create(name="Jan Nowak"), UserFactory.create(name="Ewa Lis")]
    round_ = make_round(town.ProcessFactory.create(), people=users, phase="closed")
    lead(client, round_.process)
    for value, person in enumerate(round_.participants.all(), start=1):
        make_sheet(person, {round_.items.all()[0]: value})
    numbers = list(Sheet.objects.filter(participant__user__name="Jan Nowak").values_list("number", flat=True))
    data = json.loads(client.get(reverse("rounds:result_json", kwargs=round_.address)).content)
    named = {row["respondent"] for row in data["answers"]}
    assert named == {"Ewa Lis", *(f"Jan Nowak ({number})" for number in numbers)}


def test_whoever_was_taken_off_stays_noted_as_present_when_words_are_mended(client: Client) -> None:
    round_ = make_round(town.ProcessFactory.create(), people=2, phase="closed")
    lead(client, round_.process)
    item = round_.items.all()[0]
    agree(actor=None, round=round_, item=item, scale="sila", value=3, present=round_.participants.all())
    gone = round_.participants.all()[1]
    Participant.objects.filter(pk=gone.pk).update(removed_at=timezone.now())
    page = reverse("rounds:agree", kwargs={**round_.address, "item": item.pk})
    form = client.get(page).context["company"]
    sent: dict[str, Any] = {"lsila-value": "3", "lsila-reason": "Dopisane", "present": form.initial["present"],
                            "agreed_on": f"{form.initial['agreed_on']}"}  # fmt: skip
    assert client.post(page, sent).status_code == 302
    assert AgreedResult.objects.get().present.count() == 2


def test_a_member_whose_term_has_ended_opens_nothing_though_they_were_asked(client: Client) -> None:
    round_ = make_round(town.ProcessFactory.create(), people=1, phase="open")
    person = round_.participants.get()
    assert person.user is not None
    assert round_.team is not None
    round_.team.memberships.update(until=timezone.localdate() - dt.timedelta(days=1))
    sign_in(client, person.user)
    for name in ("round", "answer", "answer_save", "own_history", "propose", "result"):
        assert client.get(reverse(f"rounds:{name}", kwargs=round_.address)).status_code == 404
    assert client.get(reverse("rounds:key_answer", kwargs={"key": key_of(person)})).status_code == 404


def test_an_item_of_another_round_is_refused_in_every_body() -> None:
    round_ = make_round(town.ProcessFactory.create(), people=1)
    other = make_round(round_.process, people=0)
    strange = other.items.all()[0]
    edit = Edit(key=uuid.uuid4(), item=strange.pk, scale="sila", value=3, edited_at=timezone.now())
    kept = keep_edits(participant=round_.participants.get(), edits=[edit])
    assert [refused.problem for refused in kept.refused] == ["item"]
    with pytest.raises(ValidationError):
        agree(actor=None, round=round_, item=strange, scale="sila", value=3)
