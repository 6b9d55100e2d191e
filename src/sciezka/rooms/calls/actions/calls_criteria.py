"""Criteria of a call: added, changed, moved and removed until the call is announced, never afterwards."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sciezka.rooms.calls.actions.calls import hold_call, raise_version, refuse_unless
from sciezka.rooms.calls.models import Call, Criterion, Phase
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.conflicts import Conflict
from sciezka.rooms.town.actions.trace import note

MOST_CRITERIA: Final = 30
LETTER: Final = "K"


@transaction.atomic
def add_criterion(*, actor: User | None, call: Call, values: Mapping[str, Any]) -> Criterion:
    """Add a criterion behind the others, under the next free code."""
    standing = hold_draft(call)
    if standing.criteria.count() >= MOST_CRITERIA:
        raise ValidationError(_("A call can have at most %(limit)s criteria.") % {"limit": MOST_CRITERIA}, code="too_many")
    last = standing.criteria.aggregate(last=Max("position"))["last"]
    criterion = Criterion(call=standing, code=next_code(standing), position=0 if last is None else last + 1, **values)
    check_criterion(criterion, values)
    criterion.save()
    note(actor=actor, verb="criterion.add", of=criterion, after=criterion.said())
    raise_version(standing)
    return criterion


@transaction.atomic
def edit_criterion(*, actor: User | None, criterion: Criterion, values: Mapping[str, Any], seen: str = "") -> Criterion:
    """Change a criterion.

    Raises:
        Conflict: when somebody has changed it since ``seen`` was read.
    """
    call = hold_draft(criterion.call)
    standing = Criterion.objects.select_related("call__process__workspace").get(pk=criterion.pk)
    check_criterion(standing, values)
    if seen and digest_criterion(standing) != seen and any(getattr(standing, name) != values[name] for name in values):
        raise Conflict(standing)
    if apply_changes(actor=actor, verb="criterion.edit", of=standing, values=values):
        raise_version(call)
    return standing


@transaction.atomic
def remove_criterion(*, actor: User | None, criterion: Criterion) -> None:
    """Remove a criterion."""
    call = hold_draft(criterion.call)
    standing = Criterion.objects.select_related("call__process__workspace").get(pk=criterion.pk)
    note(actor=actor, verb="criterion.remove", of=standing, before=standing.said())
    standing.delete()
    raise_version(call)


@transaction.atomic
def move_criterion(*, actor: User | None, criterion: Criterion, steps: int) -> None:
    """Move a criterion up or down: in ties the one that stands higher goes first."""
    call = hold_draft(criterion.call)
    standing = Criterion.objects.get(pk=criterion.pk)
    rows = list(call.criteria.all())
    before = [row.code for row in rows]
    place = rows.index(standing)
    rows.insert(max(0, place + steps), rows.pop(place))
    if (after := [row.code for row in rows]) == before:
        return
    for number, row in enumerate(rows):
        row.position = number
    Criterion.objects.bulk_update(rows, ["position"])
    note(actor=actor, verb="criterion.move", of=call, before={"criteria": before}, after={"criteria": after})
    raise_version(call)


def hold_draft(call: Call) -> Call:
    """Hold a call whose criteria may change still."""
    standing = hold_call(call)
    refuse_unless(standing, (Phase.DRAFT,))
    return standing


def digest_criterion(criterion: Criterion) -> str:
    """Give a short sign of what a criterion says."""
    written = json.dumps(criterion.said(), ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()


def next_code(call: Call) -> str:
    """Give the first code that no criterion of the call has: K1, K2 and so on."""
    taken = set(call.criteria.values_list("code", flat=True))
    return next(code for number in range(1, MOST_CRITERIA + 2) if (code := f"{LETTER}{number}") not in taken)


def check_criterion(criterion: Criterion, values: Mapping[str, Any]) -> None:
    """Refuse a range without points, a threshold outside of it, and levels that nobody could give."""
    said = {name: values.get(name, getattr(criterion, name)) for name in ("least", "most", "threshold", "weight", "levels")}
    least, most, threshold = Decimal(said["least"]), Decimal(said["most"]), said["threshold"]
    if most <= least:
        raise ValidationError({"most": _("The most points must be more than the fewest.")}, code="range")
    if Decimal(said["weight"]) <= 0:
        raise ValidationError({"weight": _("The weight must be more than 0.")}, code="weight")
    if threshold is not None and not least <= threshold <= most:
        raise ValidationError({"threshold": _("The threshold must lie within the points.")}, code="threshold")
    points = [Decimal(level["points"]) for level in said["levels"]]
    if any(not least <= one <= most for one in points):
        raise ValidationError(_("A level has points that nobody could give."), code="levels")
    if len(set(points)) < len(points):
        raise ValidationError(_("Two levels have the same points."), code="levels")
