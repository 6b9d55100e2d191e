"""Whatever is sent: no fault of ours, and nothing unsound is ever stored."""

import json
import random
import secrets
from typing import Any, Final

import pytest
from django.test import Client

from sciezka.rooms.questions.schema.answers import INCOMPLETE, check_all
from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.surveys.models import Response, Survey
from sciezka.rooms.surveys.queries.running_tickets import COOKIE
from tests.factories import town
from tests.factories.answering import Person
from tests.factories.surveys import make_content, make_item, make_option, make_survey

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

KINDS: Final = (
    "single", "multiple", "dropdown", "grid", "semantic", "number", "text", "long_text", "date", "ranking", "nps",
    "allocation", "place", "file", "consent", "note",
)  # fmt: skip
JUNK: Final = (
    "", " ", "a", "b", "zz", "-1", "0", "1", "3", "11", "1e400", "NaN", "inf", "٣", "²", "1,5", "1 000", "2026-02-31",
    "2026-11-23", "9999-99-99", "\x00", "\ud800".encode("utf-8", "replace").decode(), "\u202e", "<script>", "{q1}", "%s",
    "[]", "{}", "null", "true", "on", "x" * 6000, "ą̈" * 200, "9" * 400, "a\r\nb", "';--", "50.9", "91", "181", "\ufeff",
)  # fmt: skip
TURNS: Final = 60


def make_everything() -> dict[str, Any]:
    """Give a questionnaire of all kinds, with conditions, own words and leaps."""
    own = [make_option("a", skip_to="p3"), make_option("b"), make_option("o", own_words=True),
           make_option("n", exclusive=True)]  # fmt: skip
    shown = {"item": "single1", "op": "is", "value": "b"}
    pages = [
        [make_item(f"{kind}1", kind, **({"options": own} if kind in {"single", "multiple", "dropdown"} else {}))
         for kind in KINDS[:8]] + [make_item("extra", "text", show_if=shown)],
        [make_item(f"{kind}2", kind, required=kind in {"number", "consent"}) for kind in KINDS[5:]],
        [make_item("end", "nps", required=True)],
    ]  # fmt: skip
    return make_content(*pages, languages=["pl", "en"])


@pytest.fixture
def survey() -> Survey:
    """An open survey of everything."""
    process = town.ProcessFactory.create(workspace__slug="miasto", slug="rozwoj")
    return make_survey(process, make_everything(), once=False, embed_hosts=["a.example"], kiosk_word="kiosk")


def look_at_what_is_stored(survey: Survey) -> int:
    """Check every response; an unfinished one may only lack something."""
    assert survey.edition is not None
    questionnaire = read_questionnaire(survey.edition.content)
    for response in Response.objects.filter(survey=survey):
        problems = [problem for problem in check_all(questionnaire, response.answers) if problem.code not in INCOMPLETE]
        assert problems == [], response.answers
        if response.finished_hour:
            assert check_all(questionnaire, response.answers) == ()
    return Response.objects.filter(survey=survey).count()


def draw_fields(chance: random.Random, names: list[str]) -> dict[str, Any]:
    """Fill random fields with random junk, some twice, some that nothing asks for."""
    chosen = chance.sample(names, chance.randint(1, len(names)))
    fields: dict[str, Any] = {name: chance.choice(JUNK) for name in chosen}
    for name in chosen[:3]:
        fields[name] = [chance.choice(JUNK) for _ in range(chance.randint(2, 4))]
    return {**fields, f"x{chance.randint(0, 9)}": "nic", "seen": chance.choice(["", "single1", "x y z"])}


def list_names() -> list[str]:
    """List the names of fields that the survey's pages could have, and parts that they have not."""
    items = [f"{kind}{number}" for kind in KINDS for number in (1, 2)] + ["extra", "end"]
    return [*items, *(f"{item}.{part}" for item in items for part in ("a", "b", "c", "o", "r1", "r2", "lat", "lon", "zz"))]


@pytest.mark.parametrize("seed", range(6))
def test_no_junk_is_ever_a_fault_or_stored(survey: Survey, seed: int) -> None:
    chance, names = random.Random(seed), list_names()  # noqa: S311 - the same junk each time
    for _turn in range(TURNS // 6):
        person = Person(survey).open()
        base = {"ticket": person.form["ticket"], "lang": chance.choice(["pl", "en", "uk", "xx", "\x00"])}
        for _page in range(8):
            said = {"page": chance.choice(["p1", "p2", "p3", person.page or "p1", "zz", "\x00"])}
            button = {"do": chance.choice(["next", "next", "next", "back", "save", "zz"])}
            person.post({**draw_fields(chance, names), **base, **said, **button})
            assert person.answer.status_code < 500
    assert look_at_what_is_stored(survey)


def answer_well(person: Person) -> Person:
    """Answer what must be answered, and a little more."""
    person.send(single1="b", extra="coś", number1="12", grid1__r1="a", seen="single1 extra " + " ".join(list_names()))
    person.send(number2="3", consent2="on", seen=" ".join(list_names()))
    return person.send(end="9")


def test_a_sound_answer_among_all_that_is_finished(survey: Survey) -> None:
    person = answer_well(Person(survey).open())
    assert person.state == "Thank you. The answers have been sent."
    assert look_at_what_is_stored(survey) == 1


def test_ten_megabytes_of_text_are_told_to_be_too_long(survey: Survey) -> None:
    person = Person(survey).open()
    long = "ż" * 5_000_000
    for name in ("text1", "long_text1", "number1", "single1", "single1.o", "grid1.r1", "seen", "lang", "page", "ticket"):
        person.post({**person.form, name: long})
        assert person.answer.status_code < 500, name
        person.open()
    assert look_at_what_is_stored(survey) >= 0
    assert all(len(json.dumps(answers)) < 10_000 for answers in Response.objects.values_list("answers", flat=True))


def test_thousands_of_fields_are_refused(survey: Survey) -> None:
    person = Person(survey).open()
    fields = {f"f{number}": "x" for number in range(5000)}
    assert person.post({**person.form, **fields}).answer.status_code == 400
    many = {**person.open().form, "multiple1": [f"o{number}" for number in range(3500)]}
    assert person.post(many).answer.status_code < 500
    look_at_what_is_stored(survey)


def test_skipped_required_questions_finish_nothing(survey: Survey) -> None:
    person = Person(survey).open()
    ticket = person.form["ticket"]
    for page in ("p3", "p2", "p1", "p2", "p3", "p3"):
        person.post({"ticket": ticket, "page": page})
    assert not Response.objects.filter(finished_hour__isnull=False).exists()


def spoil(text: str) -> list[str]:
    """Give tickets that were never written here."""
    body, _, sign = text.rpartition(":")
    key, way, by, begun = body.split(".")
    return [
        "", "x", ":", text[:-1], text + "x", f"{body}:", f":{sign}", f"{key}.kiosk.{by}.{begun}:{sign}",
        f"{key}.{way}.1.{begun}:{sign}", f"{secrets.token_urlsafe(18)}.{way}.{by}.{begun}:{sign}", "\x00" + text,
        text.upper(), text * 20, "ą" * 30, "a.b.c.d:e", "done.link..0:x",
    ]  # fmt: skip


def test_forged_tickets_and_cookies_open_nothing(survey: Survey) -> None:
    person = Person(survey).open().send(single1="b", extra="tajne")
    client = Client()
    for forged in spoil(person.form["ticket"]):
        answer = client.post(person.address, {"ticket": forged, "page": "p1", "single1": "a"})
        assert answer.status_code == 403
        client.cookies[COOKIE] = forged.encode("ascii", "replace").decode().replace("\x00", "x")
        shown = client.get(person.address)
        assert shown.status_code == 200
        assert b"tajne" not in shown.content
        assert client.get(f"/ankieta/{survey.door}/wroc/{forged.strip(chr(0)) or 'x'}/").status_code in {200, 302, 404}
    assert Response.objects.count() == 1


def test_bytes_that_are_no_text_are_no_fault(survey: Survey) -> None:
    person = Person(survey).open()
    ticket = person.form["ticket"].encode()
    for body in (
        b"ticket=" + ticket + b"&page=p1&text1=%ff%fe%00&single1=%ED%A0%80", b"ticket=" + ticket + b"&page=%00&%ff=%fe",
        b"\xff\xfe\x00", b"a" * 100_000, b"&" * 3000, b"start=1&code=%00%ff", b"start=1&ticket=%ff", b"=",
    ):  # fmt: skip
        for kind in ("application/x-www-form-urlencoded; charset=latin-1", "application/x-www-form-urlencoded", "text/xml",
                     "multipart/form-data; boundary=", "multipart/form-data; boundary=x", "application/json"):  # fmt: skip
            answer = person.client.generic("POST", person.address, body, content_type=kind)
            assert answer.status_code < 500, (body[:60], kind)
    look_at_what_is_stored(survey)


def test_another_person_s_ticket_cannot_be_read_from_anything_public(survey: Survey) -> None:
    person = Person(survey).open().send(single1="b", extra="tajne")
    response = Response.objects.get()
    assert response.key_digest not in person.text
    assert str(response.pk) not in person.text
    assert Person(survey).open("resume", key=response.key_digest).answer.status_code == 404
    assert "tajne" not in Person(survey).open().text
