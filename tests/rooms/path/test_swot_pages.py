"""A SWOT: entries, their quadrants and ties, pairs, who may do what, and what two people change at once."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sciezka.kit.models import JournalEntry
from sciezka.rooms.path.models import Crossing, SwotEntry
from sciezka.rooms.path.queries.swot import read_board, read_grid, read_version
from sciezka.rooms.thread.actions import tie
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.town.models import Process
from tests.factories.path import make_factor, make_goal, make_swot_entry, node_of
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
QUADRANTS = ("strength", "weakness", "opportunity", "threat")


@pytest.fixture
def office() -> Office:
    return build_office()


def url(process: Process, name: str, **words: Any) -> str:
    return reverse(f"path:{name}", kwargs={**process.address, **words})


def english(office: Office, role: str) -> Client:
    client = office.client(role)
    user = office.people.get(role)
    if user is not None:
        user.language = "en"
        user.save()
    return client


def four(process: Process) -> dict[str, SwotEntry]:
    return {key: make_swot_entry(process, f"Zdanie {key}", key) for key in QUADRANTS}


def count_queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_an_entry_is_added_hung_told_to_screens_and_written_down(office: Office) -> None:
    process, client = office.process, english(office, "contributor")
    before = read_version(process)
    answer = client.post(url(process, "swot_add"), {"quadrant": "weakness", "text": "  Mało   mieszkań "}, follow=True)
    entry = SwotEntry.objects.get()
    assert (entry.text, node_of(entry).code, entry.is_taken) == ("Mało mieszkań", "SS-01", True)
    assert read_version(process) > before
    assert JournalEntry.objects.filter(verb="swot.add", object_id=str(entry.pk)).exists()
    said = answer.content.decode()
    assert "Still empty: strengths, opportunities, threats." in said
    assert "1 entry, none of them with evidence yet." in said
    assert client.get(url(process, "swot_state")).json()["state"]["number"] == read_version(process)


@pytest.mark.parametrize(
    "typed", [{"quadrant": "weakness", "text": "ż" * 301}, {"quadrant": "nowhere", "text": "Zdanie"}, {"text": ""}, {}]
)
def test_an_entry_that_can_not_be_added_is_kept_as_typed(office: Office, typed: dict[str, str]) -> None:
    answer = english(office, "contributor").post(url(office.process, "swot_add"), typed)
    assert answer.status_code == 422
    assert not SwotEntry.objects.exists()
    if typed.get("text"):
        assert typed["text"] in answer.content.decode()


def test_a_moved_entry_gets_a_code_of_its_new_type_and_takes_along_the_ties_that_may_lead_there(office: Office) -> None:
    process, client = office.process, english(office, "contributor")
    entry, goal = make_swot_entry(process, "Tereny po fabrykach", "weakness"), make_goal(process)
    evidence = node_of(make_factor(process))
    Node.objects.filter(pk=evidence.pk).update(cited={"number": 21.4})
    tie(actor=None, source=evidence, target=node_of(entry), kind="supports", reason="Pokazuje to wprost.")
    tie(actor=None, source=node_of(entry), target=node_of(goal), kind="answers", reason="Odpowiada na to.")
    answer = client.post(url(process, "swot_move", swot_entry=entry.pk), {"quadrant": "opportunity"}, follow=True)
    entry.refresh_from_db()
    old, new = Node.objects.get(code="SS-01"), Node.objects.get(code="SZ-01")
    assert (entry.quadrant, old.is_taken_off, new.is_taken_off) == ("opportunity", True, False)
    assert list(Tie.objects.filter(target=new).values_list("source", "reason")) == [(evidence.pk, "Pokazuje to wprost.")]
    assert not Tie.objects.filter(source=new).exists()
    assert f"can’t lead to what it is now: {node_of(goal).code}" in answer.content.decode()
    card = read_board(process).cards[0]
    assert (card.code, card.evidence, card.goals) == ("SZ-01", 1, 0)
    client.post(url(process, "swot_move", swot_entry=entry.pk), {"quadrant": "weakness", "back": "board"})
    card = read_board(process).cards[0]
    assert (card.code, card.evidence, card.goals) == ("SS-01", 1, 1)
    assert client.post(url(process, "swot_move", swot_entry=entry.pk), {"quadrant": "nowhere"}).status_code == 302


def test_an_entry_taken_off_is_offered_to_be_put_back_under_its_code(office: Office) -> None:
    process, client = office.process, english(office, "contributor")
    entry = make_swot_entry(process, "Czyste powietrze")
    client.post(url(process, "swot_off", swot_entry=entry.pk), {"back": "board"})
    board = read_board(process)
    assert (board.cards, [card.code for card in board.off]) == ((), ["MS-01"])
    assert "1 taken off" in client.get(url(process, "swot")).content.decode()
    assert "Taken off" in client.get(entry.get_absolute_url()).content.decode()
    client.post(url(process, "swot_back", swot_entry=entry.pk))
    assert [card.code for card in read_board(process).cards] == ["MS-01"]


def test_two_people_who_change_one_entry_lose_nothing(office: Office) -> None:
    client = english(office, "contributor")
    entry = make_swot_entry(office.process, "Było tak")
    address = url(office.process, "swot_edit", swot_entry=entry.pk)
    seen = client.get(entry.get_absolute_url()).context["form"]["version"].value()
    assert client.post(address, {"text": "Pierwsza zmiana", "version": seen}).status_code == 302
    answer = client.post(address, {"text": "Druga zmiana", "version": seen, "about": "Uwaga"})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in said for words in ("Pierwsza zmiana", "Druga zmiana", "Uwaga", "Two people changed this entry"))
    entry.refresh_from_db()
    assert (entry.text, node_of(entry).title) == ("Pierwsza zmiana", "Pierwsza zmiana")
    assert client.post(address, {"text": "Druga zmiana", "version": entry.version}).status_code == 302
    assert client.post(address, {"text": "", "version": "x"}).status_code == 422


def test_pairs_are_judged_with_sign_and_reason_and_two_people_lose_nothing(office: Office) -> None:
    process, client = office.process, english(office, "contributor")
    rows = four(process)
    word = f"{rows['strength'].pk}x{rows['opportunity'].pk}"
    address = url(process, "swot_cross")
    typed = {"para": word, "value": "2", "reason": "Wprost", "version": "0"}
    assert client.post(address, typed).status_code == 302
    made = Crossing.objects.get()
    assert made.value == 2
    answer = client.post(address, {**typed, "value": "-1", "reason": "Nie wprost"})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in said for words in ("Two people judged this pair", "Wprost", "Nie wprost"))
    client.post(address, {**typed, "value": "-1", "reason": "Nie wprost", "version": made.version})
    made.refresh_from_db()
    assert (made.value, made.reason, made.version) == (-1, "Nie wprost", 2)
    other = f"{rows['weakness'].pk}x{rows['threat'].pk}"
    client.post(address, {"para": other, "value": "-2", "version": "0", "next": "1"})
    grid = read_grid(read_board(process))
    assert [block.sum for block in grid.meeting.blocks.values()] == [-1, 0, 0, 2]
    assert (grid.sum_row(rows["weakness"].pk), grid.sum_column(rows["opportunity"].pk)) == (-2, -1)
    page = client.get(url(process, "swot_grid"), {"para": word}).content.decode()
    assert "Does this strength let the town use this opportunity?" in page
    assert "2 of 4 pairs judged." in page
    assert "Nie wprost" in client.get(rows["strength"].get_absolute_url()).content.decode()
    client.post(address, {"para": word, "value": "", "version": "2"})
    assert Crossing.objects.count() == 1
    verbs = JournalEntry.objects.filter(verb__startswith="swot.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["swot.cross", "swot.cross", "swot.cross", "swot.uncross"]
    for hostile in ({"para": word, "value": "3", "version": "0"}, {"para": word, "value": "1", "version": "x" * 99}):
        assert client.post(address, hostile).status_code == 422
    for gone in ({"para": "9x9"}, {"para": f"{rows['threat'].pk}x{rows['strength'].pk}", "value": "1"}, {}):
        assert client.post(address, gone).status_code == 302
    assert Crossing.objects.count() == 1


def test_what_each_may_do_and_what_empty_pages_say(office: Office) -> None:
    process = office.process
    entry = make_swot_entry(process)
    reads = [url(process, name) for name in ("swot", "swot_grid", "swot_position", "swot_proposals", "swot_csv")]
    reads += [entry.get_absolute_url()]
    viewer, stranger = english(office, "viewer"), office.client("stranger")
    for address in reads:
        assert viewer.get(address).status_code == 200, address
        assert stranger.get(address).status_code == 404, address
    assert "There is nothing to pair yet" in viewer.get(url(process, "swot_grid")).content.decode()
    said = viewer.get(url(process, "swot_position")).content.decode()
    assert "Nobody has judged the entries yet" in said
    assert "No pair has been judged yet." in said
    for name in ("swot_svg", "swot_png"):
        assert viewer.get(url(process, name)).status_code == 404
    writes = [url(process, name) for name in ("swot_add", "swot_cross", "swot_take", "swot_decline")]
    writes += [
        url(process, name, swot_entry=entry.pk)
        for name in ("swot_edit", "swot_move", "swot_off", "swot_back", "swot_reopen")
    ]
    for address in writes:
        assert viewer.post(address).status_code == 404, address
    assert english(office, "contributor").get(url(process, "swot_ask")).status_code == 404
    assert english(office, "coordinator").get(url(process, "swot_ask")).status_code == 200


def test_the_pages_ask_the_database_as_often_for_many_entries_as_for_few(office: Office) -> None:
    process, client = office.process, english(office, "contributor")
    four(process)
    pages = [url(process, name) for name in ("swot", "swot_grid", "swot_position")]
    few = [count_queries(client, address) for address in pages]
    for _number in range(2):
        four(process)
    assert [count_queries(client, address) for address in pages] == few
