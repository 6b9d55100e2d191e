"""The journal: what it takes, how it is read, and that it is only ever added to."""

import datetime
import decimal
import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from sciezka.kit.journal import entries_of, entries_within, find_changes, make_plain, record, take_snapshot
from sciezka.kit.models import JournalEntry, Work
from sciezka.rooms.people.models import User
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def write(verb: str = "work.start", of: Work | None = None, **values: object) -> JournalEntry:
    noun = of or Work.objects.create(owner=uuid.uuid4(), title="Odczyt strony")
    return record(actor=None, verb=verb, of=noun, **values)


def test_an_entry_says_who_did_what_to_what_and_why() -> None:
    person: User = UserFactory()
    noun = Work.objects.create(owner=person.ref, title="Odczyt")
    entry = record(
        actor=person, verb="work.rename", of=noun, before={"title": "A"}, after={"title": "B"}, basis="0050.1.2020.VIII"
    )
    assert (entry.actor, entry.verb, entry.object_type, entry.object_id) == (
        person.ref,
        "work.rename",
        "kit.work",
        str(noun.pk),
    )
    assert (entry.label, entry.before, entry.after, entry.basis) == (
        "Odczyt",
        {"title": "A"},
        {"title": "B"},
        "0050.1.2020.VIII",
    )
    assert "work.rename" in str(entry)


def test_the_system_acts_without_a_person() -> None:
    assert write().actor is None


def test_long_labels_and_bases_are_cut_not_refused() -> None:
    noun = Work.objects.create(owner=uuid.uuid4(), title="x" * 200)
    entry = record(actor=None, verb="work.start", of=noun, basis="y" * 400)
    assert len(entry.basis) == 250


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None),
        (True, True),
        (decimal.Decimal("1.50"), "1.50"),
        (datetime.date(2020, 10, 9), "2020-10-09"),
        (datetime.datetime(2020, 10, 9, 8, tzinfo=datetime.UTC), "2020-10-09T08:00:00+00:00"),
        (datetime.time(8, 30), "08:30:00"),
        (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        ({"a": (1, datetime.date(2020, 1, 1))}, {"a": [1, "2020-01-01"]}),
        (1 + 2j, "(1+2j)"),
    ],
)
def test_values_become_what_json_can_hold(value: object, plain: object) -> None:
    assert make_plain(value) == plain


def test_a_snapshot_and_a_comparison_keep_only_what_changed() -> None:
    noun = Work(title="A", done=1, total=5)
    before = take_snapshot(noun, ["title", "done", "total"])
    noun.title, noun.done = "B", 2
    after = take_snapshot(noun, ["title", "done", "total"])
    assert find_changes(before, after) == ({"title": "A", "done": 1}, {"title": "B", "done": 2})
    assert find_changes(after, after) == ({}, {})


def test_entries_of_one_noun_come_newest_first() -> None:
    noun = Work.objects.create(owner=uuid.uuid4(), title="A")
    first, second = write("a", noun), write("b", noun)
    write("c")
    assert list(entries_of(noun)) == [second, first]


def test_entries_within_a_place_leave_out_its_neighbours() -> None:
    make = JournalEntry.objects.create
    inside = [make(verb="a", scope="w3/"), make(verb="b", scope="w3/p5/")]
    make(verb="c", scope="w33/")
    make(verb="d", scope="")
    assert set(entries_within("w3/")) == set(inside)
    assert list(entries_within("w3/p5/")) == [inside[1]]


def test_the_model_refuses_change_and_deletion() -> None:
    entry = write()
    entry.verb = "forged"
    with pytest.raises(TypeError, match="append-only"):
        entry.save()
    with pytest.raises(TypeError, match="append-only"):
        entry.delete()


def test_querysets_refuse_change_and_deletion() -> None:
    entry = write()
    for attempt in (
        lambda: JournalEntry.objects.update(verb="forged"),
        lambda: JournalEntry.objects.filter(pk=entry.pk).delete(),
        lambda: JournalEntry.objects.bulk_update([entry], ["verb"]),
        lambda: entries_within("").update(verb="forged"),
    ):
        with pytest.raises(TypeError, match="append-only"):
            attempt()
    assert JournalEntry.objects.get().verb == "work.start"


def test_the_database_itself_refuses_an_update() -> None:
    write()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE kit_journalentry SET verb = 'forged'")
    assert JournalEntry.objects.get().verb == "work.start"


def test_postgresql_refuses_deletion_too() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's flush between transactional tests needs DELETE, so no trigger stands on it there")
    write()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM kit_journalentry")
