"""Calls for tests, in any phase of their life."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from sciezka.rooms.calls.models import (
    Call,
    CallFile,
    Criterion,
    Decision,
    FormalCheck,
    Letter,
    ScoreCard,
    Submission,
    SubmissionFile,
    digest_criteria,
)
from sciezka.rooms.people.models import User
from sciezka.rooms.questions.models import Edition, Questionnaire
from sciezka.rooms.town.models import Process, Team
from tests.factories import surveys, town

CRITERIA = (("K1", "Zgodność z celami", 3, 5), ("K2", "Wykonalność", 2, None))
# What each phase has behind it, besides the announcement.
STEPS = ("scoring_opened_at", "scoring_closed_at", "approved_at", "results_at")
REACHED = {"checking": 0, "scoring": 1, "deciding": 2, "approved": 3, "published": 4}


def make_form(process: Process, *pages: list[dict[str, Any]], title: str = "Formularz zgłoszenia") -> Questionnaire:
    """Make a form; a short one where no pages are given."""
    pages = pages or ([surveys.make_item("opis", "long_text", text="Na czym polega pomysł?", longest=3000)],)
    return surveys.make_questionnaire(process.workspace, surveys.make_content(*pages, title=title), title=title)


def make_call(process: Process, title: str = "Nabór przedsięwzięć", *, phase: str = "open", **values: Any) -> Call:
    """Make a call in a phase, with a form and two criteria."""
    now = timezone.now()
    day = dt.timedelta(days=1)
    moments: dict[str, Any] = {"opens_at": now - 30 * day, "closes_at": now + 10 * day}
    if phase == "announced":
        moments = {"opens_at": now + 5 * day, "closes_at": now + 40 * day}
    elif phase in REACHED:
        moments["closes_at"] = now - 5 * day
        moments |= dict.fromkeys(STEPS[: REACHED[phase]], now - day)
    elif phase == "called_off":
        moments["called_off_at"] = now
    if phase != "draft":
        moments["published_at"] = now - 31 * day
    values.setdefault("questionnaire", make_form(process))
    values.setdefault("checklist", [{"code": "F1", "text": "Zgłoszenie złożono w terminie."}])
    call = Call.objects.create(process=process, title=title, **{**moments, **values})
    for position, (code, name, weight, threshold) in enumerate(CRITERIA):
        Criterion.objects.create(call=call, code=code, name=name, weight=weight, threshold=threshold, position=position)
    if phase != "draft":
        call.edition = Edition.objects.filter(questionnaire=call.questionnaire).first() or surveys.make_edition(
            call.questionnaire  # type: ignore[arg-type]
        )
        call.criteria_digest = digest_criteria(list(call.criteria.all()))
        call.save()
    return call


def make_submission(call: Call, title: str = "Park kieszonkowy przy dworcu", **values: Any) -> Submission:
    """Make a submission that was sent in time."""
    draft = values.pop("draft", False)
    if not draft:
        call.last_number += 1
        call.save(update_fields=["last_number"])
        values = {"number": call.last_number, "sent_at": timezone.now(), "confirmed_at": timezone.now(), **values}
    values = {
        "applicant": "Stowarzyszenie Zielony Dworzec", "applicant_kind": "organisation", "email": "zielony@dworzec.example",
        "summary": "Zieleń i ławki zamiast placu po kiosku.", "asked": Decimal(40_000), "edition": call.edition,
        "answers": {"opis": "Trzy drzewa, ławki i stojaki."}, **values,
    }  # fmt: skip
    return Submission.objects.create(call=call, title=title, **values)


def make_check(submission: Submission, outcome: str = "passed", **values: Any) -> FormalCheck:
    """Make a formal check."""
    return FormalCheck.objects.create(submission=submission, outcome=outcome, **{"answers": {"F1": "yes"}, **values})


def make_commission(call: Call, people: dict[str, list[User]], name: str = "Komisja konkursowa") -> Team:
    """Give a call its commission: people by their functions (chair, secretary, member, substitute)."""
    team = town.TeamFactory.create(process=call.process, name=name, kind=Team.Kind.COMMISSION, is_public=False)
    for function, users in people.items():
        for user in users:
            town.MembershipFactory.create(team=team, user=user, function=function)
    call.commission = team
    call.save(update_fields=["commission"])
    return team


def make_card(submission: Submission, user: User | None = None, *, done: bool = True, **values: Any) -> ScoreCard:
    """Make a card that was handed in."""
    values = {"points": {"K1": "8", "K2": "6"}, "reasons": {"K1": "Wprost odpowiada na cel."}, **values}
    return ScoreCard.objects.create(
        submission=submission, user=user, saved_at=timezone.now(), handed_in_at=timezone.now() if done else None, **values
    )


def make_decision(submission: Submission, outcome: str = "basic", **values: Any) -> Decision:
    """Make a decision."""
    return Decision.objects.create(submission=submission, outcome=outcome, **{"reason": "Najwyżej oceniony.", **values})


def make_call_file(call: Call, title: str = "Regulamin", content: bytes = b"%PDF-1.4\n%", **values: Any) -> CallFile:
    """Make a file of a call."""
    file = CallFile(call=call, title=title, file_name="regulamin.pdf", size=len(content), **values)
    file.file.save("regulamin.pdf", ContentFile(content))
    return file


def make_submission_file(submission: Submission, content: bytes = b"%PDF-1.4\n%", **values: Any) -> SubmissionFile:
    """Make a file of a submission."""
    values = {"item": "scan", "name": "skan.pdf", "size": len(content), **values}
    file = SubmissionFile(submission=submission, **values)
    file.file.save("skan.pdf", ContentFile(content))
    return file


def make_letter(call: Call, partner: str = "Stowarzyszenie Zielony Dworzec", **values: Any) -> Letter:
    """Make a letter of intent."""
    return Letter.objects.create(call=call, partner=partner, **{"project": "Miasto młodych", **values})
