"""Names that were made to break things: every page and every file still stands and says them harmlessly."""

import io
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from sciezka.rooms.stakeholders.models import Engagement, Stakeholder
from tests.factories.stakeholders import make_judging
from tests.rooms.stakeholders.conftest import Office

NAMES = (
    "</text><script>alert(1)</script>",
    '=HYPERLINK("http://zly.example";"x")',
    "Straż\x01 \x0b\x1b[31mmiejska",
    "Izba \u202egnp.exe",
    '#import "x": y; $ \\ `kod` @cel <etykieta>',
    "]]> &amp; <!-- %PDF",
    "Grupa \U0001f468\u200d\U0001f469\u200d\U0001f467 مدينة",
    "Ą" * 150,
)
PAGES = ("register", "map", "hierarchy", "plan", "unheard", "map_publish")
FILES = ("map_svg", "map_png", "map_pdf", "map_csv", "plan_csv", "plan_xlsx")


@pytest.fixture
def named(office: Office) -> Office:
    """Stakeholders added through the form under hostile names, judged, and planned for."""
    client = office.sign_in(office.contributor)
    for name in NAMES:
        assert client.post(office.url("stakeholder_new"), {"name": name, "sector": "ngo"}).status_code in {200, 302}
    rows = list(Stakeholder.objects.all())
    assert len(rows) >= len(NAMES) - 1
    make_judging(office.process, dict.fromkeys(rows, (4, 4)), people=[office.contributor], team=office.team)
    Engagement.objects.bulk_create(Engagement(stakeholder=row, form=row.name[:100], note=row.name[:100]) for row in rows)
    return office


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_name_is_no_markup_of_a_page(named: Office, name: str) -> None:
    page = named.sign_in(named.coordinator).get(named.url(name))
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_name_breaks_no_file(named: Office, name: str) -> None:
    answer = named.sign_in(named.coordinator).get(named.url(name))
    assert answer.status_code == 200
    body = answer.content
    if name.endswith("svg"):
        assert "script" not in {node.tag.rpartition("}")[2] for node in ElementTree.fromstring(body).iter()}  # noqa: S314
    elif name.endswith("xlsx"):
        cells = [cell.value for row in load_workbook(io.BytesIO(body)).worksheets[0].iter_rows() for cell in row]
        assert not [cell for cell in cells if isinstance(cell, str) and cell.startswith("=")]
    elif name.endswith("csv"):
        assert "\n=" not in body.decode()
        assert ",=" not in body.decode()
