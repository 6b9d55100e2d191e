"""Saved states of a thread: what they hold, what differs between two, by whom and on which decision, and a copy."""

import csv
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sciezka.core.graphs.compare import Piece
from sciezka.kit.models import JournalEntry
from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions import cite, rename, take_off, tie, untie
from sciezka.rooms.thread.actions.nodes import hang
from sciezka.rooms.thread.actions.snapshots import copy_snapshot, save_snapshot
from sciezka.rooms.thread.actions.waivers import end_waiver, waive
from sciezka.rooms.thread.models import Citation, Node, Snapshot, Tie, Waiver
from sciezka.rooms.thread.queries.checks import check
from sciezka.rooms.thread.queries.snapshots import compare_snapshots, copied_from
from sciezka.rooms.thread.queries.snapshots_page import make_sections
from sciezka.rooms.thread.queries.states import digest_state, write_now
from sciezka.rooms.town.models import Process
from tests.factories.thread import NodeFactory, TieFactory
from tests.factories.town import EventFactory, ProcessFactory, TaskFactory
from tests.rooms.town.office import Office

pytestmark = pytest.mark.both_databases
PROOF = Citation(number=1e20, unit="%", of="2021", source="GUS")


def make_thread(office: Office) -> dict[str, Node]:
    """Hang a proof, a trouble that rests on it, an aim and a step under the aim; waive a rule."""
    actor, process = office.people["coordinator"], office.process

    def put(type_key: str, title: str, under: Node | None = None, cited: Citation | None = None) -> Node:
        noun = TaskFactory.create(process=process)
        return hang(actor=actor, process=process, type=type_key, noun=noun, title=title, under=under, cited=cited)

    proof = put("test_proof", "Czynsz", cited=PROOF)
    trouble, aim = put("test_trouble", "Najem kosztuje połowę płacy"), put("test_aim", "Tańszy najem")
    step = put("test_step", "Nowe mieszkania", aim)
    tie(actor=actor, source=proof, target=trouble, kind="supports", reason="Tak liczy urząd.")
    tie(actor=actor, source=trouble, target=aim, kind="test_answers", reason="Wprost.")
    waive(actor=actor, process=process, rule="T05", node=trouble, reason="Czeka na warsztat.")
    return {"proof": proof, "trouble": trouble, "aim": aim, "step": step}


def test_a_saved_state_stays_as_it_was_and_says_the_same_in_every_database(office: Office) -> None:
    with pytest.raises(ValidationError):
        save_snapshot(actor=None, process=office.process, name="Nic")
    make_thread(office)
    saved = save_snapshot(actor=office.people["coordinator"], process=office.process, name="Przed konsultacjami")
    again = Snapshot.objects.get(pk=saved.pk)
    assert again.content == saved.content
    assert digest_state(again.content) == digest_state(write_now(office.process)) == saved.digest
    assert (again.content["sums"]["nodes"], again.content["sums"]["ties"], again.content["sums"]["waivers"]) == (4, 2, 1)
    assert compare_snapshots(again, None).count == 0
    for change in (again.save, again.delete, Snapshot.objects.all().delete, lambda: Snapshot.objects.update(name="x")):
        with pytest.raises(TypeError):
            change()
    with pytest.raises(ValidationError):
        save_snapshot(actor=None, process=office.process, name="Obcy", event=EventFactory.create())


def test_two_states_tell_what_changed_by_whom_and_on_which_decision(office: Office) -> None:
    made, process = make_thread(office), office.process
    mine, theirs = office.people["coordinator"], office.people["contributor"]
    first = save_snapshot(actor=mine, process=process, name="Pierwszy")
    rename(actor=theirs, node=made["trouble"], title="Najem kosztuje ponad połowę płacy")
    cite(actor=theirs, node=made["proof"], cited=Citation(number=18.9, unit="%", of="2022", source="GUS"))
    untie(actor=mine, tie=Tie.objects.get(kind="test_answers"))
    second = save_snapshot(
        actor=mine, process=process, name="Drugi", event=EventFactory.create(process=process, title="Sesja")
    )
    take_off(actor=mine, node=made["step"])
    end_waiver(actor=mine, waiver=Waiver.objects.get())
    extra = hang(actor=theirs, process=process, type="test_trouble", noun=TaskFactory.create(process=process), title="Nowe")
    tie(actor=theirs, source=made["proof"], target=extra, kind="supports", reason="Nowy powód.")

    compared = compare_snapshots(second, first)
    assert (compared.before.snapshot, compared.after.snapshot) == (first, second)
    nodes, ties = make_sections(compared)
    assert [(line.fate, line.ends[0].code, line.trace.who, line.trace.event.title) for line in nodes.lines] == [
        ("changed", made["proof"].code, str(theirs), "Sesja"),
        ("changed", made["trouble"].code, str(theirs), "Sesja"),
    ]
    assert Piece("added", "ponad ") in nodes.lines[1].said[0].pieces
    assert "18.9" in nodes.lines[0].said[0].after.replace(",", ".")
    assert [(line.fate, line.text, line.trace.who) for line in ties.lines] == [("removed", "Wprost.", str(mine))]

    later = compare_snapshots(second, None)
    assert [(section.key, section.count) for section in make_sections(later)] == [("nodes", 2), ("ties", 1), ("waivers", 1)]
    assert [section.count for section in make_sections(later, "test_step")] == [1]
    place, new = make_sections(later)[0].lines[1].said[0], make_sections(later)[0].lines[0]
    assert (place.before == place.after, new.ends[0].title) == (False, "Nowe")
    assert (later.trace(made["step"].code).who, later.trace(("waiver", "T05", "XP-01", "")).who) == (str(mine), str(mine))
    assert later.trace(made["step"].code).event is None
    User.objects.filter(pk=theirs.pk).update(erased_at=timezone.now())
    assert compare_snapshots(second, None).trace(extra.code).who == ""


def test_a_copy_holds_what_was_saved_and_leaves_the_original_alone(office: Office) -> None:
    made, process, actor = make_thread(office), office.process, office.people["coordinator"]
    take_off(actor=actor, node=made["step"])
    saved = save_snapshot(actor=actor, process=process, name="Wariant")
    untie(actor=actor, tie=Tie.objects.get(kind="test_answers"))
    before, written = digest_state(write_now(process)), JournalEntry.objects.filter(scope=process.scope).count()

    copy = copy_snapshot(actor=actor, snapshot=saved, name="Wariant B")
    assert (copy.workspace, copy.is_published, copy.slug, copied_from(copy)) == (
        process.workspace,
        False,
        "wariant-b",
        saved,
    )
    held, rows = write_now(copy), saved.content
    assert [{**row, "noun": []} for row in held["nodes"]] == [{**row, "noun": []} for row in rows["nodes"]]
    assert sorted(held["ties"]) == sorted(rows["ties"])
    assert held["waivers"] == rows["waivers"]
    assert digest_state(write_now(process)) == before
    # Only that the copy was made is written in the original.
    assert JournalEntry.objects.filter(scope=process.scope).count() == written + 1
    step = Node.objects.get(process=copy, type="test_step")
    assert (step.under.code, step.under.process_id, step.is_taken_off) == (made["aim"].code, copy.pk, True)
    # Work goes on in the copy: no noun is missed there, codes go on, and nodes are renamed and tied.
    assert not [row for row in check(copy).plan.lookups.values() if row.is_gone]
    fresh = hang(actor=actor, process=copy, type="test_trouble", noun=TaskFactory.create(process=copy), title="Inny problem")
    assert fresh.code == "XP-02"
    tie(
        actor=actor,
        source=Node.objects.get(process=copy, type="test_proof"),
        target=fresh,
        kind="supports",
        reason="Bo tak.",
    )
    assert copy_snapshot(actor=actor, snapshot=saved, name="Wariant B").slug == "wariant-b-2"


def test_pages_of_saved_states_and_who_may_do_what(office: Office) -> None:
    make_thread(office)
    process, client = office.process, office.client("contributor")
    new = reverse("thread:snapshot_new", kwargs=process.address)
    listing = reverse("thread:snapshots", kwargs=process.address)
    assert client.get(listing).content.decode().count(new) == 2
    sent = {"name": "", "remarks": "Uwagi <b>", "event": "9" * 30}
    refused = client.post(new, sent).content.decode()
    assert "Uwagi &lt;b&gt;" in refused
    assert not Snapshot.objects.exists()
    event = EventFactory.create(process=process, title="Warsztat nici")
    page = client.post(new, {"name": "Po warsztacie", "event": event.pk}, follow=True).content.decode()
    assert "Warsztat nici" in page
    assert "XP-01" in page
    saved = Snapshot.objects.get()
    copy = reverse("thread:snapshot_copy", kwargs=saved.address)
    assert (client.get(copy).status_code, client.post(copy, {"name": "x"}).status_code) == (404, 404)
    for role in ("stranger", "viewer"):
        status = 404 if role == "stranger" else 200
        reader = office.client(role)
        assert [reader.get(url).status_code for url in (listing, saved.get_absolute_url())] == [status] * 2
        assert reader.get(new).status_code == 404
    elsewhere = {**saved.address, "process": ProcessFactory.create(workspace=process.workspace).slug}
    assert office.client("coordinator").get(reverse("thread:snapshot", kwargs=elsewhere)).status_code == 404
    head = office.client("coordinator")
    assert "Po warsztacie" in head.get(copy).content.decode()
    assert (head.post(copy, {"name": ""}).status_code, Process.objects.count()) == (200, 2)
    opened = head.post(copy, {"name": "Wariant oszczędny"}, follow=True)
    assert saved.get_absolute_url() in opened.content.decode()
    assert "XP-01" in opened.content.decode()


def test_comparisons_answer_every_address_and_ask_the_database_as_often(office: Office) -> None:
    made, process = make_thread(office), office.process
    saved = save_snapshot(actor=None, process=process, name="Pierwszy")
    client = office.client("viewer")
    url, table = (reverse(f"thread:{name}", kwargs=process.address) for name in ("comparison", "comparison_csv"))
    assert client.get(url).url == client.get(f"{url}?od={saved.pk}&do={saved.pk}").url
    for query in ("od=99999", "od=x&do=teraz", f"od={saved.pk}&do=99", f"od={'9' * 40}", "od=%00"):
        assert client.get(f"{url}?{query}").status_code == 404, query
    assert client.get(table).status_code == 404
    assert 'class="change"' not in client.get(f"{url}?od=teraz&do={saved.pk}").content.decode()

    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{url}?od={saved.pk}&do=teraz&typ=").status_code == 200
        return len(asked)

    rename(actor=office.people["coordinator"], node=made["aim"], title="=SUMA(1)")
    few = count()
    for number in range(3):
        node = NodeFactory.create(process=process, code=f"XW-{number + 50}", number=number + 50)
        TieFactory.create(source=node, target=made["trouble"])
        rename(actor=office.people["contributor"], node=node, title=f"Zmienione {number}")
    assert count() == few
    rows = list(csv.reader(io.StringIO(client.get(f"{table}?od={saved.pk}&do=teraz").content.decode("utf-8-sig"))))
    assert {len(row) for row in rows} == {11}
    assert len(rows) == 1 + 1 + 3 + 3
    assert "'=SUMA(1)" in {row[7] for row in rows}
