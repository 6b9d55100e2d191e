"""Letters to invited people: one each, in their language, with nobody else's address in them."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.surveys.models import Invitation, Survey
from sciezka.rooms.surveys.queries.composing import say_moment
from sciezka.rooms.surveys.queries.passes import make_pass


def write_letter(invitation: Invitation, *, kind: str) -> EmailMessage:
    """Write a letter to one invited person.

    Args:
        invitation: whom; its survey with process and workspace is read.
        kind: ``begin`` or ``remind``.
    """
    survey = invitation.survey
    workspace = survey.process.workspace
    address = reverse("surveys:pass", kwargs={"door": survey.door, "passkey": make_pass(invitation)})
    with translation.override(invitation.language):
        context = {
            "survey": survey,
            "title": name_survey(survey, invitation.language),
            "workspace": workspace,
            "reminds": kind == "remind",
            "end": say_moment(survey.closes_at),
            "address": f"{settings.BASE_URL}{address}",
        }
        subject = " ".join(render_to_string("surveys/mail/letter_subject.txt", context).split())
        body = render_to_string("surveys/mail/letter.txt", context)
    return EmailMessage(
        subject=subject, body=body, to=[invitation.email], reply_to=[workspace.contact] if workspace.contact else None
    )


def name_survey(survey: Survey, language: str) -> str:
    """Give the title as respondents read it in their language; the office's own where it has none."""
    if survey.edition is None:
        return survey.title
    asked = read_questionnaire(survey.edition.content)
    return asked.title.words.get(language) or survey.title
