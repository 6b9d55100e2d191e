"""Submissions that say nearly the same; a person judges whether they do, and the judgement is kept."""

from dataclasses import dataclass
from typing import Any, Final

from sciezka.core.alike import rank_alike
from sciezka.rooms.calls.models import Call, Submission
from sciezka.rooms.calls.queries.submissions import IN_TIME

MOST: Final = 60
SAME, DIFFERENT = "same", "different"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two submissions that say nearly the same.

    Attributes:
        one: the earlier.
        other: the later.
        share: how alike they are, 0 to 1.
        judged: ``same``, ``different``, or nothing.
    """

    one: Submission
    other: Submission
    share: float
    judged: str = ""

    @property
    def both(self) -> tuple[Submission, Submission]:
        """The two of them."""
        return self.one, self.other

    @property
    def percent(self) -> int:
        """How alike they are, in per cent."""
        return round(100 * self.share)


def find_duplicates(call: Call, hidden: frozenset[int]) -> list[Pair]:
    """Find pairs of submissions in time that say nearly the same: those not judged yet first, then the likest.

    Args:
        call: the call.
        hidden: keys of what the reader may not see.
    """
    rows = list(Submission.objects.filter(IN_TIME, call=call).exclude(pk__in=hidden).order_by("number", "pk"))
    found = rank_alike([(row.title, f"{row.summary} {read_words(row.answers)}") for row in rows])
    pairs = [
        Pair(rows[pair.one], rows[pair.other], pair.share, read_judgement(rows[pair.one], rows[pair.other]))
        for pair in found
    ]
    return sorted(pairs, key=lambda pair: (bool(pair.judged), -pair.share, pair.one.pk, pair.other.pk))[:MOST]


def read_judgement(one: Submission, other: Submission) -> str:
    """Read what was judged of two submissions; it is kept at both."""
    return str(one.compared.get(str(other.pk), ""))


def read_words(answer: Any) -> str:  # noqa: ANN401 - any answer
    """Gather the words in answers; keys, codes and numbers tell nothing of what a text is about."""
    if isinstance(answer, str):
        return answer if " " in answer else ""
    if isinstance(answer, dict):
        return " ".join(read_words(value) for value in answer.values())
    return " ".join(map(read_words, answer)) if isinstance(answer, list) else ""
