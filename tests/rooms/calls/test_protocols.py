"""Protocols: all that was recorded, kept as it was; names for the office alone; nothing of what one stepped aside from."""

import io
import json
from typing import Any

import docx
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.kit.typography import bind_words
from sciezka.rooms.calls.actions.opinions import take_back_opinion, write_opinion
from sciezka.rooms.calls.actions.protocols import make_protocol, publish_protocol
from sciezka.rooms.calls.documents.protocol_papers import write_protocol_docx, write_protocol_pdf
from sciezka.rooms.calls.models import (
    Call,
    Declaration,
    FormalCheck,
    Opinion,
    Pledge,
    Protocol,
    Reservation,
    Submission,
)
from sciezka.rooms.calls.queries.protocols import gather
from sciezka.rooms.people.models import User
from tests.factories import calls
from tests.factories.people import UserFactory
from tests.rooms.town.office import BACKEND, Office, build_office

pytestmark = pytest.mark.both_databases


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001 - asks for the database
    """An office with one person in each role."""
    return build_office()


def judge(office: Office, number: int = 3, phase: str = "deciding") -> tuple[Call, list[Submission], list[User]]:
    """Make a call with a commission of three, whose two members judged each submission."""
    call = calls.make_call(office.process, phase=phase, budget=100_000)
    people = [UserFactory.create(name=name) for name in ("Przewodnicząca", "Członek pierwszy", "Członkini druga")]
    team = calls.make_commission(call, {"chair": people[:1], "member": people[1:]})
    team.memberships.update(since=timezone.localdate())
    made = []
    for place in range(number):
        one = calls.make_submission(call, f"Zgłoszenie nr {place}", applicant=f"Stowarzyszenie {place}")
        FormalCheck.objects.create(submission=one, outcome="passed", remarks="Brakowało podpisu.")
        for user in people[1:]:
            calls.make_card(one, user, points={"K1": str(9 - place), "K2": "7.5"})
        calls.make_decision(one, "basic" if place == 0 else "rejected", reason=f"Powód {place}.")
        made.append(one)
    return call, made, people


def sign_in(user: User) -> Client:
    """Give a client in which a person is signed in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def go(name: str, noun: Any, **words: Any) -> str:
    """Give an address."""
    return reverse(f"calls:{name}", kwargs={**noun.address, **words})


def test_everything_recorded_is_in_it_and_it_stays_as_it_was(office: Office) -> None:
    call, [first, second, third], [chair, one, two] = judge(office)
    calls.make_submission(call, "Spóźnione", is_late=True)
    calls.make_submission(call, "Cofnięte", withdrawn_at=timezone.now())
    Pledge.objects.create(call=call, user=chair, words="Zachowam poufność.")
    Declaration.objects.create(submission=third, user=one, stance="conflict", reason="Byłem w zarządzie.")
    call.sittings.create(day=timezone.localdate(), where="Ratusz", present=[str(chair.ref)], notes="Ustalono porządek.")
    call.amendments.create(number=1, why="Więcej czasu.")
    Submission.objects.filter(pk=second.pk).update(discussed_at=timezone.now(), discussion="Zostaje jak jest.")
    Opinion.objects.create(call=call, user=two, text="Za mało dla młodych.")
    made = make_protocol(actor=chair, call=call)
    said = json.dumps(made.content["named"], ensure_ascii=False)
    for words in (
        "Przewodnicząca", "Zachowam poufność.", "Byłem w zarządzie.", "Ratusz", "Ustalono porządek.", "Więcej czasu.",
        "Zostaje jak jest.", "Za mało dla młodych.", "Spóźnione", "Cofnięte", "Brakowało podpisu.", "Powód 2.",
        call.criteria_digest, "Zgodność z celami",
    ):  # fmt: skip
        assert words in said, words
    # The card of whoever has a tie counts for nothing: 3 × 7 + 2 × 7.5 of one assessor is all that is left of the third.
    tables = [table for section in made.content["named"]["sections"] for table in section["tables"]]
    points = next(table for table in tables if table.get("strong"))
    assert [row["cells"][-1] for row in points["rows"] if row["of"] == third.code] == ["36", "36"]
    ranking = next(table for table in tables if table["numeric"] == [0, 4, 6])
    assert [row["cells"][4] for row in ranking["rows"]] == ["42", "39", "36"]
    first.decision.reason = "Inny powód."
    first.decision.save()
    assert Protocol.objects.get().content["named"] == made.content["named"]
    assert make_protocol(actor=chair, call=call).number == 2
    assert [entry.verb for entry in JournalEntry.objects.filter(verb="protocol.make")] == ["protocol.make"] * 2


@pytest.mark.one_database
def test_residents_read_neither_names_nor_reasons_of_others(office: Office) -> None:
    call, [first, *_others], people = judge(office, phase="published")
    Submission.objects.filter(pk=first.pk).update(applicant="Jan Przykładowy", applicant_kind="person")
    Opinion.objects.create(call=call, user=people[1], text="Inaczej bym wybrał.")
    made = make_protocol(actor=None, call=call)
    said = json.dumps(made.content["open"], ensure_ascii=False)
    names = [person.name for person in people]
    assert not [word for word in (*names, "Jan Przykładowy", "Powód 0.", "Powód 1.", "Brakowało podpisu.") if word in said]
    assert "Zgłoszenie nr 1" in said
    assert "Inaczej bym wybrał." in said
    assert '"A1"' in said
    # Whoever holds it knows that it is not all.
    assert made.content["open"]["words"]["by"] != made.content["named"]["words"]["by"]
    Call.objects.filter(pk=call.pk).update(kind="partners")
    partners = json.dumps(make_protocol(actor=None, call=call).content["open"], ensure_ascii=False)
    assert ("Zgłoszenie nr 0" in partners, "Zgłoszenie nr 1" in partners) == (True, False)
    resident, address = Client(), go("public_protocol", call)
    assert resident.get(address).status_code == 404
    publish_protocol(actor=None, protocol=made)
    answer = resident.get(address)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")


def test_nothing_is_made_or_published_too_early(office: Office) -> None:
    call, _made, [chair, *_members] = judge(office, phase="scoring")
    with pytest.raises(ValidationError):
        make_protocol(actor=chair, call=call)
    later, _others, _people = judge(office)
    made = make_protocol(actor=chair, call=later)
    with pytest.raises(ValidationError):
        publish_protocol(actor=chair, protocol=made)
    assert Protocol.objects.filter(published_at__isnull=False).count() == 0


@pytest.mark.one_database
def test_whoever_stepped_aside_sees_the_number_alone(office: Office) -> None:
    call, [_first, second, _third], [chair, one, _two] = judge(office)
    Declaration.objects.create(submission=second, user=one, stance="conflict")
    made = make_protocol(actor=chair, call=call)
    for user, sees in ((chair, True), (one, False), (office.people["coordinator"], True)):
        client = sign_in(user)
        page = client.get(made.get_absolute_url()).content.decode()
        written = docx.Document(io.BytesIO(client.get(go("protocol_docx", made)).content))
        cells = {cell.text for table in written.tables for row in table.rows for cell in row.cells}
        assert (second.title in page, second.applicant in cells) == (sees, sees)
        assert second.code in cells
    assert client.get(go("protocol_pdf", made)).content.startswith(b"%PDF-")
    for role in ("viewer", "stranger", "resident"):
        assert office.client(role).get(made.get_absolute_url()).status_code == 404


def test_opinions_are_ones_own_and_end_with_the_approval(office: Office) -> None:
    call, _made, [_chair, one, two] = judge(office)
    client = sign_in(one)
    empty = client.post(go("opinion_write", call), {"text": "  "})
    assert empty.status_code == 200
    client.post(go("opinion_write", call), {"text": "Zdanie odrębne."})
    opinion = call.opinions.get()
    assert "Zdanie odrębne." not in json.dumps(JournalEntry.objects.get(verb="opinion.write").after)
    assert sign_in(two).post(go("opinion_take_back", call, opinion=opinion.pk)).status_code == 404
    assert office.client("coordinator").get(go("opinion_write", call)).status_code == 404
    page = client.get(go("protocols", call)).content.decode()
    assert "Zdanie odrębne." in page
    Call.objects.filter(pk=call.pk).update(approved_at=timezone.now())
    for late in (
        lambda: write_opinion(actor=one, call=call, text="Jeszcze."),
        lambda: take_back_opinion(actor=one, opinion=opinion),
    ):
        with pytest.raises(ValidationError):
            late()
    assert call.opinions.count() == 1


def test_one_press_makes_it_and_the_page_says_when_the_next_is_due(office: Office) -> None:
    call, [first, *_others], [chair, *_members] = judge(office)
    client = sign_in(chair)
    address = go("protocols", call)
    client.post(go("protocol_make", call))
    made = call.protocols.get()
    assert not client.get(address).context["page"].is_stale
    first.decision.decided_at = timezone.now()
    first.decision.save()
    assert client.get(address).context["page"].is_stale
    assert client.get(made.get_absolute_url(), {"bez-nazwisk": ""}).status_code == 200
    # One of whom nothing was kept is no error.
    bare = Protocol.objects.create(call=call, number=9, content={})
    assert client.get(bare.get_absolute_url()).status_code == 200
    assert client.get(go("protocol_pdf", bare)).status_code == 404


@pytest.mark.one_database
def test_what_there_was_nothing_of_is_said_in_words_and_no_table_is_empty(office: Office) -> None:
    call = calls.make_call(office.process, phase="published", checklist=[])
    call.criteria.all().delete()
    made = make_protocol(actor=None, call=call)
    for said in (made.content["named"], made.content["open"]):
        assert [section["title"] for section in said["sections"] if not section["sentences"]] == []
        assert [table for section in said["sections"] for table in section["tables"]] == []
        assert len(said["sections"]) == 10
        assert not [label for label, text in said["facts"] if not text.strip(" –")]
        assert write_protocol_pdf(said).startswith(b"%PDF-")


def test_a_protocol_on_paper_can_be_found_through_and_signed(office: Office) -> None:
    call, [first, *_others], [chair, *_members] = judge(office, phase="published")
    call.sittings.create(day=timezone.localdate(), where="Ratusz", present=[str(chair.ref)])
    Reservation.objects.create(submission=first, text="Nie tak.", is_late=True)
    said = make_protocol(actor=chair, call=call).content["named"]
    assert "Nie tak." not in json.dumps(said, ensure_ascii=False)
    written = docx.Document(io.BytesIO(write_protocol_docx(said)))
    headings = [one.style.name for one in written.paragraphs if one.style and one.style.name.startswith("Heading")]
    assert headings.count("Heading 1") == len(said["sections"]) + 1
    assert headings.count("Heading 2") == sum(len(section["passages"]) for section in said["sections"])
    captions = [one.text for one in written.paragraphs if one.style and one.style.name == "Caption"]
    assert captions == [table["title"] for section in said["sections"] for table in section["tables"]]
    # The signatures stay with the end of what they sign, and say what that is.
    assert written.tables[-2].rows[-1].cells[0].paragraphs[0].paragraph_format.keep_with_next
    assert written.paragraphs[-1].text == bind_words(f"{said['title']} – {said['headline']}")
    signing = written.tables[-1]
    assert [cell.paragraphs[1].text for row in signing.rows for cell in row.cells if len(cell.paragraphs) > 1] == [
        one["name"] for one in said["signatures"]
    ]
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in signing.rows]
    assert kept == [True] * (len(signing.rows) - 1) + [False]


def test_gathering_asks_as_often_for_one_submission_as_for_three(office: Office) -> None:
    counts = []
    for number in (1, 3):
        call, _made, _people = judge(office, number)
        call = Call.objects.select_related("process__workspace", "commission__act").get(pk=call.pk)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            gather(call)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_whoever_makes_a_protocol_learns_first_what_it_would_leave_open(office: Office) -> None:
    call, [first, second, third], [chair, *_members] = judge(office)
    for one in (second, third):
        one.decision.delete()
    Declaration.objects.create(submission=third, user=chair, stance="conflict", reason="Byłam w zarządzie.")
    page = sign_in(chair).get(go("protocols", call)).context["page"]
    assert (page.undecided, page.codes, page.is_due) == (2, second.code, False)
    for one in (second, third):
        calls.make_decision(one, "rejected")
    response = sign_in(chair).get(go("protocols", call))
    assert (response.context["page"].undecided, response.context["page"].is_due) == (0, True)
    ranking = sign_in(office.people["coordinator"])
    for made, first_button in ((False, "protocols"), (True, "approve")):
        if made:
            make_protocol(actor=chair, call=call)
        box = ranking.get(go("ranking", call)).content.decode().partition('id="next-step"')[2].partition("</section>")[0]
        assert box.partition('data-variant="primary"')[2].startswith(f' href="{go(first_button, call)}"')
    assert first.code not in response.context["page"].codes
