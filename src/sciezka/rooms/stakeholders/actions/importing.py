"""Adding a list of stakeholders at once, each row as somebody decided."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from sciezka.rooms.people.models import User
from sciezka.rooms.stakeholders.actions.register import (
    FIELDS,
    GAPS,
    StakeholderValues,
    add_stakeholder,
    edit_stakeholder,
)
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.town.models import Process


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of a list: what it says, and the stakeholder whose gaps it fills; None where it is a new one."""

    values: StakeholderValues
    fills: Stakeholder | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a list."""

    added: int = 0
    filled: int = 0


@transaction.atomic
def add_list(*, actor: User | None, process: Process, decisions: Sequence[Decision]) -> Added:
    """Add new stakeholders and fill the gaps of those that stand on the register; all of it or nothing."""
    added = filled = 0
    for decision in decisions:
        if decision.fills is None:
            add_stakeholder(actor=actor, process=process, values=decision.values)
            added += 1
            continue
        known = decision.fills
        held = StakeholderValues(**{name: getattr(known, name) for name in FIELDS})
        gaps = {name: value for name in GAPS if not getattr(held, name) and (value := getattr(decision.values, name))}
        if gaps:
            edit_stakeholder(actor=actor, stakeholder=known, values=replace(held, **gaps))
            filled += 1
    return Added(added, filled)
