"""Rounds in which factors were judged and picked, for tests."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from sciezka.rooms.path.models import Factor
from sciezka.rooms.path.queries.factors_rounds import CORE, LONG, SCALES
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Answer, Round, Sheet
from sciezka.rooms.rounds.scales import as_stored, find_scale
from sciezka.rooms.town.models import Process
from tests.factories.rounds import make_round, make_sheet


def make_judging(
    process: Process,
    factors: Sequence[Factor],
    values: Sequence[Sequence[int]],
    people: int | Sequence[User] = 3,
    **fields: Any,
) -> Round:
    """Make a closed round: for each factor what everybody said on each of the four scales."""
    scales = [as_stored(template, "pl") for key in SCALES if (template := find_scale(key))]
    round_ = make_round(
        process, people=people, items=[row.name for row in factors],
        **{"phase": "closed", "purpose": LONG, "title": "Ocena czynników", "scales": scales, **fields},
    )  # fmt: skip
    items = name_items(round_, factors)
    for number, participant in enumerate(round_.participants.all(), start=1):
        sheet = Sheet.objects.create(round=round_, participant=participant, number=number, is_finished=True)
        Answer.objects.bulk_create(
            Answer(sheet=sheet, item=item, scale=scale, value=value, edit=uuid.uuid4(), edited_at=timezone.now())
            for item, row in zip(items, values, strict=True)
            for scale, value in zip(SCALES, row, strict=False)
        )
    return round_


def make_picks(process: Process, factors: Sequence[Factor], sheets: Sequence[Sequence[int]], **fields: Any) -> Round:
    """Make a closed round of picks: for each person the places of the factors that they picked."""
    given = {
        "phase": "closed", "purpose": CORE, "kind": "pick", "scales": [], "most_picks": 2, "title": "Ścisłe grono",
        "people": len(sheets), **fields,
    }  # fmt: skip
    round_ = make_round(process, items=[row.name for row in factors], **given)
    items = name_items(round_, factors)
    for participant, picks in zip(round_.participants.all(), sheets, strict=True):
        make_sheet(participant, {items[place]: 1 for place in picks}, scale="")
    return round_


def name_items(round_: Round, factors: Sequence[Factor]) -> list[Any]:
    """Let the items of a round stand for factors."""
    items = list(round_.items.all())
    for item, factor in zip(items, factors, strict=True):
        item.noun_key = str(factor.pk)
        item.save()
    return items


def age(round_: Round, days: int) -> Round:
    """Make a round older, so that another is the newest."""
    round_.created_at -= dt.timedelta(days=days)
    round_.save()
    return round_
