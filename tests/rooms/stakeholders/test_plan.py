"""The engagement plan: lines, who may change them, files, and what the journal keeps."""

import datetime as dt
import io
import json

import pytest
from openpyxl import load_workbook

from sciezka.kit.models import JournalEntry
from sciezka.rooms.stakeholders.models import Engagement
from sciezka.rooms.stakeholders.queries.mapping import read_map
from sciezka.rooms.stakeholders.queries.plan import read_plan
from tests.factories.people import UserFactory
from tests.factories.stakeholders import make_engagement, make_judging, make_stakeholder
from tests.factories.town import ProcessFactory
from tests.rooms.stakeholders.conftest import Office

SENT = {"form": "Warsztat", "starts_on": "2026-03-01", "until": "2026-03-20", "state": "planned", "owner_name": "kierownik"}


def test_a_line_is_planned_changed_and_removed_with_a_trace(office: Office) -> None:
    body = make_stakeholder(office.process)
    client = office.sign_in(office.contributor)
    assert client.post(office.url("engagement_new"), {**SENT, "stakeholder": body.pk}).status_code == 302
    line = Engagement.objects.get()
    assert (line.form, line.until) == ("Warsztat", dt.date(2026, 3, 20))
    client.post(office.url("engagement_edit", engagement=line.pk), {**SENT, "state": "done"})
    line.refresh_from_db()
    assert line.state == "done"
    client.post(office.url("engagement_edit", engagement=line.pk), {**SENT, "state": "done"})
    client.post(office.url("engagement_remove", engagement=line.pk))
    assert not Engagement.objects.exists()
    verbs = JournalEntry.objects.filter(verb__startswith="engagement.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["engagement.plan", "engagement.edit", "engagement.remove"]


def test_the_journal_keeps_no_word_about_a_person(office: Office) -> None:
    person = make_stakeholder(office.process, "Tajna Osoba", is_person=True)
    client = office.sign_in(office.coordinator)
    client.post(
        office.url("engagement_new"), {**SENT, "stakeholder": person.pk, "form": "Tajna kawa", "note": "Tajna uwaga"}
    )
    line = Engagement.objects.get()
    client.post(office.url("engagement_edit", engagement=line.pk), {**SENT, "form": "Tajna herbata"})
    client.post(office.url("engagement_remove", engagement=line.pk))
    kept = json.dumps(list(JournalEntry.objects.filter(verb__startswith="engagement.").values("label", "before", "after")))
    assert JournalEntry.objects.filter(verb__startswith="engagement.").count() == 3
    assert "Tajna" not in kept


@pytest.mark.parametrize(("field", "value"), [
    ("until", "2026-02-01"), ("until", "jutro"), ("starts_on", "0001-01-01"), ("form", ""), ("form", "x" * 201),
    ("state", "lost"), ("owner", "0"), ("owner", "abc"), ("stakeholder", "9" * 30), ("stakeholder", ""),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(office: Office, field: str, value: str) -> None:
    body = make_stakeholder(office.process)
    client = office.sign_in(office.coordinator)
    sent = {**SENT, "stakeholder": str(body.pk), "note": "Ważna uwaga", field: value}
    answer = client.post(office.url("engagement_new"), sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "Ważna uwaga" in answer.content.decode()
    assert not Engagement.objects.exists()


def test_a_stakeholder_of_another_process_and_a_stranger_as_owner_are_refused(office: Office) -> None:
    other = make_stakeholder(ProcessFactory.create(workspace=office.process.workspace, slug="inny"), "Obcy")
    own, stranger = make_stakeholder(office.process), UserFactory.create()
    client = office.sign_in(office.coordinator)
    assert client.post(office.url("engagement_new"), {**SENT, "stakeholder": other.pk}).status_code == 200
    assert (
        client.post(office.url("engagement_new"), {**SENT, "stakeholder": own.pk, "owner": stranger.pk}).status_code == 200
    )
    assert not Engagement.objects.exists()
    foreign = make_engagement(other)
    assert client.get(office.url("engagement_edit", engagement=foreign.pk)).status_code == 404
    assert client.post(office.url("engagement_remove", engagement=foreign.pk)).status_code == 404


def test_who_only_reads_sees_no_plan(office: Office) -> None:
    line = make_engagement(make_stakeholder(office.process))
    client = office.sign_in(office.viewer)
    for name in ("plan", "plan_csv", "plan_xlsx", "engagement_new"):
        assert client.get(office.url(name)).status_code == 404
    assert client.get(office.url("engagement_edit", engagement=line.pk)).status_code == 404


def test_quadrants_are_told_only_to_those_who_may_see_the_judgements(office: Office) -> None:
    body = make_stakeholder(office.process, "Izba")
    make_engagement(body)
    make_judging(office.process, {body: (5, 5)}, people=1)
    assert "Izba" in office.sign_in(office.contributor).get(office.url("plan")).content.decode()
    plan = read_plan(office.process, read_map(office.contributor, office.process))
    assert plan.lines[0].quadrant == ""
    seen = read_plan(office.process, read_map(office.coordinator, office.process))
    assert seen.lines[0].quadrant != ""
    csv = office.sign_in(office.contributor).get(office.url("plan_csv")).content.decode()
    assert seen.lines[0].quadrant not in csv


def test_those_of_high_influence_without_a_plan_are_named(office: Office) -> None:
    rows = [make_stakeholder(office.process, name) for name in ("Izba", "Klub", "Chór")]
    make_judging(office.process, {rows[0]: (5, 5), rows[1]: (5, 1), rows[2]: (1, 5)}, people=1)
    make_engagement(rows[0], state="dropped")
    plan = read_plan(office.process, read_map(office.coordinator, office.process))
    assert [point.stakeholder.name for point in plan.missing] == ["Izba", "Klub"]


def test_a_planned_line_whose_time_has_passed_is_overdue(office: Office) -> None:
    body = make_stakeholder(office.process)
    make_engagement(body, until=dt.date(2026, 3, 1))
    make_engagement(body, until=dt.date(2026, 3, 1), state="done")
    plan = read_plan(office.process, None, today=dt.date(2026, 3, 2))
    assert [line.is_late for line in plan.lines] == [True, False]
    assert not any(line.is_late for line in read_plan(office.process, None, today=dt.date(2026, 3, 1)).lines)


def test_the_plan_is_taken_away_as_a_workbook_without_formulas(office: Office) -> None:
    make_engagement(make_stakeholder(office.process, "Izba"), form="=1+1", starts_on=dt.date(2026, 3, 1))
    client = office.sign_in(office.contributor)
    rows = list(load_workbook(io.BytesIO(client.get(office.url("plan_xlsx")).content)).active.values)
    assert rows[1][0] == "Izba"
    assert rows[1][3] == "'=1+1"
    assert "'=1+1" in client.get(office.url("plan_csv")).content.decode()
    assert client.get(office.url("plan"), {"stan": "done"}).status_code == 200
    assert client.get(office.url("plan"), {"stan": "nie ma"}).status_code == 200
