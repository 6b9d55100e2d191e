"""What a survey must be before anybody may answer it."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sciezka.rooms.questions.schema.checking import Fault, find_faults
from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.questions.schema.types import Item, Kind, Page, Questionnaire, SchemaProblem
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.models.surveys import FEWEST, FEWEST_EMPLOYEES

LONGEST_KEEPING: Final = 365 * 5
COARSEST_FOR_MINORS: Final = 500
"""Metres: a place of a minor is never kept more exactly."""


@dataclass(frozen=True, slots=True)
class MinorFault:
    """Something that minors may not be asked for."""

    code: str  # "file" or "place"
    item: str
    sentence: str


def check_values(survey: Survey, values: Any) -> None:  # noqa: ANN401 - SurveyValues, which this module can't import
    """Refuse what can't be a survey at all; what is only missing so far is told at its launch."""
    if not values.title.strip():
        raise ValidationError({"title": _("Give the survey a title.")}, code="title")
    least = find_least(survey)
    if values.fewest < least:
        said = _("Results of fewer than %(least)s people are never shown in this survey.") % {"least": least}
        raise ValidationError({"fewest": said}, code="fewest")
    if not 1 <= values.keeps_days <= LONGEST_KEEPING:
        said = _("Answers are kept from one day to %(most)s days.") % {"most": LONGEST_KEEPING}
        raise ValidationError({"keeps_days": said}, code="keeps")
    if values.opens_at and values.closes_at and values.closes_at <= values.opens_at:
        raise ValidationError({"closes_at": _("The end must come after the opening.")}, code="order")


def find_least(survey: Survey) -> int:
    """Tell of how few people results may be shown at all: employees of one office know one another."""
    return FEWEST_EMPLOYEES if survey.questionnaire.audience == "employees" else FEWEST


def check_moments(opens_at: dt.datetime | None, closes_at: dt.datetime | None, *, now: dt.datetime) -> None:
    """Refuse an end that is missing, has passed, or does not come after the opening."""
    if closes_at is None:
        raise ValidationError({"closes_at": _("Say when the survey closes.")}, code="end")
    if closes_at <= now:
        raise ValidationError({"closes_at": _("The end must be in the future.")}, code="past")
    if opens_at and closes_at <= opens_at:
        raise ValidationError({"closes_at": _("The end must come after the opening.")}, code="order")


def read_draft(survey: Survey) -> Questionnaire | None:
    """Read what the survey would ask if it were launched now; None where the draft can't be read."""
    try:
        return read_questionnaire(survey.questionnaire.draft)
    except SchemaProblem:
        return None


def list_faults(survey: Survey, asked: Questionnaire) -> tuple[Fault, ...]:
    """List what the questions' own checker has to say about the questionnaire."""
    return find_faults(asked, audience=survey.questionnaire.audience)


def list_minor_faults(asked: Questionnaire) -> list[MinorFault]:
    """List what minors may not be asked for: files, and where they are more exactly than 500 m."""
    found = []
    for item in asked.items():
        if item.kind == Kind.FILE:
            said = _("“%(item)s” asks for a file. A minor's file may show them or others; leave the question out.")
            found.append(MinorFault("file", item.code, said % {"item": name_item(item, asked)}))
        if item.kind == Kind.PLACE and item.round_to < COARSEST_FOR_MINORS:
            said = _("“%(item)s” keeps a place to %(metres)s m. Of minors it may be kept to 500 m at the most.")
            words = {"item": name_item(item, asked), "metres": item.round_to}
            found.append(MinorFault("place", item.code, said % words))
    return found


def coarsen_places(asked: Questionnaire) -> Questionnaire:
    """Give a questionnaire in which places are rounded as minors need it."""

    def coarsen(item: Item) -> Item:
        return replace(item, round_to=max(item.round_to, COARSEST_FOR_MINORS)) if item.kind == Kind.PLACE else item

    def coarsen_page(page: Page) -> Page:
        sections = (replace(section, items=tuple(map(coarsen, section.items))) for section in page.sections)
        return replace(page, sections=tuple(sections))

    return replace(asked, pages=tuple(map(coarsen_page, asked.pages)))


def name_item(item: Item, asked: Questionnaire) -> str:
    """Name an item by the beginning of its question."""
    words = item.text.say(asked.base) or item.code
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"  # noqa: PLR2004 - a line of a list


def list_lacks(survey: Survey) -> list[ValidationError]:
    """List what stands in the way of the launch; each with the step where it is mended as its code."""
    lacks: list[ValidationError] = []
    asked = read_draft(survey)
    if asked is None:
        lacks.append(ValidationError(_("The questionnaire can't be read. Open it and save it anew."), code="questions"))
    else:
        errors = [fault for fault in list_faults(survey, asked) if fault.severity == "error"]
        if errors:
            lacks.append(ValidationError(_("The questionnaire has errors that must be mended first."), code="questions"))
        if survey.of_minors:
            lacks += [ValidationError(fault.sentence, code="questions") for fault in list_minor_faults(asked)]
    if survey.closes_at is None:
        lacks.append(ValidationError(_("Say when the survey closes."), code="dates"))
    if survey.entry == Survey.Entry.LIST and not survey.invitations.exists():
        lacks.append(ValidationError(_("Put the people to invite on the list."), code="people"))
    if survey.entry == Survey.Entry.CODES and not survey.codes.filter(is_stopped=False).exists():
        lacks.append(ValidationError(_("Make a code for each class."), code="people"))
    return lacks
