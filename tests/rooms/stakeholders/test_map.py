"""The map: who stands where, what it shows to whom, its files, and what of it residents see."""

import csv
import io
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from sciezka.kit.models import JournalEntry
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.stakeholders.actions.publishing import publish_map
from sciezka.rooms.stakeholders.charts.map import PHONE, SCREEN, lay_out
from sciezka.rooms.stakeholders.charts.map_svg import draw_map
from sciezka.rooms.stakeholders.documents.map import say_quartile
from sciezka.rooms.stakeholders.models import MapSettings, Stakeholder
from sciezka.rooms.stakeholders.queries.mapping import Quadrant, Thresholds, read_map, read_public_map
from sciezka.rooms.town.models import Process
from tests.factories.rounds import make_scale
from tests.factories.stakeholders import make_judging, make_stakeholder
from tests.factories.town import ProcessFactory
from tests.rooms.stakeholders.conftest import Office

FILES = ("map_svg", "map_png", "map_pdf", "map_csv")


def judge(office: Office, places: dict[str, tuple[int, int]], **fields: object) -> Round:
    rows = {make_stakeholder(office.process, name): values for name, values in places.items()}
    return make_judging(office.process, rows, people=[office.contributor], team=office.team, **fields)


def publish_process(process: Process) -> None:
    Process.objects.filter(pk=process.pk).update(published_at="2026-01-01T00:00:00Z")


def test_a_value_above_the_threshold_is_high_and_at_it_low() -> None:
    limits = Thresholds(Decimal(3), Decimal(3))
    assert limits.place(3.5, 3.5) == Quadrant.CREATE
    assert limits.place(3.5, 3) == Quadrant.ACTIVATE
    assert limits.place(3, 4) == Quadrant.SUPPORT
    assert limits.place(3, 3) == Quadrant.MONITOR


def test_stakeholders_stand_in_order_of_influence_then_engagement_and_equals_share_a_place(office: Office) -> None:
    judge(office, {"Biblioteka": (4, 2), "Izba": (5, 4), "Klub": (4, 2), "Chór": (4, 5)})
    view = read_map(office.coordinator, office.process)
    assert view is not None
    assert [(point.place, point.stakeholder.name) for point in view.points] == [
        (1, "Izba"), (2, "Chór"), (3, "Biblioteka"), (3, "Klub"),
    ]  # fmt: skip
    assert [point.code[1:] for point in view.points] == ["1", "2", "3", "4"]
    assert (view.count(Quadrant.CREATE), view.count(Quadrant.ACTIVATE)) == (2, 2)


def test_the_map_and_its_table_say_the_same(office: Office) -> None:
    judge(office, {"Biblioteka <b>": (4, 2), "Izba": (5, 4)})
    page = office.sign_in(office.coordinator).get(office.url("map")).content.decode()
    assert page.count("Biblioteka &lt;b&gt;") >= 3
    assert "<b>" not in page.split('<div class="map__wide">')[1].split("</svg>")[0]
    for row in Stakeholder.objects.all():
        assert f'href="#w{row.pk}"' in page
        assert f'id="w{row.pk}"' in page


def test_thresholds_are_tried_out_in_the_address_without_being_saved(office: Office) -> None:
    judge(office, {"Izba": (4, 4)})
    client = office.sign_in(office.contributor)
    assert client.get(office.url("map")).context["best"] == 1
    assert client.get(office.url("map"), {"wplyw": "4.5"}).context["best"] == 0
    assert not MapSettings.objects.exists()


@pytest.mark.parametrize("words", [
    {"wplyw": "dużo"}, {"wplyw": "99"}, {"zaangazowanie": "NaN"}, {"tura": "abc"}, {"tura": "9" * 30}, {"zmiany": "\x00"},
    {"tura": "0"},
])  # fmt: skip
def test_an_address_with_nonsense_is_no_error(office: Office, words: dict[str, str]) -> None:
    judge(office, {"Izba": (4, 4)})
    client = office.sign_in(office.coordinator)
    for name in ("map", "hierarchy", *FILES):
        assert client.get(office.url(name), words).status_code in {200, 404}


def test_judgements_are_seen_by_those_who_judged_and_who_run_the_process_alone(office: Office) -> None:
    judge(office, {"Izba Wpływowa": (5, 4)})
    for person, sees in ((office.coordinator, True), (office.contributor, True), (office.viewer, False)):
        client = office.sign_in(person)
        for name in ("map", "hierarchy"):
            page = client.get(office.url(name))
            assert page.status_code == 200
            assert ("Izba Wpływowa" in page.content.decode()) is sees
        for name in FILES:
            assert client.get(office.url(name)).status_code == (200 if sees else 404)


def test_nothing_is_drawn_while_the_round_is_open(office: Office) -> None:
    judge(office, {"Izba": (5, 4)}, phase="open")
    assert read_map(office.coordinator, office.process) is None
    assert office.sign_in(office.coordinator).get(office.url("map")).status_code == 200


def test_a_round_of_another_process_is_never_shown(office: Office) -> None:
    other = ProcessFactory.create(workspace=office.process.workspace, slug="inny")
    foreign = make_judging(other, {make_stakeholder(other, "Obcy"): (5, 5)})
    judge(office, {"Izba": (5, 4)})
    client = office.sign_in(office.coordinator)
    assert "Obcy" not in client.get(office.url("map"), {"tura": foreign.pk}).content.decode()
    assert client.get(office.url("map_csv"), {"tura": foreign.pk}).status_code == 404


def test_who_is_off_the_register_is_off_the_map(office: Office) -> None:
    judge(office, {"Izba": (5, 4), "Klub": (4, 4)})
    Stakeholder.objects.filter(name="Klub").update(removed_at="2026-01-01T00:00:00Z")
    view = read_map(office.coordinator, office.process)
    assert view is not None
    assert [point.stakeholder.name for point in view.points] == ["Izba"]


def test_movement_is_drawn_from_the_earlier_place(office: Office) -> None:
    rows = [make_stakeholder(office.process, name) for name in ("Izba", "Klub")]
    first = make_judging(office.process, {rows[0]: (2, 2), rows[1]: (3, 3)}, people=2)
    second = make_judging(office.process, {rows[0]: (5, 4), rows[1]: (3, 3)}, people=2, previous=first)
    view = read_map(office.coordinator, office.process, wave=second.pk)
    assert view is not None
    moved = {point.stakeholder.name: point for point in view.points}
    assert (moved["Izba"].before, moved["Izba"].is_moved) == ((2.0, 2.0), True)
    assert not moved["Klub"].is_moved
    drawing = lay_out(view, SCREEN, moves=True)
    assert [spot.point.stakeholder.name for spot in drawing.spots if spot.origin] == ["Izba"]
    assert "<polygon" in draw_map(drawing)
    assert "<polygon" not in draw_map(lay_out(view, SCREEN))
    page = office.sign_in(office.coordinator).get(office.url("map"), {"zmiany": "1"})
    assert page.context["moved"] == 1


def test_eighty_stakeholders_are_all_named_on_a_wide_screen_and_counted_on_a_phone(office: Office) -> None:
    places = {f"Stowarzyszenie Przyjaciół numer {number}": (1 + number % 5, 1 + number // 5 % 5) for number in range(80)}
    judge(office, places)
    view = read_map(office.coordinator, office.process)
    assert view is not None
    wide, narrow = lay_out(view, SCREEN), lay_out(view, PHONE)
    assert (len(wide.spots), wide.unnamed) == (80, ())
    assert sum(len(crowd.points) for crowd in narrow.crowds) == 80


def test_the_map_takes_as_many_queries_for_three_as_for_one(office: Office) -> None:
    counts = []
    for number in (1, 4):
        Round.objects.filter(process=office.process).update(called_off_at="2026-01-01T00:00:00Z")
        judge(office, {f"Izba {number} {one}": (4, 4) for one in range(number)})
        client = office.sign_in(office.coordinator)
        for name in ("map", "hierarchy", "plan", "leaders"):
            with CaptureQueriesContext(connection) as found:
                assert client.get(office.url(name)).status_code == 200
            counts.append((name, len(found)))
    assert counts[:4] == counts[4:]


def test_files_hold_what_the_page_shows_and_no_formula(office: Office) -> None:
    judge(office, {"=1+1 Izba": (5, 4)})
    client = office.sign_in(office.coordinator)
    answer = client.get(office.url("map_csv"))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1][2] == "'=1+1 Izba"
    assert rows[1][4] == "5.0"
    assert client.get(office.url("map_svg")).content.decode().startswith("<svg")
    assert client.get(office.url("map_png")).content[:4] == b"\x89PNG"
    assert client.get(office.url("map_pdf")).content[:4] == b"%PDF"


def test_thresholds_and_names_are_set_by_who_runs_the_process(office: Office) -> None:
    judge(office, {"Izba": (4, 4)})
    sent = {"influence_from": "4", "engagement_from": "2.5", "name_create": "Razem", "name_activate": "",
            "name_support": "", "name_monitor": ""}  # fmt: skip
    assert office.sign_in(office.contributor).post(office.url("map_settings"), sent).status_code == 404
    client = office.sign_in(office.coordinator)
    assert client.post(office.url("map_settings"), sent).status_code == 302
    page = client.get(office.url("map"))
    assert page.context["best"] == 0
    assert "Razem" in page.content.decode()
    assert JournalEntry.objects.filter(verb="map.set").count() == 1
    again = client.post(office.url("map_settings"), {**sent, "influence_from": "9"})
    assert again.status_code == 200
    assert 'value="9"' in again.content.decode()


def test_residents_see_organisations_of_the_published_wave_and_no_trace_of_people(office: Office) -> None:
    body = make_stakeholder(office.process, "Izba Gospodarcza")
    person = make_stakeholder(office.process, "Tajna Osoba", is_person=True)
    forgotten = make_stakeholder(office.process, "Mieszkaniec Bez Znacznika", sector="resident")
    round_ = make_judging(office.process, {person: (5, 5), forgotten: (5, 5), body: (4, 4)}, people=3)
    publish_process(office.process)
    client = office.sign_in(office.viewer)
    assert client.get(office.url("map_public")).status_code == 404
    publish_map(actor=office.coordinator, process=office.process, round=round_)
    page = client.get(office.url("map_public")).content.decode()
    assert "Izba Gospodarcza" in page
    assert "Tajna" not in page
    assert "Mieszkaniec Bez" not in page
    view = read_public_map(office.process)
    assert view is not None
    # Its number tells of nobody before it, and nothing of single ratings is there.
    assert [(point.code[1:], point.place) for point in view.points] == [("1", 1)]
    assert all(stand.summary is None for stand in view.points[0].stands.values())
    assert view.people == 0


def test_a_stakeholder_told_later_to_be_a_person_leaves_the_residents_map_at_once(office: Office) -> None:
    body = make_stakeholder(office.process, "Izba")
    round_ = make_judging(office.process, {body: (4, 4)})
    publish_process(office.process)
    publish_map(actor=None, process=office.process, round=round_)
    Stakeholder.objects.update(is_person=True)
    page = office.sign_in(office.viewer).get(office.url("map_public")).content.decode()
    assert "Izba" not in page


def test_the_map_of_an_unpublished_process_is_hidden(office: Office) -> None:
    round_ = judge(office, {"Izba": (4, 4)})
    Process.objects.filter(pk=office.process.pk).update(published_at=None)
    publish_map(actor=None, process=office.process, round=round_)
    assert office.sign_in(office.viewer).get(office.url("map_public")).status_code == 404


def test_only_a_closed_round_of_the_process_that_judged_stakeholders_is_published(office: Office) -> None:
    other = ProcessFactory.create(workspace=office.process.workspace, slug="inny")
    wrong = [
        judge(office, {"Izba": (4, 4)}, phase="open"),
        judge(office, {"Klub": (4, 4)}, purpose="general"),
        make_judging(other, {make_stakeholder(other, "Obcy"): (5, 5)}),
        judge(office, {"Chór": (4, 4)}, is_anonymous=True, scales=[make_scale()]),
    ]
    for round_ in wrong:
        with pytest.raises(ValidationError):
            publish_map(actor=None, process=office.process, round=round_)
    client = office.sign_in(office.coordinator)
    for round_ in wrong:
        assert client.post(office.url("map_publish"), {"decision": "publish", "round": round_.pk}).status_code == 200
    assert not MapSettings.objects.filter(published_round__isnull=False).exists()


def test_the_coordinator_publishes_and_takes_back(office: Office) -> None:
    round_ = judge(office, {"Izba": (4, 4)})
    sent = {"decision": "publish", "round": round_.pk}
    assert office.sign_in(office.contributor).post(office.url("map_publish"), sent).status_code == 404
    client = office.sign_in(office.coordinator)
    assert client.get(office.url("map_publish")).status_code == 200
    assert client.post(office.url("map_publish"), sent).status_code == 302
    assert MapSettings.objects.get().published_round == round_
    client.post(office.url("map_publish"), {"decision": "withdraw"})
    assert MapSettings.objects.get().published_round is None
    assert list(JournalEntry.objects.filter(verb__startswith="map.").order_by("pk").values_list("verb", flat=True)) == [
        "map.publish", "map.withdraw",
    ]  # fmt: skip


def test_residents_find_the_map_in_the_menu_once_it_is_published(office: Office) -> None:
    publish_process(office.process)
    round_ = judge(office, {"Izba": (5, 4), "Klub": (4, 2)})
    home = reverse("town:process", kwargs=office.process.address)
    link = reverse("stakeholders:map_public", kwargs=office.process.address)
    client = Client()
    assert link not in client.get(home).content.decode()
    publish_map(actor=office.coordinator, process=office.process, round=round_)
    assert link in client.get(home).content.decode()
    assert 'aria-current="page"' in client.get(link).content.decode()


@pytest.mark.parametrize(("value", "said"), [(4.0, "4"), (3.5, "3,5"), (3.75, "3,75"), (4.25, "4,25")])
def test_the_sheet_writes_a_quartile_with_the_decimals_that_it_has(value: float, said: str) -> None:
    with override("pl"):
        assert say_quartile(value) == said
