"""Comparison groups: made in four ways, in versions that never change, sealed in their process."""

import math
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sciezka.kit.models import JournalEntry
from sciezka.rooms.monitor.models import ComparisonGroup, Finding
from sciezka.rooms.monitor.queries.choice import read_choice
from tests.factories.city import City, found_city, read_page
from tests.factories.monitor import TOWN, TOWNS, make_store, people_of
from tests.factories.monitor_groups import add_version, make_group

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def city() -> City:
    make_store()
    return found_city()


def address(city: City, name: str, query: str = "", **words: object) -> str:
    return reverse(f"monitor:{name}", kwargs={**city.process.address, **words}) + query


def make(city: City, way: str, role: str = "coordinator", **data: Any) -> Any:
    query = f"?jednostka={TOWN}&sposob={way}"
    return city.sign_in(role).post(address(city, "group_new", query), {"name": "Moja grupa", **data})


@pytest.mark.one_database
def test_the_usual_groups_are_explained_and_kept_ones_are_listed_with_their_versions(city: City) -> None:
    group = make_group(city.process, is_default=True)
    add_version(group, TOWNS[:8])
    page = read_page(city.sign_in("viewer").get(address(city, "groups", f"?jednostka={TOWN}")))
    assert "Usual groups of Miasto F" in page
    assert "8 towns · version 2" in page
    assert "a single one moves the averages" in page
    assert "used first" in page


def test_a_group_by_rule_holds_who_fits_it_and_the_town(city: City) -> None:
    response = make(city, "rule", rights="yes", low="55000", high="70000", year="2021", voivodeships=["02", "04"])
    group = ComparisonGroup.objects.get()
    assert response["Location"] == group.get_absolute_url()
    version = group.versions.get()
    wanted = {
        key for number, key in enumerate(TOWNS) if key[:2] in {"02", "04"} and 55_000 <= people_of(number, 2021) < 70_000
    }
    assert len(wanted) == 4
    assert set(version.members) == wanted | {TOWN}
    assert version.year == 2021
    page = read_page(city.sign_in("viewer").get(group.get_absolute_url())).replace("\u2060", "")
    assert "With county rights; residents: 55–70 thousand; voivodeships: dolnośląskie, kujawsko-pomorskie" in page
    assert JournalEntry.objects.filter(verb="group.make").count() == 1


def test_a_table_is_read_first_and_its_types_are_ticked_then(city: City) -> None:
    table = "teryt;type\n" + "".join(f"{key};{'B' if number % 2 else 'A'}\n" for number, key in enumerate(TOWNS))
    first = make(city, "table", source="Uczelnia 2020", file=SimpleUploadedFile("typy.csv", table.encode()))
    assert first.status_code == 200
    page = read_page(first)
    assert "Now tick the types" in page
    assert 'name="types" value="A"' in page
    assert f"{TOWNS[1]};B" in page
    done = make(city, "table", source="Uczelnia 2020", table=table, types=["A"])
    assert done.status_code == 302
    version = ComparisonGroup.objects.get().versions.get()
    assert set(version.members) == {*TOWNS[::2], TOWN}
    shown = read_page(city.sign_in("viewer").get(done["Location"]))
    assert "Uczelnia 2020" in shown
    assert "Types of the table: A" in shown


@pytest.mark.one_database
def test_a_wrong_table_is_refused_with_its_lines_and_kept_in_the_form(city: City) -> None:
    wrong = ("", "teryt;type", "code;type\n1;A", "teryt;type\n0261011;A\n0261011;B", "\x00", "teryt;type\n\ufffd")
    for table in wrong:
        assert make(city, "table", source="x", table=table, types=["A"]).status_code == 200, table
    page = read_page(make(city, "table", source="x", table="teryt;type\n261011;A"))
    assert "Look at these lines: 2." in page
    assert "261011;A</textarea>" in page
    assert not ComparisonGroup.objects.exists()


def test_the_nearest_towns_come_with_their_distances(city: City) -> None:
    response = make(city, "nearest", count="4", variables=["people"], alike="on", year="2020")
    assert response.status_code == 302, response.content.decode()[-3000:]
    version = ComparisonGroup.objects.get().versions.get()
    at = TOWNS.index(TOWN)
    by_size = sorted((abs(math.log(people_of(number, 2020) / people_of(at, 2020))), key) for number, key in enumerate(TOWNS))
    assert set(version.members) == {key for _apart, key in by_size[:5]}
    distances = [version.distances["by"][key] for _apart, key in by_size[1:5]]
    assert distances == sorted(distances)
    assert distances[0] > 0
    page = read_page(city.sign_in("viewer").get(response["Location"]))
    assert "number of residents (logarithm)" in page
    assert "Distance" in page


def test_towns_are_picked_by_hand_after_being_looked_for(city: City) -> None:
    found = make(city, "hand", szukaj="Miasto A", **{"szukaj-teraz": "1", "towns": [TOWN, TOWNS[2]]})
    page = read_page(found)
    assert found.status_code == 200
    assert f'value="{TOWNS[0]}"' in page
    assert f'value="{TOWNS[2]}" checked' in page
    assert make(city, "hand", towns=[TOWN, TOWNS[0], TOWNS[2]]).status_code == 302
    assert set(ComparisonGroup.objects.get().versions.get().members) == {TOWN, TOWNS[0], TOWNS[2]}


def test_nobody_or_strangers_ticked_make_no_group(city: City) -> None:
    for towns in ([], ["9999999"], ["<b>"], [TOWN]):
        assert make(city, "hand", towns=towns).status_code == 200, towns
    assert not ComparisonGroup.objects.exists()


@pytest.mark.one_database
def test_what_can_t_be_done_is_said_and_the_form_keeps_what_was_typed(city: City) -> None:
    wrong = (
        ("rule", {"low": "70000", "high": "60000", "year": "2021"}),
        ("rule", {"low": "nan", "year": "2021"}),
        ("rule", {"year": "1"}),
        ("nearest", {"count": "0", "variables": ["people"], "year": "2020"}),
        ("nearest", {"count": "5", "variables": ["S9Z9"], "year": "2020"}),
        ("nearest", {"count": "5", "variables": [], "year": "rok"}),
        ("rule", {"name": "", "year": "2021"}),
    )
    for way, data in wrong:
        response = make(city, way, **data)
        assert response.status_code == 200, data
        assert "ds-error-summary" in response.content.decode(), data
    assert not ComparisonGroup.objects.exists()


def test_a_change_makes_a_new_version_and_the_old_one_stays(city: City) -> None:
    group = make_group(city.process)
    first = group.versions.get()
    client = city.sign_in("adviser")
    form = client.get(address(city, "group_edit", f"?jednostka={TOWN}", group=group.pk))
    assert f'value="{TOWNS[1]}" checked' in form.content.decode()
    response = client.post(
        address(city, "group_edit", f"?jednostka={TOWN}", group=group.pk), {"name": group.name, "towns": [*TOWNS[:7]]}
    )
    assert response.status_code == 302
    assert [version.number for version in group.versions.all()] == [2, 1]
    first.refresh_from_db()
    assert list(first.members) == sorted(TOWNS[:6])
    page = client.get(address(city, "group", "?wersja=1", group=group.pk))
    assert "A newer one is in force" in read_page(page)
    assert str(city.adviser) in read_page(page)
    same = client.post(
        address(city, "group_edit", f"?jednostka={TOWN}", group=group.pk), {"name": group.name, "towns": [*TOWNS[:7]]}
    )
    assert same.status_code == 302
    assert group.versions.count() == 2
    assert client.get(address(city, "group", "?wersja=9", group=group.pk)).status_code == 404


def test_the_group_used_first_is_the_one_that_pages_take(city: City) -> None:
    one, two = make_group(city.process, "Pierwsza", is_default=True), make_group(city.process, "Druga")
    client = city.sign_in("coordinator")
    assert client.post(address(city, "group_default", group=two.pk)).status_code == 302
    assert read_choice(city.process, {}).peers.name == "Druga"
    assert ComparisonGroup.objects.filter(is_default=True).count() == 1
    client.post(address(city, "group_default", group=two.pk), {"first": "no"})
    assert not ComparisonGroup.objects.filter(is_default=True).exists()
    assert one.pk != two.pk


def test_a_group_that_findings_were_read_from_stays(city: City) -> None:
    group = make_group(city.process)
    Finding.objects.create(
        process=city.process, title="Ustalenie", subject="I", unit=TOWN, year=2020, group=group.versions.get()
    )
    client = city.sign_in("coordinator")
    response = client.post(address(city, "group_delete", group=group.pk), follow=True)
    assert "findings were read from it" in read_page(response)
    assert ComparisonGroup.objects.filter(pk=group.pk).exists()
    assert not JournalEntry.objects.filter(verb="group.delete").exists()
    free = make_group(city.process, "Wolna")
    assert "was deleted" in read_page(client.post(address(city, "group_delete", group=free.pk), follow=True))
    assert not ComparisonGroup.objects.filter(pk=free.pk).exists()


def test_groups_of_another_process_can_t_be_reached(city: City) -> None:
    other = found_city()
    group = make_group(other.process)
    client = city.sign_in("coordinator")
    for name in ("group", "group_edit"):
        assert client.get(address(city, name, group=group.pk)).status_code == 404
        assert client.get(address(other, name, group=group.pk)).status_code == 404
    for name in ("group_default", "group_delete"):
        assert client.post(address(city, name, group=group.pk)).status_code == 404
    assert "There is no such comparison group" in read_page(client.get(address(city, "what_if", f"?grupa={group.pk}")))


@pytest.mark.one_database
def test_only_co_ordinators_and_advisers_make_groups(city: City) -> None:
    group = make_group(city.process)
    for role in ("viewer", "contributor"):
        client = city.sign_in(role)
        assert client.get(address(city, "group_new")).status_code == 404
        assert client.post(address(city, "group_delete", group=group.pk)).status_code == 404
        page = read_page(client.get(address(city, "groups")))
        assert "New group" not in page
        assert "Use first" not in page
    assert city.sign_in("adviser").get(address(city, "group_new")).status_code == 200


@pytest.mark.one_database
def test_the_list_costs_the_same_for_1_and_3(city: City) -> None:
    client = city.sign_in("coordinator")
    counts = []
    for names in (["a"], ["b", "c"]):
        for name in names:
            make_group(city.process, name)
        client.get(address(city, "groups"))
        with CaptureQueriesContext(connection) as caught:
            client.get(address(city, "groups"))
        counts.append(len(caught))
    assert counts[0] == counts[1]
