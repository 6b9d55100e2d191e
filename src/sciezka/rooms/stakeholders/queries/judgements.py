"""What was judged of stakeholders, for those who may see the result of the round that judged it."""

from collections.abc import Mapping
from typing import Any, Final

from sciezka.kit.forms import read_number
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.results import Stand, standing_of
from sciezka.rooms.rounds.queries.rounds import seen_rounds
from sciezka.rooms.town.models import Process

PURPOSE: Final = "stakeholders"
INFLUENCE: Final = "influence"
ENGAGEMENT: Final = "engagement"

Judgements = Mapping[int, Mapping[str, Stand]]
"""For a stakeholder's key, where it stands on each scale."""


def judging_rounds(user: Any, process: Process) -> list[Round]:  # noqa: ANN401 - any kind of user
    """List the rounds that judged stakeholders and whose result a person may see, newest first."""
    return seen_rounds(user, process, PURPOSE)


def read_judgements(round_: Round) -> Judgements:
    """Give where each stakeholder stands: what a meeting agreed, else the median."""
    stands = standing_of(round_)
    found: dict[int, Mapping[str, Stand]] = {}
    for item in round_.items.all():
        key = read_number(item.noun_key)
        if key is not None and item.pk in stands:
            found.setdefault(key, stands[item.pk])
    return found
