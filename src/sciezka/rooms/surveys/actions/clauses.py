"""Writing the information clause: each change is a new version, so that it is known who was shown what."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.models import Clause, Survey
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def write_clause(
    *, actor: User | None, survey: Survey, text: Mapping[str, str], officer: str = "", controller: str = ""
) -> Clause:
    """Write a version of the clause; where nothing has changed since the last one, that one is given.

    Raises:
        ValidationError: a language has no text, or the answers have been deleted.
    """
    held = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if held.erased_at:
        raise ValidationError(_("The answers of this survey were deleted; its clause stays as it was."), code="erased")
    written = {language: words.strip() for language, words in text.items()}
    if not written or not all(written.values()):
        raise ValidationError(_("The clause must be written in each language of the survey."), code="text")
    last = held.clauses.first()
    if last is not None and (last.text, last.officer, last.controller) == (written, officer, controller):
        return last
    number = last.number + 1 if last else 1
    clause = Clause.objects.create(survey=survey, number=number, text=written, officer=officer, controller=controller)
    note(actor=actor, verb="clause.write", of=survey, after={"number": number, "languages": list(written)})
    return clause
