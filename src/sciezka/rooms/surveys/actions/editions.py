"""Putting mended words into a survey that people answer already."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.questions.actions.editions import freeze_edition
from sciezka.rooms.surveys.actions.surveys import RUNNING, refuse_unless
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.editions import list_changes
from sciezka.rooms.town.actions.changes import apply_changes


@transaction.atomic
def put_edition(*, actor: User, survey: Survey) -> Survey:
    """Freeze the draft and let whoever begins from now on read it; only wording may differ.

    Raises:
        ValidationError: something besides words has changed, so answers before and after could not be counted together.
    """
    refuse_unless(survey, RUNNING)
    survey.questionnaire.refresh_from_db()
    changes = list_changes(survey)
    if not all(change.is_wording for change in changes):
        said = _("More than the wording has changed, so answers before and after could not be counted together. "
                 "Make a next wave with the new questions.")  # fmt: skip
        raise ValidationError(said, code="changes")
    edition = freeze_edition(actor=actor, questionnaire=survey.questionnaire)
    apply_changes(actor=actor, verb="survey.change_edition", of=survey, values={"edition": edition})
    return survey
