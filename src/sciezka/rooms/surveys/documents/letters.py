"""Letters to invited people: one each, in their language, with nobody else's address in them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.surveys.models import Invitation, Survey
from sciezka.rooms.surveys.queries.clauses import write_day
from sciezka.rooms.surveys.queries.passes import make_pass


@cache
def read_letter_words() -> Mapping[str, Mapping[str, Any]]:
    """Read what letters say, by language."""
    return tomllib.loads((resources.files(__package__) / "letter_words.toml").read_text(encoding="utf-8"))


def write_letter(invitation: Invitation, *, kind: str) -> EmailMessage:
    """Write a letter to one invited person.

    Args:
        invitation: whom; its survey with process and workspace is read.
        kind: ``begin`` or ``remind``.
    """
    survey = invitation.survey
    workspace = survey.process.workspace
    every = read_letter_words()
    language = invitation.language if invitation.language in every else survey.process.workspace.language
    words = every[language]
    reminds = kind == "remind"
    title = name_survey(survey, language)
    path = reverse("surveys:pass", kwargs={"door": survey.door, "passkey": make_pass(invitation)})
    paragraphs = [
        words["asks_again" if reminds else "asks"].format(office=workspace.name),
        f"{title}\n{say_end(survey, words)}".strip(),
        f"{words['answer']}\n{settings.BASE_URL}{path}",
        f"{words['apart']} {words['last']}" if reminds else words["apart"],
        "\n".join(filter(None, ("--", workspace.name, workspace.contact))),
    ]
    return EmailMessage(
        subject=" ".join(words["subject_remind" if reminds else "subject"].format(title=title).split()),
        body="\n\n".join(paragraphs) + "\n",
        to=[invitation.email],
        reply_to=[workspace.contact] if workspace.contact else None,
    )


def say_end(survey: Survey, words: Mapping[str, Any]) -> str:
    """Say until when the survey is open."""
    if survey.closes_at is None:
        return ""
    end = timezone.localtime(survey.closes_at)
    return str(words["until"]).format(day=write_day(end.date(), words), time=f"{end:%H:%M}")


def name_survey(survey: Survey, language: str) -> str:
    """Give the title as respondents read it in their language; the office's own where it has none."""
    if survey.edition is None:
        return survey.title
    asked = read_questionnaire(survey.edition.content)
    return asked.title.words.get(language) or survey.title
