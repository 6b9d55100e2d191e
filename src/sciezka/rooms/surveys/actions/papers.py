"""Paper forms: entered by two clerks apart, settled where they differ, then counted like any other answer."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.actions.blocks import drop_block_of
from sciezka.rooms.surveys.actions.responses import store_finished
from sciezka.rooms.surveys.models import PaperForm, Phase, Response, Survey
from sciezka.rooms.surveys.queries.papers import check_entry, list_differences, read_edition_of
from sciezka.rooms.surveys.queries.releases import find_seen
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def enter_paper(
    *, actor: User, paper: PaperForm, answers: Mapping[str, Any], language: str = "", alone: bool = False
) -> PaperForm:
    """Keep what a clerk read on a paper form; the second entry that agrees with the first makes an answer of it.

    Args:
        actor: the clerk.
        paper: the form, new or entered once.
        answers: sound answers in the stored shape.
        language: in which language the sheet is printed.
        alone: the clerk says that nobody else is there to enter it a second time.

    Raises:
        ValidationError: it was entered twice already, or the same clerk comes again without saying ``alone``.
    """
    refuse_when_shut(paper.survey)
    if paper._state.adding:
        paper.first, paper.first_by = dict(answers), actor.ref
        paper.language = language or paper.language
        try:
            with transaction.atomic():
                paper.save()
        except IntegrityError as problem:
            raise ValidationError(_("Somebody has just entered a form with this number."), code="taken") from problem
        note(actor=actor, verb="paper.enter", of=paper.survey, after={"number": paper.number, "entry": 1})
        return paper
    held = _hold(paper)
    if held.response_id or held.second_by:
        raise ValidationError(_("This form was entered twice already."), code="twice")
    if held.first_by == actor.ref and not alone:
        said = _("You entered this form the first time. Somebody else should enter it the second time.")
        raise ValidationError(said, code="same")
    held.second, held.second_by = dict(answers), actor.ref
    held.save(update_fields=["second", "second_by"])
    note(actor=actor, verb="paper.enter", of=held.survey, after={"number": held.number, "entry": 2})
    if not list_differences(read_edition_of(held), held.first or {}, held.second):
        held.response = settle_paper(actor=actor, paper=held, answers=held.first or {})
    return held


@transaction.atomic
def settle_paper(*, actor: User, paper: PaperForm, answers: Mapping[str, Any]) -> Response:
    """Make an answer of a paper form. The entries are forgotten; who made them stays.

    Args:
        actor: who settles it.
        paper: entered twice, or once where one entry is to be enough; results then tell so.
        answers: what is to count.

    Raises:
        ValidationError: it was settled already, or the answers can't be.
    """
    refuse_when_shut(paper.survey)
    held = _hold(paper)
    if held.response_id:
        raise ValidationError(_("This form counts already."), code="done")
    entry = check_entry(read_edition_of(held), answers)
    if entry.problems:
        said = _("Some answers can't be: %(items)s. Enter the form anew.")
        items = ", ".join(dict.fromkeys(problem.item for problem in entry.problems))
        raise ValidationError(said % {"items": items}, code="unsound")
    held.response = store_finished(
        survey=held.survey,
        edition=held.edition,
        answers=entry.answers,
        channel=Response.Channel.PAPER,
        hour=timezone.now(),
        language=held.language,
    )
    held.first = held.second = None
    held.save(update_fields=["response", "first", "second"])
    note(
        actor=actor, verb="paper.settle", of=held.survey, after={"number": held.number, "entries": 1 + bool(held.second_by)}
    )
    return held.response


@transaction.atomic
def remove_paper(*, actor: User, paper: PaperForm) -> None:
    """Remove a paper form, with the answer that was made of it."""
    refuse_when_shut(paper.survey)
    held = _hold(paper)
    note(actor=actor, verb="paper.remove", of=held.survey, before={"number": held.number, "counted": bool(held.response_id)})
    response = held.response
    held.delete()
    if response is not None:
        drop_block_of(response)
        response.delete()


def refuse_when_shut(survey: Survey) -> None:
    """Refuse paper forms before the launch, after the deletion of answers, and while results are published."""
    if say := say_shut(survey):
        raise ValidationError(say, code="phase")


def say_shut(survey: Survey) -> str:
    """Say why no paper form can be entered now; nothing when it can."""
    if survey.phase not in {Phase.OPEN, Phase.CLOSED}:
        return _("Paper forms can be entered once the survey is open.")
    if survey.erased_at:
        return _("The answers of this survey were deleted.")
    if find_seen(survey):
        return _("Residents have seen the results, and what they have seen does not move any more.")
    if survey.releases.filter(published_at__isnull=False, withdrawn_at=None).exists():
        return _("The results are published. Take them back first: two results close together would tell what is on the "
                 "few sheets in between.")  # fmt: skip
    return ""


def _hold(paper: PaperForm) -> PaperForm:
    rows = PaperForm.objects.select_related("survey__process__workspace", "edition", "response")
    return rows.select_for_update(of=("self",)).get(pk=paper.pk)
