"""Whatever is sent to any address, nothing answers that the fault is ours: every address, every form, every field."""

import io
import itertools
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


def find_forms(town: Town, client: Client) -> list[Form]:
    """Read every form of every page, each kind once."""
    found: dict[tuple[str, ...], Form] = {}
    for url in all_urls(town):
        with undone(client):
            answer = client.get(url)
        answer.close()
        if answer.streaming or not answer.content.strip() or "html" not in answer.headers.get("Content-Type", ""):
            continue
        for form in lxml.html.document_fromstring(answer.content).forms:
            if form.method == "POST":
                action = urlsplit(form.action or url).path or url
                fields = {name: str(value or "") for name, value in form.fields.items() if name != "csrfmiddlewaretoken"}
                buttons = tuple(
                    (str(one.get("name")), str(one.get("value") or "1")) for one in form.xpath(".//button[@name]")
                )
                files = tuple(str(name) for name in form.xpath(".//input[@type='file']/@name"))
                found.setdefault((action, *sorted(fields)), Form(action, fields, buttons, files))
    return list(found.values())


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


def test_no_address_fails_on_any_query(world: tuple[Town, Client]) -> None:
    town, client = world
    faults: list[Any] = []
    nasty = itertools.cycle([*(urlencode({"v": value})[2:].encode() for value in NASTY if len(value) < 10_000), *RAW])
    for url in all_urls(town):
        # Twice, for what is refused hides what would have been read after it; what takes no query is asked once.
        for _turn in range(2):
            query = b"&".join(word.encode() + b"=" + next(nasty).replace(b"%s", word.encode()) for word in QUERY_WORDS)
            with undone(client):
                answer = client.get(url, QUERY_STRING=query.decode())
                faults += complain(answer, url, query[:300])
            if answer.status_code == NOT_ALLOWED:
                break
    assert faults == []


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


def spoil(form: Form, turn: Iterator[str]) -> Iterator[dict[str, str]]:
    """Give what may be sent instead of a form: each field nasty while the one before is left out, all nasty, each button."""
    names = list(form.fields)
    for number, name in enumerate(names):
        left_out = names[number - 1] if len(names) > 1 else ""
        yield {**{one: value for one, value in form.fields.items() if one != left_out}, name: next(turn)}
    yield {}
    for _round in range(2):
        yield dict.fromkeys(form.fields, next(turn))
    for name, value in form.buttons:
        yield {**form.fields, name: value}
        yield {**dict.fromkeys(form.fields, next(turn)), name: value}
        yield {**form.fields, name: next(turn)}
        yield from ({**form.fields, name: value, typed: next(turn)} for typed in names if "FORMS" in typed)


def test_no_form_fails_on_any_value_or_file(world: tuple[Town, Client]) -> None:
    town, client = world
    Work.objects.filter(owner=town.coordinator.ref).update(state=Work.State.DONE)
    forms = find_forms(town, client)
    assert len(forms) > 30
    assert len([form for form in forms if form.files]) >= 4
    faults: list[Any] = []
    turn = itertools.cycle(NASTY)
    for form in forms:
        for case in spoil(form, turn):
            with undone(client):
                faults += complain(client.post(form.action, case), form.action, {k: v[:40] for k, v in case.items()})
        for name, content in FILES if form.files else ():
            sent = io.BytesIO(content)
            sent.name = name
            with undone(client):
                faults += complain(client.post(form.action, {**form.fields, form.files[0]: sent}), form.action, name[:40])
        if form.files:
            with undone(client):
                faults += complain(client.post(form.action, {**form.fields, form.files[0]: "a word"}), form.action)
    assert faults == []
