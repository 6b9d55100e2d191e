"""Questionnaires and surveys for tests."""

import datetime as dt
import secrets
from typing import Any

from django.utils import timezone

from sciezka.rooms.questions.actions.editions import digest_content
from sciezka.rooms.questions.models import BankItem, Edition, Questionnaire
from sciezka.rooms.questions.schema.stored import read_questionnaire, write_questionnaire
from sciezka.rooms.surveys.models import Clause, Response, Survey, SurveyFinding
from sciezka.rooms.town.models import Process, Workspace


def make_option(code: str, text: str = "", **more: Any) -> dict[str, Any]:
    """Give an option as it is stored."""
    return {"code": code, "text": {"pl": text or f"Odpowiedź {code}"}, **more}


def make_item(code: str, kind: str = "single", text: str = "", **more: Any) -> dict[str, Any]:
    """Give an item as it is stored; a choice gets three options unless it is told otherwise."""
    item: dict[str, Any] = {"code": code, "kind": kind, "text": {"pl": text or f"Pytanie {code}"}, **more}
    if kind in {"single", "multiple", "dropdown", "grid", "ranking", "allocation"}:
        item.setdefault("options", [make_option(sign) for sign in "abc"])
    if kind in {"grid", "semantic"}:
        item.setdefault("rows", [make_option("r1", "Wiersz 1"), make_option("r2", "Wiersz 2")])
    return item


def make_content(*pages: list[dict[str, Any]], title: str = "Ankieta", **more: Any) -> dict[str, Any]:
    """Give a questionnaire's content: each argument is the list of one page's items."""
    pages = pages or ([make_item("q1", required=True)], [make_item("q2", "multiple"), make_item("q3", "long_text")])
    stored = [
        {"code": f"p{number}", "sections": [{"code": f"s{number}", "items": items}]}
        for number, items in enumerate(pages, start=1)
    ]
    return write_questionnaire(read_questionnaire({"languages": ["pl"], "title": {"pl": title}, "pages": stored, **more}))


def make_questionnaire(
    workspace: Workspace, content: dict[str, Any] | None = None, *, title: str = "Ankieta", **fields: Any
) -> Questionnaire:
    """Make a questionnaire with a draft."""
    return Questionnaire.objects.create(
        workspace=workspace, title=title, draft=content or make_content(title=title), **fields
    )


def make_edition(questionnaire: Questionnaire, number: int = 1, **fields: Any) -> Edition:
    """Freeze the draft as an edition."""
    return Edition.objects.create(
        questionnaire=questionnaire, number=number, content=questionnaire.draft,
        digest=digest_content(questionnaire.draft), **fields,
    )  # fmt: skip


def make_bank_item(workspace: Workspace, code: str = "MIASTO-OCENA", **fields: Any) -> BankItem:
    """Put an item into the workspace's bank."""
    fields.setdefault("content", make_item("q1", bank=code))
    return BankItem.objects.create(workspace=workspace, code=code, **fields)


def make_survey(
    process: Process, content: dict[str, Any] | None = None, *, phase: str = "open", title: str = "Badanie", **fields: Any
) -> Survey:
    """Make a survey of a new questionnaire in a phase (draft, waiting, open, closed), with its clause where launched."""
    now = timezone.now()
    day = dt.timedelta(days=1)
    moments: dict[str, dict[str, Any]] = {
        "draft": {},
        "waiting": {"launched_at": now, "opens_at": now + day, "closes_at": now + 2 * day},
        "open": {"launched_at": now - day, "opens_at": now - day, "closes_at": now + day},
        "closed": {"launched_at": now - 3 * day, "opens_at": now - 3 * day, "closes_at": now - day},
    }
    questionnaire = fields.pop("questionnaire", None) or make_questionnaire(process.workspace, content, title=title)
    edition = None if phase == "draft" else questionnaire.editions.first() or make_edition(questionnaire)
    survey = Survey.objects.create(
        process=process, questionnaire=questionnaire, edition=edition, title=title, **{**moments[phase], **fields}
    )
    if phase != "draft":
        Clause.objects.create(survey=survey, number=1, text={"pl": "Administratorem danych jest burmistrz."})
    return survey


def make_response(survey: Survey, answers: dict[str, Any] | None = None, *, done: bool = True, **fields: Any) -> Response:
    """Answer a survey; unfinished responses wait on the first page."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    assert survey.edition is not None
    return Response.objects.create(
        **{
            "survey": survey, "edition": survey.edition, "clause": survey.clauses.first(), "answers": answers or {"q1": "a"},
            "key_digest": secrets.token_hex(32), "started_hour": hour, "finished_hour": hour if done else None,
            "page": "" if done else "p1", **fields,
        }
    )  # fmt: skip


def make_survey_finding(survey: Survey, title: str = "Ustalenie", **fields: Any) -> SurveyFinding:
    """Keep a number of the first item as a finding."""
    reading = {
        "key": "share/a", "question": "Pytanie q1", "label": "Odpowiedź a", "number": 62.5, "unit": "%", "text": "62,5%",
        "n": 40, "sentence": title, "table": [["Odpowiedź a", "25"], ["Odpowiedź b", "15"]], "day": "2026-05-25",
        "edition": 1,
    }  # fmt: skip
    fields.setdefault("choice", {"o": "q1"})
    return SurveyFinding.objects.create(survey=survey, title=title, reading=reading, **fields)
