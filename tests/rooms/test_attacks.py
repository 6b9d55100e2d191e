"""What an attacker found once, kept so that nobody finds it again."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings

from sciezka.core.chronicle import PageRefused, parse_chronicle
from sciezka.kit.guards import needs
from sciezka.kit.models import JournalEntry
from sciezka.kit.requests import PlainHandler
from sciezka.kit.uploads import DOCUMENTS, check_upload
from sciezka.rooms.people.actions import erase_account
from sciezka.rooms.town.actions import attendance, processes, tasks, workspaces
from sciezka.rooms.town.actions.import_bulk import publish_accepted
from sciezka.rooms.town.actions.import_decisions import accept_entry, withdraw_gone
from sciezka.rooms.town.models import Attendee, Event, ImportedEntry, LegalAct, PageImport, Process, Task, Team
from sciezka.rooms.town.programmes.reading import parse_toml
from sciezka.rooms.town.queries.nouns import find_task
from sciezka.rooms.town.views.tasks import guard_cell
from tests.factories.town import EventFactory, UnitFactory
from tests.world import Town, all_addresses, build_town

BACKEND = "sciezka.rooms.people.backends.AccountBackend"


@pytest.fixture
def town(db: None) -> Town:  # noqa: ARG001 - asks for the database
    """A town with one of everything."""
    return build_town("ciekawe")


def enter(town: Town, role: str = "coordinator") -> Client:
    """Sign somebody of the town in."""
    client = Client()
    client.force_login(town.people()[role], backend=BACKEND)
    return client


def locate(town: Town, name: str, **words: Any) -> str:
    """Give an address inside the town's process."""
    return reverse(f"town:{name}", kwargs={**town.process.address, **words})


def withdraw_as_gone(town: Town) -> ImportedEntry:
    """Let the co-ordinator withdraw a published entry because it left its page."""
    entry = ImportedEntry.objects.get(pk=town.nouns["entry"])
    entry.change, entry.event_id = ImportedEntry.Change.GONE, town.nouns["published_event"]
    entry.save()
    return withdraw_gone(actor=town.coordinator, entry=entry)


@pytest.mark.parametrize("role", ["adviser", "contributor"])
def test_undoing_a_withdrawal_publishes_for_nobody_who_may_not_publish(town: Town, role: str) -> None:
    entry = withdraw_as_gone(town)
    address = locate(town, "import_entry", page=entry.page_id, entry=entry.pk)
    enter(town, role).post(address, {"do": "undo"})
    assert not Event.objects.get(pk=town.nouns["published_event"]).is_published
    enter(town).post(address, {"do": "undo"})
    assert Event.objects.get(pk=town.nouns["published_event"]).is_published


def test_a_team_or_act_hidden_from_residents_leaves_the_kept_feeds_at_once(town: Town) -> None:
    act, team = LegalAct.objects.get(pk=town.nouns["act"]), Team.objects.get(slug=town.nouns["team"])
    LegalAct.objects.filter(pk=act.pk).update(is_public=True)
    Team.objects.filter(pk=team.pk).update(is_public=True, name="Zespół jawny")
    event = Event.objects.get(pk=town.nouns["published_event"])
    event.teams.set([team])
    Event.objects.filter(pk=event.pk).update(act=act)
    shown = Client().get(locate(town, "feed_json"))
    assert "Zespół jawny" in shown.content.decode()
    assert act.number in shown.content.decode()
    LegalAct.objects.filter(pk=act.pk).update(is_public=False)
    Team.objects.filter(pk=team.pk).update(is_public=False)
    hidden = Client().get(locate(town, "feed_json"), headers={"If-None-Match": shown["ETag"]})
    assert hidden.status_code == 200
    assert "Zespół jawny" not in hidden.content.decode()
    assert act.number not in hidden.content.decode()


def test_erasing_an_account_erases_its_name_from_lists_of_invited(town: Town) -> None:
    event = Event.objects.get(pk=town.nouns["event"])
    name = town.viewer.name
    attendance.invite_people(actor=town.coordinator, event=event, people=[town.viewer])
    sheet = locate(town, "event_sheet", event=event.pk)
    assert name in enter(town).get(sheet).content.decode()
    erase_account(actor=town.viewer)
    assert name not in enter(town).get(sheet).content.decode()
    assert not Attendee.objects.filter(name=name).exists()


def test_the_journal_notes_one_person_present_instead_of_another(town: Town) -> None:
    event = EventFactory.create(process=town.process)
    first, second = (Attendee.objects.create(event=event, name=f"Osoba {number}") for number in (1, 2))
    attendance.note_presence(actor=town.coordinator, event=event, present=[first.pk])
    attendance.note_presence(actor=town.coordinator, event=event, present=[second.pk])
    attendance.note_presence(actor=town.coordinator, event=event, present=[second.pk])
    rows = JournalEntry.objects.filter(verb="event.attendance", object_id=str(event.pk))
    assert rows.count() == 2
    assert "Osoba" not in str(list(rows.values("before", "after", "label")))


def test_a_change_of_settings_does_not_undo_a_withdrawal_made_meanwhile(town: Town) -> None:
    opened_before = Process.objects.get(pk=town.process.pk)
    processes.withdraw_process(actor=town.coordinator, process=town.process)
    values = processes.ProcessValues(name="Nowa nazwa", started_on=opened_before.started_on)
    processes.edit_process(actor=town.coordinator, process=opened_before, values=values)
    found = Process.objects.get(pk=town.process.pk)
    assert found.name == "Nowa nazwa"
    assert not found.is_published


def test_a_task_deleted_meanwhile_is_not_brought_back_by_moving_it(town: Town) -> None:
    task = Task.objects.get(pk=town.nouns["task"])
    Task.objects.all().delete()
    with pytest.raises(Task.DoesNotExist):
        tasks.move_task(actor=town.coordinator, task=task, status="done")
    assert not Task.objects.exists()


def test_a_noun_deleted_after_the_guard_found_it_answers_404(town: Town, rf: RequestFactory) -> None:
    def lose(_request: HttpRequest, task: Task) -> HttpResponse:
        Task.objects.all().delete()
        tasks.move_task(actor=town.coordinator, task=task, status="done")
        return HttpResponse()

    request = rf.post("/")
    request.user = town.coordinator
    with pytest.raises(Http404):
        needs("town.move_task", of=find_task)(lose)(request, **town.process.address, task=town.nouns["task"])


def test_two_people_publishing_a_page_at_once_leave_one_trace_of_each_entry(town: Town) -> None:
    entry = ImportedEntry.objects.get(pk=town.nouns["entry"])
    accept_entry(actor=town.coordinator, entry=entry)
    page = PageImport.objects.get(pk=town.nouns["page"])
    assert [publish_accepted(actor=town.coordinator, page=page) for _person in range(2)] == [1, 0]
    assert JournalEntry.objects.filter(verb="event.publish").count() == 1


def test_opening_a_process_twice_by_one_press_says_that_the_address_is_taken(town: Town) -> None:
    values = processes.ProcessValues(name="Ten sam", started_on=town.process.started_on)
    processes.open_process(actor=town.coordinator, workspace=town.workspace, slug="ten-sam", values=values)
    with pytest.raises(ValidationError):
        processes.open_process(actor=town.coordinator, workspace=town.workspace, slug="ten-sam", values=values)
    answer = enter(town).post(
        reverse("town:process_open", args=[town.workspace.slug]),
        {"programme": "none", "name": "Ten sam", "slug": "ten-sam", "started_on": "2026-01-05"},
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors["slug"]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_beyond_any_calendar_are_refused(town: Town, day: str) -> None:
    seat = town.workspace.seats.get(user=town.coordinator)
    ended = enter(town).post(reverse("town:seat_end", args=[town.workspace.slug, seat.pk]), {"last_day": day})
    assert ended.context["form"].errors["last_day"]
    sent = {"title": "Zadanie", "starts_on": day, "due_on": day, "status": "todo"}
    planned = enter(town).post(locate(town, "task_new"), sent)
    assert {"starts_on", "due_on"} <= set(planned.context["form"].errors)


@pytest.mark.parametrize("number", ["²", "9" * 5000, "9" * 20, "-1"])
def test_numbers_that_no_row_can_have_are_wrong_choices(town: Town, number: str) -> None:
    client, event = enter(town), town.nouns["event"]
    assert client.get(locate(town, "imports"), {"nothing": number}).status_code == 200
    for sent in ({"add_link": "1", "links-TOTAL_FORMS": number}, {"remove_link": number, "links-TOTAL_FORMS": "1"}):
        assert client.post(locate(town, "event_new"), sent).status_code == 200
    for name, field in (("event_invite", "teams"), ("event_attendance", "present"), ("event_edit", "teams")):
        answer = client.post(locate(town, name, event=event), {field: number})
        assert answer.context["form"].errors[field]


@pytest.mark.parametrize("name", ["account_login", "account_reset_password"])
def test_an_unreadable_address_to_go_on_to_is_left_out(client: Client, db: None, name: str) -> None:  # noqa: ARG001
    assert client.get(reverse(name), {"next": "https://["}).status_code == 200


@pytest.mark.parametrize("charset", ["zlib", "undefined", "utf-7", "unicode_escape", "utf-16", "no-such"])
def test_no_request_chooses_its_own_encoding(db: None, charset: str) -> None:  # noqa: ARG001
    environ = RequestFactory().get("/", QUERY_STRING="szukaj=%5Cud800+2AA-").environ
    environ["CONTENT_TYPE"] = f"text/plain; charset={charset}"
    told: list[str] = []

    def begin(status: str, *_rest: object) -> Callable[[bytes], object]:
        told.append(status)
        return bytes

    PlainHandler()(environ, begin)
    assert told == ["200 OK"]


def test_no_stream_and_no_draft_of_a_signed_in_person_may_be_kept_on_the_way(town: Town) -> None:
    """Pages and files of the office are asked about by the walk over every page."""
    client = enter(town)
    streams = [one for one in all_addresses() if one.name.endswith("_stream")]
    assert streams
    places = [reverse(one.name, kwargs=one.fill(town.address())) for one in streams if one.guard != "public"]
    # What residents see is the same for everybody; this town's own entry is a draft.
    places.append(locate(town, "event", event=town.nouns["event"], words=town.nouns["words"]))
    for place in places:
        answer = client.get(place)
        answer.close()
        assert {"private", "no-store"} & set(answer.headers["Cache-Control"].replace(",", " ").split()), place


def test_a_broken_package_is_refused_and_not_our_fault() -> None:
    for main, extension in (("word/document.xml", "docx"), ("mimetype", "odt")):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr(main, "application/vnd.oasis.opendocument.text" * 9)
            package.writestr("[Content_Types].xml", "<Types/>" * 9)
        data = bytearray(packed.getvalue())
        start = 30 + len(main)
        data[start : start + 8] = b"\xff" * 8
        if extension == "docx":
            with pytest.raises(PageRefused):
                parse_chronicle(bytes(data))
        else:
            with pytest.raises(ValidationError):
                check_upload(SimpleUploadedFile(f"plik.{extension}", bytes(data)), DOCUMENTS, 10_000)


def test_a_programme_with_an_endless_number_is_a_fault_of_the_file() -> None:
    values, problems = parse_toml("a = " + "9" * 5000)
    assert values == {}
    assert len(problems) == 1


@pytest.mark.parametrize("text", ["=1+1", " =1+1", "\t=1", "\r\n@SUM(A1)", "＝1+1", "-2+3", "\u00a0+1"])
def test_no_cell_of_the_plan_becomes_a_formula(text: str) -> None:
    assert guard_cell(text) == f"'{text}"


def test_an_address_in_two_lines_is_no_link(town: Town) -> None:
    sent = {
        "title": "Wpis", "date": "2.03.2026", "kind": "meeting", "links-TOTAL_FORMS": "1", "links-INITIAL_FORMS": "0",
        "links-0-url": "https://miasto.example/a\r\nb",
    }  # fmt: skip
    answer = enter(town).post(locate(town, "event_new"), sent)
    assert answer.status_code == 200
    assert answer.context["links"].forms[0].errors["url"]


def test_links_in_letters_lead_to_the_public_address_whatever_host_was_asked(
    town: Town, settings: Settings, mailoutbox: list[Any]
) -> None:
    settings.BASE_URL = "https://sciezka.miasto.example"
    Client().post(reverse("account_reset_password"), {"email": town.viewer.email}, headers={"Host": "obcy.example"})
    assert "obcy.example" not in mailoutbox[0].body
    assert "https://sciezka.miasto.example/konto/" in mailoutbox[0].body


def test_names_in_two_lines_break_no_calendar(town: Town) -> None:
    settings = reverse("town:workspace_settings", args=[town.workspace.slug])
    enter(town).post(settings, {"name": "Miasto\r\nX-OBCE: tak", "language": "pl"})
    answer = Client().get(locate(town, "feed_ics"))
    assert answer.status_code == 200
    assert not [line for line in answer.content.decode().split("\r\n") if line.startswith("X-OBCE")]


def test_a_unit_added_twice_by_one_press_is_said_and_not_our_fault(town: Town) -> None:
    unit = UnitFactory.create()
    values = workspaces.MemberValues(unit=unit)
    workspaces.add_member_unit(actor=town.coordinator, workspace=town.workspace, values=values)
    with pytest.raises(ValidationError):
        workspaces.add_member_unit(actor=town.coordinator, workspace=town.workspace, values=values)


def test_a_task_deleted_twice_at_once_leaves_one_trace(town: Town) -> None:
    seen_by_both = [Task.objects.get(pk=town.nouns["task"]) for _person in range(2)]
    tasks.delete_task(actor=town.coordinator, task=seen_by_both[0])
    with pytest.raises(Task.DoesNotExist):
        tasks.delete_task(actor=town.coordinator, task=seen_by_both[1])
    assert JournalEntry.objects.filter(verb="task.delete").count() == 1


def test_sending_invitations_again_is_written_to_the_journal_without_names(town: Town) -> None:
    enter(town).post(locate(town, "event_send", event=town.nouns["event"]))
    found = JournalEntry.objects.get(verb="event.send")
    assert found.after == {"people": 1}
    assert found.basis


def test_a_page_of_brackets_and_unreadable_links_is_read_reviewed_and_published(town: Town) -> None:
    client = enter(town)
    # Read from each bracket to the end, forty thousand of them would take minutes.
    body = "<h3>02.01.2020</h3><p>Spotkanie <a href='https://[zly'>tu</a> " + "[" * 40_000 + "[](" * 10_000
    page = SimpleUploadedFile("strona.html", f"<html><meta charset=utf-8><body>{body}".encode())
    review = client.post(locate(town, "imports"), {"file": page})
    assert client.get(review["Location"]).status_code == 200
    found = PageImport.objects.order_by("-pk")[0]
    client.post(locate(town, "import_decide_many", page=found.pk), {"do": "accept_all"})
    client.post(locate(town, "import_publish", page=found.pk))
    event = Event.objects.get(start="2020-01-02")
    assert event.is_published
    assert Client().get(event.get_absolute_url()).status_code == 200
