"""Findings of surveys: kept as read, on the thread, beside the answers of today, withdrawn and brought back."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from sciezka.kit.models import JournalEntry
from sciezka.rooms.surveys.models import Survey, SurveyFinding
from sciezka.rooms.surveys.queries.findings import find_findings
from sciezka.rooms.thread.models import Node
from sciezka.rooms.town.models import Process, Seat, Team
from tests.factories import thread
from tests.factories.people import UserFactory
from tests.factories.surveys import make_content, make_item, make_option, make_response, make_survey
from tests.factories.town import MembershipFactory, ProcessFactory, TeamFactory

pytestmark = pytest.mark.django_db

SCALE = [make_option(code, value=value) for value, code in enumerate("abcde", start=1)]


@pytest.fixture(autouse=True)
def _in_english(seat: Seat) -> Iterator[None]:
    thread.declare_types()
    seat.user.language = "en"
    seat.user.save()
    with translation.override("en"):
        yield


def address(name: str, survey: Survey) -> str:
    return reverse(f"surveys:{name}", kwargs=survey.address)


@pytest.fixture
def survey(process: Process) -> Survey:
    items = [make_item("x", text="Jak tu jest?"), make_item("sex", bank="DEM-PLEC"), make_item("g", "grid", options=SCALE)]
    survey = make_survey(process, make_content(items), phase="closed")
    for number in range(60):
        make_response(survey, {"x": "aaab"[number % 4], "sex": "baa"[number % 3], "g": {"r1": "abcde"[number % 5]}})
    return survey


def keep(office: Client, survey: Survey, title: str = "", **query: str) -> SurveyFinding:
    """Keep what an address proposes, or under a title."""
    page = office.get(address("finding_new", survey), query)
    assert page.status_code == 200
    form = page.context["form"]
    sent = {"title": title or form.initial["title"], "remark": "", "seen": form.initial["seen"]}
    url = page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"]
    answer = office.post(url, sent)
    assert answer.status_code == 302, answer.content.decode()
    return SurveyFinding.objects.latest("pk")


def test_a_result_is_kept_with_its_sentence_numbers_n_day_and_edition(office: Client, survey: Survey) -> None:
    finding = keep(office, survey, o="x")
    assert survey.closes_at
    day = timezone.localdate(survey.closes_at)
    said = f"75 % of those asked answered “Odpowiedź a”: “Jak tu jest?” (n = 60, {day:%d.%m.%Y})"
    assert finding.title == said
    assert finding.reading["number"] == pytest.approx(75)
    assert finding.reading["n"] == 60
    assert finding.reading["edition"] == 1
    assert finding.reading["day"] == day.isoformat()
    assert ["Odpowiedź b", "25\u00a0%", "15"] in finding.reading["table"]
    node = Node.objects.get(type="survey_finding")
    assert node.code.startswith("B")
    assert node.cited["number"] == pytest.approx(75)


def test_another_number_of_the_item_can_be_chosen(office: Client, survey: Survey) -> None:
    assert keep(office, survey, o="x", liczba="option/b").reading["number"] == pytest.approx(25)
    assert keep(office, survey, o="g", liczba="row/r1/mean").reading["number"] == pytest.approx(3)
    grouped = keep(office, survey, o="x", wg="sex", liczba="group/0/a/a")
    assert (grouped.reading["number"], grouped.reading["n"], grouped.reading["group"]) == (75, 40, "Odpowiedź a")


def test_hidden_numbers_cannot_be_kept(office: Client, process: Process) -> None:
    survey = make_survey(process, make_content([make_item("x")]), phase="closed")
    for code in "a" * 30 + "b" * 20 + "c" * 2:
        make_response(survey, {"x": code})
    page = office.get(address("finding_new", survey), {"o": "x", "liczba": "option/c"})
    keys = {reading.key for reading in page.context["readings"]}
    assert keys == {"option/a"}
    assert page.context["reading"].key == "option/a"


def test_while_nothing_changes_the_finding_holds(office: Client, survey: Survey) -> None:
    finding = keep(office, survey, o="x")
    page = office.get(finding.get_absolute_url())
    assert "As read, so today" in page.content.decode()
    assert page.context["page"].today == page.context["reading"]


def test_when_answers_change_the_finding_says_so_with_then_and_now(office: Client, survey: Survey) -> None:
    finding = keep(office, survey, o="x")
    for _number in range(15):
        make_response(survey, {"x": "b"})
    office.get(address("results", survey))
    page = office.get(finding.get_absolute_url())
    assert "The answers say otherwise today" in page.content.decode()
    assert page.context["page"].today.number == pytest.approx(60)
    assert page.context["reading"].number == pytest.approx(75)
    assert "today 60" in office.get(address("findings", survey)).content.decode()
    standing = find_findings(survey.process, [str(finding.pk)])[str(finding.pk)]
    assert standing.now is not None
    assert standing.now.number == pytest.approx(60)


def test_when_only_other_answers_change_the_number_is_the_same(office: Client, survey: Survey) -> None:
    finding = keep(office, survey, o="x")
    for number in range(8):
        make_response(survey, {"sex": "ab"[number % 2]})
    office.get(address("results", survey))
    assert "the number is the same" in office.get(finding.get_absolute_url()).content.decode()


def test_a_number_that_may_no_longer_be_shown_is_not(office: Client, survey: Survey) -> None:
    finding = keep(office, survey, o="x", liczba="option/b")
    survey.fewest = 20
    survey.save()
    survey.blocks.all().delete()
    survey.responses.filter(pk=survey.responses.all()[0].pk).delete()
    page = office.get(finding.get_absolute_url())
    assert page.context["page"].today is None
    assert "may not be shown" in page.content.decode()


def test_a_finding_stays_when_the_answers_are_deleted(office: Client, survey: Survey) -> None:
    finding = keep(office, survey, o="x")
    survey.responses.all().delete()
    survey.blocks.all().delete()
    survey.erased_at = timezone.now()
    survey.save()
    page = office.get(finding.get_absolute_url()).content.decode()
    assert "The answers were deleted" in page
    assert "75\u00a0%" in page
    assert office.get(address("findings", survey)).status_code == 200
    assert office.get(address("finding_new", survey), {"o": "x"}).status_code == 404


def test_answers_that_come_while_one_writes_are_told_before_anything_is_kept(office: Client, survey: Survey) -> None:
    url = address("finding_new", survey) + "?o=x"
    seen = office.get(url).context["form"].initial["seen"]
    for _number in range(15):
        make_response(survey, {"x": "b"})
    page = office.post(url, {"title": "Moje zdanie", "remark": "uwaga", "seen": seen})
    assert page.status_code == 200
    assert not SurveyFinding.objects.exists()
    assert "New answers have come" in page.content.decode()
    assert "Moje zdanie" in page.content.decode()
    again = {"title": "Moje zdanie", "remark": "uwaga", "seen": page.context["form"].data["seen"]}
    assert office.post(url, again).status_code == 302
    assert SurveyFinding.objects.get().reading["n"] == 75


def test_a_sentence_is_asked_for_and_what_was_typed_stays(office: Client, survey: Survey) -> None:
    url = address("finding_new", survey) + "?o=x"
    seen = office.get(url).context["form"].initial["seen"]
    page = office.post(url, {"title": " ", "remark": "moja uwaga", "seen": seen})
    assert page.status_code == 200
    assert "moja uwaga" in page.content.decode()
    assert office.post(url, {"title": "x" * 301, "seen": seen}).status_code == 200
    assert not SurveyFinding.objects.exists()


@pytest.mark.parametrize("query", ["", "?o=gone", "?o=x%00", "?o=x&liczba=zzz", "?o=x&wg=zzz"])
def test_bad_addresses_give_no_error(office: Client, survey: Survey, query: str) -> None:
    assert office.get(address("finding_new", survey) + query).status_code in {200, 404}


def test_a_finding_is_reworded_withdrawn_and_brought_back(office: Client, survey: Survey) -> None:
    finding = keep(office, survey, o="x")
    page = finding.get_absolute_url()
    assert office.get(f"{page}zmiana/").status_code == 200
    office.post(f"{page}zmiana/", {"title": "Trzy czwarte  chwali", "remark": "bo tak"})
    finding.refresh_from_db()
    assert (finding.title, finding.reading["number"]) == ("Trzy czwarte chwali", 75)
    assert Node.objects.get(type="survey_finding").title == "Trzy czwarte chwali"
    office.post(f"{page}wycofanie/")
    office.post(f"{page}wycofanie/")
    assert Node.objects.get(type="survey_finding").is_taken_off
    assert "Trzy czwarte" not in office.get(address("findings", survey)).content.decode()
    assert "Trzy czwarte" in office.get(address("findings", survey), {"wycofane": "1"}).content.decode()
    office.post(f"{page}przywrocenie/")
    assert not Node.objects.get(type="survey_finding").is_taken_off
    verbs = list(
        JournalEntry.objects.filter(verb__startswith="survey_finding").values_list("verb", flat=True).order_by("pk")
    )
    assert verbs == [f"survey_finding.{verb}" for verb in ("save", "edit", "withdraw", "restore")]


def test_the_same_number_kept_before_is_pointed_out(office: Client, survey: Survey) -> None:
    finding = keep(office, survey, o="x")
    alike = office.get(address("finding_new", survey), {"o": "x"}).context["alike"]
    assert alike == [finding]
    assert not office.get(address("finding_new", survey), {"o": "x", "liczba": "option/b"}).context["alike"]


def test_members_read_findings_and_make_none(process: Process, office: Client, survey: Survey) -> None:
    finding = keep(office, survey, o="x")
    member, stranger = Client(), Client()
    team = TeamFactory.create(process=process, rights=Team.Rights.VIEW)
    member.force_login(MembershipFactory.create(team=team, user=UserFactory.create()).user)
    stranger.force_login(UserFactory.create())
    assert member.get(finding.get_absolute_url()).status_code == 200
    assert member.get(address("finding_new", survey), {"o": "x"}).status_code == 404
    assert member.post(f"{finding.get_absolute_url()}wycofanie/").status_code == 404
    for page in (finding.get_absolute_url(), address("findings", survey), address("results", survey)):
        assert stranger.get(page).status_code == 404
        assert Client().get(page).status_code == 302


def test_findings_of_another_process_are_not_found(office: Client, survey: Survey) -> None:
    finding = keep(office, survey, o="x")
    other = ProcessFactory.create(workspace=survey.process.workspace)
    assert not find_findings(other, [str(finding.pk), "x", "9" * 40])


def count_queries(office: Client, page: str) -> int:
    office.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert office.get(page).status_code == 200
    return len(queries)


def test_the_list_asks_as_often_for_many_findings_as_for_one(office: Client, survey: Survey) -> None:
    keep(office, survey, o="x")
    page = address("findings", survey)
    one = count_queries(office, page)
    keep(office, survey, o="x", liczba="option/b")
    keep(office, survey, o="g", liczba="row/r1/mean")
    assert count_queries(office, page) == one
