"""Resources and products: named by a team, judged, drawn, tied, and held against the plan."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sciezka.kit.models import JournalEntry
from sciezka.rooms.diagnosis.actions.gathering import settle_items
from sciezka.rooms.diagnosis.charts.product_map import order_columns
from sciezka.rooms.diagnosis.charts.resource_map import lay_map
from sciezka.rooms.diagnosis.models import Product, Resource
from sciezka.rooms.diagnosis.queries.holdings import read_holdings
from sciezka.rooms.rounds.models import AgreedResult, Item, Proposal, Round, Sheet
from sciezka.rooms.thread.actions import tie
from sciezka.rooms.thread.models import Tie
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.thread.queries.checks import check
from tests.factories.diagnosis import make_judging, make_product, make_resource
from tests.factories.path import make_goal
from tests.rooms.town.office import Office, build_office

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001 - asks for the database
    """An office."""
    return build_office()


def url(office: Office, name: str, **more: int) -> str:
    """Give an address of the room."""
    return reverse(f"diagnosis:{name}", kwargs={**office.process.address, **more})


def test_a_team_names_resources_and_the_settled_items_become_the_list(office: Office) -> None:
    known = make_resource(office.process, "Kolej aglomeracyjna", kind="infrastructure")
    client = office.client("coordinator")
    form = {"title": "Zasoby", "team": office.team.pk, "way": "collect", "takes_list": "on", "asks_further": "on",
            "closes_at": "2031-05-04T12:00"}  # fmt: skip
    assert client.post(url(office, "resources_gather"), form).status_code == 302
    round_ = Round.objects.get(purpose="resources")
    assert [row["key"] for row in round_.scales] == ["uniqueness", "use", "potential", "condition"]
    assert round_.items.get().noun_key == str(known.pk)
    sheet = Sheet.objects.create(round=round_, number=1)
    said = [
        ("Wody termalne", {"kind": "nature", "unique": "Najgorętsze w kraju."}),
        ("Wody termalne", {"kind": "nature", "unique": "Od 1281 roku."}),
        ("kolej  AGLOMERACYJNA", {"kind": "economy", "unique": "x"}),
    ]
    items: dict[str, Item] = {}
    for title, details in said:
        item = items.setdefault(title, Item.objects.create(round=round_, title=title, position=9))
        Proposal.objects.create(round=round_, sheet=sheet, title=title, details=details, item=item)
    round_.items.filter(proposals=None, noun_key="").delete()
    settle_items(actor=None, round=round_)
    waters = Resource.objects.get(name="Wody termalne")
    assert (waters.kind, waters.about) == ("nature", "Najgorętsze w kraju.\n\nOd 1281 roku.")
    assert node_for(waters).code == "Z-02"  # type: ignore[union-attr]
    # What was named once more joins the resource that stood on the list.
    assert {item.noun_key for item in round_.items.all()} == {str(known.pk), str(waters.pk)}
    assert Resource.objects.count() == 2


@pytest.mark.one_database
def test_the_map_marks_what_is_unique_and_idle_for_those_who_may_see_the_judgements(office: Office) -> None:
    rows = [make_resource(office.process, name) for name in ("Wody termalne", "Rynek", "Las", "Szpital")]
    round_ = make_judging(office.process, dict(zip(rows, [(5, 2), (4, 5), (2, 2), (4, 3)], strict=True)))
    agreed = round_.items.get(noun_key=str(rows[3].pk))
    AgreedResult.objects.create(round=round_, item=agreed, scale="use", value=4)
    view = read_holdings(office.people["coordinator"], office.process)
    assert [line.resource.name for line in view.idle] == ["Wody termalne"]  # the hospital's use was agreed to be 4
    drawn = lay_map(view)
    assert len(drawn.spots) == len(drawn.labels) == 4
    boxes = [placed.box for _rows, placed, _spot in drawn.labels]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert one.right <= other.left or other.right <= one.left or one.bottom <= other.top or other.bottom <= one.top
    page = office.client("coordinator").get(url(office, "resource_map")).content.decode()
    assert page.count('fill="var(--res-idle)"') == 2  # the wide and the narrow drawing
    for name in ("resource_map_svg", "resource_map_png", "resources_csv"):
        assert office.client("coordinator").get(url(office, name)).status_code == 200
    # Whoever was not asked reads the list without judgements.
    viewer = office.client("viewer")
    assert read_holdings(office.people["viewer"], office.process).is_rated is False
    assert 'fill="var(--res-idle)"' not in viewer.get(url(office, "resource_map")).content.decode()
    assert viewer.get(url(office, "resource_map_svg")).status_code == 404
    read = csv.reader(io.StringIO(viewer.get(url(office, "resources_csv")).content.decode("utf-8-sig")))
    assert [row[3:5] for row in read][1:] == [["", ""]] * 4


def test_a_product_is_tied_to_what_it_uses_and_two_who_change_it_lose_nothing(office: Office) -> None:
    waters, market = make_resource(office.process), make_resource(office.process, "Rynek", kind="culture")
    client = office.client("contributor")
    made = {"name": "Weekend  w uzdrowisku", "uses": [waters.pk], "market": "national", "stage": "growing"}
    assert client.post(url(office, "product_new"), made).status_code == 302
    product = Product.objects.get()
    form = {**made, "name": "Weekend", "uses": [waters.pk, market.pk], "used": str(waters.pk), "version": 1}
    # Two have opened the form: the first renames it; the second ticks one more resource and words it otherwise.
    assert client.post(url(office, "product_edit", product=product.pk), {**form, "name": "Termy"}).status_code == 302
    answer = client.post(url(office, "product_edit", product=product.pk), {**form, "used": str(waters.pk)})
    page = answer.content.decode()
    assert (answer.status_code, "Termy" in page, 'value="Weekend"' in page) == (409, True, True)
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version
    again = {**form, "version": version[1]}
    assert client.post(url(office, "product_edit", product=product.pk), again).status_code == 302
    product.refresh_from_db()
    assert (product.name, product.version, node_for(product).title) == ("Weekend", 3, "Weekend")  # type: ignore[union-attr]
    assert {row.source.title for row in Tie.objects.filter(kind="uses")} == {"Wody termalne", "Rynek"}
    # Leaving one does not touch a tie that somebody else made meanwhile.
    gone = {**form, "version": 3, "uses": [waters.pk], "used": f"{waters.pk},{market.pk}"}
    client.post(url(office, "product_edit", product=product.pk), gone)
    assert [row.source.title for row in Tie.objects.filter(kind="uses")] == ["Wody termalne"]
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"product.add", "product.edit", "tie.make", "tie.remove", "node.rename"} <= verbs
    viewer = office.client("viewer")
    assert viewer.post(url(office, "product_edit", product=product.pk), gone).status_code == 404
    assert viewer.post(url(office, "resources_gather"), {}).status_code == 404


def test_what_no_goal_uses_is_told_by_the_plan_page_and_by_the_check(office: Office) -> None:
    waters, market, idle = (make_resource(office.process, name) for name in ("Wody", "Rynek", "Twierdza"))
    product = make_product(office.process, uses=(waters,))
    bare = make_product(office.process, "Jarmark")
    late = make_resource(office.process, "Las")
    make_judging(office.process, {waters: (5, 4), market: (2, 5), idle: (4, 1)})
    goal = make_goal(office.process)
    tie(actor=None, source=node_for(product), target=node_for(goal), kind="uses")  # type: ignore[arg-type]
    view = read_holdings(office.people["coordinator"], office.process)
    assert {line.resource.name: [node.code for node in line.planned] for line in view.resources} == {
        "Wody": ["CS-1"], "Rynek": [], "Twierdza": [], "Las": [],
    }  # fmt: skip
    assert [line.resource for line in view.lost] == [idle]
    resources, _products = order_columns(view)
    assert resources[0].resource == waters
    faults = {(fault.rule.code, fault.node.title) for fault in check(office.process).faults if fault.node}
    assert {(code, title) for code, title in faults if code in {"D09", "D10", "D11"}} == {
        ("D09", idle.name), ("D10", bare.name), ("D11", late.name),
    }  # fmt: skip
    client = office.client("coordinator")
    for name, words in (("resources_plan", "Twierdza"), ("products", "Jarmark"), ("resources", "Wody")):
        assert words in client.get(url(office, name)).content.decode()
    # Off the list and back: the code stays.
    code = node_for(idle).code  # type: ignore[union-attr]
    client.post(url(office, "resource_off", resource=idle.pk))
    assert read_holdings(office.people["coordinator"], office.process).off == (idle,)
    client.post(url(office, "resource_off", resource=idle.pk), {"decision": "back"})
    assert node_for(idle).code == code  # type: ignore[union-attr]


@pytest.mark.one_database
def test_pages_ask_the_database_no_more_for_more_resources(office: Office) -> None:
    client, counts = office.client("coordinator"), []
    for number in (1, 2):
        rows = [make_resource(office.process, f"Zasób {number}.{one}") for one in range(number)]
        make_product(office.process, f"Produkt {number}", tuple(rows))
        Round.objects.filter(purpose="resources").delete()
        make_judging(office.process, dict.fromkeys(Resource.objects.all(), (4, 2)))
        with CaptureQueriesContext(connection) as asked:
            for name in ("resources", "resource_map", "products", "resources_plan", "resources_csv"):
                assert client.get(url(office, name)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.one_database
def test_forms_that_are_wrong_keep_what_was_typed(office: Office) -> None:
    client, far = office.client("coordinator"), "9" * 40
    bad = {"kind": "moon", "uses": far, "team": far, "used": far, "version": "-1", "about": "Zostaje.", "title": "Zostaje."}
    for name in ("resource_new", "product_new", "resources_gather"):
        for data in ({}, {**bad, "name": "x" * 300}, {**bad, "name": "\0"}):
            answer = client.post(url(office, name), data)
            page = answer.content.decode()
            assert (answer.status_code, "error" in page, "Zostaje." in page) == (200, True, bool(data))
    # Nothing has been named yet: each page says what comes first.
    for name in ("resources", "resource_map", "products", "resources_plan"):
        assert client.get(url(office, name)).status_code == 200
