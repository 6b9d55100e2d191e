"""Loading the demonstration's calls: two of August 2020 with their commissions and results, and one that is open today.

What people did over weeks is written here at once, with the moments at which it happened and with what the room's own
actions keep true: numbers in the order of sending, a version for each sending, no counted card beside a conflict, nothing
selected that does not hang on the thread. The journal keeps the day on which the demonstration was loaded.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import override

from sciezka.rooms.calls.actions.calls import take_form
from sciezka.rooms.calls.actions.demo_work import give_commission, judge, read_moment, settle
from sciezka.rooms.calls.demo import CALLS, read_call
from sciezka.rooms.calls.models import Call, Candidate, Criterion, Inquiry, Submission, SubmissionVersion, digest_criteria
from sciezka.rooms.calls.queries.applying_work import read_head
from sciezka.rooms.path.actions.goals import add_goal
from sciezka.rooms.path.models import Goal
from sciezka.rooms.people.models import User
from sciezka.rooms.questions.actions.editions import freeze_edition
from sciezka.rooms.rounds.actions.staging import WORKSPACE, find_stage, set_moment
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process

Row = Mapping[str, Any]
# What the files say of a call as it stands in the table.
PLAIN: Final = (
    "kind", "title", "lead", "announcement", "legal_basis", "rules", "clause", "territory", "selects", "places",
    "asks_money", "shows_ideas", "quorum", "supplement_days", "reservation_days", "results_summary",
)  # fmt: skip
MOMENTS: Final = (
    "opens_at",
    "closes_at",
    "published_at",
    "scoring_opened_at",
    "scoring_closed_at",
    "approved_at",
    "results_at",
)
MORNING: Final = 8
# What the product's own forms ask that a submission's summary answers, and where they ask for a budget.
ANSWERS: Final = {"idea": "potrzeba", "undertaking": "potrzeba", "partner": "zadania"}
BUDGET: Final = "budzet"
LINE: Final = ("what", "quantity", "unit", "price", "own")


@transaction.atomic
def load_demo() -> bool:
    """Load the demonstration's calls, unless some are there already; tell whether anything was loaded."""
    stage = find_stage()
    if stage is None or Call.objects.filter(process__workspace=stage.process.workspace).exists():
        return False
    with override("pl"):
        loaded = [load_call(read_call(name), stage.leader) for name in CALLS]
    return any(loaded)


def load_call(row: Row, leader: User) -> bool:
    """Load one call with all that happened to it."""
    process = Process.objects.select_related("workspace").filter(slug=row["process"], workspace__slug=WORKSPACE).first()
    if process is None:
        return False
    call = make_call(row, process, leader)
    people = give_commission(call, row)
    submissions = {}
    for said in sorted(row["submissions"], key=lambda one: read_moment(one, "sent")):
        submissions[said["title"]] = make_submission(call, said, leader, row["form"])
    if people:
        judge(call, row, submissions, people, leader)
        settle(call, row, submissions, leader)
    return True


def make_call(row: Row, process: Process, leader: User) -> Call:
    """Make a call with its criteria and questions, announced."""
    moments = {name: read_moment(row, name) for name in MOMENTS if name in row}
    if "opens_days" in row:
        moments = {
            "opens_at": set_moment(row["opens_days"], MORNING), "published_at": set_moment(row["opens_days"] - 2, MORNING),
            "closes_at": set_moment(row["closes_days"], 23),
        }  # fmt: skip
    call = Call.objects.create(
        process=process, **{name: row[name] for name in PLAIN if name in row}, areas="\n".join(row.get("areas", ())),
        checklist=list(row["checklist"]), timetable=[{"until": "", **one} for one in row.get("timetable", ())],
        budget=Decimal(row["budget"]) if "budget" in row else None, assessors=row["assessors"] or None,
        questionnaire=take_form(actor=leader, workspace=process.workspace, key=row["form"]),
        created_at=moments["published_at"],
    )  # fmt: skip
    for position, said in enumerate(row["criteria"]):
        Criterion.objects.create(
            call=call, position=position, code=said["code"], name=said["name"], about=said.get("about", ""),
            weight=Decimal(said["weight"]), most=Decimal(said["most"]),
            threshold=Decimal(said["threshold"]) if "threshold" in said else None,
            levels=[{"points": points, "text": text} for points, text in said.get("levels", ())],
        )  # fmt: skip
    for said in row.get("inquiries", ()):
        Inquiry.objects.create(
            call=call, text=said["text"], answer=said.get("answer", ""), is_public="answer" in said,
            asked_at=read_moment(said, "asked"), answered_at=read_moment(said, "answered") if "answer" in said else None,
        )  # fmt: skip
    for said in row.get("goals", ()):
        if not Goal.objects.filter(process=process, name=said["name"]).exists():
            add_goal(actor=leader, process=process, values=dict(said))
    assert call.questionnaire  # noqa: S101 - made above
    call.edition = freeze_edition(actor=leader, questionnaire=call.questionnaire)
    call.criteria_digest = digest_criteria(list(call.criteria.all()))
    for name, moment in moments.items():
        setattr(call, name, moment)
    call.save()
    goals = {word for said in row["submissions"] for word in said.get("goals", ())}
    call.goals.set(find_goals(process, sorted(goals)))
    note(actor=leader, verb="call.announce", of=call, after={"title": call.title})
    return call


def find_goals(process: Process, names: Sequence[str]) -> list[Goal]:
    """Find goals of the process by their names; none where it has no such goals."""
    return list(Goal.objects.filter(process=process, name__in=names))


def make_submission(call: Call, row: Row, leader: User, form: str) -> Submission:
    """Make a submission as it was sent, with its version."""
    sent = read_moment(row, "sent")
    is_late = call.closes_at is not None and sent >= call.closes_at
    call.last_number += 1
    call.save(update_fields=["last_number"])
    is_paper = row.get("channel") == "paper"
    submission = Submission.objects.create(
        call=call, edition=call.edition, channel=row.get("channel", "web"), title=row["title"], summary=row["summary"],
        applicant_kind=row["applicant_kind"], applicant=row["applicant"], area=row.get("area", ""),
        asked=Decimal(row["asked"]) if "asked" in row else None, own=Decimal(row.get("own", 0)) if "asked" in row else None,
        email="" if is_paper else f"zgloszenie{call.pk}-{call.last_number}@demo.sciezka.example",
        answers=make_answers(row, form), created_at=sent, saved_at=sent, number=call.last_number,
        sent_at=sent, is_late=is_late, confirmed_at=None if is_paper else sent + dt.timedelta(minutes=4),
        registered_by=leader.ref if is_paper else None,
    )  # fmt: skip
    submission.goals.set(find_goals(call.process, row.get("goals", ())))
    if "legal_form" in row:
        names = ("legal_form", "is_public_sector", "experience", "contribution", "role")
        Candidate.objects.create(submission=submission, **{name: row[name] for name in names})
    SubmissionVersion.objects.create(
        submission=submission, number=1, sent_at=sent, head=read_head(submission), answers=submission.answers
    )
    return submission


def make_answers(row: Row, form: str) -> dict[str, Any]:
    """Give what a submission answers: its summary where the form asks for the need, what its file says, and its budget."""
    answers = {ANSWERS[form]: row["summary"], **row.get("answers", {})}
    if "budget" in row:
        answers[BUDGET] = [dict(zip(LINE, line, strict=True)) for line in row["budget"]]
    if form == "partner":
        answers |= {"zasoby": row["contribution"], "prawda": True}
    return answers
