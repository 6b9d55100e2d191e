"""The register: adding, finding doubles, changing, taking off, merging."""

import pytest
from django.core.exceptions import ValidationError
from pytest_django import DjangoAssertNumQueries

from sciezka.kit.models import JournalEntry
from sciezka.rooms.stakeholders.actions.register import (
    StakeholderValues,
    add_stakeholder,
    edit_stakeholder,
    merge_stakeholders,
)
from sciezka.rooms.stakeholders.models import Invitation, Stakeholder
from sciezka.rooms.stakeholders.queries.register import find_similar, list_namesakes
from tests.factories.stakeholders import make_contact, make_handle, make_judging, make_stakeholder
from tests.factories.town import ProcessFactory
from tests.rooms.stakeholders.conftest import Office

pytestmark = pytest.mark.both_databases


def test_a_stakeholder_is_added_by_hand(office: Office) -> None:
    client = office.sign_in(office.contributor)
    given = {"name": "Ochotnicza Straż Pożarna w Lipie", "sector": "ngo", "contact": "osp@lipa.example", "brings": "ludzi"}
    answer = client.post(office.url("stakeholder_new"), given, follow=True)
    made = Stakeholder.objects.get()
    assert (made.name, made.sector, made.brings, made.is_person) == (given["name"], "ngo", "ludzi", False)
    assert answer.redirect_chain[-1][0] == made.get_absolute_url()
    assert "osp@lipa.example" in answer.content.decode()
    assert JournalEntry.objects.get(verb="stakeholder.add").after["contact"] == "…"


def test_a_name_like_one_on_the_register_is_confirmed_first(office: Office) -> None:
    make_stakeholder(office.process, "Ochotnicza Straż Pożarna w Lipie")
    client = office.sign_in(office.contributor)
    given = {"name": "OSP Lipa", "sector": "ngo", "represents": "strażaków"}
    answer = client.post(office.url("stakeholder_new"), given)
    page = answer.content.decode()
    assert Stakeholder.objects.count() == 1
    assert "Ochotnicza Straż Pożarna w" in page.replace("\u00a0", " ")
    assert 'value="strażaków"' in page
    client.post(office.url("stakeholder_new"), {**given, "is_another": "on"})
    assert Stakeholder.objects.count() == 2


def test_names_alike_are_shown_while_one_is_typed(office: Office) -> None:
    make_stakeholder(office.process, "Szkoła Podstawowa nr 2")
    make_stakeholder(office.process, "Szkoła Podstawowa nr 3")
    page = office.sign_in(office.contributor).get(office.url("stakeholder_similar"), {"name": "SP 2"}).content.decode()
    assert "nr\u00a02" in page
    assert "nr\u00a03" not in page


def test_names_alike_of_another_process_are_not_found(office: Office) -> None:
    make_stakeholder(ProcessFactory.create(), "Klub Sportowy Iskra")
    assert find_similar(office.process, "Klub Sportowy Iskra") == []


def test_doubles_on_the_register_are_grouped_but_persons_apart(office: Office) -> None:
    one = make_stakeholder(office.process, "Stowarzyszenie Nasze Miasto")
    two = make_stakeholder(office.process, "Stowarzyszenia Nasze Miasto")
    person = make_stakeholder(office.process, "Stowarzyszenie Nasze Miasto", is_person=True)
    assert list_namesakes([one, two, person]) == [[one, two]]


def test_a_wrong_form_keeps_what_was_typed(office: Office) -> None:
    answer = office.sign_in(office.contributor).post(
        office.url("stakeholder_new"), {"name": "", "sector": "kosmos", "brings": "czas"}
    )
    assert answer.status_code == 200
    assert "czas" in answer.content.decode()
    assert not Stakeholder.objects.exists()


def test_a_change_is_written_with_its_difference(office: Office) -> None:
    row = make_stakeholder(office.process)
    office.sign_in(office.contributor).post(
        office.url("stakeholder_edit", stakeholder=row.pk), {"name": row.name, "sector": "ngo", "territory": "śródmieście"}
    )
    row.refresh_from_db()
    assert (row.sector, row.territory) == ("ngo", "śródmieście")
    entry = JournalEntry.objects.get(verb="stakeholder.edit")
    assert entry.after == {"sector": "ngo", "territory": "śródmieście"}


def test_saving_without_a_change_leaves_no_trace(office: Office) -> None:
    row = make_stakeholder(office.process)
    edit_stakeholder(actor=office.coordinator, stakeholder=row, values=StakeholderValues(name=row.name, sector=row.sector))
    assert not JournalEntry.objects.filter(verb="stakeholder.edit").exists()


def test_taking_off_can_be_undone(office: Office) -> None:
    row = make_stakeholder(office.process)
    client = office.sign_in(office.contributor)
    client.post(office.url("stakeholder_remove", stakeholder=row.pk))
    page = client.get(office.url("register")).content.decode()
    assert office.url("stakeholder_restore", stakeholder=row.pk) in page
    client.post(office.url("stakeholder_restore", stakeholder=row.pk))
    row.refresh_from_db()
    assert row.removed_at is None


def test_merging_fills_gaps_and_takes_everything_along(office: Office) -> None:
    kept = make_stakeholder(office.process, "Klub Iskra", contact="", interests="boisko")
    other = make_stakeholder(office.process, "KS Iskra", contact="ks@iskra.example", interests="hala", sector="ngo")
    make_contact(other)
    make_handle(other)
    make_handle(kept)
    round_ = make_judging(office.process, {other: (4, 2)})
    merge_stakeholders(actor=office.coordinator, kept=kept, other=other)
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.contact, kept.interests, kept.sector) == ("ks@iskra.example", "boisko\n\nhala", "culture")
    assert other.removed_at is not None
    assert kept.contacts.count() == 1
    assert set(kept.handles.values_list("kind", "value")) == {("domain", "klub.example"), ("name", "KS Iskra")}
    assert round_.items.get().noun_key == str(kept.pk)


def test_merging_leaves_a_round_that_judged_both_as_it_was(office: Office) -> None:
    kept, other = make_stakeholder(office.process, "Klub"), make_stakeholder(office.process, "Klubik")
    round_ = make_judging(office.process, {kept: (5, 5), other: (4, 2)})
    merge_stakeholders(actor=office.coordinator, kept=kept, other=other)
    assert sorted(round_.items.values_list("noun_key", flat=True)) == sorted([str(kept.pk), str(other.pk)])


def test_merging_keeps_one_invitation_for_each_address(office: Office) -> None:
    kept, other = make_stakeholder(office.process, "Klub"), make_stakeholder(office.process, "Klubik")
    for row in (kept, other):
        Invitation.objects.create(stakeholder=row, email="prezes@klub.example")
    merge_stakeholders(actor=office.coordinator, kept=kept, other=other)
    assert kept.invitations.count() == 1


def test_what_cannot_be_merged_is_refused(office: Office) -> None:
    kept = make_stakeholder(office.process)
    for other in (kept, make_stakeholder(ProcessFactory.create()), make_stakeholder(office.process, "x", is_person=True)):
        with pytest.raises(ValidationError):
            merge_stakeholders(actor=office.coordinator, kept=kept, other=other)


def test_merging_is_done_from_the_page(office: Office) -> None:
    kept, other = make_stakeholder(office.process, "Klub Iskra"), make_stakeholder(office.process, "Klub Iskry")
    client = office.sign_in(office.contributor)
    url = office.url("stakeholder_merge", stakeholder=kept.pk)
    assert f'value="{other.pk}" ' in client.get(url).content.decode()
    assert client.post(url, {"other": "nikt"}).status_code == 200
    client.post(url, {"other": other.pk})
    other.refresh_from_db()
    assert other.removed_at is not None


def test_the_register_is_searched_and_filtered(office: Office) -> None:
    make_stakeholder(office.process, "Klub Iskra", sector="culture")
    bank = make_stakeholder(office.process, "Bank Lokalny", sector="business")
    make_handle(bank, "bl.example")
    client = office.sign_in(office.contributor)
    for query in ({"szukaj": "bank"}, {"szukaj": "bl.example"}, {"sektor": "business"}):
        page = client.get(office.url("register"), query).content.decode()
        assert "Bank Lokalny" in page
        assert "Klub Iskra" not in page
    assert client.get(office.url("register"), {"szukaj": "\x00", "sektor": "x" * 500}).status_code == 200


def test_the_register_asks_as_many_queries_for_three_as_for_one(
    office: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = office.sign_in(office.contributor)
    make_contact(make_stakeholder(office.process, "Pierwszy"))
    client.get(office.url("register"))
    with django_assert_max_num_queries(100) as one:
        client.get(office.url("register"))
    for name in ("Drugi", "Trzeci"):
        make_handle(make_stakeholder(office.process, name))
    with django_assert_max_num_queries(len(one)):
        client.get(office.url("register"))


def test_polish_letters_order_the_register(office: Office) -> None:
    for name in ("Żabka", "Łan", "Lipa", "Zorza"):
        add_stakeholder(actor=None, process=office.process, values=StakeholderValues(name=name))
    page = office.sign_in(office.viewer).get(office.url("register")).content.decode()
    assert [page.index(f">{name}<") for name in ("Lipa", "Łan", "Zorza", "Żabka")] == sorted(
        page.index(f">{name}<") for name in ("Lipa", "Łan", "Zorza", "Żabka")
    )
