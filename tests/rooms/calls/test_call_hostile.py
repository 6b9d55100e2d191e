"""Hostile words in everything that a call keeps: no page runs them, no paper and no spreadsheet takes them for its own."""

import csv
import datetime as dt
import io
import json
import tomllib
from typing import Any, Final

import docx
import lxml.html
import openpyxl
import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.rooms.calls.actions.protocols import make_protocol, publish_protocol
from sciezka.rooms.calls.forms.composing_running import AmendForm
from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.keys import make_key, make_stop_key
from tests.factories import calls
from tests.rooms.town.office import BACKEND, build_office
from tests.world import all_addresses, build_town
from tests.world_calls import PAGES, PUBLIC, SAID, make_whole

pytestmark = pytest.mark.django_db
MARKUP: Final = '=1+1"><script>zlo()</script><img src=x onerror=zlo()>[a](javascript:zlo()) $x$ `'
EVIL: Final = f'{MARKUP} #read("/etc/passwd") #panic() \\ \u202e\x01'
ITS_OWN: Final = {"email", "language", "criteria_digest", "page", "code", "item", "applicant_kind"}
OK, FOUND, CONFLICT = 200, 302, 409
FILES: Final = (
    "public_feed public_cards public_criteria public_ranking public_criteria_toml public_protocol submissions_csv "
    "public_closing public_blank public_results_csv "
    "submissions_xlsx protocol_pdf protocol_docx letter_pdf letter_docx letter_agreement ranking_cards ranking_criteria "
    "ranking_json"
)
LOOKS: Final = "sensitivity coverage duplicates inquiries commission spreads recusals public_calls"


def spoil_rows() -> None:
    """Put the hostile words into every free text of the room, and impossible years into its days."""
    for model in apps.get_app_config("calls").get_models():
        said: dict[str, Any] = {}
        for field in model._meta.concrete_fields:
            if field.name in ITS_OWN or field.choices or isinstance(field, models.FileField):
                continue
            if isinstance(field, models.CharField | models.TextField):
                said[field.name] = EVIL[: field.max_length or 400]
            elif type(field) is models.DateField:
                said[field.name] = dt.date(1, 1, 1)
        if said:
            model._default_manager.update(**said)
    line = {"day": "0001-01-01", "until": "9999-12-31", "what": EVIL}
    Call.objects.update(timetable=[line], checklist=[{"code": "F1", "text": EVIL}], areas=EVIL)
    Submission.objects.update(answers={"opis": EVIL})


def find_live(answer: Any) -> list[str]:
    """List what of the hostile words would run on a page."""
    page = lxml.html.document_fromstring(answer.content)
    found = [str(one.text) for one in page.iter("script") if "zlo" in (one.text or "")]
    found += [f"{name}={value}" for one in page.iter() for name, value in one.attrib.items() if name.startswith("on")]
    links = (str(link).strip() for link in page.xpath("//@href | //@src | //@action"))
    return found + [link for link in links if link.startswith(("javascript", "x"))]


def read_kept(url: str, body: bytes) -> None:
    """Read a file as whoever takes it away does: it holds together, and no cell of it is a formula."""
    match url.rpartition(".")[2]:
        case "csv":
            rows = [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) for cell in row]
            assert not [cell for cell in rows if cell.startswith(("=", "+", "@", "\t"))], url
        case "xlsx":
            sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[0]
            assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"], url
        case "json":
            json.loads(body)
        case "toml":
            tomllib.loads(body.decode())
        case "docx":
            assert docx.Document(io.BytesIO(body)).paragraphs
        case "pdf":
            assert body.startswith(b"%PDF")


@pytest.mark.usefixtures("uninspected")
def test_no_page_or_paper_of_a_call_runs_or_stumbles_over_hostile_words() -> None:
    town = build_town("ciekawe")
    town.coordinator.is_superuser = True
    town.coordinator.save()
    words = make_whole(town, "published")
    Call.objects.filter(pk=words["call"]).update(**SAID)
    call = Call.objects.get(pk=words["call"])
    sent = Submission.objects.get(pk=words["submission"])
    words |= {
        "letter": calls.make_letter(call).pk,
        "submission_key": make_key(sent),
        "stop_key": make_stop_key(sent),
    }
    spoil_rows()
    call.refresh_from_db()
    protocol = make_protocol(actor=None, call=call)
    publish_protocol(actor=None, protocol=protocol)
    words["protocol"] = protocol.number
    client = Client()
    client.force_login(town.coordinator, backend=BACKEND)
    known = {address.name: address for address in all_addresses()}
    seen = 0
    for name in f"{PAGES['published']} {PUBLIC} {LOOKS} {FILES}".split():
        needed = known[f"calls:{name}"].words
        url = reverse(f"calls:{name}", kwargs={word: words[word] for word in needed})
        answer: Any = client.get(url)
        assert answer.status_code in {OK, 302, 404}, url
        if answer.status_code == OK:
            seen += 1
            body = b"".join(answer) if answer.streaming else answer.content
            if "html" in answer.headers["Content-Type"]:
                assert find_live(answer) == [], url
            else:
                read_kept(url, body)
    assert seen > 35, "the walk has lost its pages"


@pytest.mark.usefixtures("uninspected")
def test_an_amendment_written_over_anothers_is_told_and_takes_no_name_that_nobody_could_choose() -> None:
    office = build_office()
    # At noon: an hour of the night may come twice in a year, or not at all.
    noon = (timezone.localtime() + dt.timedelta(days=10)).replace(hour=12)
    call = calls.make_call(office.process, closes_at=noon, lead="Wstęp", areas="Centrum")
    client = office.client("coordinator")
    url = reverse("calls:call_amend", kwargs=call.address)
    form = AmendForm(call)
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, [])}
    closes = timezone.localtime(call.closes_at).strftime("%Y-%m-%dT%H:%M")
    typed |= {"why": "Zmiana", "closes_at": closes, "t-TOTAL_FORMS": 0, "t-INITIAL_FORMS": 0}
    assert client.post(url, {**typed, "lead": "Nowy wstęp"}).status_code == FOUND
    late: Any = client.post(url, {**typed, "territory": "Miasto"})
    assert (late.status_code, late.content.decode().count("Nowy wstęp")) == (CONFLICT, 1)
    call.refresh_from_db()
    assert (call.lead, call.territory, call.amendments.count()) == ("Nowy wstęp", "", 1)
    assert client.post(url, {**typed, "seen": 1, "areas": f"Centrum\n{'x' * 200}"}).status_code == OK
    assert call.amendments.count() == 1
    assert client.post(url, {**typed, "seen": 1, "lead": "Nowy wstęp", "territory": "Miasto"}).status_code == FOUND
