"""Preparing a call in the office: its kinds, parts, criteria and files, until it can be announced."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.calls.actions.calls import copy_call
from sciezka.rooms.calls.actions.calls_running import announce_call
from sciezka.rooms.calls.forms.composing import NEEDED_WHEN
from sciezka.rooms.calls.library import FORMS, KINDS, list_forms, list_patterns
from sciezka.rooms.calls.models import Call, Phase, digest_criteria
from sciezka.rooms.calls.queries.calls_ready import list_lacks
from sciezka.rooms.path.models import Goal
from sciezka.rooms.questions.schema.checking import find_faults
from sciezka.rooms.town.models import Membership, Process, Seat
from tests.factories import calls as make
from tests.factories import town
from tests.factories.people import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

PARTS = (
    "call_text", "call_dates", "call_goals", "call_money", "call_form", "call_conditions", "call_commission",
    "criterion_new",
)  # fmt: skip
PAGES = ("call", *PARTS, "criteria", "call_files", "call_announce", "call_amend", "call_off", "call_copy", "call_delete")
PHASES = ("draft", "announced", "open", "checking", "scoring", "deciding", "approved", "published", "called_off")


@pytest.fixture
def seat() -> Seat:
    return town.SeatFactory.create(workspace=town.WorkspaceFactory.create(contact="urzad@miasto.example"))


@pytest.fixture
def process(seat: Seat) -> Process:
    return town.ProcessFactory.create(workspace=seat.workspace)


@pytest.fixture
def office(client: Client, seat: Seat) -> Client:
    client.force_login(seat.user)
    return client


def address(name: str, call: Call, **more: Any) -> str:
    return reverse(f"calls:{name}", kwargs={**call.address, **more})


def write_moment(days: int) -> str:
    return f"{timezone.localtime() + dt.timedelta(days=days):%Y-%m-%dT15:00}"


def seen_on(office: Client, name: str, call: Call) -> str:
    return str(office.get(address(name, call)).context["form"].initial["seen"])


def no_lines(prefix: str, count: int = 0) -> dict[str, str]:
    return {f"{prefix}-TOTAL_FORMS": str(count), f"{prefix}-INITIAL_FORMS": "0"}


def read_file(call: Call) -> bytes:
    with call.files.get().file.open("rb") as file:
        return bytes(file.read())


@pytest.mark.parametrize("phase", PHASES)
def test_no_page_of_a_call_fails_in_any_phase(office: Client, process: Process, phase: str) -> None:
    call = make.make_call(process, phase=phase, kind="partners", commission=None)
    make.make_call_file(call)
    for name in PAGES:
        assert office.get(address(name, call)).status_code in {200, 302}, name
    file = office.get(address("call_file", call, call_file=call.files.get().pk))
    assert b"".join(file.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert office.get(reverse("calls:calls", kwargs=process.address)).status_code == 200


def test_a_call_is_prepared_from_nothing_to_its_announcement(office: Client, process: Process) -> None:
    new = reverse("calls:call_new", kwargs=process.address)
    assert "?rodzaj=partners" in office.get(new).content.decode()
    answer = office.post(f"{new}?rodzaj=undertakings", {"title": "Nabór", "closes_at": write_moment(30), "form": "idea"})
    call = Call.objects.get()
    assert answer.headers["Location"] == call.get_absolute_url()
    assert [one.code for one in call.criteria.all()] == ["K1", "K2", "K3", "K4"]
    assert call.questionnaire is not None
    assert [lack.code for lack in list_lacks(call, timezone.now())] == ["text"]
    assert office.get(call.get_absolute_url()).context["is_ready"] is False
    office.post(address("call_text", call), {"title": "Nabór 2027", "announcement": "Zgłoś pomysł."})
    assert office.get(call.get_absolute_url()).context["is_ready"] is True
    answer = office.post(address("call_announce", call), {"entry": "published"})
    assert answer.headers["Location"] == call.get_absolute_url()
    call.refresh_from_db()
    assert call.phase == Phase.OPEN
    assert call.criteria_digest == digest_criteria(list(call.criteria.all()))
    assert call.edition is not None
    assert call.event is not None
    assert call.event.is_published
    verbs = set(JournalEntry.objects.values_list("verb", flat=True))
    assert {"call.make", "call.edit", "call.announce", "questionnaire.freeze", "event.publish"} <= verbs


def test_what_comes_ready_has_no_errors_and_speaks_all_languages() -> None:
    assert [form.key for form in list_forms()] == list(FORMS)
    for form in list_forms():
        faults = find_faults(form.questionnaire, audience="applicants")
        assert [fault.code for fault in faults if fault.severity == "error" or fault.code.startswith("translation")] == []
    for language in ("pl", "en"):
        patterns = list_patterns(language)
        assert [pattern.kind for pattern in patterns] == list(KINDS)
        assert all(set(pattern.forms) <= set(FORMS) for pattern in patterns)
        assert all(level["text"] for one in patterns for said in one.list_criteria() for level in said["levels"])


def test_dates_and_the_timetable_are_kept_in_the_order_of_days(office: Client, process: Process) -> None:
    call = make.make_call(process, phase="draft")
    lines = {
        **no_lines("t", 2), "t-0-day": "2027-03-20", "t-0-what": "Wyniki", "t-1-day": "2027-03-01",
        "t-1-until": "2027-03-05", "t-1-what": "Ocena formalna",
    }  # fmt: skip
    answer = office.post(address("call_dates", call), {"opens_at": "", "closes_at": write_moment(9), **lines})
    assert answer.status_code == 302
    call.refresh_from_db()
    assert [row["what"] for row in call.timetable] == ["Ocena formalna", "Wyniki"]
    assert call.opens_at is None
    half = {**no_lines("t", 1), "t-0-day": "2027-03-20", "t-0-what": ""}
    again = office.post(address("call_dates", call), {"closes_at": write_moment(9), **half})
    assert again.status_code == 200
    assert again.context["form"].lines.problems
    reversed_dates = {"opens_at": write_moment(9), "closes_at": write_moment(3), **no_lines("t")}
    assert "closes_at" in office.post(address("call_dates", call), reversed_dates).context["form"].errors


def test_conditions_keep_their_codes_when_others_go(office: Client, process: Process) -> None:
    call = make.make_call(
        process, phase="draft", checklist=[{"code": "F1", "text": "Termin"}, {"code": "F2", "text": "Podpis"}]
    )
    lines = {**no_lines("w", 2), "w-0-code": "F2", "w-0-text": "Podpis", "w-1-code": "", "w-1-text": "Załącznik"}
    assert office.post(address("call_conditions", call), lines).status_code == 302
    call.refresh_from_db()
    assert call.checklist == [{"code": "F2", "text": "Podpis"}, {"code": "F3", "text": "Załącznik"}]


def test_a_criterion_is_written_moved_and_removed(office: Client, process: Process) -> None:
    call = make.make_call(process, phase="draft")
    values = {
        "name": "Trwałość", "weight": "1,5", "least": "0", "most": "5", "threshold": "2", "is_mandatory": "on",
        **no_lines("p", 3), "p-0-points": "5", "p-0-text": "trwałe", "p-1-points": "0", "p-1-text": "nietrwałe",
    }  # fmt: skip
    assert office.post(address("criterion_new", call), values).status_code == 302
    made = call.criteria.get(code="K3")
    assert str(made.weight) == "1.500"
    assert made.levels == [{"points": "0", "text": "nietrwałe"}, {"points": "5", "text": "trwałe"}]
    outside = office.post(address("criterion", call, criterion=made.pk), {**values, "threshold": "9"})
    assert "threshold" in outside.context["form"].errors
    office.post(address("criterion_move", call, criterion=made.pk), {"up": "1"})
    assert [one.code for one in call.criteria.all()] == ["K1", "K3", "K2"]
    office.post(address("criterion_delete", call, criterion=made.pk), {})
    assert [one.code for one in call.criteria.all()] == ["K1", "K2"]
    for strange in ("nan", "1e999", "-", "9" * 40):
        assert office.post(address("criterion_new", call), {**values, "weight": strange}).status_code == 200


def test_money_goals_and_the_form_are_chosen(office: Client, process: Process) -> None:
    call = make.make_call(process, phase="draft")
    strategic = Goal.objects.create(process=process, name="Młodzi zostają")
    office.post(address("call_goals", call), {"goals": [strategic.pk], "areas": "Cieplice\n\n Zabobrze \nCieplice"})
    office.post(address("call_money", call), {"budget": "1 250 000,50", "selects": "money"})
    office.post(address("call_form", call), {"questionnaire": "form:undertaking"})
    call.refresh_from_db()
    assert list(call.goals.all()) == [strategic]
    assert call.list_of_areas == ["Cieplice", "Zabobrze"]
    assert str(call.budget) == "1250000.50"
    assert call.questionnaire is not None
    assert call.questionnaire.source == "calls/undertaking"
    foreign = Goal.objects.create(process=town.ProcessFactory.create(), name="Cudzy")
    assert office.post(address("call_goals", call), {"goals": [foreign.pk]}).status_code == 200
    assert list(call.goals.all()) == [strategic]


def test_two_people_may_change_different_parts_and_are_told_of_the_same_one(office: Client, process: Process) -> None:
    call = make.make_call(process, phase="draft", announcement="Pierwsze")
    text, money = seen_on(office, "call_text", call), seen_on(office, "call_money", call)
    office.post(address("call_text", call), {"title": "Nabór", "announcement": "Drugie", "seen": text})
    assert office.post(address("call_money", call), {"selects": "places", "places": "3", "seen": money}).status_code == 302
    late = office.post(address("call_text", call), {"title": "Nabór", "announcement": "Trzecie", "seen": text})
    assert late.status_code == 409
    assert "Drugie" in late.content.decode()
    assert "Trzecie" in late.content.decode()
    seen = late.context["form"]["seen"].value()
    office.post(address("call_text", call), {"title": "Nabór", "announcement": "Trzecie", "seen": seen})
    call.refresh_from_db()
    assert (call.announcement, call.places) == ("Trzecie", 3)


def test_files_are_looked_into_before_they_are_kept(office: Client, process: Process) -> None:
    call = make.make_call(process, phase="draft")
    page = address("call_files", call)
    for name, content in (("regulamin.pdf", b"MZ\x90program"), ("pusty.pdf", b""), ("strona.html", b"<html>")):
        answer = office.post(page, {"file": SimpleUploadedFile(name, content)})
        assert answer.status_code == 200
        assert answer.context["form"].errors
    assert office.post(page, {"file": SimpleUploadedFile("../../etc/regulamin.pdf", b"%PDF-1.4\n%")}).status_code == 302
    file = call.files.get()
    assert file.file_name == "regulamin.pdf"
    assert "etc" not in str(file.file.name)
    office.post(address("call_file_delete", call, call_file=file.pk), {})
    assert not call.files.exists()


def test_a_file_can_be_added_after_the_closing_and_residents_see_when(office: Client, process: Process) -> None:
    call = make.make_call(process, phase="published")
    added = office.post(address("call_files", call), {"file": SimpleUploadedFile("lista.pdf", b"%PDF-1.4\n%")})
    assert added.status_code == 302
    page = office.get(call.public_url).content.decode()
    assert "lista.pdf" in page
    assert "dodano" in page or "added on" in page
    file = call.files.get()
    office.post(address("call_file_delete", call, call_file=file.pk), {})
    assert call.files.exists()


def test_a_copy_takes_over_all_but_dates_and_what_came_in(process: Process, seat: Seat) -> None:
    call = make.make_call(process, phase="published", areas="Cieplice")
    make.make_submission(call)
    make.make_call_file(call)
    made = copy_call(actor=seat.user, call=call, title="Nabór drugi")
    assert made.phase == Phase.DRAFT
    assert (made.closes_at, made.edition, made.criteria_digest, made.last_number) == (None, None, "", 0)
    assert [one.said() for one in made.criteria.all()] == [one.said() for one in call.criteria.all()]
    assert read_file(made) == read_file(call)
    assert not made.submissions.exists()


def test_the_list_asks_as_much_for_three_calls_as_for_one(office: Client, process: Process) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert office.get(reverse("calls:calls", kwargs=process.address)).status_code == 200
        return len(queries)

    make.make_submission(make.make_call(process))
    ask()
    one = ask()
    for phase in ("draft", "published"):
        make.make_call(process, phase=phase)
    assert ask() == one


@pytest.mark.one_database
def test_members_read_and_only_those_who_run_it_change(client: Client, process: Process) -> None:
    call = make.make_call(process, phase="draft")
    member = UserFactory.create()
    town.MembershipFactory.create(team=town.TeamFactory.create(process=process), user=member)
    client.force_login(member)
    page = client.get(call.get_absolute_url())
    assert page.status_code == 200
    assert address("call_text", call) not in page.content.decode()
    for name in (*PARTS, "call_files", "call_announce", "call_amend", "call_off", "call_copy", "call_delete"):
        assert client.get(address(name, call)).status_code == 404, name
        assert client.post(address(name, call), {}).status_code == 404, name
    client.force_login(UserFactory.create())
    assert client.get(call.get_absolute_url()).status_code == 404


def test_the_commission_may_be_chosen_until_scoring_opens(office: Client, process: Process) -> None:
    call = make.make_call(process, phase="checking")
    team = make.make_commission(call, {Membership.Function.CHAIR: [UserFactory.create()]})
    call.commission = None
    call.save()
    answer = office.post(address("call_commission", call), {"commission": team.pk, "quorum": "2", "assessors": ""})
    assert answer.status_code == 302
    call.refresh_from_db()
    assert call.commission_id == team.pk
    assert call.quorum == 2
    call.scoring_opened_at = timezone.now()
    call.save()
    office.post(address("call_commission", call), {"commission": "", "quorum": "1"})
    call.refresh_from_db()
    assert call.commission == team


def test_a_draft_is_deleted_and_an_announced_call_is_not(office: Client, process: Process, seat: Seat) -> None:
    draft, running = make.make_call(process, phase="draft", announcement="Szukamy."), make.make_call(process)
    office.post(address("call_delete", draft), {})
    office.post(address("call_delete", running), {})
    assert list(Call.objects.all()) == [running]
    with pytest.raises(ValidationError):
        announce_call(actor=seat.user, call=running)


@pytest.mark.one_database
@pytest.mark.parametrize("phase", ["open", "deciding", "published"])
def test_the_page_of_a_call_leads_nowhere_that_is_shut(client: Client, process: Process, seat: Seat, phase: str) -> None:
    call = make.make_call(process, phase=phase, kind="partners")
    chair, member, viewer = UserFactory.create_batch(3)
    make.make_commission(call, {Membership.Function.CHAIR: [chair], Membership.Function.MEMBER: [member]})
    town.MembershipFactory.create(team=town.TeamFactory.create(process=process), user=viewer)
    make.make_submission(call)
    for user in (seat.user, chair, member, viewer):
        client.force_login(user)
        page = client.get(call.get_absolute_url())
        led = {tab.href for tab in page.context["tabs"]} | {page.context["next"].href}
        shut = [href for href in led if href and client.get(href).status_code not in {200, 302}]
        assert shut == [], (user, phase)


@pytest.mark.one_database
def test_what_the_announcement_needs_is_not_called_optional(office: Client, process: Process) -> None:
    call = make.make_call(process, phase="draft")
    asked = {
        "call_text": {"announcement": True, "lead": False},
        "call_dates": {"closes_at": True, "opens_at": False},
        "call_money": {"places": True, "budget": True},
        "call_form": {"questionnaire": True},
        "call_goals": {"territory": False},
    }
    for name, fields in asked.items():
        form = office.get(address(name, call)).context["form"]
        assert {field: bool(form[field].needed_when) for field in fields} == fields
        said = {field: form[field].as_field_group() for field in fields}
        shown = {field: any(str(words) in said[field] for words in NEEDED_WHEN.values()) for field in fields}
        assert shown == fields
    new = office.get(f"{reverse('calls:call_new', kwargs=process.address)}?rodzaj=partners").context["form"]
    assert [name for name in new.fields if new[name].needed_when] == ["closes_at", "form"]


@pytest.mark.one_database
@pytest.mark.parametrize(("judges", "proposed"), [(1, 1), (2, 2), (4, 3), (5, 3)])
def test_a_quorum_that_nobody_wrote_is_more_than_half_of_those_who_judge(
    office: Client, process: Process, judges: int, proposed: int
) -> None:
    people = UserFactory.create_batch(judges + 3)
    call = make.make_call(process, phase="draft", commission=None)
    function = Membership.Function
    team = make.make_commission(
        call, {
            function.CHAIR: people[:1], function.MEMBER: people[1:judges], function.SECRETARY: people[judges : judges + 1],
            function.SUBSTITUTE: people[judges + 1 :],
        },
    )  # fmt: skip
    Call.objects.update(commission=None)
    form = office.get(address("call_commission", call)).context["form"]
    assert form["quorum"].value() is None
    assert str(proposed) in form["quorum"].help_text
    terms = {"spread_alert": "30", "supplement_days": "7", "reservation_days": "7"}
    for commission, quorum, kept in ((team.pk, "", proposed), (team.pk, "9", 9), ("", "", 9), (team.pk, "0", 9)):
        office.post(address("call_commission", call), {"commission": commission, "quorum": quorum, **terms})
        call.refresh_from_db()
        assert call.quorum == kept, (commission, quorum)
    assert office.get(address("call_commission", call)).context["form"]["quorum"].value() == 9


@pytest.mark.one_database
def test_a_commission_of_nobody_gives_no_quorum(office: Client, process: Process) -> None:
    call = make.make_call(process, phase="checking", commission=None)
    team = town.TeamFactory.create(process=process, kind="commission")
    answer = office.post(address("call_commission", call), {"commission": team.pk, "quorum": ""})
    assert answer.context["form"].errors.keys() == {"quorum"}
    call.refresh_from_db()
    assert (call.commission, call.quorum) == (None, 1)
