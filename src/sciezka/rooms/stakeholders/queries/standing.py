"""Where one stakeholder stood in each wave, for those who may see it."""

from dataclasses import dataclass
from typing import Any

from sciezka.rooms.rounds.models import Item, Round
from sciezka.rooms.rounds.queries.results import Stand
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.stakeholders.queries.judgements import ENGAGEMENT, INFLUENCE, judging_rounds, read_judgements


@dataclass(frozen=True, slots=True, kw_only=True)
class StandLine:
    """Where a stakeholder stood in one wave."""

    round: Round
    influence: Stand | None
    engagement: Stand | None


def read_history(user: Any, stakeholder: Stakeholder) -> list[StandLine]:  # noqa: ANN401 - any kind of user
    """List the waves that judged a stakeholder and whose results the person may see, newest first."""
    rounds = judging_rounds(user, stakeholder.process)
    asked = set(Item.objects.filter(round__in=rounds, noun_key=str(stakeholder.pk)).values_list("round_id", flat=True))
    lines = []
    for round_ in rounds:
        if round_.pk in asked:
            stands = read_judgements(round_).get(stakeholder.pk, {})
            lines.append(StandLine(round=round_, influence=stands.get(INFLUENCE), engagement=stands.get(ENGAGEMENT)))
    return lines
