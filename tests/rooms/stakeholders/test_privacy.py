"""Natural persons: who sees them, what the journal holds, what erasing leaves."""

import json

import pytest
from django.core.exceptions import ValidationError

from sciezka.kit.models import JournalEntry
from sciezka.rooms.rounds.models import Answer, Proposal
from sciezka.rooms.stakeholders.actions.erasing import erase_person
from sciezka.rooms.stakeholders.actions.facts import add_handle
from sciezka.rooms.stakeholders.actions.register import StakeholderValues, add_stakeholder, edit_stakeholder
from sciezka.rooms.stakeholders.models import Invitation, Stakeholder
from tests.factories.people import UserFactory
from tests.factories.stakeholders import make_contact, make_handle, make_judging, make_stakeholder
from tests.factories.town import MembershipFactory, ProcessFactory, SeatFactory, TeamFactory
from tests.rooms.stakeholders.conftest import Office

pytestmark = pytest.mark.both_databases

WORD = "TAJEMNICA"
ADDRESSES = (
    "stakeholder", "stakeholder_edit", "stakeholder_remove", "stakeholder_restore", "stakeholder_erase", "stakeholder_merge",
    "contact_new", "handle_new",
)  # fmt: skip


def make_person(office: Office) -> Stakeholder:
    return make_stakeholder(
        office.process, f"{WORD} liderka", is_person=True, contact=f"{WORD}@x.example", sector="resident"
    )


def test_who_only_reads_sees_organisations_and_no_person(office: Office) -> None:
    person, body = make_person(office), make_stakeholder(office.process)
    client = office.sign_in(office.viewer)
    page = client.get(office.url("register")).content.decode()
    assert body.name in page
    assert WORD not in page
    assert "liderka" not in client.get(office.url("register"), {"szukaj": WORD}).content.decode()
    assert client.get(body.get_absolute_url()).status_code == 200
    for name in ADDRESSES:
        assert client.get(office.url(name, stakeholder=person.pk)).status_code in {404, 405}
        assert client.post(office.url(name, stakeholder=person.pk), {"is_sure": "on"}).status_code in {404, 405}
    assert client.get(office.url("unheard")).status_code == 404
    person.refresh_from_db()
    assert person.removed_at is None


def test_counts_that_readers_see_hold_no_person(office: Office) -> None:
    make_person(office)
    make_stakeholder(office.process)
    answer = office.sign_in(office.viewer).get(office.url("register"))
    assert (answer.context["total"], answer.context["people"], answer.context["with_people"]) == (1, 0, False)


def test_a_person_of_another_workspace_reaches_nothing(office: Office) -> None:
    person = make_person(office)
    elsewhere = ProcessFactory.create(slug="rozwoj")
    stranger = UserFactory.create()
    SeatFactory.create(workspace=elsewhere.workspace, user=stranger)
    client = office.sign_in(stranger)
    for name in ADDRESSES:
        own = {**elsewhere.address, "stakeholder": person.pk}
        for url in (office.url(name, stakeholder=person.pk), office.url(name, **own)):
            assert client.get(url).status_code in {404, 405}
            assert client.post(url, {"is_sure": "on"}).status_code in {404, 405}


def test_judgements_are_shown_to_those_who_judged_and_to_nobody_else(office: Office) -> None:
    judge = UserFactory.create()
    body = make_stakeholder(office.process)
    make_judging(office.process, {body: (5, 1)}, people=[judge, *UserFactory.create_batch(2)], title=f"{WORD} mapa")
    assert WORD in office.sign_in(judge).get(body.get_absolute_url()).content.decode()
    assert WORD in office.sign_in(office.coordinator).get(body.get_absolute_url()).content.decode()
    for user in (office.contributor, office.viewer):
        assert WORD not in office.sign_in(user).get(body.get_absolute_url()).content.decode()
    page = office.sign_in(office.contributor).get(office.url("unheard")).content.decode()
    assert body.name not in page


def test_judgements_are_not_shown_before_the_end(office: Office) -> None:
    body = make_stakeholder(office.process)
    make_judging(office.process, {body: (5, 1)}, phase="open", title=f"{WORD} mapa")
    assert WORD not in office.sign_in(office.coordinator).get(body.get_absolute_url()).content.decode()


def test_the_journal_holds_no_word_about_a_person(office: Office) -> None:
    client = office.sign_in(office.coordinator)
    client.post(
        office.url("stakeholder_new"),
        {"name": f"{WORD} liderka", "sector": "resident", "is_person": "on", "contact": WORD, "represents": WORD},
    )
    person = Stakeholder.objects.get()
    edit_stakeholder(
        actor=office.coordinator,
        stakeholder=person,
        values=StakeholderValues(name=f"{WORD} inna", is_person=True, district=WORD),
    )
    add_handle(actor=office.coordinator, stakeholder=person, kind="name", value=f"{WORD} dawna")
    client.post(office.url("contact_new", stakeholder=person.pk), {"on": "2026-01-05", "kind": "call", "note": WORD})
    client.post(office.url("gather"), gather_values(office))
    client.post(office.url("stakeholder_remove", stakeholder=person.pk))
    client.post(office.url("stakeholder_erase", stakeholder=person.pk), {"is_sure": "on"})
    assert JournalEntry.objects.filter(verb="round.make").exists()
    rows = JournalEntry.objects.values_list("label", "before", "after")
    assert len(rows) >= 7
    assert WORD not in json.dumps(list(rows), default=str)


def test_a_person_who_was_an_organisation_before_is_not_named_by_the_change(office: Office) -> None:
    row = add_stakeholder(actor=None, process=office.process, values=StakeholderValues(name="Firma"))
    edit_stakeholder(actor=None, stakeholder=row, values=StakeholderValues(name=WORD, is_person=True))
    entry = JournalEntry.objects.get(verb="stakeholder.edit")
    assert WORD not in json.dumps([entry.label, entry.after])
    edit_stakeholder(actor=None, stakeholder=row, values=StakeholderValues(name="Firma znowu", is_person=False))
    assert WORD not in json.dumps([list(JournalEntry.objects.values_list("label", "before", "after"))])


def gather_values(office: Office) -> dict[str, str]:
    return {"title": "Mapa", "team": str(office.team.pk), "way": "judge", "closes_at": "2099-01-01T12:00"}


def test_erasing_blanks_every_word_and_keeps_the_numbers(office: Office) -> None:
    person = make_person(office)
    make_contact(person, note=f"{WORD} rozmowa")
    make_handle(person, f"{WORD}@x.example", kind="email")
    person.engagements.create(form=f"{WORD} rozmowa", owner_name=WORD)
    for number in range(2):
        Invitation.objects.create(
            stakeholder=person, name=WORD, email=f"{WORD}{number}@x.example", district=WORD, letter=WORD
        )
    round_ = make_judging(office.process, {person: (4, 2)})
    item = round_.items.get()
    Answer.objects.update(reason=f"{WORD} powód")
    sheet = round_.sheets.first()
    Proposal.objects.create(round=round_, sheet=sheet, title=WORD, text=WORD, details={"contact": WORD}, item=item)
    office.sign_in(office.coordinator).post(office.url("stakeholder_erase", stakeholder=person.pk), {"is_sure": "on"})
    person.refresh_from_db()
    item.refresh_from_db()
    left = [
        list(Stakeholder.objects.values()), list(person.contacts.values()), list(person.handles.values()),
        list(person.engagements.values()), list(person.invitations.values()), list(Answer.objects.values("reason")),
        list(Proposal.objects.values()), list(round_.items.values()),
    ]  # fmt: skip
    assert WORD not in json.dumps(left, default=str)
    assert person.erased_at is not None
    assert person.removed_at is not None
    assert (person.sector, person.contacts.count(), person.invitations.count()) == ("resident", 1, 2)
    assert sorted(Answer.objects.values_list("value", flat=True)) == [2, 2, 2, 4, 4, 4]


def test_what_was_erased_is_neither_found_nor_written_again(office: Office) -> None:
    person = make_person(office)
    erase_person(actor=office.coordinator, stakeholder=person)
    client = office.sign_in(office.coordinator)
    assert person.name not in client.get(office.url("register")).content.decode()
    assert client.get(person.get_absolute_url()).status_code == 200
    client.post(office.url("stakeholder_restore", stakeholder=person.pk))
    client.post(
        office.url("stakeholder_edit", stakeholder=person.pk), {"name": WORD, "sector": "resident", "is_person": "on"}
    )
    client.post(office.url("handle_new", stakeholder=person.pk), {"kind": "name", "value": WORD})
    client.post(office.url("contact_new", stakeholder=person.pk), {"on": "2026-01-05", "kind": "call", "note": WORD})
    person.refresh_from_db()
    assert person.removed_at is not None
    assert WORD not in person.name
    assert (person.handles.count(), person.contacts.count()) == (0, 0)


def test_only_a_persons_data_are_erased_and_only_when_confirmed(office: Office) -> None:
    body, person = make_stakeholder(office.process), make_person(office)
    with pytest.raises(ValidationError):
        erase_person(actor=office.coordinator, stakeholder=body)
    client = office.sign_in(office.coordinator)
    client.post(office.url("stakeholder_erase", stakeholder=body.pk), {"is_sure": "on"})
    client.post(office.url("stakeholder_erase", stakeholder=person.pk), {})
    assert Stakeholder.objects.filter(erased_at=None).count() == 2


def test_erasing_is_the_co_ordinators_and_advisers(office: Office) -> None:
    person = make_person(office)
    MembershipFactory.create(team=TeamFactory.create(process=office.process), user=office.viewer)
    client = office.sign_in(office.contributor)
    assert client.post(office.url("stakeholder_erase", stakeholder=person.pk), {"is_sure": "on"}).status_code == 404


def test_another_waves_answers_about_others_stay(office: Office) -> None:
    person, body = make_person(office), make_stakeholder(office.process)
    round_ = make_judging(office.process, {person: (4, 2), body: (3, 3)})
    Answer.objects.update(reason="powód")
    erase_person(actor=office.coordinator, stakeholder=person)
    assert Answer.objects.filter(reason="powód").count() == Answer.objects.filter(item__noun_key=str(body.pk)).count() > 0
    assert round_.items.filter(title=body.name).exists()
