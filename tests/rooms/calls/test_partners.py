"""Candidates and letters of intent: numbers checked, offers sealed and compared, letters signed step by step, the thread."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import docx
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.calls.actions.partners_letters import LetterValues, delete_letter, edit_letter, move_letter
from sciezka.rooms.calls.models import Call, Candidate, Declaration, Letter, Submission
from sciezka.rooms.calls.queries.letters import begin_letter
from sciezka.rooms.calls.queries.partners import check_numbers, tell_candidates
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.town.actions.conflicts import Conflict
from tests.factories import calls
from tests.rooms.town.office import Office, build_office

pytestmark = pytest.mark.both_databases
ZUS = {"nip": "5213017228", "regon": "000017756"}


@pytest.fixture
def office(db: None) -> Office:  # noqa: ARG001 - asks for the database
    """An office with one person in each role."""
    return build_office()


def offer(call: Call, name: str = "Fundacja Podgórze", *, selected: bool = True, **values: Any) -> Submission:
    """Make an offer of a candidate; a selected one unless said otherwise."""
    made = calls.make_submission(call, f"Oferta: {name}", applicant=name, own=Decimal(60_000))
    said = {"legal_form": "foundation", "is_public_sector": False, "role": "Prowadzi centrum.", "contribution": "Lokal."}
    Candidate.objects.create(submission=made, **{**said, **ZUS, **values})
    if selected:
        calls.make_decision(made)
    return made


def partner_call(office: Office, phase: str = "published") -> Call:
    """Make a call for partners."""
    return calls.make_call(office.process, "Nabór partnerów", kind="partners", phase=phase)


def go(name: str, noun: Any, **words: Any) -> str:
    """Give an address."""
    return reverse(f"calls:{name}", kwargs={**noun.address, **words})


def test_numbers_are_checked_and_told_in_a_sentence(office: Office) -> None:
    call = partner_call(office, "checking")
    wrong = offer(call, nip="5213017229", regon="", krs="12345", selected=False).candidate
    nip, krs = check_numbers(wrong)
    assert (bool(nip.problem), bool(krs.problem), krs.has_digit) == (True, True, False)
    assert [line.problem for line in check_numbers(Candidate(**ZUS, krs="0000123456"))] == ["", "", ""]


@pytest.mark.one_database
def test_offers_are_sealed_until_the_closing_and_hidden_from_whoever_stepped_aside(office: Office) -> None:
    sealed = partner_call(office, "open")
    shut = offer(sealed, "Zapieczętowana")
    client, coordinator = office.client("coordinator"), office.people["coordinator"]
    assert "Zapieczętowana" not in client.get(go("candidates", sealed)).content.decode()
    assert client.get(go("candidate", sealed, submission=shut.pk)).status_code == 404
    assert client.get(go("letter_new", sealed), {"zgloszenie": shut.pk}).status_code == 404
    call = partner_call(office)
    seen, hidden = offer(call, "Widoczna"), offer(call, "Powiązana")
    letter = calls.make_letter(call, "Powiązana", submission=hidden)
    Declaration.objects.create(submission=hidden, user=coordinator, stance="conflict")
    page = client.get(go("candidates", call)).content.decode()
    assert ("Widoczna" in page, "Powiązana" in page) == (True, False)
    assert client.get(go("candidate", call, submission=seen.pk)).status_code == 200
    for address in (go("candidate", call, submission=hidden.pk), letter.get_absolute_url(), go("letter_pdf", letter)):
        assert client.get(address).status_code == 404
    assert "Powiązana" not in client.get(go("letters", call)).content.decode()
    assert client.get(go("letter_new", call), {"zgloszenie": hidden.pk}).status_code == 404
    for role in ("contributor", "viewer", "stranger"):
        assert office.client(role).get(go("letters", call)).status_code == 404


def test_what_the_register_says_is_noted_with_its_day(office: Office) -> None:
    call = partner_call(office, "checking")
    one = offer(call, selected=False)
    client, address = office.client("coordinator"), go("candidate", call, submission=one.pk)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    refused = client.post(address, {"register_note": "Wpisana.", "day": tomorrow.isoformat()})
    assert refused.status_code == 200
    assert "Wpisana." in refused.content.decode()
    client.post(address, {"register_note": "Wpisana, bez likwidacji.", "day": timezone.localdate().isoformat()})
    one.candidate.refresh_from_db()
    assert one.candidate.register_note == "Wpisana, bez likwidacji."
    assert JournalEntry.objects.get(verb="candidate.check").after == {"day": timezone.localdate().isoformat()}
    assert tell_candidates(office.people["coordinator"], call, {}).unchecked == 0


def test_a_letter_begins_with_the_offer_and_the_words_of_the_last_one(office: Office) -> None:
    call = partner_call(office)
    one, two = offer(call), offer(call, "Stowarzyszenie Dolina", seat="ul. Podgórna 1", signatories="prezes")
    client = office.client("coordinator")
    begun = begin_letter(call, one)
    assert (begun["role"], begun["amount"]) == ("Prowadzi centrum.", Decimal(60_000))
    sent = {name: "" if value is None else str(value) for name, value in begun.items()}
    client.post(
        f"{go('letter_new', call)}?zgloszenie={one.pk}", {**sent, "project": "Miasto młodych", "clause": "Nasze słowa."}
    )
    letter = Letter.objects.get()
    assert (letter.submission, letter.partner, letter.state) == (one, "Fundacja Podgórze", "draft")
    second = begin_letter(call, two)
    assert (second["project"], second["clause"]) == ("Miasto młodych", "Nasze słowa.")
    assert (
        second["partner_party"]
        == "Stowarzyszenie Dolina\nul. Podgórna 1\nNIP 5213017228, REGON 000017756\n"
        + (second["partner_party"].splitlines()[-1])
    )
    page = client.get(go("letters", call)).context["page"]
    assert [row.pk for row in page.waiting] == [two.pk]


def test_a_selected_partner_leads_on_to_its_letter_of_intent_until_one_is_begun(office: Office) -> None:
    call = partner_call(office)
    one, refused = offer(call), offer(call, "Stowarzyszenie Dolina", selected=False)
    client, next_step = office.client("coordinator"), f'href="{go("letter_new", call)}?zgloszenie='

    def read(of: Submission) -> str:
        return client.get(go("candidate", call, submission=of.pk)).content.decode()

    assert f'{next_step}{one.pk}"' in read(one)
    assert next_step not in read(refused)
    letter = calls.make_letter(call, "Fundacja Podgórze", submission=one)
    assert next_step not in read(one)
    Letter.objects.filter(pk=letter.pk).update(state="withdrawn")
    assert f'{next_step}{one.pk}"' in read(one)


def test_signing_goes_step_by_step_and_hangs_the_letter_under_its_partner(office: Office) -> None:
    call = partner_call(office)
    one = offer(call)
    letter = calls.make_letter(call, "Fundacja Podgórze", submission=one, amount=Decimal(60_000))
    client, day = office.client("coordinator"), timezone.localdate()
    missing = client.post(go("letter_sign", letter), {"state": "signed"})
    assert missing.context["form"].errors["signed_on"]
    scan = SimpleUploadedFile("../list podpisany.pdf", b"%PDF-1.4\n%skan")
    client.post(go("letter_sign", letter), {"state": "signed_partner", "signed_on": day.isoformat(), "scan": scan})
    letter.refresh_from_db()
    assert (letter.state, letter.signed_on, letter.scan_name) == ("signed_partner", day, "list podpisany.pdf")
    assert b"".join(client.get(go("letter_scan", letter)).streaming_content) == b"%PDF-1.4\n%skan"  # type: ignore[attr-defined]
    node, partner = Node.objects.get(type="letter"), Node.objects.get(type="partner")
    assert Tie.objects.get(kind="declares").source == partner
    assert node.noun_key == str(letter.pk)
    with pytest.raises(ValidationError):
        edit_letter(actor=None, letter=letter, version=1, values=LetterValues(partner="Ktoś inny"))
    with pytest.raises(ValidationError):
        delete_letter(actor=None, letter=letter)
    with pytest.raises(ValidationError):
        move_letter(actor=None, letter=letter, state="draft")
    assert client.get(go("letters", call)).context["page"].promised == 60_000
    client.post(go("letter_sign", letter), {"state": "withdrawn"})
    node.refresh_from_db()
    assert node.is_taken_off
    assert client.get(letter.get_absolute_url()).status_code == 200
    bad = SimpleUploadedFile("skan.pdf", b"MZ to jest program")
    other = calls.make_letter(call, "Inny partner")
    assert client.post(go("letter_sign", other), {"state": "draft", "scan": bad}).context["form"].errors["scan"]


def test_two_who_change_a_letter_lose_nothing_and_only_drafts_are_deleted(office: Office) -> None:
    call = partner_call(office)
    letter = calls.make_letter(call, "Fundacja", role="Dawna rola")
    client = office.client("coordinator")
    begun = edit_letter(actor=None, letter=letter, version=1, values=LetterValues(partner="Fundacja", role="Rola pierwsza"))
    assert begun.version == 2
    with pytest.raises(Conflict):
        edit_letter(actor=None, letter=letter, version=1, values=LetterValues(partner="Fundacja", role="Rola druga"))
    posted = {"partner": "Fundacja", "project": "Miasto", "role": "Rola druga", "version": "1"}
    clash = client.post(go("letter_edit", letter), posted)
    assert clash.status_code == 409
    assert "Rola pierwsza" in clash.content.decode()
    assert "Rola druga" in clash.content.decode()
    client.post(go("letter_edit", letter), {**posted, "version": "2"})
    letter.refresh_from_db()
    assert (letter.role, letter.version) == ("Rola druga", 3)
    client.post(go("letter_delete", letter))
    assert not Letter.objects.exists()


def test_an_amount_is_read_as_people_write_it(office: Office) -> None:
    call = partner_call(office)
    written = {"partner": "Fundacja", "project": "Miasto", "amount": "60 000,50 zł"}
    office.client("coordinator").post(go("letter_new", call), written)
    assert Letter.objects.get().amount == Decimal("60000.50")


@pytest.mark.one_database
def test_papers_say_all_and_stand_hostile_words(office: Office) -> None:
    call = partner_call(office)
    text = "#import <script> $x$ \x0b „cudzysłów”\n" + "długiesłowo" * 30
    letter = calls.make_letter(
        call, "Bardzo " * 20 + "długa nazwa", role=text, contribution=text, condition="Pod warunkiem dofinansowania.",
        clause="Nie rodzi zobowiązań.", supports="Wkład własny", amount=Decimal("60000.50"), number="1/2020",
        day=dt.date(2020, 10, 9), valid_until=dt.date(2021, 12, 31), town_party="Miasto\nRatusz", partner_party="",
    )  # fmt: skip
    client = office.client("coordinator")
    assert client.get(go("letter_pdf", letter)).content.startswith(b"%PDF-")
    for name in ("letter_docx", "letter_agreement"):
        written = docx.Document(io.BytesIO(client.get(go(name, letter)).content))
        said = "\n".join(paragraph.text for paragraph in written.paragraphs)
        assert "Pod warunkiem dofinansowania." in said
        assert "60 000,50" in said.replace("\xa0", " ")


@pytest.mark.one_database
def test_both_parties_sign_on_a_page_that_says_what_they_sign(office: Office) -> None:
    letter = calls.make_letter(partner_call(office), "Fundacja", project="", condition="Dofinansowanie.")
    client = office.client("coordinator")
    for name in ("letter_docx", "letter_agreement"):
        written = docx.Document(io.BytesIO(client.get(go(name, letter)).content))
        names = [cell.paragraphs[1].text for cell in written.tables[-1].rows[0].cells]
        assert names == [office.workspace.name, "Fundacja"]
        paragraphs = [one for one in written.paragraphs if one.text]
        assert paragraphs[-1].paragraph_format.keep_with_next
        # No project is said yet: there is a blank to fill in, not an empty pair of quotes.
        assert "„”" not in "".join(one.text for one in paragraphs)
        assert (office.workspace.name in "".join(one.text for one in paragraphs)) is True


@pytest.mark.one_database
def test_of_a_long_letter_only_its_end_is_kept_with_the_signatures(office: Office) -> None:
    letter = calls.make_letter(partner_call(office), condition="\n".join(f"Warunek {number}." for number in range(90)))
    written = docx.Document(io.BytesIO(office.client("coordinator").get(go("letter_docx", letter)).content))
    kept = [one.paragraph_format.keep_with_next for one in written.paragraphs]
    assert kept[-10:] == [True] * 10
    assert not any(kept[-80:-40])


@pytest.mark.one_database
def test_lists_ask_as_often_for_one_as_for_three(office: Office) -> None:
    counts = []
    for number in (1, 3):
        call = partner_call(office)
        for place in range(number):
            calls.make_letter(call, f"Partner {place}", submission=offer(call, f"Fundacja {place}"))
        client = office.client("coordinator")
        row = []
        for name in ("candidates", "letters"):
            client.get(go(name, call))
            with CaptureQueriesContext(connection) as asked:
                client.get(go(name, call))
            row.append(len(asked))
        counts.append(row)
    assert counts[0] == counts[1]
