"""The ladder: a criterion's stage is the highest of which all conditions hold, and all of those below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sciezka.core.consensus.types import ConsensusProblem


@dataclass(frozen=True, slots=True)
class LadderStage:
    """How high a criterion stands, and what keeps it from standing higher.

    Attributes:
        stage: 0 when not even the lowest stage holds.
        next_stage: the stage above; None at the top.
        blocked_by: the conditions of the stage above that do not hold, by their place in it from 0, unknown ones too.
        unknown: those of them that nobody could tell.
    """

    stage: int
    next_stage: int | None
    blocked_by: tuple[int, ...]
    unknown: tuple[int, ...]


def ladder(conditions: Mapping[int, Sequence[bool | None]]) -> LadderStage:
    """Find the stage of a criterion on a ladder of stages.

    A condition that nobody could tell (None) does not hold. What holds above a stage that does not hold counts for
    nothing.

    Args:
        conditions: by the number of each stage, 1 or more, whether each of its conditions holds.

    Raises:
        ConsensusProblem: ``ladder.stage`` (a stage below 1), ``ladder.empty`` (a stage without conditions, which would
            hold by itself).
    """
    for stage, held in conditions.items():
        if stage < 1:
            raise ConsensusProblem("ladder.stage", f"Stage {stage} is below 1. Number stages from 1.", stage=stage)
        if not held:
            raise ConsensusProblem("ladder.empty", f"Stage {stage} has no conditions. Give it one or more.", stage=stage)
    reached = 0
    for stage in sorted(conditions):
        held = conditions[stage]
        if not all(held):
            blocked = tuple(at for at, holds in enumerate(held) if not holds)
            return LadderStage(reached, stage, blocked, tuple(at for at in blocked if held[at] is None))
        reached = stage
    return LadderStage(reached, None, (), ())
