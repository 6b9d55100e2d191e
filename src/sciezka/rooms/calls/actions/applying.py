"""What an applicant does before sending: begins, writes, leaves and comes back, begins a correction and drops it.

Each page is saved under the lock of the submission's row and touches nothing but what is on that page, so neither two tabs
nor a slow network lose what was written on another one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.applying_files import (
    drop_unnamed_files,
    keep_answer_files,
    refuse_too_many,
    remove_file,
)
from sciezka.rooms.calls.actions.applying_sending import hold_submission, set_head
from sciezka.rooms.calls.actions.floods import may_write_to
from sciezka.rooms.calls.actions.letters import tell_applicant
from sciezka.rooms.calls.models import Call, Phase, Submission
from sciezka.rooms.calls.queries.applying_terms import may_correct
from sciezka.rooms.calls.queries.applying_work import Work, read_work
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.questions.actions.answer_files import SentFile
from sciezka.rooms.questions.queries.showing import list_seen
from sciezka.rooms.questions.schema.answers import Problem, check_page, read_posted, replace_answers
from sciezka.rooms.questions.schema.routes import next_page, previous_page, prune, walk_pages
from sciezka.rooms.questions.schema.types import Page

Do = Literal["next", "back", "save"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPage:
    """A page of the form as it was sent.

    Attributes:
        page: its code.
        posted: the fields, each with all its values.
        seen: what showed on it; None where the form didn't say.
        files: sound files by item; ``refused`` says what is wrong with the others.
        refused: problems of files.
        do: what the pressed button says.
    """

    page: str
    posted: Mapping[str, Sequence[str]]
    seen: frozenset[str] | None = None
    files: Mapping[str, SentFile] = field(default_factory=dict)
    refused: Sequence[Problem] = ()
    do: Do = "next"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenPage:
    """What came of a page.

    Attributes:
        state: ``page`` (that one is to be shown), ``head`` (the page before the form), ``review`` (the form is through),
            ``saved``.
        work: as it stands now.
        page: which page to show.
        problems: what is to be mended on it.
        given: what was typed on it.
        has_more: whether answers have made more of the page show than was seen.
    """

    state: Literal["page", "head", "review", "saved"]
    work: Work
    page: Page | None = None
    problems: Sequence[Problem] = ()
    given: Mapping[str, Any] | None = None
    has_more: bool = False


@transaction.atomic
def begin_submission(*, call: Call, head: Mapping[str, Any], language: str) -> Submission:
    """Begin a draft; its private link goes to the e-mail that was given."""
    if call.phase_at(read_now()) != Phase.OPEN:
        raise ValidationError(_("The call is not open now."), code="not_open")
    submission = Submission.objects.create(call=call, edition=call.edition, language=language)
    set_head(submission, head)
    submission.save()
    if may_write_to(submission, begun=True):
        tell_applicant(submission, "begun")
    return submission


@transaction.atomic
def save_head(*, submission: Submission, head: Mapping[str, Any]) -> Submission:
    """Keep the head of what is being written. Another e-mail has to be confirmed anew."""
    held = hold_work(submission)
    if held.correction is not None:
        held.correction = {**held.correction, "head": dict(head)}
        held.save(update_fields=["correction", "version", "saved_at"])
        return held
    if held.email != head.get("email", held.email):
        held.confirmed_at = None
    set_head(held, head)
    held.save()
    return held


@transaction.atomic
def take_page(*, submission: Submission, sent: SentPage) -> TakenPage:
    """Take a page of the form, and tell what comes next. Only sound answers are kept, and they always are."""
    held = hold_work(submission)
    work = read_work(held)
    form = work.questionnaire
    page = form.find_page(sent.page) if form is not None else None
    if form is None or page is None or page not in walk_pages(form, work.answers):
        # Sent from a page that other answers have closed.
        path = walk_pages(form, work.answers) if form is not None else ()
        here = next((one for one in path if one.code == work.page), path[0] if path else None)
        return TakenPage(state="page" if here else "review", work=work, page=here)
    before = dict(work.answers)
    crowded = refuse_too_many(held, sent.files)
    files = {item: file for item, file in sent.files.items() if all(problem.item != item for problem in crowded)}
    given = {**read_posted(page, sent.posted, before), **{item: file.answer for item, file in files.items()}}
    checked = check_page(form, page, given, before)
    answers = prune(form, replace_answers(page, before, checked.answers))
    problems = (*checked.problems, *sent.refused, *crowded)

    def keep(where: Page, state: Literal["page", "head", "review", "saved"] = "page", **more: Any) -> TakenPage:  # noqa: ANN401
        store_answers(held, answers, where.code)
        keep_answer_files(held, files, answers)
        return TakenPage(state=state, work=read_work(held), page=where, **more)

    if sent.do == "save":
        return keep(page, "saved", problems=problems, given=checked.given)
    if sent.do == "back":
        earlier = previous_page(form, page, answers)
        return keep(earlier or page, "page" if earlier else "head")
    if problems:
        return keep(page, problems=problems, given=checked.given)
    if sent.seen is not None and not sent.seen.issuperset(list_seen(page, answers)):
        return keep(page, has_more=True)
    later = next_page(form, page, answers)
    return keep(later or page, "page" if later else "review")


def hold_work(submission: Submission) -> Submission:
    """Lock a submission whose applicant writes, and count its change.

    Raises:
        ValidationError: there is nothing to write: it was sent and no correction was begun.
    """
    held = Submission.objects.select_for_update(of=("self",)).select_related("edition").get(pk=submission.pk)
    held.call = submission.call
    if held.sent_at is not None and held.correction is None:
        raise ValidationError(_("It has been sent. To change it, begin a correction."), code="sent")
    held.version += 1
    held.saved_at = timezone.now()
    return held


def store_answers(held: Submission, answers: dict[str, Any], page: str) -> None:
    """Keep answers and the page that the applicant is on."""
    if held.correction is not None:
        held.correction = {**held.correction, "answers": answers, "page": page}
        held.save(update_fields=["correction", "version", "saved_at"])
    else:
        held.answers, held.page = answers, page
        held.save(update_fields=["answers", "page", "version", "saved_at"])


@transaction.atomic
def begin_correction(*, submission: Submission) -> Submission:
    """Begin to correct what was sent; until it is sent again, what was sent before counts."""
    _call, held = hold_submission(submission.pk)
    if held.correction is not None:
        return held
    if not may_correct(held, read_now()):
        raise ValidationError(_("It can no longer be changed."), code="closed")
    work = read_work(held)
    held.correction = {"head": dict(work.head), "answers": dict(work.answers), "page": ""}
    held.version += 1
    held.save(update_fields=["correction", "version"])
    return held


@transaction.atomic
def drop_correction(*, submission: Submission) -> Submission:
    """Drop a correction that was begun: what was sent stays as it is."""
    held = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    held.correction = None
    held.version += 1
    held.save(update_fields=["correction", "version"])
    drop_unnamed_files(held)
    return held


@transaction.atomic
def delete_draft(*, submission: Submission) -> None:
    """Delete a draft that was never sent, with its files."""
    held = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if held.sent_at is not None:
        raise ValidationError(_("It has been sent, so it can be withdrawn but not deleted."), code="sent")
    for file in held.files.all():
        remove_file(file)
    held.delete()
