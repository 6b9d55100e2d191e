"""Bringing a questionnaire in, settling its title and audience, and throwing an import away."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.questions.carrying.carried import Carried
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.importing import is_imported, is_untouched
from sciezka.rooms.questions.schema.stored import write_questionnaire
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Workspace


@transaction.atomic
def import_questionnaire(*, actor: User, workspace: Workspace, carried: Carried, source: str) -> Questionnaire:
    """Keep what a file held as a draft, with the list of what it held besides.

    Args:
        actor: who brought the file.
        workspace: where it was brought.
        carried: what was read.
        source: the file's name, with its ending.
    """
    title = " ".join(carried.questionnaire.title.say(carried.questionnaire.base).split()) or source.rsplit(".", 1)[0]
    left_out = [entry.write() for entry in (*carried.left_out, *carried.remarks)]
    made = Questionnaire.objects.create(
        workspace=workspace,
        title=title[:200],
        draft=write_questionnaire(carried.questionnaire),
        source=source[-200:],
        left_out=left_out,
    )
    items = sum(1 for _item in carried.questionnaire.items())
    after = {"title": made.title, "source": made.source, "items": items, "left_out": len(carried.left_out)}
    note(actor=actor, verb="questionnaire.import", of=made, after=after)
    return made


@transaction.atomic
def settle_import(*, actor: User, questionnaire: Questionnaire, title: str, audience: str) -> Questionnaire:
    """Give an imported questionnaire the title and the audience that its reviewer chose."""
    row = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if (row.title, row.audience) == (title, audience):
        return row
    before = {"title": row.title, "audience": row.audience}
    row.title, row.audience, row.updated_at = title, audience, timezone.now()
    row.save(update_fields=["title", "audience", "updated_at"])
    note(actor=actor, verb="questionnaire.edit", of=row, before=before, after={"title": title, "audience": audience})
    return row


@transaction.atomic
def discard_import(*, actor: User, questionnaire: Questionnaire) -> None:
    """Throw an import away, as long as nothing was done with it.

    Raises:
        ValidationError: where somebody has worked on it since.
    """
    row = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if not (is_imported(row) and is_untouched(row)):
        raise ValidationError(_("The questionnaire has been worked on since. Delete it from its own page."), code="touched")
    note(actor=actor, verb="questionnaire.delete", of=row, before={"title": row.title, "source": row.source})
    row.delete()
