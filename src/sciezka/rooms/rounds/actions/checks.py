"""What a round must be before it may ask anybody."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.core.consensus.types import ConsensusProblem
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.town.models import Process

FEWEST_COMPARED = 2


def check_values(process: Process, values: Any) -> None:  # noqa: ANN401 - RoundValues, which this module can't import
    """Refuse what can't be a round at all; what is only missing so far is told at its launch."""
    if not values.title.strip():
        raise ValidationError({"title": _("Give the round a title.")}, code="title")
    if values.team is not None and values.team.process_id != process.pk:
        raise ValidationError({"team": _("The team must belong to this process.")}, code="foreign")
    keys = [row["key"] for row in values.scales]
    if len(set(keys)) < len(keys):
        raise ValidationError({"scales": _("Two scales have the same key.")}, code="scales")
    for row in values.scales:
        check_scale(row)
    if values.opens_at and values.closes_at and values.closes_at <= values.opens_at:
        raise ValidationError({"closes_at": _("The end must come after the opening.")}, code="order")


def check_scale(row: dict[str, Any]) -> None:
    """Refuse a scale that can't be reckoned with: fewer than two levels, or values that do not rise."""
    try:
        Round(scales=[row]).core_scales  # noqa: B018 - reading it is the check
    except ConsensusProblem as problem:
        said = {
            "scale.few": _("The scale “%(scale)s” needs at least two levels."),
            "scale.order": _("Write the levels of the scale “%(scale)s” in rising order."),
        }
        words = said.get(problem.code, problem.args[0]) % {"scale": row.get("title") or row.get("key")}
        raise ValidationError({"scales": words}, code=problem.code) from problem


def check_moments(
    opens_at: dt.datetime | None,
    closes_at: dt.datetime | None,
    collects_until: dt.datetime | None,
    *,
    now: dt.datetime,
    needs_end: bool,
) -> None:
    """Refuse dates that have passed or stand in a wrong order."""
    if closes_at is None and needs_end:
        raise ValidationError({"closes_at": _("Say when the round closes.")}, code="end")
    if closes_at and closes_at <= now:
        raise ValidationError({"closes_at": _("The end must be in the future.")}, code="past")
    if opens_at and closes_at and closes_at <= opens_at:
        raise ValidationError({"closes_at": _("The end must come after the opening.")}, code="order")
    if collects_until and collects_until <= now:
        raise ValidationError({"collects_until": _("The end of collecting must be in the future.")}, code="past")
    if collects_until and opens_at and opens_at < collects_until:
        raise ValidationError({"opens_at": _("Answering must open after proposals are collected.")}, code="order")


def list_lacks(round_: Round, *, now: dt.datetime | None = None) -> list[ValidationError]:
    """Say everything that a round lacks for its launch, each with the code of the step where it is mended."""
    lacks: list[ValidationError] = []
    items = round_.items.count()
    needed = FEWEST_COMPARED if round_.kind in {Round.Kind.RANKING, Round.Kind.MATRIX} else 1
    if not round_.collects and items < needed:
        said = _("Add at least two items.") if needed == FEWEST_COMPARED else _("Add at least one item.")
        lacks.append(ValidationError(said, code="items"))
    if round_.kind in {Round.Kind.RATING, Round.Kind.MATRIX} and not round_.scales:
        lacks.append(ValidationError(_("Choose a scale."), code="scales"))
    if round_.kind == Round.Kind.MATRIX and len(round_.scales) > 1:
        lacks.append(ValidationError(_("A matrix takes one scale."), code="scales"))
    if round_.kind == Round.Kind.PICK and not round_.most_picks:
        lacks.append(ValidationError(_("Say how many items may be chosen."), code="question"))
    lacks.extend(list_lacking_people(round_))
    try:
        until = round_.collects_until if round_.collects else None
        check_moments(round_.opens_at, round_.closes_at, until, now=now or timezone.now(), needs_end=not round_.collects)
    except ValidationError as problem:
        lacks.extend(ValidationError(said, code="terms") for said in problem.messages)
    return lacks


def list_lacking_people(round_: Round) -> list[ValidationError]:
    """Say whether there is anybody to ask."""
    if round_.audience == Round.Audience.TEAM and round_.team is None:
        return [ValidationError(_("Choose the team that answers."), code="people")]
    if round_.audience == Round.Audience.LIST and not round_.participants.filter(removed_at=None).exists():
        return [ValidationError(_("Add the people who are asked."), code="people")]
    return []


def check_launch(round_: Round) -> None:
    """Refuse a launch that lacks something."""
    lacks = list_lacks(round_)
    if round_.audience == Round.Audience.TEAM and round_.team and not round_.participants.filter(removed_at=None).exists():
        lacks.append(ValidationError(_("The team has no members today. Appoint them first."), code="people"))
    if lacks:
        raise ValidationError(lacks)
