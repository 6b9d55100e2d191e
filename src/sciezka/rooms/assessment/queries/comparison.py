"""Comparing with other workspaces of the instance: only as anonymous quartiles of what at least five others published."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sciezka.core.consensus import Quartiles, quarter_values
from sciezka.core.consensus.areas import FEWEST_COMPARED
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.scores import AreaLine, Scores
from sciezka.rooms.assessment.queries.words import word_area


@dataclass(frozen=True, slots=True)
class ComparedArea:
    """An area beside the others'; ``others`` is None where fewer than five published a score of it."""

    line: AreaLine
    others: Quartiles | None

    @property
    def title(self) -> str:
        """The area's name."""
        return word_area(self.line.area)

    @property
    def word(self) -> str:
        """Tell where the area stands: above, below or within the middle half of the others."""
        score = self.line.score.score
        if self.others is None or score is None:
            return ""
        return "above" if score > self.others.q3 else "below" if score < self.others.q1 else "within"


@dataclass(frozen=True, slots=True)
class Comparison:
    """All areas beside the others'.

    Attributes:
        areas: in the bank's order; none where too few published.
        published: how many other workspaces published, told only from five on.
    """

    areas: tuple[ComparedArea, ...]
    published: int | None

    @property
    def is_shown(self) -> bool:
        """Tell whether there is anything to compare with."""
        return any(row.others for row in self.areas)


def sum_up(scores: Scores) -> dict[str, Any]:
    """Give what is published: the score of each area with the number of rated questions, and the scale."""
    areas = {
        line.area.key: {"score": round(line.score.score, 4), "rated": line.score.rated}
        for line in scores.areas
        if line.score.score is not None
    }
    return {"method": scores.bank.method, "low": scores.low, "high": scores.high, "areas": areas}


def compare(scores: Scores) -> Comparison:
    """Compare with the newest published assessment by the same bank of each other workspace; one query.

    Scores on another scale (a bank that a workspace changed) are no match and left out.
    """
    assessment = scores.assessment
    rows = (
        Assessment.objects.filter(bank_key=assessment.bank_key, published_at__isnull=False)
        .exclude(process__workspace=assessment.process.workspace_id)
        .order_by("published_at", "pk")
        .values_list("process__workspace", "summary")
    )
    scale = {"method": scores.bank.method, "low": scores.low, "high": scores.high}
    newest: dict[int, dict[str, Any]] = {}
    for workspace, summary in rows:
        if {key: summary.get(key) for key in scale} == scale:
            newest[workspace] = summary["areas"]
    if len(newest) < FEWEST_COMPARED:
        return Comparison(tuple(ComparedArea(line, None) for line in scores.areas), None)
    given: dict[str, list[float]] = defaultdict(list)
    for areas in newest.values():
        for key, row in areas.items():
            given[key].append(float(row["score"]))
    compared = tuple(ComparedArea(line, quarter_values(given[line.area.key])) for line in scores.areas)
    return Comparison(compared, len(newest))
