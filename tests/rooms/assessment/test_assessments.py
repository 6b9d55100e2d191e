"""An assessment from its scenario to its closing, and who may see it."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from sciezka.kit.models import JournalEntry
from sciezka.rooms.assessment.banks import read_shipped
from sciezka.rooms.assessment.models import Assessment, Card
from sciezka.rooms.assessment.queries.assessments import find_round_of, list_assessments, read_asked
from sciezka.rooms.assessment.queries.places import find_result
from sciezka.rooms.assessment.queries.steps import read_standing
from sciezka.rooms.rounds.models import AgreedResult, Item, Phase, Round
from tests.factories import assessment as made
from tests.factories import town
from tests.rooms.town.office import Office

pytestmark = pytest.mark.django_db


def home(office: Office) -> str:
    return f"{office.desk}ocena/"


def fill(office: Office, **changed: Any) -> dict[str, Any]:
    bank = read_shipped("samoocena")
    return {
        "title": "Samoocena 2026", "areas": [area.key for area in bank.areas], "depth": "full", "unit_kind": "urban",
        "team": office.team.pk, "decided_on": "2026-03-02", "reason": "Tak ustalił zespół.", **changed,
    }  # fmt: skip


def say_moment(days: int) -> str:
    return f"{timezone.localtime() + dt.timedelta(days=days):%Y-%m-%dT15:00}"


def agree_all(round_: Round) -> None:
    scale = round_.scales[0]["key"]
    for item in round_.items.all():
        AgreedResult.objects.create(round=round_, item=item, scale=scale, value=2)


def test_an_assessment_is_started_in_three_steps(office: Office) -> None:
    client = office.client("coordinator")
    page = client.get(f"{home(office)}nowa/").content.decode()
    assert "?bank=samoocena" in page
    address = f"{home(office)}nowa/?bank=samoocena"
    assert client.get(address).status_code == 200
    answer = client.post(address, fill(office, areas=[read_shipped("samoocena").areas[0].key]))
    assessment = Assessment.objects.get()
    assert answer.headers["Location"] == assessment.get_absolute_url()
    assert (assessment.bank, assessment.bank_key) == (None, "samoocena")
    assert assessment.bank_version == read_shipped("samoocena").version
    assert len(read_asked(assessment).areas) == 1
    assert JournalEntry.objects.filter(verb="assessment.start").count() == 1
    opening = client.get(f"{assessment.get_absolute_url()}wyslanie/")
    assert opening.status_code == 200
    sent = client.post(
        f"{assessment.get_absolute_url()}wyslanie/",
        {"closes_at": say_moment(7), "reminds_days": "1", "language": "pl"},
    )
    assert sent.status_code == 302
    round_ = find_round_of(assessment)
    assert round_ is not None
    assert (round_.phase, round_.purpose, round_.subject_key) == (Phase.OPEN, "assessment", str(assessment.pk))
    assert [person.user for person in round_.participants.all()] == [office.people["contributor"]]
    assert find_result(round_) == assessment.get_absolute_url()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"areas": []}, "areas"),
        ({"areas": ["nie-ma"]}, "areas"),
        ({"depth": "deep"}, "depth"),
        ({"unit_kind": "village"}, "unit_kind"),
        ({"team": "99999999"}, "team"),
        ({"team": "x" * 40}, "team"),
        ({"decided_on": "31.02.2026"}, "decided_on"),
        ({"decided_on": "0001-01-01"}, "decided_on"),
        ({"event": "99999999"}, "event"),
    ],
)
def test_a_bad_scenario_starts_nothing_and_loses_nothing(office: Office, changed: dict[str, Any], field: str) -> None:
    data = fill(office, **{"reason": "Wpisane ręką", **changed})
    answer = office.client("coordinator").post(f"{home(office)}nowa/?bank=samoocena", data)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert "Wpisane ręką" in answer.content.decode()
    assert Assessment.objects.count() == 0


def test_a_team_a_draft_or_an_assessment_of_elsewhere_is_not_offered(office: Office) -> None:
    foreign = town.ProcessFactory.create()
    team = town.TeamFactory.create(process=foreign)
    entry = town.EventFactory.create(process=foreign)
    draft = town.EventFactory.create(process=office.process, status="draft", published_at=None)
    earlier = made.make_assessment(foreign, bank_key="samoocena", opened_at=timezone.now())
    client = office.client("coordinator")
    for changed in ({"team": team.pk}, {"event": entry.pk}, {"event": draft.pk}):
        answer = client.post(f"{home(office)}nowa/?bank=samoocena", fill(office, **changed))
        assert list(answer.context["form"].errors) == list(changed)
    # No earlier assessment of this process: the field is not even there, so a guess changes nothing.
    client.post(f"{home(office)}nowa/?bank=samoocena", fill(office, previous=earlier.pk))
    assert Assessment.objects.get(process=office.process).previous is None


@pytest.mark.parametrize("query", ["?bank=nie-ma", "?bank=" + "x" * 500, "?bank=samoocena&poprzednia=abc"])
def test_a_mistyped_address_of_a_new_assessment_is_no_error(office: Office, query: str) -> None:
    assert office.client("coordinator").get(f"{home(office)}nowa/{query}").status_code == 200


def test_a_later_change_of_the_bank_does_not_touch_a_running_assessment(office: Office) -> None:
    bank = made.make_bank(office.workspace)
    client = office.client("coordinator")
    client.post(f"{home(office)}nowa/?bank=proba", fill(office, areas=["planowanie"]))
    assessment = Assessment.objects.get()
    assert (assessment.bank, assessment.bank_version) == (bank, "2026-11/1")
    bank.source = bank.source.replace("Czy P1 działa?", "Co innego?")
    bank.save()
    assert read_asked(Assessment.objects.get()).items[0].text.pl == "Czy P1 działa?"
    questions = client.get(f"{assessment.get_absolute_url()}pytania/").content.decode().replace("\xa0", " ")
    assert "Czy P1 działa?" in questions


def test_every_question_is_asked_with_what_its_levels_mean(office: Office) -> None:
    assessment = made.make_assessment(office.process, team=office.team)
    round_ = made.open_assessment(assessment)
    item = round_.items.get(code="P2")
    assert (item.title, item.group, item.noun_key) == ("Czy P2 działa?", "Planowanie", "P2")
    assert item.descriptors == {"level": {str(value): f"P2 na poziomie {value}" for value in range(1, 5)}}
    assert "Dokument P2" in item.text
    assert [level["label"] for level in round_.scales[0]["levels"]] == [f"Stopień {value}" for value in range(1, 5)]
    assert (round_.scales[0]["allows_na"], round_.scales[0]["allows_unknown"]) == (True, True)
    assert [row.code for row in round_.items.all()] == ["P1", "P2", "F1", "F2"]


def test_a_ladder_asks_each_condition_of_each_stage(office: Office) -> None:
    assessment = made.make_assessment(office.process, team=office.team, method="ladder", areas=["planowanie"])
    round_ = made.open_assessment(assessment)
    assert round_.items.count() == 2 * 4 * 2
    item = round_.items.get(code="P1-3-2")
    assert (item.title, item.noun_key, item.group) == ("Warunek P1 3.2", "P1", "P1 Zagadnienie P1")
    assert [level["value"] for level in round_.scales[0]["levels"]] == [0, 1]
    assert {row.noun_key for row in round_.items.all()} == {"P1", "P2"}


def test_every_shipped_bank_can_be_asked_whole(office: Office) -> None:
    for key in ("arkusze-diagnostyczne", "samoocena", "drabina"):
        client = office.client("coordinator")
        bank = read_shipped(key)
        data = fill(office, areas=[area.key for area in bank.areas], title=key, unit_kind="county_rights")
        client.post(f"{home(office)}nowa/?bank={key}", data)
        assessment = Assessment.objects.get(title=key)
        round_ = made.open_assessment(assessment)
        asked = read_asked(assessment)
        assert round_.items.count() == sum(len(item.conditions) or 1 for item in asked.items)
        assert round_.core_scales[0].values == ((0, 1) if bank.is_ladder else bank.values)


def test_the_questionnaires_are_sent_once(office: Office) -> None:
    assessment = made.make_assessment(office.process, team=office.team)
    client = office.client("coordinator")
    data = {"closes_at": say_moment(7), "reminds_days": "1", "language": "pl"}
    for _time in range(2):
        client.post(f"{assessment.get_absolute_url()}wyslanie/", data)
    assert Round.objects.count() == 1


def test_a_round_that_was_called_off_leaves_the_way_free_for_another(office: Office) -> None:
    assessment = made.make_assessment(office.process, team=office.team)
    first = made.open_assessment(assessment)
    Round.objects.filter(pk=first.pk).update(called_off_at=timezone.now())
    assert find_round_of(assessment) is None
    assert made.open_assessment(assessment).pk != first.pk


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"closes_at": ""}, "closes_at"),
        ({"closes_at": "wczoraj"}, "closes_at"),
        ({"closes_at": "2020-01-01T10:00"}, "closes_at"),
        ({"closes_at": "0001-01-01T00:00"}, "closes_at"),
        ({"closes_at": "9999-12-31T23:59"}, "closes_at"),
        ({"opens_at": "2199-01-01T10:00"}, "closes_at"),
        ({"reminds_days": "-1"}, "reminds_days"),
        ({"reminds_days": "9" * 30}, "reminds_days"),
        ({"language": "xx"}, "language"),
    ],
)
def test_bad_terms_send_nothing(office: Office, changed: dict[str, str], field: str) -> None:
    assessment = made.make_assessment(office.process, team=office.team)
    data = {"closes_at": say_moment(7), "reminds_days": "1", "language": "pl", **changed}
    answer = office.client("coordinator").post(f"{assessment.get_absolute_url()}wyslanie/", data)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert Round.objects.count() == 0


def test_an_empty_team_is_told_before_anything_is_sent(office: Office) -> None:
    empty = town.TeamFactory.create(process=office.process)
    assessment = made.make_assessment(office.process, team=empty, people=[])
    data = {"closes_at": say_moment(7), "reminds_days": "1", "language": "pl"}
    answer = office.client("coordinator").post(f"{assessment.get_absolute_url()}wyslanie/", data)
    assert answer.context["form"].non_field_errors()
    assert Round.objects.count() == 0
    assessment.refresh_from_db()
    assert assessment.opened_at is None


def test_an_anonymous_assessment_asks_in_an_anonymous_round(office: Office) -> None:
    assessment = made.make_assessment(office.process, team=office.team)
    assert made.open_assessment(assessment, is_anonymous=True).is_anonymous


def test_after_sending_only_words_of_the_scenario_can_be_changed(office: Office) -> None:
    assessment = made.make_assessment(office.process, team=office.team)
    client = office.client("coordinator")
    address = f"{assessment.get_absolute_url()}scenariusz/"
    data = fill(office, areas=["planowanie"], depth="quick", title="Nowy tytuł")
    assert client.post(address, data).status_code == 302
    assessment.refresh_from_db()
    assert (assessment.areas, assessment.depth) == (["planowanie"], "quick")
    made.open_assessment(assessment)
    client.post(address, fill(office, areas=["finanse"], title="Jeszcze nowszy", reason="Bo tak."))
    assessment.refresh_from_db()
    assert (assessment.areas, assessment.title, assessment.reason) == (["planowanie"], "Jeszcze nowszy", "Bo tak.")


def test_the_steps_follow_what_has_happened(office: Office) -> None:
    assessment = made.make_assessment(office.process, team=office.team)
    coordinator = office.people["coordinator"]

    def now() -> str:
        step = read_standing(coordinator, assessment).now
        return step.key if step else ""

    assert now() == "invitations"
    round_ = made.open_assessment(assessment)
    assert now() == "alone"
    made.answer_assessment(round_, [{"P1": 2, "P2": "dk"}])
    assert read_standing(coordinator, assessment).steps[2].progress.finished == 1  # type: ignore[union-attr]
    made.end_round(round_)
    assert now() == "together"
    agree_all(round_)
    assert now() == "plan"
    assessment.closed_at = timezone.now()
    assert now() == ""


def test_a_member_sees_the_way_to_their_own_questionnaire(office: Office) -> None:
    assessment = made.make_assessment(office.process, team=office.team)
    round_ = made.open_assessment(assessment)
    page = office.client("contributor").get(assessment.get_absolute_url()).content.decode()
    assert f"/rundy/{round_.pk}/odpowiedz/" in page
    assert "scenariusz/" not in page
    assert "zamkniecie/" not in page


def test_an_assessment_is_its_teams_until_it_is_closed(office: Office) -> None:
    assessment = made.make_assessment(office.process, team=office.team)
    address = assessment.get_absolute_url()
    for role, status in {"coordinator": 200, "adviser": 200, "contributor": 200, "viewer": 404, "stranger": 404}.items():
        assert office.client(role).get(address).status_code == status, role
    assert list_assessments(office.people["viewer"], office.process) == []
    round_ = made.end_round(made.open_assessment(assessment))
    assert round_.phase == Phase.CLOSED
    assert office.client("contributor").post(f"{address}zamkniecie/").status_code == 404
    assert office.client("coordinator").post(f"{address}zamkniecie/").status_code == 302
    assert office.client("viewer").get(address).status_code == 200
    assert office.client("stranger").get(address).status_code == 404
    assert len(list_assessments(office.people["viewer"], office.process)) == 1
    office.client("coordinator").post(f"{address}otwarcie/")
    assert office.client("viewer").get(address).status_code == 404


def test_it_can_not_be_closed_while_people_answer(office: Office) -> None:
    assessment = made.make_assessment(office.process, team=office.team)
    client = office.client("coordinator")
    client.post(f"{assessment.get_absolute_url()}zamkniecie/")
    made.open_assessment(assessment)
    client.post(f"{assessment.get_absolute_url()}zamkniecie/")
    assessment.refresh_from_db()
    assert assessment.closed_at is None


@pytest.mark.parametrize("path", ["", "pytania/", "scenariusz/", "wyslanie/", "zamkniecie/", "otwarcie/", "usuniecie/"])
def test_nothing_is_reached_through_another_process_or_workspace(office: Office, path: str) -> None:
    foreign = made.make_assessment(town.ProcessFactory.create())
    sibling = made.make_assessment(town.ProcessFactory.create(workspace=office.workspace))
    client = office.client("coordinator")
    for assessment in (foreign, sibling):
        for method in (client.get, client.post):
            assert method(f"{home(office)}{assessment.pk}/{path}").status_code in {404, 405}


def test_only_an_assessment_that_asked_nobody_can_be_deleted(office: Office) -> None:
    first, second, third = (made.make_assessment(office.process, people=[], team=office.team) for _ in range(3))
    made.open_assessment(second)
    Card.objects.create(assessment=third, code="P1", current_state="Zapisane")
    client = office.client("coordinator")
    for assessment in (first, second, third):
        client.post(f"{assessment.get_absolute_url()}usuniecie/")
    assert set(Assessment.objects.all()) == {second, third}


def test_the_next_assessment_asks_the_same_and_ties_question_to_question(office: Office) -> None:
    bank = made.make_bank(office.workspace)
    first = made.make_assessment(office.process, team=office.team, bank=bank, source=bank.source)
    before = made.end_round(made.open_assessment(first))
    first.closed_at = timezone.now()
    first.save()
    client = office.client("coordinator")
    page = client.get(first.get_absolute_url()).content.decode()
    address = f"{home(office)}nowa/?bank=proba&poprzednia={first.pk}"
    assert address.replace("&", "&amp;") in page
    initial = client.get(address).context["form"].initial
    assert (initial["areas"], initial["team"], initial["previous"]) == (first.areas, office.team.pk, first.pk)
    client.post(address, fill(office, areas=["finanse"], unit_kind="county", previous=first.pk))
    second = Assessment.objects.exclude(pk=first.pk).get()
    assert second.previous == first
    after = made.open_assessment(second)
    assert after.previous == before
    tied = {item.code: item.before.code for item in Item.objects.filter(round=after).select_related("before") if item.before}
    assert tied == {"F1": "F1", "F2": "F2"}


def test_a_list_asks_the_database_as_often_for_three_as_for_one(office: Office, django_assert_max_num_queries: Any) -> None:
    made.open_assessment(made.make_assessment(office.process, team=office.team))
    user = office.people["coordinator"]
    list_assessments(user, office.process)
    with django_assert_max_num_queries(2):
        assert len(list_assessments(user, office.process)) == 1
    for _number in range(2):
        made.make_assessment(office.process, people=[], team=office.team)
    with django_assert_max_num_queries(2):
        assert len(list_assessments(user, office.process)) == 3


@pytest.mark.parametrize("role", ["contributor", "viewer"])
def test_members_start_and_run_nothing(office: Office, role: str) -> None:
    assessment = made.make_assessment(office.process, people=[], team=office.team)
    client = office.client(role)
    assert client.get(f"{home(office)}nowa/").status_code == 404
    assert "nowa/" not in client.get(home(office)).content.decode()
    for path in ("scenariusz/", "wyslanie/", "zamkniecie/", "otwarcie/", "usuniecie/"):
        assert client.post(f"{assessment.get_absolute_url()}{path}").status_code == 404
