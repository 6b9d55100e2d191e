"""The office's list of submissions and the page of one."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from sciezka.kit.models import JournalEntry
from sciezka.rooms.calls.models import Call, Declaration, FormalCheck, Submission, SubmissionVersion
from sciezka.rooms.calls.queries.submissions import in_scoring
from sciezka.rooms.people.models import User
from sciezka.rooms.town.models import Process, Seat
from tests.factories import calls, path, town
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat() -> Seat:
    return town.SeatFactory.create()


@pytest.fixture
def process(seat: Seat) -> Process:
    return town.ProcessFactory.create(workspace=seat.workspace)


@pytest.fixture
def office(client: Client, seat: Seat) -> Client:
    client.force_login(seat.user)
    return client


def read_list(client: Client, call: Call, **words: Any) -> str:
    answer = client.get(reverse("calls:submissions", kwargs=call.address), words)
    assert answer.status_code == 200
    return answer.content.decode()


def pass_formally(submission: Submission, outcome: str = "passed") -> FormalCheck:
    return FormalCheck.objects.create(submission=submission, outcome=outcome, answers={"F1": "yes"})


@pytest.mark.both_databases
def test_the_list_is_narrowed_sorted_and_searched(office: Client, process: Process) -> None:
    call = calls.make_call(process, areas="Centrum\nZabobrze")
    goal = path.make_goal(process)
    call.goals.add(goal)
    first = calls.make_submission(call, "Łąka kwietna", area="Zabobrze", asked=10)
    first.goals.add(goal)
    calls.make_submission(call, "Kładka nad rzeką", area="Centrum", asked=90)
    calls.make_submission(call, "Altana", is_late=True)
    calls.make_submission(call, "Wieża", withdrawn_at=timezone.now())
    calls.make_submission(call, "Brudnopis", draft=True)
    shown = read_list(office, call)
    assert "Łąka kwietna" in shown
    assert not any(title in shown for title in ("Altana", "Wieża", "Brudnopis"))
    assert "Altana" in read_list(office, call, stan="po-terminie")
    assert "Wieża" in read_list(office, call, stan="wycofane")
    for words in ({"cel": goal.pk}, {"obszar": "Zabobrze"}, {"szukaj": "LAKA kwietna"}, {"szukaj": "001"}):
        narrowed = read_list(office, call, **words)
        assert "Łąka kwietna" in narrowed
        assert "Kładka" not in narrowed
    assert "Kładka" in read_list(office, call, cel="brak")
    by_money = read_list(office, call, sort="-kwota")
    assert by_money.index("Kładka") < by_money.index("Łąka")
    by_title = read_list(office, call, sort="tytul")
    assert by_title.index("Kładka") < by_title.index("Łąka")


def test_hostile_words_of_the_address_break_nothing(office: Client, process: Process) -> None:
    call = calls.make_call(process)
    calls.make_submission(call)
    hostile = ["\x00", "'--", "9" * 40, "-1", "%s", "<script>", "ą" * 5000]
    for name in ("stan", "cel", "obszar", "formalna", "decyzja", "szukaj", "sort", "page", "ile"):
        for word in hostile:
            assert office.get(reverse("calls:submissions", kwargs=call.address), {name: word}).status_code == 200


def test_the_list_asks_the_same_number_of_queries_however_long_it_is(
    office: Client, process: Process, django_assert_max_num_queries: Any
) -> None:
    call = calls.make_call(process, phase="deciding")
    users = UserFactory.create_batch(2)
    calls.make_commission(call, {"member": users})
    counts = []
    for _turn in range(2):
        for number in range(3):
            submission = calls.make_submission(call, f"Pomysł {number}")
            pass_formally(submission)
            for user in users:
                calls.make_card(submission, user)
        with django_assert_max_num_queries(60) as captured:
            read_list(office, call, sort="punkty")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_points_and_decisions_are_columns_only_for_who_may_see_the_ranking(client: Client, process: Process) -> None:
    call = calls.make_call(process, phase="scoring")
    member = UserFactory.create()
    calls.make_commission(call, {"member": [member]})
    submission = calls.make_submission(call)
    pass_formally(submission)
    calls.make_card(submission, member)
    calls.make_decision(submission)
    client.force_login(member)
    assert "Najwyżej oceniony" not in read_list(client, call)
    assert 'name="decyzja"' not in read_list(client, call)
    rows = list(csv.reader(io.StringIO(client.get(reverse("calls:submissions_csv", kwargs=call.address)).content.decode())))
    assert len(rows) == 2
    assert "zielony@dworzec.example" not in ",".join(rows[1])


def test_a_member_with_a_tie_finds_nothing_of_the_submission_by_any_way(client: Client, process: Process) -> None:
    call = calls.make_call(process, phase="checking")
    member = UserFactory.create()
    calls.make_commission(call, {"member": [member]})
    tied = calls.make_submission(call, "Hala targowa", area="Centrum")
    calls.make_submission(call, "Łąka")
    Declaration.objects.create(submission=tied, user=member, stance="conflict")
    client.force_login(member)
    shown = read_list(client, call)
    assert "Hala targowa" not in shown
    assert "001" in shown
    assert "Hala targowa" not in read_list(client, call, szukaj="hala")
    assert "Hala targowa" not in client.get(reverse("calls:submissions_csv", kwargs=call.address)).content.decode()
    assert client.get(tied.get_absolute_url()).status_code == 404
    file = calls.make_submission_file(tied)
    address = reverse("calls:submission_file", kwargs={**tied.address, "submission_file": file.pk})
    assert client.get(address).status_code == 404


def test_offers_of_partners_are_sealed_until_the_call_closes(office: Client, process: Process) -> None:
    call = calls.make_call(process, kind="partners")
    offer = calls.make_submission(call, "Oferta klubu")
    shown = read_list(office, call)
    assert "Oferta klubu" not in shown
    assert office.get(offer.get_absolute_url()).status_code == 404
    assert office.get(reverse("calls:submissions_csv", kwargs=call.address)).status_code == 404
    assert office.get(reverse("calls:duplicates", kwargs=call.address)).status_code == 404
    assert "40" not in office.get(reverse("calls:coverage", kwargs=call.address)).content.decode().split("figures")[1][:300]
    call.closes_at = timezone.now()
    call.save()
    assert "Oferta klubu" in read_list(office, call)


def test_the_whole_list_can_be_taken_away_and_taking_is_noted(office: Client, process: Process) -> None:
    call = calls.make_call(process, phase="deciding")
    submission = calls.make_submission(call, "=1+1")
    pass_formally(submission)
    calls.make_card(submission, UserFactory.create())
    taken = office.get(reverse("calls:submissions_xlsx", kwargs=call.address))
    sheet = load_workbook(io.BytesIO(taken.content)).worksheets[0]
    heading, row = sheet.values
    assert len(heading) == len(row)
    assert row[1] == "'=1+1"
    assert "zielony@dworzec.example" in row
    assert 36 in row
    entry = JournalEntry.objects.get(verb="submission.export")
    assert entry.after == {"kind": "xlsx", "count": 1}


def test_a_submission_is_shown_with_its_answers_files_and_what_was_changed(office: Client, process: Process) -> None:
    call = calls.make_call(process, phase="checking")
    submission = calls.make_submission(call, answers={"opis": "Pięć drzew i ławki."})
    file = calls.make_submission_file(submission)
    head = {"title": submission.title, "goals": [], "asked": "100.00"}
    versions = ((1, head, {"opis": "Trzy drzewa."}), (2, {**head, "asked": "40000.00"}, submission.answers))
    for number, said, answers in versions:
        SubmissionVersion.objects.create(
            submission=submission, number=number, sent_at=timezone.now(), head=said, answers=answers
        )
    shown = office.get(submission.get_absolute_url()).content.decode()
    assert "Pięć drzew i ławki." in shown
    assert "<del>Trzy drzewa.</del> <ins>Pięć drzew i ławki.</ins>" in shown
    assert "skan.pdf" in shown
    answer = office.get(reverse("calls:submission_file", kwargs={**submission.address, "submission_file": file.pk}))
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    answer.close()


def test_only_what_came_in_time_and_passed_is_scored(process: Process) -> None:
    call = calls.make_call(process, phase="checking")
    passed = calls.make_submission(call, "przeszło")
    pass_formally(passed)
    pass_formally(calls.make_submission(call, "nie przeszło"), "failed")
    pass_formally(calls.make_submission(call, "spóźnione", is_late=True))
    pass_formally(calls.make_submission(call, "wycofane", withdrawn_at=timezone.now()))
    calls.make_submission(call, "nie sprawdzone")
    assert list(in_scoring(call)) == [passed]


@pytest.mark.parametrize("name", ["submissions", "coverage", "duplicates", "submissions_check", "submission_paper"])
def test_strangers_see_no_page_of_submissions(client: Client, process: Process, name: str) -> None:
    call = calls.make_call(process, phase="checking")
    stranger: User = UserFactory.create()
    client.force_login(stranger)
    assert client.get(reverse(f"calls:{name}", kwargs=call.address)).status_code == 404
