"""Taking answers from a file into a survey, once for each file; and keeping the file while somebody looks it through.

Only its digest and the number of answers stay behind. A waiting file lies outside the web root under a drawn name, and is
deleted when it is taken or put aside, else within an hour or two.
"""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.kit.journal import entries_of
from sciezka.rooms.people.models import User
from sciezka.rooms.questions.actions.editions import freeze_edition
from sciezka.rooms.surveys.actions.blocks import pack_blocks
from sciezka.rooms.surveys.actions.clauses import write_clause
from sciezka.rooms.surveys.actions.responses import store_finished
from sciezka.rooms.surveys.actions.survey_checks import list_lacks
from sciezka.rooms.surveys.actions.surveys import set_clock
from sciezka.rooms.surveys.models import Phase, Response, Survey
from sciezka.rooms.surveys.queries.clauses import clause_in_force, draft_clause, find_controller, find_officer
from sciezka.rooms.surveys.queries.imports import Reviewed
from sciezka.rooms.surveys.queries.releases import find_seen
from sciezka.rooms.town.actions.trace import note

FOLDER: Final = "answers-waiting"
WAITS: Final = dt.timedelta(hours=1)
SALT: Final = "surveys.answers-import"
IN_THE_WAY: Final = frozenset({"questions"})
"""What keeps a survey that took place elsewhere from being one here; ends and lists it needs none."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits to be taken."""

    key: str
    name: str


def say_shut(survey: Survey) -> str:
    """Say why no answers can be imported now; nothing when they can."""
    if survey.erased_at:
        return _("The answers of this survey were deleted.")
    if survey.phase not in {Phase.DRAFT, Phase.OPEN, Phase.CLOSED}:
        return _("Answers can be imported into a survey that is being prepared, open or closed.")
    if survey.phase == Phase.DRAFT:
        lacks = [lack for lack in list_lacks(survey) if lack.code in IN_THE_WAY]
        return " ".join(message for lack in lacks for message in lack.messages)
    if find_seen(survey) or survey.releases.filter(published_at__isnull=False, withdrawn_at=None).exists():
        return _("Residents have seen the results, and what they have seen does not move any more.")
    return ""


def find_import(survey: Survey, digest: str) -> dt.datetime | None:
    """Tell when a file was imported into a survey; nothing where it was not."""
    found = entries_of(survey).filter(verb="response.import", after__digest=digest).first()
    return found.at if found else None


def keep_waiting(*, survey: Survey, actor: User, data: bytes, name: str) -> str:
    """Keep a file while it is looked through, and give the words by which only its giver finds it again."""
    clear_waiting()
    key = default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", ContentFile(data))
    return signing.dumps({"survey": survey.pk, "actor": actor.pk, "key": key, "name": name}, salt=SALT)


def find_waiting(*, survey: Survey, actor: User, token: str) -> Waiting | None:
    """Find a file that waits; nothing where it is gone, or another person's or survey's."""
    try:
        said: dict[str, Any] = signing.loads(token, salt=SALT, max_age=WAITS)
    except signing.BadSignature:
        return None
    if said["survey"] != survey.pk or said["actor"] != actor.pk or not default_storage.exists(said["key"]):
        return None
    return Waiting(said["key"], said["name"])


def read_waiting(waiting: Waiting) -> bytes:
    """Read a file that waits."""
    with default_storage.open(waiting.key) as file:
        return bytes(file.read())


def drop_waiting(waiting: Waiting) -> None:
    """Delete a file that waited."""
    default_storage.delete(waiting.key)


def clear_waiting() -> int:
    """Delete files that nobody has taken in time; tell how many."""
    if not default_storage.exists(FOLDER):
        return 0
    _folders, names = default_storage.listdir(FOLDER)
    paths = [f"{FOLDER}/{name}" for name in names]
    late = [path for path in paths if default_storage.get_modified_time(path) < timezone.now() - WAITS]
    for path in late:
        default_storage.delete(path)
    return len(late)


@transaction.atomic
def import_answers(*, actor: User, survey: Survey, reviewed: Reviewed, name: str) -> int:
    """Take the sound answers of a file; all of them or, where anything fails, none.

    Returns:
        How many were taken.

    Raises:
        ValidationError: the survey takes none now, the file was taken before, or nothing of it is sound.
    """
    held = (
        Survey.objects.select_related("process__workspace", "questionnaire")
        .select_for_update(of=("self",))
        .get(pk=survey.pk)
    )
    if shut := say_shut(held):
        raise ValidationError(shut, code="phase")
    if taken := find_import(held, reviewed.file.digest):
        day = f"{timezone.localtime(taken):%d.%m.%Y}"
        raise ValidationError(_("This file was imported on %(day)s. Nothing was taken twice.") % {"day": day}, code="twice")
    if not reviewed.sound:
        raise ValidationError(_("No answer of the file can be taken."), code="none")
    if held.phase == Phase.DRAFT:
        _begin_ended(actor=actor, survey=held, reviewed=reviewed)
    edition = held.edition
    assert edition is not None  # noqa: S101 - whatever is past its draft has one
    now = timezone.now()
    for row in reviewed.sound:
        store_finished(
            survey=held, edition=edition, answers=row.answers, channel=Response.Channel.IMPORT,
            hour=min(row.hour or now, now), language=row.language or "pl", group=row.group,
        )  # fmt: skip
    after = {
        "responses": len(reviewed.sound), "refused": len(reviewed.bad), "source": reviewed.file.source, "file": name,
        "digest": reviewed.file.digest,
    }  # fmt: skip
    note(actor=actor, verb="response.import", of=held, after=after)
    pack_blocks(held)
    survey.refresh_from_db()
    return len(reviewed.sound)


def _begin_ended(*, actor: User, survey: Survey, reviewed: Reviewed) -> None:
    """Make a survey that took place elsewhere one that has ended here today; its answers are kept from now on."""
    now = timezone.now()
    hours = [row.hour for row in reviewed.sound if row.hour is not None and row.hour < now]
    survey.edition = freeze_edition(actor=actor, questionnaire=survey.questionnaire)
    survey.launched_at = survey.closes_at = now
    survey.opens_at = min([*hours, now - WAITS])
    survey.save(update_fields=["edition", "launched_at", "opens_at", "closes_at"])
    if clause_in_force(survey) is None:
        workspace = survey.process.workspace
        names = {"officer": find_officer(workspace), "controller": find_controller(workspace)}
        write_clause(actor=actor, survey=survey, text=draft_clause(survey, **names), **names)
    note(actor=actor, verb="survey.launch", of=survey, after={"edition": survey.edition.number, "elsewhere": True})
    set_clock(survey)
