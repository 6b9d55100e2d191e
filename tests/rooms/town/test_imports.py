"""Reading a page, deciding about its entries, and reading it again."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from sciezka.core.chronicle import PageRefused
from sciezka.kit.models import JournalEntry
from sciezka.rooms.town.actions.events import describe_event, publish_event
from sciezka.rooms.town.actions.import_bulk import accept_many, keep_many, publish_accepted, skip_many
from sciezka.rooms.town.actions.import_decisions import (
    accept_entry,
    propose_values,
    skip_entry,
    undo_decision,
    withdraw_gone,
)
from sciezka.rooms.town.actions.imports import NothingRead, Reading, read_page
from sciezka.rooms.town.models import Event, ImportedEntry, PageImport, Process
from sciezka.rooms.town.queries.imports import accepted_drafts, count_entries
from tests.factories.people import UserFactory
from tests.factories.town import ProcessFactory, SeatFactory, StageFactory, TeamFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PAGE = """Kalendarium prac

09.10.2020

Wybrano partnerów projektu „Dolina”. Więcej: https://dolina.example/partnerzy

22-24.06.2020

Warsztaty Zespołu Realizacyjnego z doradcami Związku Miast Polskich – Etap III.

Maj 2020 - Czerwiec 2020

Badanie ankietowe mieszkańców w sprawie usług urzędu.

31.02.2020

Dzień, którego nie ma.
"""


@pytest.fixture
def process() -> Process:
    return make_process()


def make_process() -> Process:
    process = ProcessFactory()
    for position, number in enumerate(("I", "II", "III", "IV")):
        StageFactory(process=process, number=number, position=position, name=f"Etap {number}")
    return process


def read(process: Process, text: str = PAGE, name: str = "kalendarium.txt") -> Reading:
    return read_page(actor=None, process=process, name=name, data=text.encode())


def accept_all(reading: Reading) -> int:
    return accept_many(actor=None, page=reading.page, which="all", may_publish=True)


def test_a_page_becomes_entries_to_decide(process: Process) -> None:
    reading = read(process)
    rows = list(reading.page.entries.all())
    assert (reading.new, reading.changed, reading.unchanged, reading.gone) == (3, 0, 0, 0)
    assert [(row.start.isoformat(), row.precision, row.decision) for row in rows] == [
        ("2020-10-09", "day", "open"),
        ("2020-06-22", "range", "open"),
        ("2020-05-01", "months", "open"),
    ]
    assert "Kalendarium prac" in reading.page.preamble
    assert "Dzień, którego nie ma" in rows[2].text
    assert [row.is_doubtful for row in rows] == [False, False, True]
    assert [note["code"] for note in rows[2].notes] == ["date_impossible"]
    assert rows[2].notes[0]["line"] == 15


def test_accepting_drafts_the_entry_with_the_proposed_stage_and_bodies(process: Process) -> None:
    team = TeamFactory(process=process, name="Zespół Realizacyjny do spraw opracowania planu")
    entry = read(process).page.entries.get(position=2)
    event = accept_entry(actor=None, entry=entry).event
    assert event is not None
    assert not event.is_published
    assert (event.start, event.end) == (datetime.date(2020, 6, 22), datetime.date(2020, 6, 24))
    assert event.stage is not None
    assert event.stage.number == "III"
    assert list(event.teams.all()) == [team]
    assert event.participants == "Związek Miast Polskich"
    assert event.kind == "workshop"


def test_accepting_twice_drafts_one_entry(process: Process) -> None:
    entry = read(process).page.entries.get(position=1)
    accept_entry(actor=None, entry=entry)
    accept_entry(actor=None, entry=entry)
    assert process.events.count() == 1
    assert process.events.get().links.get().url == "https://dolina.example/partnerzy"


def test_the_page_keeps_its_own_words_when_an_entry_is_corrected(process: Process) -> None:
    entry = read(process).page.entries.get(position=1)
    values = propose_values(entry)
    accept_entry(actor=None, entry=entry, values=type(values)(title="Partnerzy wybrani", date=values.date))
    entry.refresh_from_db()
    assert process.events.get().title == "Partnerzy wybrani"
    assert entry.title != "Partnerzy wybrani"


def test_an_acceptance_and_a_skip_can_be_undone(process: Process) -> None:
    page = read(process).page
    first, second = page.entries.get(position=1), page.entries.get(position=2)
    accept_entry(actor=None, entry=first)
    skip_entry(actor=None, entry=second)
    assert count_entries(page).decided == 2
    undo_decision(actor=None, entry=first)
    undo_decision(actor=None, entry=second)
    assert count_entries(page).decided == 0
    assert not process.events.exists()


def test_an_entry_that_residents_see_is_not_undone(process: Process) -> None:
    entry = accept_entry(actor=None, entry=read(process).page.entries.get(position=1))
    assert entry.event is not None
    publish_event(actor=None, event=entry.event)
    with pytest.raises(ValidationError):
        undo_decision(actor=None, entry=entry)
    assert process.events.get().is_published


def test_the_same_page_again_changes_nothing(process: Process) -> None:
    first = read(process)
    accept_all(first)
    journal = JournalEntry.objects.count()
    again = read(process)
    assert not again.is_news
    assert again.unchanged == 3
    assert PageImport.objects.count() == 1
    assert ImportedEntry.objects.count() == 3
    assert JournalEntry.objects.count() == journal


def test_skipped_entries_are_not_proposed_again(process: Process) -> None:
    skip_many(actor=None, page=read(process).page)
    assert not read(process).is_news


def test_the_same_page_sent_twice_leads_to_the_review_that_is_open(process: Process) -> None:
    first = read(process)
    skip_entry(actor=None, entry=first.page.entries.get(position=1))
    second = read(process)
    assert second.is_repeat
    assert second.page == first.page
    assert PageImport.objects.count() == 1


def test_a_newer_page_proposes_only_what_is_new_or_changed(process: Process) -> None:
    accept_all(read(process))
    publish_accepted(actor=None, page=process.imports.get())
    newer = "12.11.2020\n\nZłożono pełną propozycję projektu.\n\n" + PAGE.replace(
        "Wybrano partnerów", "Wybrano trzech partnerów"
    )
    reading = read(process, newer)
    assert (reading.new, reading.changed, reading.unchanged, reading.gone) == (1, 1, 2, 0)
    changed = reading.page.entries.get(change="changed")
    event = changed.event
    assert event is not None
    assert event.sequence == 0
    accept_entry(actor=None, entry=changed)
    event.refresh_from_db()
    assert "trzech" in event.text
    assert event.is_published
    assert event.sequence == 1
    assert process.events.count() == 3
    undo_decision(actor=None, entry=changed)
    event.refresh_from_db()
    assert "trzech" not in event.text


def test_a_changed_page_leaves_corrections_of_other_fields_alone(process: Process) -> None:
    entry = read(process).page.entries.get(position=1)
    values = propose_values(entry)
    accept_entry(
        actor=None,
        entry=entry,
        values=type(values)(title=values.title, date=values.date, text=values.text, kind="milestone"),
    )
    skip_many(actor=None, page=entry.page)
    reading = read(process, PAGE.replace("09.10.2020", "08.10.2020"))
    accept_entry(actor=None, entry=reading.page.entries.get(change="changed"))
    event = process.events.get()
    assert event.start == datetime.date(2020, 10, 8)
    assert event.kind == "milestone"


def test_an_entry_that_left_the_page_is_kept_or_withdrawn(process: Process) -> None:
    accept_all(read(process))
    publish_accepted(actor=None, page=process.imports.get())
    shorter = PAGE[PAGE.index("22-24.06.2020") :]
    reading = read(process, shorter)
    assert (reading.new, reading.changed, reading.unchanged, reading.gone) == (0, 0, 2, 1)
    gone = reading.page.entries.get(change="gone")
    withdraw_gone(actor=None, entry=gone)
    assert process.events.filter(status=Event.Status.DRAFT).count() == 1
    undo_decision(actor=None, entry=gone)
    assert not process.events.filter(status=Event.Status.DRAFT).exists()
    keep_many(actor=None, page=reading.page)
    assert not read(process, shorter).is_news


def test_a_draft_that_left_the_page_comes_back_whole_when_the_withdrawal_is_undone(process: Process) -> None:
    accept_all(read(process))
    before = process.events.get(start=datetime.date(2020, 10, 9))
    gone = read(process, PAGE[PAGE.index("22-24.06.2020") :]).page.entries.get(change="gone")
    withdraw_gone(actor=None, entry=gone)
    assert process.events.count() == 2
    undo_decision(actor=None, entry=gone)
    after = process.events.get(start=datetime.date(2020, 10, 9))
    assert (after.title, after.text, after.links.get().url) == (
        before.title,
        before.text,
        "https://dolina.example/partnerzy",
    )


def test_a_withdrawn_entry_that_is_back_on_the_page_is_proposed_again_and_not_doubled(process: Process) -> None:
    accept_all(read(process))
    publish_accepted(actor=None, page=process.imports.get())
    gone = read(process, PAGE[PAGE.index("22-24.06.2020") :]).page.entries.get(change="gone")
    withdraw_gone(actor=None, entry=gone)
    back = read(process)
    assert (back.new, back.unchanged) == (1, 2)
    accept_all(back)
    assert process.events.count() == 3
    assert accepted_drafts(back.page).count() == 1


def test_another_page_does_not_make_the_first_one_gone(process: Process) -> None:
    accept_all(read(process))
    other = read(process, "3.03.2021\n\nPodpisano umowę o dofinansowanie.\n", name="inna.txt")
    assert (other.new, other.gone) == (1, 0)


def test_two_imports_open_at_once_do_not_double_entries(process: Process) -> None:
    older = read(process)
    newer = read(process, PAGE + "\n12.11.2020\n\nZłożono propozycję projektu.\n")
    assert older.page != newer.page
    stale = older.page.entries.get(position=1)
    accept_entry(actor=None, entry=stale)
    assert not process.events.exists()
    assert accept_all(older) == 0
    accept_all(newer)
    accept_all(older)
    assert process.events.count() == 4
    assert count_entries(older.page).moved == 3


def test_a_newer_version_takes_over_an_entry_that_is_still_open(process: Process) -> None:
    older = read(process)
    newer = read(process, PAGE.replace("Wybrano partnerów", "Wybrano trzech partnerów"))
    accept_all(older)
    accept_all(newer)
    assert process.events.filter(start=datetime.date(2020, 10, 9)).count() == 1


def test_a_decision_that_a_newer_reading_rests_on_is_not_undone(process: Process) -> None:
    first = read(process)
    accept_all(first)
    read(process, PAGE + "\n12.11.2020\n\nZłożono propozycję projektu.\n")
    with pytest.raises(ValidationError):
        undo_decision(actor=None, entry=first.page.entries.get(position=1))


def test_processes_do_not_know_each_others_pages(process: Process) -> None:
    accept_all(read(process))
    other = ProcessFactory(workspace=process.workspace)
    assert read(other).new == 3


def test_only_entries_without_warnings_are_accepted_when_so_asked(process: Process) -> None:
    page = read(process).page
    assert accept_many(actor=None, page=page, which="clean", may_publish=True) == 2
    assert count_entries(page).open == 1


def test_whoever_may_not_publish_leaves_published_entries_as_they_are(process: Process) -> None:
    accept_all(read(process))
    publish_accepted(actor=None, page=process.imports.get())
    newer = read(process, PAGE.replace("Wybrano partnerów", "Wybrano trzech partnerów"))
    assert accept_many(actor=None, page=newer.page, which="all", may_publish=False) == 0
    assert count_entries(newer.page).open == 1


def test_decisions_stand_in_the_journal_with_their_actor(process: Process) -> None:
    user = SeatFactory(workspace=process.workspace).user
    reading = read_page(actor=user, process=process, name="kalendarium.txt", data=PAGE.encode())
    accept_entry(actor=user, entry=reading.page.entries.get(position=1))
    accept_many(actor=user, page=reading.page, which="all", may_publish=True)
    publish_accepted(actor=user, page=reading.page)
    verbs = list(
        JournalEntry.objects.filter(actor=user.ref, scope=process.scope).order_by("pk").values_list("verb", flat=True)
    )
    assert verbs == [
        "import.read",
        "event.draft",
        "import.accept",
        "event.draft",
        "event.draft",
        "import.accept_many",
        "event.publish",
        "event.publish",
        "event.publish",
        "import.publish",
    ]


def test_drafts_made_in_bulk_are_the_same_as_drafts_made_one_by_one(process: Process) -> None:
    other = make_process()
    for each in (process, other):
        TeamFactory(process=each, name="Zespół Realizacyjny")
    accept_all(read(process))
    for entry in read(other).page.entries.all():
        accept_entry(actor=None, entry=entry)

    def describe(of: Process) -> list[object]:
        events = of.events.order_by("start").prefetch_related("teams", "links")
        return [describe_event(event) for event in events]

    def read_journal(of: Process) -> list[object]:
        rows = JournalEntry.objects.filter(scope=of.scope, verb="event.draft").order_by("label")
        return [(row.label, row.before, row.after, row.basis, row.object_type) for row in rows]

    assert describe(process) == describe(other)
    assert read_journal(process) == read_journal(other)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7 ...", "binary"),
        (b"\x89PNG\r\n\x1a\n0000", "binary"),
        (b"PK\x03\x04not a document", "unreadable"),
        (b"x" * (21 * 1024 * 1024), "too_large"),
    ],
)
def test_what_is_no_page_is_refused_and_leaves_no_trace(process: Process, data: bytes, code: str) -> None:
    with pytest.raises(PageRefused) as refused:
        read_page(actor=None, process=process, name="plik", data=data)
    assert refused.value.code == code
    assert not PageImport.objects.exists()


@pytest.mark.parametrize("data", [b"", b"   \n\n", "Sam tekst, bez żadnej daty.".encode()])
def test_a_page_without_entries_is_said_to_be_so(process: Process, data: bytes) -> None:
    with pytest.raises(NothingRead) as nothing:
        read_page(actor=None, process=process, name="plik", data=data)
    assert nothing.value.notes
    assert not PageImport.objects.exists()


@pytest.mark.parametrize("encoding", ["cp1250", "iso-8859-2", "utf-8-sig", "utf-16"])
def test_polish_letters_are_read_in_every_encoding_offices_use(process: Process, encoding: str) -> None:
    data = PAGE.replace("„", '"').replace("”", '"').replace("–", "-").encode(encoding)
    reading = read_page(actor=None, process=process, name="plik.txt", data=data)
    assert "Wybrano partnerów" in reading.page.entries.get(position=1).text


def test_a_reversed_hour_is_left_out_of_the_draft(process: Process) -> None:
    reading = read(process, "9.10.2020, godz. 15:00-13:00\n\nSpotkanie zespołu.\n")
    event = accept_entry(actor=UserFactory(), entry=reading.page.entries.get()).event
    assert event is not None
    assert event.time_start == datetime.time(15)
    assert event.time_end is None
