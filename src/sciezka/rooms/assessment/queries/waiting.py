"""What waits in assessments for whoever runs them, on the desk where all their processes meet.

Members are told by the rounds room, which asks them; who runs an assessment is told its next step, and nothing of who
has answered.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from sciezka.kit.guards import may
from sciezka.kit.manifests import Waiting
from sciezka.rooms.assessment.models import Assessment, Card
from sciezka.rooms.assessment.queries.assessments import PURPOSE, name_stage
from sciezka.rooms.rounds.models import AgreedResult, Item, Round
from sciezka.rooms.town.models import Process

# A sentence, the page it leads to, and an icon.
Told = tuple[str, str, str]


def list_waiting(user: Any, processes: Sequence[Process]) -> list[Waiting]:  # noqa: ANN401 - a person
    """List for a person's desk the next step of each assessment that they run and have not closed.

    Two queries, however many the processes and the assessments are.
    """
    run = {process.pk: process for process in processes if may(user, "assessment.manage", process)}
    rows = list(find_open(list(run)))
    rounds = find_rounds(rows)
    lines = []
    for row in rows:
        row.process = run[row.process_id]
        if said := tell_next(row, rounds.get(str(row.pk))):
            note, name, icon = said
            lines.append(
                Waiting(
                    process=row.process_id,
                    title=_("Assessment: %(assessment)s") % {"assessment": row.title},
                    note=note,
                    href=reverse(f"assessment:{name}", kwargs=row.address),
                    icon=icon,
                )
            )
    return lines


def find_open(processes: list[int]) -> QuerySet[Assessment]:
    """List the assessments of processes that were not closed, with how many of their cards say anything (``written``)."""
    cards = Card.objects.filter(assessment=OuterRef("pk")).exclude(
        current_state="", strengths="", deficits_text="", causes=""
    )
    rows = Assessment.objects.filter(process__in=processes, closed_at__isnull=True).defer("source", "summary")
    return rows.annotate(written=count_rows(cards, "assessment")).order_by("created_at", "pk")


def find_rounds(rows: Sequence[Assessment]) -> dict[str, Any]:
    """Find the round of each assessment: the newest that was not called off, with what is asked and what is agreed in it."""
    asked = Item.objects.filter(round=OuterRef("pk"))
    found = (
        Round.objects.filter(
            process__in={row.process_id for row in rows},
            purpose=PURPOSE,
            subject_key__in=[str(row.pk) for row in rows],
            called_off_at=None,
        )
        .annotate(
            asked=count_rows(asked, "round"),
            questions=count_rows(asked, "round", Count("noun_key", distinct=True)),
            settled=count_rows(AgreedResult.objects.filter(round=OuterRef("pk")), "round"),
        )
        .order_by("created_at", "pk")
    )
    return {row.subject_key: row for row in found}


def count_rows(rows: QuerySet[Any], of: str, number: Count | None = None) -> Coalesce:
    """Count the rows that belong to each of something."""
    counted = rows.order_by().values(of).annotate(number=number or Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def tell_next(row: Any, asked: Any) -> Told | None:  # noqa: ANN401 - an assessment and its round, with their numbers
    """Say what is to be done next; nothing while the team answers.

    The steps are those of the assessment's own page. Without a round in its place an assessment is still being prepared.
    """
    stage = name_stage(row, asked.phase if asked else None)
    if stage == "scenario":
        return _("It is being prepared. Check the scenario, then send the questionnaires."), "assessment_open", "pencil"
    if stage != "together":
        return None
    counts = {"agreed": asked.settled, "asked": asked.asked, "cards": row.written, "questions": asked.questions}
    if asked.settled < asked.asked:
        said = _("The questionnaires are in. Agree the levels together: %(agreed)s of %(asked)s.")
        return said % counts, "joint", "users"
    if row.written < asked.questions:
        return _("The levels are agreed. Cards filled in: %(cards)s of %(questions)s.") % counts, "cards", "clipboard-list"
    return (
        _("Levels and cards are ready. Close the assessment, and the whole process reads it."),
        "assessment_close",
        "check",
    )
