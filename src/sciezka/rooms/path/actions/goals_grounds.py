"""Saying what a goal answers and uses: many ties of the thread in one go."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.path.actions.goals import touch
from sciezka.rooms.path.models import Goal
from sciezka.rooms.people.models import User
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.thread.actions import tie, untie
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries import node_for


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody said of one statement.

    Attributes:
        node: the statement's node.
        kind: the kind of tie.
        was: the reason as it was shown; None where no tie was shown.
        now: the reason as it is wanted; None where no tie is wanted.
    """

    node: Node
    kind: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Touched:
    """Whom a goal touches too, and whom not any more."""

    add: Sequence[Stakeholder] = field(default_factory=tuple)
    remove: Sequence[Stakeholder] = field(default_factory=tuple)


class Crossed(ValidationError):
    """Somebody else has changed the same ties in the meantime.

    Attributes:
        standing: the reasons that stand now, by the nodes' keys; None where no tie stands.
    """

    def __init__(self, standing: dict[int, str | None]) -> None:
        said = _("Somebody has changed the same ties since you read them. What stands now is shown beside your words.")
        super().__init__(said, code="conflict")
        self.standing = standing


@transaction.atomic
def set_grounds(*, actor: User | None, goal: Goal, choices: Sequence[Choice], touched: Touched) -> None:
    """Tie a goal to what it answers and uses, and say whom it touches; what was not changed on the form is left alone.

    Raises:
        Crossed: when somebody else has changed a tie that was changed here too.
        ValidationError: what the thread refuses, such as a tie without a reason; nothing is changed then.
    """
    hold_thread(goal.process)
    target = node_for(goal)
    if target is None or target.is_taken_off:
        raise ValidationError(_("The goal is off the thread. Put it back first."), code="off")
    known = {(row.source_id, row.kind): row for row in Tie.objects.filter(target=target)}
    changed = [choice for choice in choices if choice.now != choice.was]

    def stands(choice: Choice) -> str | None:
        found = known.get((choice.node.pk, choice.kind))
        return found.reason.replace("\r\n", "\n") if found else None

    crossed = {choice.node.pk: stands(choice) for choice in changed if stands(choice) not in (choice.was, choice.now)}
    if crossed:
        raise Crossed(crossed)
    for choice in changed:
        if choice.now == stands(choice):
            continue
        if found := known.get((choice.node.pk, choice.kind)):
            untie(actor=actor, tie=found)
        if choice.now is not None:
            try:
                tie(actor=actor, source=choice.node, target=target, kind=choice.kind, reason=choice.now)
            except ValidationError as refusal:
                said = {"code": choice.node.code, "why": " ".join(refusal.messages)}
                raise ValidationError(_("%(code)s: %(why)s"), code=refusal.code, params=said) from refusal
    touch(actor=actor, goal=goal, add=touched.add, remove=touched.remove)
