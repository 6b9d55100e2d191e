"""Submissions on paper, what submissions cover, and those that say nearly the same."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.models import JournalEntry
from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.coverage import read_coverage
from sciezka.rooms.town.models import Seat
from tests.factories import calls, path, town
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat() -> Seat:
    return town.SeatFactory.create()


@pytest.fixture
def call(seat: Seat) -> Call:
    return calls.make_call(town.ProcessFactory.create(workspace=seat.workspace))


@pytest.fixture
def office(client: Client, seat: Seat) -> Client:
    client.force_login(seat.user)
    return client


def write_paper(**more: Any) -> dict[str, Any]:
    # At noon: an hour of the night may come twice in a year, or not at all.
    stamped = (timezone.localtime() - dt.timedelta(days=1)).replace(hour=12)
    return {
        "stamped_at": f"{stamped:%Y-%m-%dT%H:%M}", "title": "Ławki w parku", "applicant": "Koło gospodyń",
        "asked": "12 500,50", "opis": "Dziesięć ławek.", **more,
    }  # fmt: skip


def scan_of(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n%", "application/pdf")


def register(client: Client, call: Call, **more: Any) -> Any:
    return client.post(reverse("calls:submission_paper", kwargs=call.address), write_paper(**more))


@pytest.mark.both_databases
def test_a_paper_gets_the_next_number_its_stamp_its_scan_and_a_receipt(
    office: Client, call: Call, seat: Seat, django_capture_on_commit_callbacks: Any
) -> None:
    calls.make_submission(call)
    scan = SimpleUploadedFile("skan.pdf", b"%PDF-1.4\n%", "application/pdf")
    with django_capture_on_commit_callbacks(execute=True):
        answer = register(office, call, scan=scan, email="kolo@gospodyn.example")
    kept = Submission.objects.get(channel="paper")
    assert answer["Location"] == reverse("calls:submission_receipt", kwargs=kept.address)
    assert (kept.number, kept.is_late, str(kept.asked)) == (2, False, "12500.50")
    assert kept.answers == {"opis": "Dziesięć ławek."}
    assert kept.registered_by == seat.user.ref
    assert kept.versions.get().head["title"] == "Ławki w parku"
    assert kept.files.get().name == "skan.pdf"
    assert kept.receipt in office.get(answer["Location"]).content.decode()
    assert kept.receipt in mail.outbox[0].body
    assert JournalEntry.objects.filter(verb="submission.register_paper").count() == 1


def test_a_stamp_after_the_closing_makes_it_late_and_it_is_kept(office: Client, call: Call) -> None:
    call.closes_at = timezone.now() - dt.timedelta(days=3)
    call.save()
    register(office, call)
    assert Submission.objects.get().is_late
    before = (timezone.localtime(call.closes_at) - dt.timedelta(days=1)).replace(hour=12)
    register(office, call, stamped_at=f"{before:%Y-%m-%dT%H:%M}")
    assert Submission.objects.filter(is_late=False).count() == 1


@pytest.mark.parametrize(
    "more",
    [
        {"stamped_at": "2199-01-01T10:00"},
        {"stamped_at": "2001-01-01T10:00"},
        {"stamped_at": "kiedyś"},
        {"title": ""},
        {"asked": "dużo"},
        {"opis": "x" * 5000},
        {"scan": SimpleUploadedFile("skan.pdf", b"MZ")},
        {"email": "nie adres"},
        {"title": "x\x00y"},
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(office: Client, call: Call, more: dict[str, Any]) -> None:
    answer = register(office, call, **more)
    assert answer.status_code == 200
    assert "Koło gospodyń" in answer.content.decode()
    assert not Submission.objects.exists()


def test_a_receipt_is_shown_to_who_registered_it_and_not_to_other_clerks(client: Client, call: Call) -> None:
    clerk, other = UserFactory.create_batch(2)
    team = town.TeamFactory.create(process=call.process)
    for user in (clerk, other):
        town.MembershipFactory.create(team=team, user=user)
    client.force_login(clerk)
    receipt = register(client, call)["Location"]
    assert client.get(receipt).status_code == 200
    client.force_login(other)
    assert client.get(receipt).status_code == 404


@pytest.mark.both_databases
def test_a_clerk_corrects_what_was_typed_and_every_version_stays(
    office: Client, call: Call, django_capture_on_commit_callbacks: Any
) -> None:
    register(office, call, email="kolo@gospodyn.example", scan=[scan_of("1.pdf"), scan_of("2.pdf")])
    kept = Submission.objects.get()
    assert [file.name for file in kept.files.all()] == ["1.pdf", "2.pdf"]
    path = reverse("calls:paper_correct", kwargs=kept.address)
    page = office.get(path).content.decode()
    assert "Ławki w parku" in page
    assert "Dziesięć ławek." in page
    said = write_paper(title="Ławki w alei", opis="Dwanaście ławek.", scan=scan_of("3.pdf"), version=kept.version)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer = office.post(path, said)
    assert answer.status_code == 302, answer.content.decode()
    kept.refresh_from_db()
    assert (kept.number, kept.title, kept.answers) == (1, "Ławki w alei", {"opis": "Dwanaście ławek."})
    assert [version.head["title"] for version in kept.versions.all()] == ["Ławki w parku", "Ławki w alei"]
    assert kept.files.count() == 3
    entry = JournalEntry.objects.get(verb="submission.correct_paper")
    assert "Ławki" not in f"{entry.label}{entry.before}{entry.after}"
    # Somebody else who read the first version is told, and loses nothing.
    late = office.post(path, {**said, "title": "Ławki na skwerze", "scan": scan_of("4.pdf")})
    assert late.status_code == 200
    assert "Ławki na skwerze" in late.content.decode()
    assert "Ławki w alei" in late.content.decode()
    assert kept.versions.count() == 2


def test_correcting_the_stamp_makes_a_paper_late_and_scoring_ends_corrections(office: Client, call: Call) -> None:
    register(office, call)
    kept = Submission.objects.get()
    path = reverse("calls:paper_correct", kwargs=kept.address)
    call.closes_at = timezone.now() - dt.timedelta(days=3)
    call.save()
    assert office.post(path, write_paper(version=kept.version)).status_code == 302
    kept.refresh_from_db()
    assert kept.is_late
    call.scoring_opened_at = timezone.now()
    call.save()
    assert office.post(path, write_paper(title="Inny", version=kept.version)).status_code == 200
    assert kept.versions.count() == 2


def test_nobody_corrects_what_came_by_the_form_or_what_another_clerk_typed(client: Client, call: Call, seat: Seat) -> None:
    client.force_login(seat.user)
    sent = calls.make_submission(call)
    assert client.get(reverse("calls:paper_correct", kwargs=sent.address)).status_code == 404
    register(client, call)
    path = reverse("calls:paper_correct", kwargs=Submission.objects.get(channel="paper").address)
    clerk = UserFactory.create()
    town.MembershipFactory.create(team=town.TeamFactory.create(process=call.process), user=clerk)
    client.force_login(clerk)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("phase", "status"), [("open", 404), ("checking", 200)])
def test_the_chair_reads_papers_of_others_only_after_the_closing(client: Client, phase: str, status: int) -> None:
    call = calls.make_call(town.ProcessFactory.create(), phase=phase)
    chair = UserFactory.create()
    calls.make_commission(call, {"chair": [chair]})
    client.force_login(chair)
    paper = calls.make_submission(call, channel="paper")
    assert client.get(reverse("calls:paper_correct", kwargs=paper.address)).status_code == status


def test_no_paper_is_taken_where_the_call_takes_none(office: Client, call: Call) -> None:
    call.takes_paper = False
    call.save()
    assert register(office, call).status_code == 200
    assert not Submission.objects.exists()


@pytest.mark.both_databases
def test_coverage_counts_goals_areas_money_and_days(office: Client, call: Call) -> None:
    call.areas, call.budget = "Centrum\nZabobrze", 100_000
    call.save()
    one, other = path.make_goal(call.process, "Zieleń"), path.make_goal(call.process, "Kultura")
    call.goals.add(one, other)
    for area in ("Centrum", "Centrum", "Gdzie indziej"):
        calls.make_submission(call, area=area).goals.add(one)
    calls.make_submission(call, area="")
    calls.make_submission(call, is_late=True).goals.add(other)
    now = timezone.now()
    coverage = read_coverage(call, now)
    assert [(row.name, row.counts, row.total) for row in coverage.rows][:2] == [
        ("Zieleń", (2, 0, 1), 3),
        ("Kultura", (0, 0, 0), 0),
    ]
    assert coverage.rows[2].total == 1
    assert [row.name for row in coverage.empty_goals] == ["Kultura"]
    assert coverage.empty_areas == ["Zabobrze"]
    assert coverage.asked == 160_000
    assert coverage.share == 160
    assert call.opens_at is not None
    # Days of the calendar here, which are not spans of 24 hours where the clocks were changed between.
    days = (timezone.localdate(now) - timezone.localdate(call.opens_at)).days + 1
    assert (len(coverage.days), coverage.days[-1].came, coverage.days[-1].all) == (days, 4, 4)
    shown = office.get(reverse("calls:coverage", kwargs=call.address)).content.decode()
    assert "Kultura" in shown
    assert "<svg" in shown


def test_alike_submissions_are_put_side_by_side_and_the_judgement_is_kept(office: Client, call: Call) -> None:
    one = calls.make_submission(call, "Park kieszonkowy przy dworcu")
    other = calls.make_submission(call, "Kieszonkowy park koło dworca")
    calls.make_submission(call, "Klub muzyczny", summary="Próby zespołów.", answers={"opis": "Sala prób i nagrań."})
    address = reverse("calls:duplicates", kwargs=call.address)
    pairs = office.get(address).context["pairs"]
    assert [(pair.one, pair.other) for pair in pairs] == [(one, other)]
    office.post(address, {"one": one.pk, "other": other.pk, "judged": "same"})
    assert office.get(address).context["pairs"][0].judged == "same"
    assert other.code in office.get(one.get_absolute_url()).content.decode()
    office.post(address, {"one": other.pk, "other": one.pk, "judged": ""})
    assert office.get(address).context["pairs"][0].judged == ""
    assert JournalEntry.objects.filter(verb="submission.compare").count() == 2


def test_a_pair_can_be_judged_only_within_its_call(office: Client, call: Call) -> None:
    one = calls.make_submission(call)
    foreign = calls.make_submission(calls.make_call(call.process))
    address = reverse("calls:duplicates", kwargs=call.address)
    for other in (foreign.pk, one.pk, 0, "x", "9" * 30):
        assert office.post(address, {"one": one.pk, "other": other, "judged": "same"}).status_code == 404


@pytest.mark.both_databases
def test_days_end_with_the_last_one_and_a_call_without_goals_says_nothing_of_goals(office: Client, call: Call) -> None:
    """A call that closes at midnight is not open for a moment of the next day."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    call.opens_at, call.closes_at = today - dt.timedelta(days=12), today - dt.timedelta(days=2)
    call.save()
    calls.make_submission(call, sent_at=call.opens_at + dt.timedelta(days=1))
    days = read_coverage(call, timezone.now()).days
    assert days[-1].day == timezone.localdate(call.closes_at) - dt.timedelta(days=1)
    assert (days[-1].all, sum(day.came for day in days)) == (1, 1)
    address = reverse("calls:coverage", kwargs=call.address)
    shown = office.get(address).content.decode()
    assert _("The call names no goals, so their coverage can’t be told.") in shown
    assert _("Every goal of the call has a submission") not in shown
