"""Whatever is sent to any address, nothing answers that the fault is ours: every address, every form, every field."""

import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import lxml.html
import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from sciezka.kit.models import Work
from tests.world import Town, all_addresses, build_town

pytestmark = pytest.mark.both_databases

SERVER_FAULT = 500
NOT_ALLOWED = 405
BACKEND = "sciezka.rooms.people.backends.AccountBackend"
QUERY_WORDS = (
    "page", "sort", "q", "status", "kind", "stage", "year", "szukaj", "etap", "rodzaj", "rok", "kolejnosc", "object", "who",
    "since", "until", "show", "edit", "nothing", "date", "event", "ile", "next", "mine", "late", "done",
)  # fmt: skip
NASTY = (
    "",
    "\x00",
    "²",
    "-1",
    "9" * 5000,
    "99999999999999999999",
    "31.02.2020",
    "9999-12-31",
    "0001-01-01",
    "31 grudnia 9999",
    "\u202eodwrócone\ufeff",
    "%s %(x)s {0} {{ 7|add:7 }}",
    "https://[",
    "javascript:alert(1)",
    "wiersz\r\nX-Header: y",
    '"><script>alert(1)</script>',
    "true",
    "x" * 100_000,
)
# What no browser sends: half of a pair of surrogates, bytes that are no UTF-8, a key twice, a list, broken escapes.
RAW = (b"%ED%A0%80", b"%ff%fe", b"a&%s=b", b"%00", b"%", b"%c0%af")
FILES = (
    ("pusty.pdf", b""),
    ("../../etc/passwd.pdf", b"%PDF-1.4"),
    ("plik.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    ("plik.pdf", b"PK\x03\x04"),
    ("plik.docx", b"PK\x03\x04" + b"\xff" * 300),
    ("plik.odt", b"PK\x05\x06" + b"\x00" * 18),
    ("\u202efdp.exe", b"MZ"),
    ("a" * 3000 + ".txt", b"\xff\xfe\x00\xd8"),
    ("strona.html", b"<p>1.01.2020 &#xD800;&#0;<p>2.01.2020 x" + b"<div>" * 3000),
    ("bez-kropki", b"\x00" * 100),
)


# They take turns; each request takes what comes next.
NASTY_VALUES = itertools.cycle(NASTY)
NASTY_QUERIES = itertools.cycle([*(urlencode({"v": value})[2:].encode() for value in NASTY if len(value) < 10_000), *RAW])
# A query that no page knows, and that nobody can read.
UNKNOWN = "unknown=%ED%A0%80"
# Numbers and keys of rows, in the names of their fields.
NUMBERED = re.compile(r"(?<=[-_.])[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=[-_.])[0-9]+(?=[-_.]|$)|^[0-9]+$")


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it stands on a page; a browser sends one of its buttons, or none."""

    action: str
    fields: dict[str, str]
    buttons: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()


@pytest.fixture
def world(db: None, uninspected: None) -> tuple[Town, Client]:  # noqa: ARG001 - asks for the database
    """A town, and a person who may do everything in it and on the instance."""
    town = build_town("ciekawe")
    town.coordinator.is_superuser = True
    town.coordinator.save()
    client = Client(raise_request_exception=False)
    client.force_login(town.coordinator, backend=BACKEND)
    return town, client


def all_urls(town: Town) -> Iterator[str]:
    """Give every address with the town's own nouns, drafts and published entries."""
    values = town.address()
    shown = {**values, "event": values["published_event"], "words": values["published_words"]}
    for address in all_addresses():
        yield reverse(address.name, kwargs=address.fill(values))
        if "event" in address.words and "attendee" not in address.words:
            yield reverse(address.name, kwargs=address.fill(shown))
    for name in ("account_login", "account_reset_password", "account_email", "account_change_password", "mfa_index"):
        yield reverse(name)


def find_forms(url: str, answer: Any) -> Iterator[Form]:
    """Read every form of a page that sends something."""
    if answer.streaming or not answer.content.strip() or "html" not in answer.headers.get("Content-Type", ""):
        return
    for form in lxml.html.document_fromstring(answer.content).forms:
        if form.method == "POST":
            action = urlsplit(form.action or url).path or url
            fields = {name: str(value or "") for name, value in form.fields.items() if name != "csrfmiddlewaretoken"}
            buttons = tuple((str(one.get("name")), str(one.get("value") or "1")) for one in form.xpath(".//button[@name]"))
            files = tuple(str(name) for name in form.xpath(".//input[@type='file']/@name"))
            yield Form(action, fields, buttons, files)


class undone:  # noqa: N801 - reads as a word after "with"
    """Take back what a request does to the database and to the session, so that the next one meets the same town."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.cookies = client.cookies.output(header="", sep=";")

    def __enter__(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()

    def __exit__(self, *_error: object) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        self.client.cookies.load(self.cookies)


def complain(answer: Any, *told: object) -> list[tuple[object, ...]]:
    """Give what went wrong on our side."""
    answer.close()
    assert not answer.headers.get("Location", "").startswith("/konto/login/"), "the walk has lost its session"
    return [(answer.status_code, *told)] if answer.status_code >= SERVER_FAULT else []


def test_no_address_fails_on_impossible_numbers_and_methods(world: tuple[Town, Client]) -> None:
    town, client = world
    faults: list[Any] = []
    numbers, methods = itertools.cycle((2**63, 10**30, 0)), itertools.cycle(("put", "head", "trace"))
    bodies = itertools.cycle((("application/json", b"{"), ("multipart/form-data; boundary=", b"a")))
    for address in all_addresses():
        values = town.address()
        # Those who look for a noun are few, and the addresses of each noun are many: they take turns with the numbers.
        for send in (client.get, client.post):
            number = next(numbers)
            mixed = {word: number if isinstance(values[word], int) else values[word] for word in address.words}
            if mixed != address.fill(values):
                url = reverse(address.name, kwargs=mixed)
                with undone(client):
                    faults += complain(send(url), send.__name__, url)
        url = reverse(address.name, kwargs=address.fill(values))
        method, (content_type, body) = next(methods), next(bodies)
        with undone(client):
            faults += complain(getattr(client, method)(url), method, url)
        with undone(client):
            faults += complain(client.post(url, body, content_type=content_type), content_type, url)
    assert faults == []


def name_kind(name: str) -> str:
    """Name a field or a button alike in each row of a table of fields."""
    return NUMBERED.sub("0", name)


def spoil(form: Form, turn: Iterator[str]) -> Iterator[dict[str, str]]:
    """Give what may be sent instead of a form: each field nasty while the one before is left out, all nasty, each button.

    Of rows with the same fields, the first that is filled and the first that is empty are spoilt.
    """
    names = list(form.fields)
    kinds = {(name_kind(name), bool(form.fields[name])): number for number, name in reversed(list(enumerate(names)))}
    for number in sorted(kinds.values()):
        left_out = names[number - 1] if len(names) > 1 else ""
        yield {**{one: value for one, value in form.fields.items() if one != left_out}, names[number]: next(turn)}
    yield {}
    for _round in range(2):
        yield dict.fromkeys(form.fields, next(turn))
    counts = [name for name in names if name.endswith(("TOTAL_FORMS", "INITIAL_FORMS"))]
    for name, value in {(name, name_kind(value)): (name, value) for name, value in reversed(form.buttons)}.values():
        yield {**form.fields, name: value}
        yield {**dict.fromkeys(form.fields, next(turn)), name: value}
        yield {**form.fields, name: next(turn)}
        yield from ({**form.fields, name: value, typed: next(turn)} for typed in counts)


def test_no_page_and_no_form_on_it_fails_on_any_query_value_or_file(world: tuple[Town, Client]) -> None:
    town, client = world
    Work.objects.filter(owner=town.coordinator.ref).update(state=Work.State.DONE)
    faults: list[Any] = []
    forms: dict[tuple[str, ...], Form] = {}
    for url in all_urls(town):
        with undone(client):
            answer = client.get(url, QUERY_STRING=UNKNOWN)
            faults += complain(answer, url)
        for form in find_forms(url, answer):
            forms.setdefault((form.action, *sorted(form.fields)), form)
        # Of a page that has not looked at its query, no word is read.
        if "GET" in vars(answer.wsgi_request):
            faults += try_queries(client, url)
    assert len(forms) > 30
    assert len([form for form in forms.values() if form.files]) >= 4
    for form in forms.values():
        faults += try_form(client, form)
    assert faults == []


def try_queries(client: Client, url: str) -> Iterator[tuple[object, ...]]:
    """Ask for a page with nasty words; twice, for what is refused hides what would have been read after it."""
    for _turn in range(2):
        query = b"&".join(word.encode() + b"=" + next(NASTY_QUERIES).replace(b"%s", word.encode()) for word in QUERY_WORDS)
        with undone(client):
            yield from complain(client.get(url, QUERY_STRING=query.decode()), url, query[:300])


def try_form(client: Client, form: Form) -> Iterator[tuple[object, ...]]:
    """Send a form in every spoilt way."""
    for case in spoil(form, NASTY_VALUES):
        with undone(client):
            yield from complain(client.post(form.action, case), form.action, {k: v[:40] for k, v in case.items()})
    for name, content in FILES if form.files else ():
        sent = io.BytesIO(content)
        sent.name = name
        with undone(client):
            yield from complain(client.post(form.action, {**form.fields, form.files[0]: sent}), form.action, name[:40])
    if form.files:
        with undone(client):
            yield from complain(client.post(form.action, {**form.fields, form.files[0]: "a word"}), form.action)


def test_rows_of_the_same_fields_are_spoilt_once_filled_and_once_empty() -> None:
    fields = {"title": "x", "o-TOTAL_FORMS": "3", "o-0-text": "a", "o-1-text": "b", "o-2-text": "", "o-3-text": ""}
    form = Form("/", fields, (("do", "o-0-up"), ("do", "o-1-up"), ("do", "paste")))
    cases = list(spoil(form, itertools.repeat("nasty")))
    alone = {name for case in cases for name in case if [*case.values()].count("nasty") == 1 and case[name] == "nasty"}
    assert alone == {"title", "o-TOTAL_FORMS", "o-0-text", "o-2-text", "do"}
    assert {case["do"] for case in cases if "do" in case} == {"o-0-up", "paste", "nasty"}
