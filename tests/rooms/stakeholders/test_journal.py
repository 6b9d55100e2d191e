"""The journal is never changed, so it must never have held a natural person's name."""

import json

import pytest

from sciezka.kit.models import JournalEntry
from sciezka.rooms.rounds.actions.items import add_items, edit_item, leave_out, merge_proposals, part_proposal
from sciezka.rooms.rounds.actions.results import agree
from sciezka.rooms.rounds.actions.rounds import ItemValues
from sciezka.rooms.rounds.models import Proposal, Sheet
from tests.factories.city import found_city
from tests.factories.rounds import make_round

pytestmark = pytest.mark.both_databases

PERSON = "Lekarka z przychodni"


def all_words() -> str:
    """Give every word that the journal holds."""
    return json.dumps(list(JournalEntry.objects.values("label", "before", "after")), ensure_ascii=False)


@pytest.mark.django_db
def test_sorting_and_agreeing_name_no_person_in_the_journal() -> None:
    city = found_city()
    draft = make_round(city.process, phase="draft", purpose="stakeholders", items=())
    item = add_items(actor=city.coordinator, round=draft, items=[ItemValues(title=PERSON)])[0]
    edit_item(actor=city.coordinator, item=item, values=ItemValues(title=f"{PERSON} w centrum"))
    sorting = make_round(city.process, phase="sorting", purpose="stakeholders", items=())
    sheet = Sheet.objects.create(round=sorting, participant=sorting.participants.first(), number=1)
    rows = [Proposal.objects.create(round=sorting, sheet=sheet, title=f"{PERSON} {number}") for number in range(3)]
    merge_proposals(actor=city.coordinator, round=sorting, proposals=rows[:2], title=PERSON)
    part_proposal(actor=city.coordinator, proposal=Proposal.objects.get(pk=rows[0].pk))
    leave_out(actor=city.coordinator, proposal=rows[2], reason=f"{PERSON} nie mieszka w mieście")
    closed = make_round(city.process, phase="closed", purpose="stakeholders", items=[PERSON])
    agree(actor=city.coordinator, round=closed, item=closed.items.get(), scale="sila", value=4, reason=f"{PERSON} działa")
    assert "Lekarka" not in all_words()
    assert JournalEntry.objects.count() >= 6


@pytest.mark.django_db
def test_where_items_are_no_people_the_journal_says_which() -> None:
    city = found_city()
    draft = make_round(city.process, phase="draft", items=())
    add_items(actor=city.coordinator, round=draft, items=[ItemValues(title="Jakość powietrza")])
    assert "Jakość powietrza" in all_words()
