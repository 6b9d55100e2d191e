"""The diagnosis as a document: what it holds, that it can be read by machines, and that nobody else sees it."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from sciezka.rooms.monitor.documents import kept
from sciezka.rooms.monitor.documents.docx import write_docx
from sciezka.rooms.monitor.documents.pdf import write_pdf
from sciezka.rooms.monitor.queries.choice import read_choice
from sciezka.rooms.monitor.queries.report import Options, make_report, read_options
from tests.factories.city import City, found_city, read_page
from tests.factories.monitor import TOWN, make_store
from tests.factories.monitor_findings import keep_finding

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    make_store()
    return found_city()


def url(city: City, name: str) -> str:
    return reverse(f"monitor:{name}", kwargs=city.process.address)


def make(city: City, **changes: Any) -> Any:
    choice = read_choice(city.process, {"jednostka": TOWN, "rok": "2021"})
    options = read_options(choice, {}, [])
    with translation.override("en"):
        return make_report(choice, Options(**{"dimensions": options.dimensions, **changes}))


def test_the_report_says_group_year_versions_and_what_is_missing(city: City) -> None:
    report = make(city)
    facts = dict(report.facts)
    assert facts["Towns in the group"] == str(len(report.members))
    assert len(facts["Version of the data"]) == 12
    assert "Miasto F" in report.members
    assert re.search(r"place \d+ of \d+", report.headline)
    assert "There are no data on" in " ".join(report.summary)
    assert {passage.title for passage in report.passages} >= {"What is missing", "Where series break"}
    sources = next(passage for passage in report.passages if passage.title == "Where the figures come from")
    assert sources.points == ("figures invented for tests, as of 15.01.2026",)


def test_each_finding_stands_once_with_its_code(city: City) -> None:
    keep_finding(city, code="E2C1", title="Zdanie o pracujących")
    keep_finding(city, code="M", title="Zdanie o całości")
    report = make(city)
    tables = [table for chapter in report.chapters for section in chapter.sections for table in section.tables]
    rows = [row for table in [*tables, report.findings] if table.heads[0] == "Code" for row in table.rows]
    assert sorted(row[0] for row in rows) == ["W-01", "W-02"]
    assert make(city, with_findings=False).findings is None


def test_only_the_chosen_dimensions_and_parts_stand_in_it(city: City) -> None:
    report = make(city, dimensions=("S",), with_method=False)
    assert len(report.chapters) == 1
    assert report.passages == ()


def test_the_pdf_is_tagged_and_says_its_language(city: City) -> None:
    pdf = write_pdf(make(city))
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang" in pdf
    assert b"pdfuaid" in pdf


def test_words_that_people_typed_never_become_markup(city: City) -> None:
    evil = '#panic("x") $a^2$ *gruby* <script> #read("/etc/passwd") \\ @nic'
    keep_finding(city, code="E2C1", title=evil)
    assert write_pdf(make(city)).startswith(b"%PDF")
    assert "read(" in read_docx(write_docx(make(city)))


def read_docx(data: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()


def test_the_text_document_has_headings_repeated_table_heads_and_told_charts(city: City) -> None:
    data = write_docx(make(city))
    text = read_docx(data)
    assert text.count('w:val="Heading1"') >= 3
    assert text.count("<w:tblHeader/>") == text.count("<w:tbl>")
    pictures = re.findall(r"<wp:docPr[^>]*>", text)
    assert pictures
    assert all(re.search(r'descr="[^"]{40,}"', picture) for picture in pictures)
    styles = zipfile.ZipFile(io.BytesIO(data)).read("word/styles.xml").decode()
    assert '<w:lang w:val="en-GB"/>' in styles


def test_both_documents_are_downloaded_under_the_name_of_the_town(city: City) -> None:
    client = city.sign_in("viewer")
    for kind, head in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = client.get(url(city, f"report_{kind}"), {"jednostka": TOWN, "rok": 2021})
        assert answer.content.startswith(head)
        assert answer["Content-Disposition"] == f'attachment; filename="diagnosis-miasto-f-2021.{kind}"'


def test_the_same_report_is_written_once(city: City, settings: Any, tmp_path: Any) -> None:
    report = make(city)
    settings.HOME = tmp_path
    first = kept.take_document(report, "pdf")
    path = next(kept.find_folder().iterdir())
    path.write_bytes(b"kept")
    assert first.startswith(b"%PDF")
    assert kept.take_document(report, "pdf") == b"kept"


def test_old_documents_give_way(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    kept.find_folder().mkdir(parents=True)
    for number in range(kept.KEPT + 3):
        (kept.find_folder() / f"{number}.pdf").write_bytes(b"x")
    kept.forget_old_documents()
    assert len(list(kept.find_folder().iterdir())) == kept.KEPT


def test_the_page_offers_the_chapters_that_the_data_can_feed(city: City) -> None:
    page = city.sign_in("viewer").get(url(city, "report"), {"jednostka": TOWN, "wybor": "1", "czesc": "E"})
    assert page.context["options"] == Options(("E",), with_findings=False, with_method=False)
    assert "Save as PDF" in read_page(page)


@pytest.mark.parametrize("query", [{"czesc": "x" * 2000, "wybor": "1"}, {"wagi": "E:0,S:0", "rok": "?"}, {"grupa": "'\""}])
def test_hostile_addresses_give_a_document_or_a_page(city: City, query: dict[str, str]) -> None:
    client = city.sign_in("viewer")
    assert client.get(url(city, "report"), query).status_code == 200
    assert client.get(url(city, "report_pdf"), query).status_code == 200


def test_without_data_the_page_says_what_to_do(settings: Any, tmp_path: Any) -> None:
    settings.HOME = tmp_path
    city = found_city()
    client = city.sign_in("viewer")
    assert "There are no data to report on" in read_page(client.get(url(city, "report")))
    assert client.get(url(city, "report_pdf")).url == url(city, "report")


def test_strangers_get_no_report(city: City) -> None:
    client = city.sign_in("stranger")
    assert [client.get(url(city, name)).status_code for name in ("report", "report_pdf", "report_docx")] == [404] * 3
