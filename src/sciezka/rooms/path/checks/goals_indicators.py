"""What the rules about goals find at single indicators: what they lack, and what does not fit together."""

from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as say

from sciezka.core.targets import Outlook
from sciezka.rooms.path.checks.goals_told import read_told
from sciezka.rooms.path.models import Indicator, VisionDraft
from sciezka.rooms.path.queries.goals_readings import Measured
from sciezka.rooms.thread.queries.plan import Hit, Plan


def each(find: Callable[[Plan, Measured], Mapping[str, object] | None]) -> Callable[[Plan], Iterator[Hit]]:
    """Make what asks each standing indicator on its own: the words of its fault, or nothing."""

    def find_all(plan: Plan) -> Iterator[Hit]:
        for node, row in plan.once(read_told).measured:
            words = find(plan, row)
            if words is not None:
                yield Hit(node, words)

    return find_all


def find_endless(_plan: Plan, row: Measured) -> dict[str, object] | None:
    """Find what an indicator lacks to have a path at all."""
    said = row.indicator
    lacks = {
        say("the baseline"): said.baseline,
        say("the year of the baseline"): said.baseline_year,
        say("the target"): said.target,
        say("the year of the target"): said.target_year,
    }
    missing = [word for word, value in lacks.items() if value is None]
    return {"missing": ", ".join(missing)} if missing else None


def find_orphan(_plan: Plan, row: Measured) -> dict[str, object] | None:
    """Find indicators without a source of data or anybody who looks after them."""
    has = {say("the source of data"): row.indicator.source, say("who looks after it"): row.indicator.owner}
    missing = [word for word, value in has.items() if not value.strip()]
    return {"missing": ", ".join(missing)} if missing else None


def find_idle(_plan: Plan, row: Measured) -> dict[str, object] | None:
    """Find targets that equal the baseline."""
    said = row.indicator
    is_same = said.target is not None and said.target == said.baseline and said.direction != Indicator.Direction.KEEP
    return {"value": row.said_target} if is_same else None


def find_backward(_plan: Plan, row: Measured) -> dict[str, object] | None:
    """Find targets on the wrong side of the baseline."""
    said = row.indicator
    if said.baseline is None or said.target is None or said.target == said.baseline:
        return None
    is_wrong = (
        said.direction in Indicator.Direction.values
        and {
            Indicator.Direction.UP: said.target < said.baseline,
            Indicator.Direction.DOWN: said.target > said.baseline,
            Indicator.Direction.KEEP: False,
        }[Indicator.Direction(said.direction)]
    )
    words: dict[str, object] = {
        "baseline": row.said_baseline,
        "target": row.said_target,
        "way": said.get_direction_display(),
    }
    return words if is_wrong else None


def find_away(_plan: Plan, row: Measured) -> dict[str, object] | None:
    """Find indicators whose trend leads away from the target."""
    if row.outlook is not Outlook.AWAY or row.trend is None:
        return None
    year = row.indicator.target_year
    words: dict[str, object] = {"target": row.said_target, "year": year, "first": row.trend.first, "last": row.trend.last}
    return {**words, "end": row.say_reckoned(row.trend.at(year))} if year is not None else None


def find_reversed(_plan: Plan, row: Measured) -> dict[str, object] | None:
    """Find targets whose year is not after the baseline's."""
    start, end = row.indicator.baseline_year, row.indicator.target_year
    return {"start": start, "end": end} if start is not None and end is not None and end <= start else None


def read_horizon(plan: Plan) -> int | None:
    """Read the year that the adopted vision looks to."""
    adopted = VisionDraft.objects.filter(process=plan.process, adopted_at__isnull=False)
    return adopted.values_list("year", flat=True).first()


def find_beyond(plan: Plan, row: Measured) -> dict[str, object] | None:
    """Find targets for a year after the one that the vision looks to."""
    horizon, end = plan.once(read_horizon), row.indicator.target_year
    return {"end": end, "horizon": horizon} if horizon and end is not None and end > horizon else None


def find_stale(plan: Plan, row: Measured) -> dict[str, object] | None:
    """Find baselines that are older than evidence may be."""
    start = row.indicator.baseline_year
    if start is None or plan.today.year - start <= plan.evidence_years:
        return None
    return {"start": start, "years": plan.today.year - start, "limit": plan.evidence_years}


def find_moved(_plan: Plan, row: Measured) -> dict[str, object] | None:
    """Find baselines that the monitor has corrected since they were taken."""
    if row.moved is None:
        return None
    return {"was": row.said_baseline, "now": row.say(row.moved), "year": row.indicator.baseline_year}
