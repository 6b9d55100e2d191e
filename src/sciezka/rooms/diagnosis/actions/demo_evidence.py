"""The demonstration's evidence: gathered from what the rooms below have loaded, and found again by its keys."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.utils import timezone

from sciezka.rooms.assessment.models import Deficit
from sciezka.rooms.diagnosis.actions.evidence import NoteValues, PassageValues, add_note, add_passage
from sciezka.rooms.diagnosis.demo import read_evidence, read_resources, read_trees
from sciezka.rooms.diagnosis.models import ExpertNote, Passage, Product, Resource, Statement
from sciezka.rooms.monitor.actions.findings import save_finding as keep_figure
from sciezka.rooms.monitor.models import Finding
from sciezka.rooms.monitor.queries.finding_page import find_address
from sciezka.rooms.monitor.queries.finding_reading import make_reading
from sciezka.rooms.monitor.queries.finding_shown import read_shown as read_figures
from sciezka.rooms.monitor.queries.finding_words import propose_title
from sciezka.rooms.rounds.actions.staging import Stage, set_day
from sciezka.rooms.rounds.queries.rounds import rounds_for
from sciezka.rooms.stakeholders.actions.findings import take_finding as take_judgement
from sciezka.rooms.stakeholders.models import Stakeholder, StakeholderFinding
from sciezka.rooms.stakeholders.queries.judgements import PURPOSE
from sciezka.rooms.surveys.actions.findings import reword_finding
from sciezka.rooms.surveys.actions.findings import save_finding as keep_answer
from sciezka.rooms.surveys.models import Survey, SurveyFinding
from sciezka.rooms.surveys.queries.findings_reading import Reading, read_shown, write_figure
from sciezka.rooms.surveys.queries.frames import FrameSight
from sciezka.rooms.surveys.queries.results_page import open_sight
from sciezka.rooms.thread.actions import take_off
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.nodes import set_process
from sciezka.rooms.town.models import Process

Row = Mapping[str, Any]
EARLY: Final = "read-early"


def gather_evidence(stage: Stage, on: dt.datetime) -> None:
    """Keep the readings and findings that the files name, and take off what a newer assessment says anew."""
    read_monitor(stage, on)
    read_surveys(stage, on)
    take_off_older(stage)
    take_judgements(stage)
    write_down(stage)


def read_monitor(stage: Stage, on: dt.datetime) -> None:
    """Keep readings of the monitor, in the words that it proposes."""
    rows = read_evidence()["monitor"]
    for year in sorted({row["year"] for row in rows}):
        shown = read_figures(stage.process, {"rok": str(year)})
        for row in (one for one in rows if one["year"] == year):
            reading = make_reading(shown, row["code"], "")
            if reading is None or reading.year != year:
                raise LookupError(row["code"])
            keep_figure(
                actor=stage.leader, choice=shown.choice, reading=reading, title=propose_title(reading),
                remark=row.get("remark", ""), address=find_address(shown.choice, reading, {}),
            )  # fmt: skip
    Finding.objects.filter(process=stage.process).update(created_at=on)


def read_surveys(stage: Stage, on: dt.datetime) -> None:
    """Keep findings of surveys; those that a survey's own demonstration kept are worded anew."""
    surveys = Survey.objects.filter(process=stage.process).select_related("process__workspace", "edition")
    sights = {row.door: sight for row in surveys if (sight := open_sight(row)) is not None}
    kept = {place_of(row): row for row in SurveyFinding.objects.filter(survey__process=stage.process)}
    read: dict[str, list[Reading]] = {}
    for row in read_evidence()["surveys"]:
        sight, place = sights[row["door"]], f"{row['door']} {row['choice']}"
        if place not in read:
            read[place] = list_readings(sight, row["choice"])
        reading = take_reading(read[place], row)
        title = row["title"].format(text=reading.text)
        if known := kept.get((sight.survey.pk, row["choice"]["o"], reading.key)):
            known.survey = sight.survey
            reword_finding(actor=stage.leader, finding=known, title=title, remark=known.remark)
            continue
        made = keep_answer(
            actor=stage.leader, survey=sight.survey, choice=row["choice"], reading=reading,
            digest=EARLY if "early" in row else sight.digest, title=title, remark=row.get("remark", ""),
        )  # fmt: skip
        SurveyFinding.objects.filter(pk=made.pk).update(kept_at=max(on, sight.survey.opens_at or on))


def list_readings(sight: FrameSight, choice: Mapping[str, str]) -> list[Reading]:
    """List every number of a result."""
    shown = read_shown(sight, choice, "pl")
    return shown[2] if shown else []


def take_reading(readings: list[Reading], row: Row) -> Reading:
    """Take the most telling number of a result, or the one that the file names."""
    found = next((one for one in readings if one.key == row.get("number", one.key)), None)
    if found is None:
        raise LookupError(row["key"])
    return read_earlier(found, row["early"]) if "early" in row else found


def read_earlier(reading: Reading, early: Row) -> Reading:
    """Say what an ongoing survey would have said when fewer had answered; its answers are invented anyway."""
    number = reading.number + early["change"]
    day = timezone.localdate() - dt.timedelta(days=early["days"])
    return replace(
        reading, number=number, text=write_figure(number, reading.unit), n=early["answers"], day=day.isoformat(), table=()
    )


def take_off_older(stage: Stage) -> None:
    """Take deficits off that a newer assessment by the same bank has looked at again."""
    newest = {row.pk for row in find_deficits(stage.process).values()}
    rows = Node.objects.filter(process=stage.process, noun_kind=Deficit._meta.label_lower)
    for node in set_process(rows, stage.process):
        if int(node.noun_key) not in newest:
            take_off(actor=stage.leader, node=node)


def take_judgements(stage: Stage) -> None:
    """Take what the first wave says of some stakeholders."""
    first = rounds_for(stage.process, PURPOSE).order_by("pk").first()
    if first is None:
        raise LookupError(PURPOSE)
    for row in read_evidence()["judgements"]:
        who = Stakeholder.objects.get(process=stage.process, name=row["who"])
        take_judgement(actor=stage.leader, stakeholder=who, round=first, scale=row["scale"], title=row["title"])


def write_down(stage: Stage) -> None:
    """Write down passages of documents and what an expert said."""
    for row in read_evidence()["passages"]:
        add_passage(actor=stage.leader, process=stage.process, values=PassageValues(**leave_out(row, "key")))
    for row in read_evidence()["notes"]:
        values = NoteValues(**leave_out(row, "key", "days"), said_on=set_day(row["days"]))
        add_note(actor=stage.leader, process=stage.process, values=values)


def leave_out(row: Row, *names: str) -> dict[str, Any]:
    """Give what a row of a file says without some of its words."""
    return {name: value for name, value in row.items() if name not in names}


def find_deficits(process: Process) -> dict[tuple[str, str], Deficit]:
    """Find the deficits of the newest assessment by each bank, by the bank and the question."""
    rows = Deficit.objects.filter(card__assessment__process=process).select_related("card__assessment")
    newest = {row.card.assessment.bank_key: row.card.assessment_id for row in rows.order_by("card__assessment_id")}
    kept = set(newest.values())
    return {(row.card.assessment.bank_key, row.card.code): row for row in rows if row.card.assessment_id in kept}


def place_of(finding: SurveyFinding) -> tuple[int, str, str]:
    """Tell a finding from others: the survey, the question, and which number of it."""
    return finding.survey_id, finding.choice.get("o", ""), finding.reading["key"]


def find_props(process: Process) -> dict[str, Node]:
    """Find all that the files name on the thread, by their keys there: evidence, statements, resources, products."""
    nodes = {(row.noun_kind, row.noun_key): row for row in set_process(Node.objects.filter(process=process), process)}

    def take(noun: Any) -> Node:  # noqa: ANN401 - any noun
        return nodes[noun._meta.label_lower, str(noun.pk)]

    evidence = read_evidence()
    figures = {(row.subject, row.year): row for row in Finding.objects.filter(process=process)}
    found = {row["key"]: take(figures[row["code"], row["year"]]) for row in evidence["monitor"]}
    doors = dict(Survey.objects.filter(process=process).values_list("pk", "door"))
    answers: dict[tuple[str, str, str], SurveyFinding] = {}
    for finding in SurveyFinding.objects.filter(survey__process=process):
        survey, item, number = place_of(finding)
        answers[doors[survey], item, number] = finding
        answers.setdefault((doors[survey], item, ""), finding)
    for row in evidence["surveys"]:
        found[row["key"]] = take(answers[row["door"], row["choice"]["o"], row.get("number", "")])
    deficits = find_deficits(process)
    found |= {row["key"]: take(deficits[row["bank"], row["code"]]) for row in evidence["deficits"]}
    judged = {row.title: row for row in StakeholderFinding.objects.filter(stakeholder__process=process)}
    found |= {row["key"]: take(judged[row["title"]]) for row in evidence["judgements"]}
    named = (
        (Statement, "text", read_trees()["statements"]),
        (Resource, "name", read_resources()["resources"]),
        (Product, "name", read_resources()["products"]),
        (Passage, "name", evidence["passages"]),
        (ExpertNote, "name", evidence["notes"]),
    )
    for model, word, rows in named:
        nouns = {getattr(noun, word): noun for noun in model._default_manager.filter(process=process)}
        found |= {row["key"]: take(nouns[row[word]]) for row in rows if row[word] in nouns}
    return found
