"""What the records say of stakeholders: events, contacts noted by hand, and sources of other rooms."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sciezka.kit.manifests import Heard, Manifest, add_manifest, collect_manifests
from sciezka.rooms.stakeholders.actions.facts import ContactValues, add_handle, note_contact, read_sign
from sciezka.rooms.stakeholders.models import Contact, MapSettings, Stakeholder
from sciezka.rooms.stakeholders.queries.facts import find_unheard, observe
from sciezka.rooms.town.manifest import manifest as town_manifest
from sciezka.rooms.town.models import Attendee, Process
from tests.factories.people import UserFactory
from tests.factories.stakeholders import make_contact, make_handle, make_judging, make_stakeholder
from tests.factories.town import EventFactory, ProcessFactory
from tests.rooms.stakeholders.conftest import Office

pytestmark = pytest.mark.both_databases


def attend(process: Process, *, days_ago: int = 10, was_present: bool | None = True, **fields: object) -> Attendee:
    """Put somebody on the list of a new event."""
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    event = EventFactory.create(process=process, start=day, end=day)
    return Attendee.objects.create(event=event, was_present=was_present, **fields)


def count_of(stakeholder: Stakeholder) -> int:
    return observe(stakeholder.process, [stakeholder])[stakeholder.pk].reading.count


@pytest.mark.parametrize(
    ("kind", "value", "fields"),
    [
        ("email", "Prezes@Klub.example", {"email": "prezes@klub.example"}),
        ("domain", "klub.example", {"email": "Sekretarz@klub.example"}),
        ("name", "KS  iskra", {"name": "ks Iskra"}),
        ("name", "Zażółć gęślą", {"name": "ZAZOLC GESLA"}),
    ],
)
def test_presence_is_found_by_each_sort_of_sign(office: Office, kind: str, value: str, fields: dict[str, str]) -> None:
    row = make_stakeholder(office.process)
    add_handle(actor=None, stakeholder=row, kind=kind, value=value)
    attend(office.process, **fields)
    attend(office.process, email="ktos@innyklub.example", name="Inny klub")
    assert count_of(row) == 1


def test_presence_is_found_by_the_name_itself_and_by_an_address_in_the_contact(office: Office) -> None:
    row = make_stakeholder(office.process, "Klub Iskra", contact="biuro@iskra.example, tel. 75 000 00 00")
    attend(office.process, name="klub iskra")
    attend(office.process, email="biuro@iskra.example")
    assert count_of(row) == 2
    assert observe(office.process, [row])[row.pk].has_sign


def test_an_account_is_known_by_its_own_address_until_it_is_erased(office: Office) -> None:
    row = make_stakeholder(office.process)
    make_handle(row, "klub.example")
    user = UserFactory.create(email="ktos@klub.example")
    attend(office.process, user=user)
    assert count_of(row) == 1
    user.erased_at = timezone.now()
    user.save()
    assert count_of(row) == 0


def test_several_people_of_one_body_at_one_event_are_one_occasion(office: Office) -> None:
    row = make_stakeholder(office.process)
    make_handle(row)
    first = attend(office.process, email="a@klub.example")
    Attendee.objects.create(event=first.event, email="b@klub.example", was_present=True)
    Attendee.objects.create(event=first.event, email="c@klub.example", answer="yes")
    assert count_of(row) == 1


def test_a_promise_counts_only_where_presence_was_not_written_down(office: Office) -> None:
    row = make_stakeholder(office.process)
    make_handle(row)
    attend(office.process, was_present=None, answer="yes", email="a@klub.example")
    attend(office.process, was_present=False, answer="yes", email="a@klub.example")
    attend(office.process, was_present=None, answer="no", email="a@klub.example")
    attend(office.process, was_present=None, email="a@klub.example")
    observed = observe(office.process, [row])[row.pk]
    assert [line.count for line in observed.lines] == [1]


def test_events_to_come_and_called_off_do_not_count(office: Office) -> None:
    row = make_stakeholder(office.process)
    make_handle(row)
    attend(office.process, days_ago=-5, was_present=None, answer="yes", email="a@klub.example")
    gone = attend(office.process, email="a@klub.example").event
    gone.called_off_at = timezone.now()
    gone.save()
    assert count_of(row) == 0


def test_records_of_another_workspace_are_sealed_off(office: Office) -> None:
    row = make_stakeholder(office.process)
    make_handle(row)
    attend(ProcessFactory.create(), email="a@klub.example")
    assert count_of(row) == 0
    attend(ProcessFactory.create(workspace=office.process.workspace), email="a@klub.example")
    assert count_of(row) == 1


def test_contacts_by_hand_count_beside_events_by_their_kinds(office: Office) -> None:
    row = make_stakeholder(office.process)
    make_handle(row)
    make_contact(row, kind="letter")
    make_contact(row, kind="call", days_ago=400)
    attend(office.process, email="a@klub.example")
    observed = observe(office.process, [row])[row.pk]
    assert (observed.reading.count, observed.reading.recent, observed.level, len(observed.lines)) == (3, 2, 3, 3)


@pytest.fixture
def later_room() -> Iterator[None]:
    """A room above that heard everybody with a domain, once a day for eight days."""
    add_manifest(Manifest(key="later", title="Later", hears=f"{__name__}.hear_submissions"))
    yield
    collect_manifests()


def hear_submissions(process: Process, signs: Mapping[int, Sequence[tuple[str, str]]]) -> Mapping[int, Sequence[Heard]]:
    """Give eight days for each stakeholder with a domain."""
    assert process.slug == "rozwoj"
    days = tuple(timezone.localdate() - dt.timedelta(days=number) for number in range(8))
    return {key: [Heard("zgłoszenie", days)] for key, rows in signs.items() if ("domain", "klub.example") in rows}


@pytest.mark.usefixtures("later_room")
def test_a_later_room_adds_what_it_heard(office: Office) -> None:
    heard, silent = make_stakeholder(office.process), make_stakeholder(office.process, "Cisza")
    make_handle(heard)
    observed = observe(office.process, [heard, silent])
    assert (observed[heard.pk].level, observed[silent.pk].level) == (5, 1)
    page = office.sign_in(office.viewer).get(heard.get_absolute_url()).content.decode()
    assert "Zgłoszenie" in page


def test_the_hook_is_empty_on_a_plain_card() -> None:
    assert replace(town_manifest, hears="").hears == ""
    assert town_manifest.hears


def test_observing_asks_as_many_queries_for_three_as_for_one(
    office: Office, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [make_stakeholder(office.process, f"Klub {number}") for number in range(3)]
    for number, row in enumerate(rows):
        make_handle(row, f"k{number}.example")
        make_contact(row)
        attend(office.process, email=f"a@k{number}.example")
    with django_assert_max_num_queries(3):
        assert len(observe(office.process, rows[:1])) == 1
    with django_assert_max_num_queries(3):
        assert all(found.reading.count == 2 for found in observe(office.process, rows).values())


@pytest.mark.parametrize(
    ("kind", "value"),
    [("email", "to nie adres"), ("domain", "gmail.com"), ("domain", "bez kropki"), ("domain", "ktoś@wp.pl"), ("name", "  "),
     ("kolor", "zielony")],
)  # fmt: skip
def test_a_sign_that_tells_nothing_is_refused(kind: str, value: str) -> None:
    with pytest.raises(ValidationError):
        read_sign(kind, value)


def test_a_domain_is_read_out_of_what_people_paste() -> None:
    assert read_sign("domain", " biuro@WWW.Klub.example ") == "klub.example"
    assert read_sign("domain", "www.klub.example") == "klub.example"


def test_a_person_has_no_domain(office: Office) -> None:
    with pytest.raises(ValidationError):
        add_handle(
            actor=None, stakeholder=make_stakeholder(office.process, is_person=True), kind="domain", value="klub.example"
        )


def test_a_sign_added_twice_is_one(office: Office) -> None:
    row = make_stakeholder(office.process)
    client = office.sign_in(office.contributor)
    for _time in range(2):
        client.post(office.url("handle_new", stakeholder=row.pk), {"kind": "domain", "value": "klub.example"})
    assert row.handles.count() == 1
    client.post(office.url("handle_remove", stakeholder=row.pk, handle=row.handles.get().pk))
    assert row.handles.count() == 0


def test_a_contact_is_noted_and_removed_on_the_page(office: Office) -> None:
    row = make_stakeholder(office.process)
    event = EventFactory.create(process=office.process)
    client = office.sign_in(office.contributor)
    given = {"on": "2026-03-01", "kind": "submission", "note": "uwagi do planu", "event": event.pk}
    assert (
        "uwagi do planu" in client.post(office.url("contact_new", stakeholder=row.pk), given, follow=True).content.decode()
    )
    contact = Contact.objects.get()
    assert contact.noted_by == office.contributor.ref
    client.post(office.url("contact_remove", stakeholder=row.pk, contact=contact.pk))
    assert not Contact.objects.exists()


def test_a_contact_of_tomorrow_or_with_a_foreign_event_is_refused(office: Office) -> None:
    row = make_stakeholder(office.process)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    client = office.sign_in(office.contributor)
    answer = client.post(
        office.url("contact_new", stakeholder=row.pk), {"on": tomorrow.isoformat(), "kind": "call", "note": "zapisane"}
    )
    assert "zapisane" in answer.content.decode()
    with pytest.raises(ValidationError):
        note_contact(actor=None, stakeholder=row, values=ContactValues(on=timezone.localdate(), event=EventFactory.create()))
    assert not Contact.objects.exists()


def test_high_influence_not_yet_heard(office: Office) -> None:
    unheard, heard, weak, long_ago = (make_stakeholder(office.process, name) for name in ("Izba", "Klub", "Kółko", "Bank"))
    make_contact(heard)
    make_contact(long_ago, days_ago=500)
    make_judging(office.process, {unheard: (5, 4), heard: (5, 1), weak: (3, 1), long_ago: (4, 4)})
    found = find_unheard(office.coordinator, office.process)
    assert found is not None
    assert [line.stakeholder for line in found.never] == [unheard]
    assert [line.stakeholder for line in found.long_ago] == [long_ago]
    assert found.high == 3
    page = office.sign_in(office.coordinator).get(office.url("unheard")).content.decode()
    assert "Izba" in page
    assert "Kółko" not in page


def test_the_threshold_of_the_map_decides_what_is_high(office: Office) -> None:
    row = make_stakeholder(office.process)
    make_judging(office.process, {row: (4, 2)})
    MapSettings.objects.create(process=office.process, influence_from=4)
    found = find_unheard(office.coordinator, office.process)
    assert found is not None
    assert found.high == 0


def test_the_list_of_unheard_says_what_it_needs_before_the_first_round(office: Office) -> None:
    make_stakeholder(office.process)
    answer = office.sign_in(office.coordinator).get(office.url("unheard"))
    assert answer.status_code == 200
    assert office.url("register") in answer.content.decode()


def test_the_newest_wave_is_read(office: Office) -> None:
    row = make_stakeholder(office.process)
    make_judging(office.process, {row: (5, 2)})
    make_judging(office.process, {row: (2, 2)})
    found = find_unheard(office.coordinator, office.process)
    assert found is not None
    assert found.high == 0
    page = office.sign_in(office.coordinator).get(row.get_absolute_url()).content.decode()
    assert page.count("judged__round") == 2
