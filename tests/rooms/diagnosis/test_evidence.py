"""Evidence that people bring: passages and notes hang, are tied, changed by two at once, taken off; the page tells all."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sciezka.kit.models import JournalEntry
from sciezka.rooms.diagnosis.forms.evidence import DatedField
from sciezka.rooms.diagnosis.models import ExpertNote, Passage
from sciezka.rooms.thread.actions import tie
from sciezka.rooms.thread.models import Tie
from sciezka.rooms.thread.queries import node_for, node_with_ties
from tests.factories.diagnosis import make_note, make_passage
from tests.factories.town import LegalActFactory
from tests.rooms.diagnosis.conftest import Grown

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PASSAGE = {"name": "Smog szkodzi zdrowiu", "document": "Program", "publisher": "Urząd", "dated": "5.2024",
           "words": "Norma przekroczona.", "is_quoted": "on", "url": "https://miasto.example/program"}  # fmt: skip
NOTE = {"name": "Brakuje geriatrów", "post": "ordynator, szpital", "field": "geriatria", "said_on": "2026-03-02",
        "way": "meeting", "words": "Czeka się rok."}  # fmt: skip


def url(grown: Grown, name: str, **more: int) -> str:
    return reverse(f"diagnosis:{name}", kwargs={**grown.office.process.address, **more})


def code_of(grown: Grown, statement: str) -> str:
    node = node_for(grown.said[statement])
    assert node is not None
    return node.code


def test_begun_from_a_problem_new_evidence_hangs_cites_and_is_tied_at_once(grown: Grown) -> None:
    client, code = grown.client(), code_of(grown, "P-01")
    page = f"{url(grown, 'passage_new')}?do={code}"
    assert client.get(page).context["ground"].code == code
    assert client.post(page, PASSAGE).status_code == 200  # a tie needs its reason
    assert not Passage.objects.exists()
    answer = client.post(page, {**PASSAGE, "reason": "Mówi wprost."})
    passage = Passage.objects.get()
    assert answer["Location"] == passage.get_absolute_url()
    node = node_for(passage)
    assert node is not None
    assert node.citation is not None
    assert (node.code, node.citation.text, node.citation.of) == ("DK-01", "Norma przekroczona.", "2024")
    assert Tie.objects.filter(source=node, target__code=code, reason="Mówi wprost.").exists()
    assert client.post(url(grown, "expert_note_new"), NOTE).status_code == 302
    note = node_for(ExpertNote.objects.get())
    assert note is not None
    assert (note.code, note.cited["of"], note.cited["source"]) == ("EK-01", "2026-03-02", "ordynator, szpital (geriatria)")
    assert set(JournalEntry.objects.values_list("verb", flat=True)) >= {"passage.add", "expert_note.add", "tie.make"}
    for noun in (passage, ExpertNote.objects.get()):
        html = client.get(noun.get_absolute_url()).content.decode()
        assert noun.words in html
    assert f"?do={code}" in client.get(f"{grown.url('tree')}?na={grown.key('P-01')}").content.decode()
    assert not node_with_ties(node).has_moved


def test_changed_evidence_cites_anew_and_the_second_of_two_people_loses_nothing(grown: Grown) -> None:
    passage, client = make_passage(grown.office.process), grown.client()
    page = url(grown, "passage_edit", passage=passage.pk)
    first = {**PASSAGE, "words": "Norma przekroczona dwukrotnie.", "version": "1"}
    assert client.post(page, first).status_code == 302
    node = node_for(passage)
    assert node is not None
    assert node.cited["text"] == "Norma przekroczona dwukrotnie."
    told = client.post(page, {**PASSAGE, "words": "Inne słowa.", "is_quoted": "", "version": "1"})
    assert told.status_code == 409
    assert "Inne słowa." in told.content.decode()
    assert "Norma przekroczona dwukrotnie." in told.content.decode()
    assert client.post(page, {**PASSAGE, "words": "Inne słowa.", "version": "2"}).status_code == 302
    note = make_note(grown.office.process)
    assert client.post(url(grown, "expert_note_edit", expert_note=note.pk), {**NOTE, "version": "1"}).status_code == 302


def test_evidence_is_taken_off_and_put_back_under_its_code(grown: Grown) -> None:
    client = grown.client("contributor")
    passage, note = make_passage(grown.office.process), make_note(grown.office.process)
    for noun, words in ((passage, {"passage": passage.pk}), (note, {"expert_note": note.pk})):
        decide = url(grown, f"{noun.node_type}_off", **words)
        assert grown.client("viewer").post(decide).status_code == 404
        assert client.post(decide).status_code == 302
        assert client.get(noun.get_absolute_url()).status_code == 200
        assert node_for(noun).is_taken_off  # type: ignore[union-attr]
        client.post(decide, {"decision": "back"})
        assert not node_for(noun).is_taken_off  # type: ignore[union-attr]


@pytest.mark.one_database
@pytest.mark.parametrize("wrong", [
    {"dated": "31.2.2024"}, {"dated": "2999"}, {"dated": "wiosną"}, {"url": "javascript:alert(1)"}, {"words": "x" * 601},
    {"act": "9" * 30}, {"act": "obcy"}, {"name": "\x00"}, {"url": "ftp://miasto.example/x"},
])  # fmt: skip
def test_wrong_input_is_told_and_keeps_what_was_typed(grown: Grown, wrong: dict[str, str]) -> None:
    if wrong.get("act") == "obcy":
        wrong = {"act": str(LegalActFactory.create().pk)}
    page = grown.client().post(url(grown, "passage_new"), {**PASSAGE, **wrong})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert "Norma przekroczona." in page.content.decode() or "words" in wrong
    assert not Passage.objects.exists()


def test_dates_are_read_as_offices_write_them_and_written_back() -> None:
    field = DatedField()
    for text, stored in (
        ("17.5.2024", "2024-05-17"),
        ("05.2024", "2024-05"),
        ("2024", "2024"),
        ("2024-05-17", "2024-05-17"),
    ):
        assert field.clean(text) == stored
        assert field.clean(field.prepare_value(stored)) == stored


@pytest.mark.one_database
def test_the_page_tells_each_sort_what_rests_on_it_and_what_carries_nothing(grown: Grown) -> None:
    client = grown.client("viewer")
    empty = client.get(url(grown, "evidence"))
    assert [sort.type.key for sort in empty.context["sorts"]].count("stakeholder_judgement") == 1
    assert len(empty.context["sorts"]) >= 6
    used, idle = make_passage(grown.office.process, "=Użyty"), make_note(grown.office.process, "Wolna")
    source, target = node_for(used), node_for(grown.said["P-01"])
    assert source is not None
    assert target is not None
    tie(actor=None, source=source, target=target, kind="supports", reason="Bo tak.")
    with CaptureQueriesContext(connection) as few:
        page = client.get(url(grown, "evidence"))
    assert page.context["found"] == 2
    html = page.content.decode()
    assert target.code in html
    for number in range(3):
        make_passage(grown.office.process, f"Fragment {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(url(grown, "evidence"))
    assert len(many) == len(few)
    idle_only = client.get(url(grown, "evidence"), {"bez": "1", "rodzaj": "expert_note"})
    assert [line.node.title for sort in idle_only.context["sorts"] for line in sort.lines] == [idle.name]
    assert client.get(url(grown, "evidence"), {"szukaj": "niczego takiego"}).context["found"] == 0
    assert client.get(url(grown, "evidence"), {"rodzaj": "\x00", "szukaj": "\x00"}).status_code == 200
    file = client.get(url(grown, "evidence_csv"), {"rodzaj": "passage"}).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file)))
    assert len(rows) == 5
    assert rows[1][0] == "DK-01"
    assert not rows[1][2].startswith("=")
    assert rows[1][5] == target.code
