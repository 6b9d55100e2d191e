"""How unique resources were judged to be and how far they are used, for those who may see the rounds that judged it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sciezka.kit.forms import read_number
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries import rounds
from sciezka.rooms.rounds.queries.results import Stand, standing_of
from sciezka.rooms.town.models import Process

PURPOSE: Final = "resources"
UNIQUENESS: Final = "uniqueness"
USE: Final = "use"
AXES: Final = (UNIQUENESS, USE)
FURTHER: Final = ("potential", "condition")
# Above the middle of a scale a value counts as high.
MIDDLE: Final = 3.0


@dataclass(frozen=True, slots=True)
class Rating:
    """Where a resource stands on the scales of the last round that judged it."""

    round: Round
    stands: Mapping[str, Stand]

    def value(self, key: str) -> float | None:
        """Give the value on a scale: what a meeting agreed, else the median."""
        return stand.value if (stand := self.stands.get(key)) else None

    @property
    def uniqueness(self) -> float | None:
        """How unique it is."""
        return self.value(UNIQUENESS)

    @property
    def use(self) -> float | None:
        """How far it is used today."""
        return self.value(USE)

    @property
    def is_unique(self) -> bool:
        """Tell whether it was judged to be more unique than not."""
        return self.uniqueness is not None and self.uniqueness > MIDDLE

    @property
    def is_idle(self) -> bool:
        """Tell whether it is an unused potential: unique, and used partly at best."""
        return self.is_unique and self.use is not None and self.use <= MIDDLE

    @property
    def is_placed(self) -> bool:
        """Tell whether it has a value on both axes of the map."""
        return self.uniqueness is not None and self.use is not None


Ratings = Mapping[int, Rating]
"""For a resource's key, how it was judged."""


def seen_rounds(user: Any, process: Process) -> list[Round]:  # noqa: ANN401 - any kind of user
    """List the closed rounds that judged resources and whose result a person may see, newest first."""
    return rounds.seen_rounds(user, process, PURPOSE)


def read_ratings(judged_in: Iterable[Round]) -> dict[int, Rating]:
    """Read how resources were judged: each by the newest of these rounds that gave it any value."""
    found: dict[int, Rating] = {}
    for round_ in judged_in:
        stands = standing_of(round_)
        for item in round_.items.all():
            key, given = read_number(item.noun_key), stands.get(item.pk, {})
            if key is not None and any(stand.value is not None for stand in given.values()):
                found.setdefault(key, Rating(round_, given))
    return found


def read_common_ratings(process: Process) -> dict[int, Rating]:
    """Read how resources were judged whoever asks, for the check of the plan."""
    return read_ratings(rounds.closed_rounds(process, PURPOSE))
