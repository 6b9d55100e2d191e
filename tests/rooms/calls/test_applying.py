"""The way of an applicant: from the first page to the receipt, away and back again, by a private link alone."""

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries

from sciezka.rooms.calls.actions.applying import delete_draft, save_head
from sciezka.rooms.calls.actions.applying_retention import forget_drafts
from sciezka.rooms.calls.actions.applying_sending import send_submission
from sciezka.rooms.calls.forms.inquiries import mark_beginning
from sciezka.rooms.calls.forms.submissions_paper import PaperForm
from sciezka.rooms.calls.models import Call, Candidate, Submission
from sciezka.rooms.calls.queries.applying_said import write_copy
from sciezka.rooms.calls.queries.keys import make_key, make_proof, private_path
from sciezka.rooms.calls.views.applying_frame import for_writers
from sciezka.rooms.path.models import Goal
from sciezka.rooms.town.models import Process
from tests.factories import calls, town
from tests.factories.surveys import make_item

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

TYPED: dict[str, Any] = {
    "title": "Park przy dworcu", "summary": "Zieleń zamiast placu.", "applicant_kind": "person", "applicant": "Anna Próbna",
    "email": "anna@dworzec.example", "asked": "40 000,50 zł", "do": "next",
}  # fmt: skip
PDF = b"%PDF-1.4\n%"


@pytest.fixture
def process() -> Process:
    """A published process."""
    return town.ProcessFactory.create(workspace__contact="urzad@miasto.example", workspace__name="Miasto nad Rzeką")


@pytest.fixture
def call(process: Process) -> Call:
    """An open call with a form of two pages."""
    form = calls.make_form(
        process,
        [make_item("opis", "long_text", text="Na czym polega pomysł?", required=True)],
        [make_item("plan", "file", text="Szkic"), make_item("tak", "single", text="Czy jest teren?")],
    )
    return calls.make_call(process, questionnaire=form)


class Applicant:
    """Somebody with a browser that speaks English, and no account."""

    def __init__(self, call: Call) -> None:
        self.call, self.client = call, Client(headers={"accept-language": "en"})

    def begin(self, **typed: Any) -> "Applicant":
        """Send the first page."""
        address = self.call.public_url + "zgloszenie/poczatek/"
        self.answer = self.client.post(address, {**TYPED, "begun": mark_beginning(), **typed})
        return self

    @property
    def submission(self) -> Submission:
        """What was begun last, as it stands now."""
        return Submission.objects.order_by("pk").last()  # type: ignore[return-value]

    def go(self, part: str = "", data: dict[str, Any] | None = None, **options: Any) -> str:
        """Open a page of the private link, or send something to it; give the page that is led to."""
        address = private_path(self.submission) + part
        if data is None:
            self.answer = self.client.get(address, follow=True, **options)
        else:
            self.answer = self.client.post(address, data, follow=True, **options)
        assert self.answer.status_code == 200
        return self.text

    def answer_page(self, page: str, data: dict[str, Any]) -> str:
        """Send a page of the form."""
        return self.go("formularz/", {"page": page, "do": "next", **data})

    @property
    def text(self) -> str:
        """The page that was given."""
        return re.sub(r"\s+", " ", self.answer.content.decode())


def fill_in(call: Call) -> Applicant:
    """Write everything, up to the check before sending."""
    who = Applicant(call).begin()
    who.answer_page("p1", {"opis": "Trzy drzewa."})
    who.answer_page("p2", {"tak": "a", "plan": SimpleUploadedFile("szkic.pdf", PDF)})
    return who


def test_a_place_reads_as_people_write_it_on_pages_and_in_the_copy(client: Client, process: Process) -> None:
    form = calls.make_form(process, [make_item("gdzie", "place", text="Gdzie to będzie?")])
    call = calls.make_call(process, questionnaire=form)
    made = calls.make_submission(call, answers={"gdzie": [50.9034, 15.7341]})
    made.versions.create(number=1, sent_at=timezone.now(), head={"title": made.title}, answers=made.answers)
    page = client.get(f"{private_path(made)}kopia/").content.decode()
    assert '<a href="geo:50.9034,15.7341">' in page
    with translation.override("pl"):
        copy = write_copy(made, 1).replace("\N{NO-BREAK SPACE}", " ")
    assert "Gdzie to będzie?\n  50,9034° N, 15,7341° E\n  geo:50.9034,15.7341" in copy


def test_a_draft_becomes_a_submission_with_a_receipt(call: Call) -> None:
    start = Applicant(call)
    page = start.client.get(call.public_url + "zgloszenie/").content.decode()
    assert "Szkic" in page
    who = fill_in(call)
    assert "Check and send" in who.text
    for said in ("Park przy dworcu", "Trzy drzewa.", "szkic.pdf", "40\xa0000,50"):
        assert said in who.text.replace("&nbsp;", "\xa0").replace("40,000.50", "40\xa0000,50")
    sent = who.go("wyslanie/", {})
    assert "The submission has been taken" in sent
    assert who.submission.receipt in sent
    assert (str(who.submission.asked), who.submission.files.count()) == ("40000.50", 1)
    assert "szkic.pdf" in who.go("kopia/")
    who.go("wyslanie/", {})
    assert who.submission.versions.count() == 1


def test_nothing_is_sent_while_something_is_missing_and_each_line_leads_there(call: Call) -> None:
    who = Applicant(call).begin()
    text = who.go("wyslanie/", {})
    assert "One thing is missing" in text
    assert "strona=p1&amp;popraw#i-opis" in text
    assert who.submission.sent_at is None
    assert "ask--wrong" in who.go("formularz/?strona=p1&popraw")


def test_what_was_typed_wrongly_stays_in_the_form_and_nothing_is_begun(call: Call) -> None:
    for wrong in ({"title": ""}, {"email": "nic"}, {"asked": "dużo"}, {"asked": "-5"}, {"summary": "x" * 1001}):
        who = Applicant(call).begin(**wrong)
        assert who.answer.status_code == 200
        assert "Anna Próbna" in who.text
    assert not Submission.objects.exists()


def test_programs_are_held_off_and_lose_nothing(call: Call) -> None:
    for wrong in ({"website": "x"}, {"begun": ""}):
        assert "Park przy dworcu" in Applicant(call).begin(**wrong).text
    assert not Submission.objects.exists()


def test_a_draft_can_be_left_with_an_email_alone_and_what_is_unsound_is_not_kept(call: Call) -> None:
    who = Applicant(call).begin(title="", summary="", applicant="", asked="dużo", do="save")
    assert who.answer.status_code == 302
    assert (who.submission.email, who.submission.title, who.submission.asked) == ("anna@dworzec.example", "", None)
    assert "It has not been sent yet" in who.go()
    who.go("dane/", {**TYPED, "email": "zle", "do": "save"})
    assert (who.submission.email, who.submission.title) == ("anna@dworzec.example", "Park przy dworcu")


def test_drafts_are_saved_quietly_and_two_pages_do_not_overwrite_one_another(call: Call) -> None:
    who = fill_in(call)
    address, typed = f"{private_path(who.submission)}formularz/", {"page": "p1", "do": "save", "opis": "Inaczej"}
    told = who.client.post(address, typed, headers={"accept": "application/json"})
    assert re.fullmatch(r"\d\d:\d\d", told.json()["saved"])
    assert who.submission.answers["opis"] == "Inaczej"
    assert who.submission.answers["plan"]["name"] == "szkic.pdf"


@pytest.mark.one_database
@pytest.mark.parametrize(
    "file",
    [("szkic.pdf", b""), ("szkic.pdf", b"MZ program"), ("szkic.exe", PDF), ("../../etc/passwd", PDF)],
    ids=["empty", "of another kind", "a program", "a path"],
)
def test_files_that_are_not_what_they_say_are_refused_and_the_page_stays(call: Call, file: tuple[str, bytes]) -> None:
    who = Applicant(call).begin()
    who.answer_page("p1", {"opis": "Trzy drzewa."})
    text = who.answer_page("p2", {"tak": "a", "plan": SimpleUploadedFile(*file)})
    assert "ask--wrong" in text
    assert who.submission.answers.get("tak") == "a"
    assert not who.submission.files.exists()


def test_all_files_of_a_submission_together_have_a_limit_and_one_that_replaces_another_frees_its_room(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sciezka.rooms.calls.actions.applying_files.MOST_BYTES", 2 * 1024 * 1024)
    who = fill_in(call)
    large = PDF + b" " * 1_900_000
    said = who.answer_page("p2", {"tak": "a", "plan": SimpleUploadedFile("plan.pdf", large)})
    assert "Check and send" in said
    calls.make_submission_file(who.submission, item="inny", size=900_000)
    said = who.answer_page("p2", {"tak": "a", "plan": SimpleUploadedFile("nowy.pdf", large)})
    assert "All files together are too large" in said
    assert [answer["name"] for code, answer in who.submission.answers.items() if code == "plan"] == ["plan.pdf"]


def test_a_correction_is_written_beside_what_was_sent_and_can_be_dropped(call: Call) -> None:
    who = fill_in(call)
    who.go("wyslanie/", {})
    assert 'value="Park przy dworcu"' in who.go("poprawka/", {})
    who.go("dane/", {**TYPED, "title": "Skatepark"})
    assert "Skatepark" in who.go("podsumowanie/")
    assert "Park przy dworcu" in who.go("kopia/")
    who.go("porzucenie/", {})
    assert not who.submission.is_being_corrected
    who.go("poprawka/", {})
    who.go("dane/", {**TYPED, "title": "Skatepark"})
    assert "The correction has been taken" in who.go("wyslanie/", {})
    assert (who.submission.title, who.submission.number, who.submission.files.count()) == ("Skatepark", 1, 1)


def test_nothing_can_be_written_into_what_was_sent(call: Call) -> None:
    who = fill_in(call)
    who.go("wyslanie/", {})
    for part in ("dane/", "formularz/", "podsumowanie/", "porzucenie/"):
        assert who.submission.receipt in who.go(part)
    who.go("formularz/", {"page": "p1", "do": "save", "opis": "Po fakcie"})
    assert who.submission.answers["opis"] == "Trzy drzewa."


def test_the_email_is_confirmed_by_its_letter_alone_and_another_one_anew(call: Call) -> None:
    other = calls.make_submission(call, draft=True)
    who = Applicant(call).begin()
    mine = who.submission
    for wrong in ("nic", make_proof(other), "ż" * 200):
        assert who.client.get(f"{private_path(mine)}potwierdzenie/{wrong}/").status_code == 404
    who.go(f"potwierdzenie/{make_proof(mine)}/")
    assert who.submission.confirmed_at is not None
    who.go("dane/", {**TYPED, "email": "inna@dworzec.example"})
    assert who.submission.confirmed_at is None


@pytest.mark.one_database
@pytest.mark.parametrize("part", ["", "dane/", "formularz/", "podsumowanie/", "kopia/", "wycofanie/", "porzucenie/"])
def test_a_link_that_was_guessed_leads_nowhere_and_pages_stay_private(call: Call, part: str) -> None:
    mine = calls.make_submission(call, draft=part != "kopia/")
    if part == "kopia/":
        mine.versions.create(number=1, sent_at=timezone.now(), head={"title": "Park"}, answers={})
    client = Client()
    for key in ("nic", f"{mine.ref.hex}.podpis", make_key(mine)[:-1], "ż.ż", "a" * 500):
        assert client.get(f"/zgloszenie/{key}/{part}").status_code == 404
    page = client.get(private_path(mine) + part)
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "same-origin"
    assert "noindex" in page["X-Robots-Tag"]


def test_a_file_is_given_to_its_applicant_alone(call: Call) -> None:
    mine, other = calls.make_submission(call), calls.make_submission(call)
    file = calls.make_submission_file(mine)
    client = Client()
    given = client.get(f"{private_path(mine)}plik/{file.pk}/")
    assert given.getvalue() == PDF
    given.close()
    assert client.get(f"{private_path(other)}plik/{file.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("phase", "said"), [("announced", "not open yet"), ("checking", "closed"), ("called_off", "called off"), ("draft", "")]
)
def test_outside_of_its_time_a_call_says_so_and_takes_nothing_new(process: Process, phase: str, said: str) -> None:
    call = calls.make_call(process, phase=phase)
    client = Client(headers={"accept-language": "en"})
    page = client.get(call.public_url + "zgloszenie/")
    assert page.status_code == (200 if said else 404)
    assert said in page.content.decode()
    assert Applicant(call).begin().answer.status_code == (302 if said else 404)
    assert not Submission.objects.exists()


def test_a_draft_of_a_closed_call_is_sent_late_and_told_so(process: Process) -> None:
    call = calls.make_call(process, phase="checking")
    calls.make_submission(call, draft=True, answers={"opis": "Trzy drzewa."})
    who = Applicant(call)
    assert "marked as late" in who.go("podsumowanie/")
    assert "It came too late" in who.go("wyslanie/", {})
    assert who.submission.is_late


@pytest.mark.one_database
def test_a_partner_gives_its_numbers_and_slips_in_them_are_told(process: Process) -> None:
    call = calls.make_call(process, kind="partners", asks_money=False)
    typed = {
        "applicant_kind": "organisation", "legal_form": "association", "is_public_sector": "no", "role": "Szkolenia",
        "contribution": "Sala",
    }  # fmt: skip
    who = Applicant(call).begin(**typed, nip="123-456-32-19")
    assert "check digit" in who.text
    who.begin(**typed, nip="123-456-32-18")
    candidate = Candidate.objects.get()
    assert (candidate.nip, candidate.is_public_sector, candidate.legal_form) == ("1234563218", False, "association")
    assert who.submission.asked is None


@pytest.mark.one_database
def test_only_a_body_can_offer_itself_as_a_partner_and_what_was_written_before_stays(process: Process) -> None:
    partners, ideas = (calls.make_call(process, kind=kind, asks_money=False) for kind in ("partners", "undertakings"))
    everyone = {"person", "group", "organisation", "company", "public"}

    def offered(text: str) -> set[str]:
        return set(re.findall(r'name="applicant_kind" value="(\w+)"', text))

    who = Applicant(partners).begin(applicant_kind="person", legal_form="other", is_public_sector="no")
    assert offered(who.text) == everyone - {"person", "group"}
    assert not Submission.objects.exists()
    assert offered(Applicant(ideas).begin(title="").text) == everyone
    calls.make_submission(partners, draft=True, applicant_kind="group")
    assert offered(who.go("dane/")) == everyone - {"person"}
    review = who.go("podsumowanie/")
    assert "id_applicant_kind" not in review
    assert "?</a> " in review
    assert "?</a>:" not in review
    assert {*PaperForm(partners).fields["applicant_kind"].choices} == {*Submission.Applicant.choices}  # type: ignore[attr-defined]


def test_goals_of_other_processes_cannot_be_chosen(call: Call) -> None:
    mine = Goal.objects.create(process=call.process, name="Zielone miasto")
    foreign = Goal.objects.create(process=town.ProcessFactory.create(), name="Obcy cel")
    call.goals.set([mine])
    assert Applicant(call).begin(goals=[foreign.pk]).answer.status_code == 200
    assert Applicant(call).begin(goals=["x"]).answer.status_code == 200
    assert Applicant(call).begin(goals=[mine.pk]).answer.status_code == 302
    assert [goal.name for goal in Submission.objects.get().goals.all()] == ["Zielone miasto"]


def test_drafts_go_thirty_days_after_the_closing_and_what_was_sent_stays(call: Call) -> None:
    who = fill_in(call)
    sent = calls.make_submission(call)
    assert call.closes_at is not None
    assert forget_drafts(call=call, now=call.closes_at + dt.timedelta(days=29)) == 0
    assert forget_drafts(call=call, now=call.closes_at + dt.timedelta(days=30)) == 1
    assert list(Submission.objects.all()) == [sent]
    assert who.client.get(f"/zgloszenie/{make_key(sent)}/").status_code == 200


@pytest.mark.one_database
def test_an_applicants_page_takes_as_many_queries_however_much_came_in(
    process: Process, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    call = calls.make_call(process, phase="published")
    mine = calls.make_submission(call)
    calls.make_decision(mine)
    for _number in range(3):
        calls.make_card(calls.make_submission(call), town.SeatFactory.create().user)
    with django_assert_max_num_queries(30):
        assert Client().get(private_path(mine)).status_code == 200


def test_what_another_tab_sent_or_deleted_meanwhile_is_told_and_breaks_nothing(call: Call) -> None:
    who = fill_in(call)
    key, before = make_key(who.submission), who.submission.answers

    def be_overtaken(_request: HttpRequest, submission: Submission) -> HttpResponse:
        send_submission(submission=submission)
        save_head(submission=submission, head={"title": "Po fakcie"})
        return HttpResponse()

    def be_deleted(_request: HttpRequest, submission: Submission) -> HttpResponse:
        delete_draft(submission=submission)
        save_head(submission=submission, head={"title": "Po fakcie"})
        return HttpResponse()

    request = RequestFactory().post("/")
    assert for_writers(be_overtaken)(request, submission_key=key).status_code == 302
    assert (who.submission.title, who.submission.answers) == ("Park przy dworcu", before)
    draft = calls.make_submission(call, draft=True)
    with pytest.raises(Http404):
        for_writers(be_deleted)(request, submission_key=make_key(draft))
