"""Two waves of the same round side by side, item by item."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.consensus import ConsensusProblem, Scale, Summary, WaveChange, compare_waves
from sciezka.rooms.rounds.models import AgreedResult, Item, Participant, Round
from sciezka.rooms.rounds.queries.results import ItemResult, RoundResult, Withheld, given_answers, results_of

MOST_WAVES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveLine:
    """One item on one scale, before and after; ``change`` is None where the two can't be compared."""

    item: Item
    scale: Scale | None
    against: Item | None
    before: Summary | None
    after: Summary | None
    change: WaveChange | None
    agreed_before: AgreedResult | None
    agreed_after: AgreedResult | None
    line: ItemResult

    @property
    def size(self) -> float:
        """How large the change is: of the median first, then of the agreement."""
        if self.change is None:
            return -1.0
        return abs(self.change.median_change or 0) * 10 + abs(self.change.agreement_change or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two waves.

    Attributes:
        before: the earlier wave.
        after: the later one.
        lines: what stands in both, in the order of the later wave.
        new: items that the earlier wave did not ask about.
        gone: items that the later wave does not ask about.
        withheld: why nothing is compared; None where it is.
        both: how many people answered in both; None in anonymous rounds, where nobody can know.
    """

    before: Round
    after: Round
    lines: tuple[WaveLine, ...] = ()
    new: tuple[Item, ...] = ()
    gone: tuple[Item, ...] = ()
    withheld: Withheld | None = None
    both: int | None = None

    @property
    def moved(self) -> int:
        """How many medians changed."""
        return sum(1 for line in self.lines if line.change and line.change.median_change)

    @property
    def closer(self) -> int:
        """On how many lines people agree more than before."""
        return sum(1 for line in self.lines if line.change and (line.change.agreement_change or 0) > 0)

    @property
    def further(self) -> int:
        """On how many lines people agree less than before."""
        return sum(1 for line in self.lines if line.change and (line.change.agreement_change or 0) < 0)


def earlier_waves(round: Round) -> list[Round]:  # noqa: A002 - the noun's own name
    """List the waves before one, the nearest first."""
    found: list[Round] = []
    key = round.previous_id
    while key is not None and len(found) < MOST_WAVES:
        found.append(Round.objects.select_related("process__workspace").get(pk=key))
        key = found[-1].previous_id
    return found


def compare_rounds(after: Round, waves: list[Round], before: Round) -> Comparison:
    """Compare a round with one of the waves before it (``waves``, as ``earlier_waves`` gives them)."""
    now, then = results_of(after), results_of(before)
    if withheld := now.withheld or then.withheld:
        return Comparison(before=before, after=after, withheld=withheld)
    origins = _trace_items(now, waves[: waves.index(before) + 1])
    old = {line.key: line for line in then.lines}
    lines, new = [], {}
    for line in now.lines:
        item, scale, against = line.key
        earlier = old.get((origins.get(item, 0), scale, None if against is None else origins.get(against, 0)))
        if earlier is None:
            new[line.item.pk] = line.item
        else:
            lines.append(_compare_line(line, earlier))
    kept = {origins.get(line.item.pk) for line in now.lines}
    gone = {line.item.pk: line.item for line in then.lines if line.item.pk not in kept}
    return Comparison(
        before=before, after=after, lines=tuple(lines), new=tuple(new.values()), gone=tuple(gone.values()),
        both=_count_both(before, after),
    )  # fmt: skip


def _compare_line(line: ItemResult, earlier: ItemResult) -> WaveLine:
    change = None
    if line.summary and earlier.summary:
        try:
            change = compare_waves(earlier.summary, line.summary)
        except ConsensusProblem:
            # A ranking of more items, or other levels: shown side by side, not reckoned.
            change = None
    return WaveLine(
        item=line.item, scale=line.scale, against=line.against, before=earlier.summary, after=line.summary, change=change,
        agreed_before=earlier.agreed, agreed_after=line.agreed, line=line,
    )  # fmt: skip


def _trace_items(now: RoundResult, waves: list[Round]) -> dict[int, int]:
    """Find for each item the one that it was in the last of the waves."""
    steps = dict(Item.objects.filter(round__in=[now.round, *waves], before__isnull=False).values_list("pk", "before_id"))
    found: dict[int, int] = {}
    for key in {line.item.pk for line in now.lines}:
        origin: int | None = key
        for _wave in waves:
            origin = steps.get(origin) if origin is not None else None
        if origin is not None:
            found[key] = origin
    return found


def _count_both(before: Round, after: Round) -> int | None:
    if before.is_anonymous or after.is_anonymous:
        return None
    first, second = (
        {
            (user, "" if user else email)
            for user, email in Participant.objects.filter(
                pk__in=given_answers(one).values("sheet__participant")
            ).values_list("user", "email")
            if user or email
        }
        for one in (before, after)
    )
    return len(first & second)


def say_change(compared: Comparison | None) -> str:
    """Read a comparison in one sentence."""
    if compared is None:
        return _("There is no earlier wave to compare with")
    if compared.withheld:
        return _("The two waves can't be compared yet")
    if not compared.moved:
        return _("No median has changed since the earlier wave")
    return ngettext(
        "%(moved)s of %(total)s medians has changed", "%(moved)s of %(total)s medians have changed", compared.moved
    ) % {"moved": compared.moved, "total": len(compared.lines)}
