"""Letting a survey forget: keys and passes a day after its end, addresses after a month, answers on their day.

Each function locks its survey, looks whether its time has come, and does its part once.
"""

import datetime as dt
import logging
import random
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from sciezka.core.polls.types import PollsProblem
from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.actions.releases import keep_release
from sciezka.rooms.surveys.actions.surveys import ADDRESSES_KEPT, GRACE, OVER
from sciezka.rooms.surveys.models import AnswerFile, Invitation, Response, Survey
from sciezka.rooms.town.actions.trace import note

logger = logging.getLogger(__name__)

BATCH: Final = 1000


def end_of(survey: Survey) -> dt.datetime | None:
    """Give the moment at which a survey ended; None while it has not."""
    if survey.phase not in OVER:
        return None
    return survey.called_off_at or survey.closes_at


@transaction.atomic
def seal_survey(*, survey: Survey) -> bool:
    """Destroy what ties answers to browsers and passes, a day after the end; tell whether it was done now.

    The salt goes, so no pass can be made or checked again; the digests of keys go, so no browser or private link finds
    its answer again; of answers never finished only the page where they were broken off stays.
    """
    held = _hold(survey)
    end = end_of(held)
    if end is None or timezone.now() < end + GRACE or not held.salt:
        return False
    held.salt = survey.salt = ""
    held.save(update_fields=["salt"])
    delete_files(AnswerFile.objects.filter(response__survey=held, response__finished_hour=None))
    held.responses.filter(finished_hour=None).update(answers={})
    # One statement rewrites all of them, so that PostgreSQL's numbers of transactions tell no order of answering either.
    held.responses.update(key_digest="")
    stir_traces(survey=held)
    note(actor=None, verb="survey.seal", of=held)
    return True


@transaction.atomic
def forget_addresses(*, survey: Survey) -> bool:
    """Delete the list of invited people a month after the end; tell whether it was done now."""
    held = _hold(survey)
    end = end_of(held)
    if end is None or timezone.now() < end + ADDRESSES_KEPT or not held.invitations.exists():
        return False
    count, _rows = held.invitations.all().delete()
    note(actor=None, verb="survey.forget_addresses", of=held, before={"people": count})
    return True


@transaction.atomic
def erase_answers(*, survey: Survey, actor: User | None = None, now_already: bool = False) -> bool:
    """Delete the answers of a survey with their files, lists and paper forms, on the day that its retention names.

    Releases and findings stay: they hold protected tables only. The journal tells how many answers there were.

    Args:
        survey: whose.
        actor: who asked for it before the day; None when the clock does it.
        now_already: delete though the day has not come; the survey must be over.

    Returns:
        whether it was done now.
    """
    held = _hold(survey)
    day = held.erases_on
    if held.erased_at or end_of(held) is None or day is None:
        return False
    if timezone.localdate() < day and not now_already:
        return False
    count = held.responses.filter(finished_hour__isnull=False).count()
    _keep_what_may_stay(held)
    held.papers.all().delete()
    delete_files(AnswerFile.objects.filter(response__survey=held))
    # In batches: Django reads what it deletes.
    while batch := list(held.responses.values_list("pk", flat=True)[:BATCH]):
        Response.objects.filter(pk__in=batch).delete()
    held.blocks.all().delete()
    held.invitations.all().delete()
    held.codes.all().delete()
    held.salt = survey.salt = ""
    held.kiosk_word = ""
    held.erased_at = survey.erased_at = timezone.now()
    held.save(update_fields=["salt", "kiosk_word", "erased_at"])
    note(actor=actor, verb="survey.erase", of=held, before={"responses": count})
    return True


def _keep_what_may_stay(survey: Survey) -> None:
    """Keep the protected results; answers that can't be read any more are deleted on their day all the same."""
    try:
        with transaction.atomic():
            keep_release(survey=survey)
    except PollsProblem:
        logger.exception("The results of survey %s could not be kept before its answers were deleted.", survey.pk)


def delete_files(rows: QuerySet[AnswerFile]) -> None:
    """Delete files of answers: their rows now, their bytes once the transaction has held."""
    for row in rows.iterator():
        transaction.on_commit(partial(row.file.storage.delete, row.file.name or ""))
    rows.delete()


@transaction.atomic
def stir_traces(*, survey: Survey) -> None:
    """Write the used invitations and the class codes of a survey anew, in a drawn order, in one transaction.

    Used invitations keep their numbers and words. Before it, the database's own files would tell when each of them was
    written last, and so which answer was written in the same moment.
    """
    used = list(Invitation.objects.select_for_update().filter(survey=survey, is_used=True))
    random.SystemRandom().shuffle(used)
    Invitation.objects.filter(pk__in=[row.pk for row in used]).delete()
    Invitation.objects.bulk_create(used, batch_size=BATCH)
    survey.codes.update(used=F("used"))


def overdue_surveys() -> QuerySet[Survey]:
    """List surveys that are over and still keep what may have to go."""
    now = timezone.now()
    over = Q(called_off_at__lte=now) | Q(closes_at__lte=now, launched_at__isnull=False)
    return Survey.objects.filter(over, erased_at=None).select_related("process__workspace")


def _hold(survey: Survey) -> Survey:
    rows = Survey.objects.select_related("process__workspace").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=survey.pk)
