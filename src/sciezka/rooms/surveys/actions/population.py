"""What is known about the people asked: how many they are, how they are made up, and how many answers are enough of whom."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.questions.schema.stored import read_condition
from sciezka.rooms.questions.schema.types import Kind, Questionnaire, SchemaProblem
from sciezka.rooms.surveys.actions.access import BEFORE_END
from sciezka.rooms.surveys.actions.surveys import refuse_unless
from sciezka.rooms.surveys.models import Phase, Survey
from sciezka.rooms.town.actions.changes import apply_changes

ONE_OF: Final = frozenset({Kind.SINGLE, Kind.DROPDOWN})
SLACK: Final = 0.005
"""Rounded shares may miss one by half a point."""
MOST_QUOTAS: Final = 30
LARGEST_QUOTA: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationValues:
    """What is known about the population; shares from 0 to 1 by item and option."""

    frame_size: int | None = None
    frame_source: str = ""
    margins: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    is_weighted: bool = False


@transaction.atomic
def set_population(*, actor: User | None, survey: Survey, asked: Questionnaire, values: PopulationValues) -> Survey:
    """Say how many people the survey is about, how they are made up, and whether results are weighted to it.

    Raises:
        ValidationError: shares are of an item that is no choice of one, or do not sum to one.
    """
    refuse_unless(survey, set(Phase))
    margins = {item: check_margin(asked, item, shares) for item, shares in values.margins.items()}
    if values.is_weighted and not margins:
        said = _("Say how the population is made up first: without it there is nothing to weight to.")
        raise ValidationError({"is_weighted": said}, code="margins")
    changed = {
        "frame_size": values.frame_size,
        "frame_source": values.frame_source,
        "margins": margins,
        "is_weighted": values.is_weighted,
    }
    apply_changes(actor=actor, verb="population.set", of=survey, values=changed)
    return survey


def check_margin(asked: Questionnaire, code: str, shares: Mapping[str, float]) -> dict[str, float]:
    """Give the shares of an item's options, scaled to sum to exactly one.

    Raises:
        ValidationError: they can't be shares of this item.
    """
    item = asked.find_item(code)
    if item is None or item.kind not in ONE_OF:
        raise ValidationError(_("Only a choice of one answer can be compared with the population."), code="item")
    if any(item.find_option(option) is None for option in shares):
        raise ValidationError(_("The questionnaire has no such answer."), code="option")
    if any(not 0 <= share <= 1 or math.isnan(share) for share in shares.values()):
        raise ValidationError(_("A share lies between 0 and 100 %."), code="share")
    total = sum(shares.values())
    if abs(total - 1) > SLACK:
        words = {"item": item.text.say(asked.base), "total": f"{100 * total:.1f}"}
        raise ValidationError(_("The shares of “%(item)s” sum to %(total)s %% instead of 100 %%.") % words, code="sum")
    return {option: share / total for option, share in shares.items()}


@transaction.atomic
def set_quotas(*, actor: User | None, survey: Survey, quotas: Sequence[Mapping[str, Any]]) -> Survey:
    """Say how many answers are enough of whom.

    Args:
        actor: who.
        survey: which one, not over.
        quotas: ``{"code", "when": condition, "most", "text": {language: …}}`` each.
    """
    refuse_unless(survey, BEFORE_END)
    if len(quotas) > MOST_QUOTAS:
        raise ValidationError(_("A survey has at most %(most)s quotas.") % {"most": MOST_QUOTAS}, code="many")
    codes = [quota["code"] for quota in quotas]
    if len(set(codes)) < len(codes):
        raise ValidationError(_("Two quotas have the same code."), code="codes")
    for quota in quotas:
        try:
            read_condition(quota["when"])
        except SchemaProblem as problem:
            raise ValidationError(_("Choose an answer for each quota."), code="when") from problem
        if not 1 <= quota["most"] <= LARGEST_QUOTA:
            raise ValidationError(_("A quota lets in at least one person."), code="most")
    apply_changes(actor=actor, verb="quotas.set", of=survey, values={"quotas": [dict(quota) for quota in quotas]})
    return survey
