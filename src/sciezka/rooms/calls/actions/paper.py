"""Registering what came on paper: typed by a clerk, dated by its stamp, with a scan beside it."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.applying_files import SCAN
from sciezka.rooms.calls.actions.applying_sending import enter, hold_submission, set_head
from sciezka.rooms.calls.actions.calls import hold_call
from sciezka.rooms.calls.actions.letters import tell_applicant
from sciezka.rooms.calls.actions.notes import note_submission
from sciezka.rooms.calls.models import AFTER_CLOSING, Call, Phase, Submission, SubmissionFile, SubmissionVersion
from sciezka.rooms.calls.queries.applying_work import read_head
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.people.models import User
from sciezka.rooms.questions.queries.budgets import sum_budgets
from sciezka.rooms.questions.queries.editions import read_edition
from sciezka.rooms.town.actions.conflicts import Conflict


@transaction.atomic
def register_paper(
    *,
    actor: User,
    call: Call,
    head: Mapping[str, Any],
    answers: Mapping[str, Any],
    stamped_at: dt.datetime,
    scans: Iterable[UploadedFile[Any]] = (),
) -> Submission:
    """Register a submission on paper: it gets its number now, and its instant from the stamp.

    What says the very same as one that was registered, to its stamp and its scans, is that one: a form sent twice by an
    impatient click, or by two clerks who share a pile, makes one submission.

    Args:
        actor: the clerk.
        call: what it was submitted to.
        head: by the names of fields, as ``applying_work.read_head`` gives them.
        answers: sound answers to the call's form, in the stored shape.
        stamped_at: the instant of the stamp; by it the submission is in time or late.
        scans: checked files.

    Raises:
        ValidationError: the call takes no paper, or the stamp can't be.
    """
    call = hold_call(call)
    refuse_paper(call)
    check_stamp(call, stamped_at)
    submission = Submission.objects.create(
        call=call, channel=Submission.Channel.PAPER, edition=call.edition, language=call.process.workspace.language
    )
    set_head(submission, head)
    submission.answers = dict(answers)
    reckon_sums(call, submission)
    scans = list(scans)
    if (before := find_same(submission, stamped_at, scans)) is not None:
        submission.delete()
        return before
    enter(submission=submission, call=call, instant=stamped_at, actor=actor)
    for upload in scans:
        keep_scan(submission, upload)
    after = {"number": submission.number, "sent_at": stamped_at, "is_late": submission.is_late}
    note_submission(actor=actor, verb="submission.register_paper", submission=submission, after=after)
    tell_applicant(submission, "paper")
    return submission


def find_same(typed: Submission, stamped_at: dt.datetime, scans: Iterable[UploadedFile[Any]]) -> Submission | None:
    """Give what was registered in the very same words, with the same stamp and the same scans."""
    # As it is stored, and comes back.
    said = json.loads(json.dumps([read_head(typed), typed.answers]))
    files = sorted((upload.checked.name, upload.checked.size) for upload in scans)  # type: ignore[attr-defined]
    rows = SubmissionVersion.objects.filter(
        submission__call=typed.call, submission__channel=Submission.Channel.PAPER, submission__withdrawn_at__isnull=True,
        number=1, sent_at=stamped_at,
    )  # fmt: skip
    for version in rows.select_related("submission"):
        kept = sorted(version.submission.files.filter(item=SCAN).values_list("name", "size"))
        if [version.head, version.answers] == said and kept == files:
            version.submission.call = typed.call
            return version.submission
    return None


@transaction.atomic
def correct_paper(  # noqa: PLR0913 - by name, one for each thing on the paper
    *,
    actor: User,
    submission: Submission,
    head: Mapping[str, Any],
    answers: Mapping[str, Any],
    stamped_at: dt.datetime,
    scans: Iterable[UploadedFile[Any]] = (),
    version: int,
) -> Submission:
    """Correct what was typed off paper: a new version of it, under the same number.

    Args:
        actor: who corrects it.
        submission: what was registered.
        head: the whole head anew.
        answers: sound answers to the call's form; files that it holds stay.
        stamped_at: the instant of the stamp; by it the submission is in time or late.
        scans: checked files, which come beside those that are there.
        version: which version of the submission was read.

    Raises:
        ValidationError: it can no longer be corrected, or the stamp can't be.
        Conflict: somebody has changed it since.
    """
    call, held = hold_submission(submission.pk)
    if say := say_no_correction(held):
        raise ValidationError(say, code="closed")
    if held.version != version:
        raise Conflict(held)
    check_stamp(call, stamped_at)
    before = {"sent_at": held.sent_at, "is_late": held.is_late}
    set_head(held, head)
    files = {code: answer for code, answer in held.answers.items() if isinstance(answer, dict) and "key" in answer}
    held.answers = {**files, **answers}
    reckon_sums(call, held)
    held.sent_at, held.is_late = stamped_at, call.closes_at is not None and stamped_at >= call.closes_at
    made = enter(submission=held, call=call, instant=read_now())
    added = [keep_scan(held, upload) for upload in scans]
    after = {"sent_at": held.sent_at, "is_late": held.is_late, "version": made.number, "scans": len(added)}
    note_submission(actor=actor, verb="submission.correct_paper", submission=held, before=before, after=after)
    tell_applicant(held, "corrected", version=made.number)
    return held


def say_no_correction(submission: Submission) -> str:
    """Say why what was typed off paper can't be corrected now; nothing when it can."""
    if submission.channel != Submission.Channel.PAPER or not submission.is_sent:
        return _("Only what was registered on paper can be corrected here.")
    if submission.call.scoring_opened_at is not None:
        return _("Scoring has begun: what the assessors read no longer changes.")
    return ""


def reckon_sums(call: Call, submission: Submission) -> None:
    """Put the sums of the form's budget into the row, where the form has one."""
    if call.edition_id and call.asks_money and (sums := sum_budgets(read_edition(call.edition_id), submission.answers)):
        submission.asked, submission.own = sums.asked, sums.own


def refuse_paper(call: Call) -> None:
    """Refuse paper where the call takes none, and before it opens."""
    if say := say_no_paper(call):
        raise ValidationError(say, code="no_paper")


def say_no_paper(call: Call) -> str:
    """Say why nothing on paper can be registered now; nothing when it can."""
    if not call.takes_paper:
        return _("This call takes no submissions on paper.")
    if call.phase not in {Phase.OPEN, *AFTER_CLOSING}:
        return _("Submissions on paper can be registered once the call is open.")
    return ""


def check_stamp(call: Call, stamped_at: dt.datetime) -> None:
    """Refuse a stamp of the future, and one before the call opened."""
    if stamped_at > read_now():
        raise ValidationError({"stamped_at": _("The stamp can’t be of a moment that has not come.")})
    if call.opens_at is not None and stamped_at < call.opens_at:
        raise ValidationError({"stamped_at": _("The call was not open yet at this moment.")})


def keep_scan(submission: Submission, upload: UploadedFile[Any]) -> SubmissionFile:
    """Keep a checked scan under a drawn name."""
    checked: Any = upload.checked  # type: ignore[attr-defined] # set by CheckedFileField
    kept = SubmissionFile(submission=submission, item=SCAN, name=checked.name, size=checked.size)
    kept.file.save(checked.store_name(), upload, save=False)
    kept.save(force_insert=True)
    return kept
