"""What a call must be before it is announced, each thing said in a sentence with the step where it is mended."""

import datetime as dt
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.templatetags.kit import moment
from sciezka.rooms.calls.models import Call
from sciezka.rooms.questions.schema.checking import find_faults
from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.questions.schema.types import Questionnaire, SchemaProblem

TEXT, DATES, MONEY, FORM, CRITERIA, PLACE, COMMISSION = (
    "text", "dates", "money", "form", "criteria", "place", "commission",
)  # fmt: skip
DAY: Final = dt.timedelta(days=1)


def earliest_closing(call: Call, announced: dt.datetime) -> dt.datetime | None:
    """Give the first moment at which a call may close; none where it may close at any.

    The day of the announcement does not count. A call with 21 full days that is announced on the 6th may close on the 28th
    at 0:00, when the 21st full day is over.
    """
    if not call.least_days:
        return None
    day = timezone.localtime(announced).date() + (call.least_days + 1) * DAY
    return timezone.make_aware(dt.datetime.combine(day, dt.time(0)))


def say_too_early(call: Call, closes_at: dt.datetime, announced: dt.datetime) -> str:
    """Say why a call can't close so early; nothing where it can."""
    earliest = earliest_closing(call, announced)
    if earliest is None or closes_at >= earliest:
        return ""
    return ngettext(
        "A call for partners stays open for at least %(days)s full day after the day on which it is announced. "
        "Announced now, it may close on %(moment)s at the earliest.",
        "A call for partners stays open for at least %(days)s full days after the day on which it is announced. "
        "Announced now, it may close on %(moment)s at the earliest.",
        call.least_days,
    ) % {"days": call.least_days, "moment": moment(earliest)}


def list_lacks(call: Call, now: dt.datetime) -> list[ValidationError]:
    """List what stands in the way of announcing a call; each with its step as its code."""
    found = [
        *((TEXT, said) for said in list_lacks_of_text(call)),
        *((DATES, said) for said in list_lacks_of_dates(call, now)),
        *((MONEY, said) for said in list_lacks_of_money(call)),
        *((FORM, said) for said in list_lacks_of_form(call)),
        *((CRITERIA, said) for said in list_lacks_of_criteria(call)),
    ]
    if not call.process.is_published:
        found.append((PLACE, _("The process isn't published, so residents would not see the call.")))
    return [ValidationError(said, code=step) for step, said in found]


def list_lacks_of_text(call: Call) -> list[str]:
    """Tell whether residents could understand what it is about."""
    return [] if call.announcement.strip() else [_("Write the announcement: what is looked for, and who may submit.")]


def list_lacks_of_dates(call: Call, now: dt.datetime) -> list[str]:
    """Tell what is wrong with its opening and closing at a moment."""
    lacks = []
    if call.opens_at and call.opens_at < now:
        lacks.append(_("The opening has passed. Leave it empty, so that the call opens when you announce it, or move it."))
    if call.closes_at is None:
        return [*lacks, _("Say when the call closes.")]
    if call.closes_at <= now:
        return [*lacks, _("The closing has passed. Move it.")]
    if call.opens_at and call.closes_at <= call.opens_at:
        lacks.append(_("The end must come after the opening."))
    if early := say_too_early(call, call.closes_at, now):
        lacks.append(early)
    return lacks


def list_lacks_of_money(call: Call) -> list[str]:
    """Tell whether the rule of selection has what it needs."""
    if call.selects == Call.Selects.PLACES and not call.places:
        return [_("Say how many places there are: the selection goes by them.")]
    if call.selects == Call.Selects.MONEY and not call.budget:
        return [_("Say how much money there is: the selection goes by it.")]
    return []


def read_form(call: Call) -> Questionnaire | None:
    """Read what the call would ask if it were announced now; nothing where there is no form or it can't be read."""
    if call.questionnaire is None:
        return None
    try:
        return read_questionnaire(call.questionnaire.draft)
    except SchemaProblem:
        return None


def list_lacks_of_form(call: Call) -> list[str]:
    """Tell whether there is a form that people could fill in."""
    if call.questionnaire is None:
        return [_("Choose the form that applicants fill in.")]
    asked = read_form(call)
    if asked is None:
        return [_("The form can't be read. Open it and save it anew.")]
    if not any(True for _item in asked.items()):
        return [_("The form asks nothing yet.")]
    errors = [one for one in find_faults(asked, audience=call.questionnaire.audience) if one.severity == "error"]
    return [_("The form has errors that must be mended first.")] if errors else []


def list_lacks_of_criteria(call: Call) -> list[str]:
    """Tell whether there is anything to judge by."""
    if not call.criteria.all():
        return [_("Write at least one criterion. After the announcement none can be added.")]
    return []
