"""Reading assessments: what is asked, of whom, and how far it has come."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from sciezka.kit.guards import may
from sciezka.rooms.assessment.banks import BankData
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.banks import parse_bank
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Phase, Round
from sciezka.rooms.rounds.queries.rounds import rounds_for
from sciezka.rooms.town.models import Membership, Process, Workspace
from sciezka.rooms.town.models.workspaces import Unit, WorkspaceUnit
from sciezka.rooms.town.rules import in_term

PURPOSE: Final = "assessment"
# The scale of a bank with levels, and that of a ladder's conditions.
LEVEL_SCALE: Final = "level"
MET_SCALE: Final = "met"
UNIT_KINDS: Final = {
    Unit.Kind.URBAN: Assessment.UnitKind.URBAN,
    Unit.Kind.RURAL: Assessment.UnitKind.RURAL,
    Unit.Kind.URBAN_RURAL: Assessment.UnitKind.MIXED,
    Unit.Kind.CITY_COUNTY: Assessment.UnitKind.COUNTY_RIGHTS,
    Unit.Kind.COUNTY: Assessment.UnitKind.COUNTY,
}


def read_bank_of(assessment: Assessment) -> BankData:
    """Give the whole bank as it was when the assessment was started."""
    return parse_bank(assessment.source)


def read_asked(assessment: Assessment) -> BankData:
    """Give the bank with only what the assessment's scenario asks."""
    return read_bank_of(assessment).choose(
        areas=assessment.areas,
        unit_kind=assessment.unit_kind,
        only_basic=assessment.depth == Assessment.Depth.QUICK,
    )


def find_round_of(assessment: Assessment) -> Round | None:
    """Find the round of the individual stage: the newest that was not called off."""
    rows = rounds_for(assessment.process, PURPOSE, str(assessment.pk)).select_related("team")
    return rows.filter(called_off_at=None).order_by("-created_at", "-pk").first()


def guess_unit_kind(workspace: Workspace) -> str:
    """Guess what sort of unit is looked at from the workspace's own unit."""
    row = WorkspaceUnit.objects.filter(workspace=workspace).select_related("unit").order_by("role", "pk").first()
    return UNIT_KINDS.get(Unit.Kind(row.unit.kind), Assessment.UnitKind.URBAN) if row else Assessment.UnitKind.URBAN


def assessments_of(process: Process) -> QuerySet[Assessment]:
    """List the assessments of a process, the newest first."""
    return Assessment.objects.filter(process=process).select_related("team", "process__workspace")


@dataclass(frozen=True, slots=True)
class AssessmentLine:
    """An assessment in the list.

    Attributes:
        row: the assessment.
        questions: how many questions its scenario asks.
        phase: of its round; nothing before the questionnaires were sent.
        stage: the key of what happens now: ``scenario``, ``waiting``, ``alone``, ``together`` or ``closed``.
    """

    row: Assessment
    questions: int
    phase: Phase | None
    stage: str


def list_assessments(user: Any, process: Process) -> list[AssessmentLine]:  # noqa: ANN401 - any kind of user
    """List the assessments that a person may see."""
    found: dict[str, Round] = {}
    for round_ in rounds_for(process, PURPOSE).filter(called_off_at=None).order_by("created_at", "pk"):
        found[round_.subject_key] = round_
    lines = []
    for row in assessments_of(process):
        row.process = process
        if may(user, "assessment.view", row):
            round_of = found.get(str(row.pk))
            phase = round_of.phase if round_of else None
            lines.append(AssessmentLine(row, len(read_asked(row).items), phase, name_stage(row, phase)))
    return lines


def name_stage(assessment: Assessment, phase: Phase | None) -> str:
    """Name what happens with an assessment now."""
    if assessment.is_closed:
        return "closed"
    if phase is None or phase == Phase.DRAFT:
        return "scenario"
    if phase == Phase.WAITING:
        return "waiting"
    return "alone" if phase == Phase.OPEN else "together"


def count_members(assessment: Assessment) -> int:
    """Count the people who belong to the assessment's team today."""
    return Membership.objects.filter(in_term(), team=assessment.team_id).values("user").distinct().count()


def earlier_of(process: Process, bank_key: str, *, before: Assessment | None = None) -> QuerySet[Assessment]:
    """List the assessments of a process by the same bank that another one may be compared with."""
    rows = assessments_of(process).filter(bank_key=bank_key, opened_at__isnull=False)
    return rows.exclude(pk=before.pk) if before else rows


def answers_here(user: User, round_: Round | None) -> bool:
    """Tell whether a person is asked in the round and may answer now."""
    return round_ is not None and round_.is_open and may(user, "rounds.answer", round_)
