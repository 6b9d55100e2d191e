"""How certain the places of a year are, in words and as ranges."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from sciezka.core.index.types import IndexProblem
from sciezka.kit.manifests import Text
from sciezka.rooms.monitor.queries.variant import Variant
from sciezka.rooms.monitor.queries.what_if import say_for_catalogue
from sciezka.rooms.monitor.queries.words import show
from sciezka.rooms.monitor.store.readings.uncertainty import Ask, Span, Uncertainty, measure_uncertainty

DRAWS: Final = (200, 500, 1000, 2000)
MOST_SEED: Final = 999_999
# A town is clearly ahead of another when it is so in this share of the replications.
CLEARLY: Final = 0.9
# A wider interval than this part of the group says little.
WIDE: Final = 0.4

INPUTS: Final[Mapping[str, tuple[Text, Text]]] = {
    "weights": (
        gettext_lazy("weights"),
        gettext_lazy("every weight drawn up to a quarter above or below itself, or shares drawn after Dirichlet"),
    ),
    "normalise": (
        gettext_lazy("common scale"),
        gettext_lazy("standard deviations from the mean, or from the lowest to the highest value"),
    ),
    "treat": (gettext_lazy("outliers"), gettext_lazy("cut to quantiles, cut more, or left as they are")),
    "aggregate": (gettext_lazy("putting together"), gettext_lazy("arithmetic or geometric mean")),
    "left_out": (gettext_lazy("one indicator left out"), gettext_lazy("each indicator in turn, or none")),
}
KINDS: Final[Mapping[str, Text]] = {
    "uniform": gettext_lazy("each weight evenly, up to a quarter more or less"),
    "dirichlet": gettext_lazy("shares after Dirichlet"),
}


@dataclass(frozen=True, slots=True)
class RangeLine:
    """A town's place with the interval in which it lies; the bar runs on a scale of 0 to 1000."""

    name: str
    rank: str
    interval: str
    x: str
    width: str
    point: str
    wins: str
    is_town: bool


@dataclass(frozen=True, slots=True)
class SourceLine:
    """How much of the movement of places one choice makes."""

    name: str
    meaning: str
    share: str
    range: str
    value: int


@dataclass(frozen=True, kw_only=True, slots=True)
class UncertaintyPage:
    """What the page shows.

    Attributes:
        title: a sentence with the town's place and its interval.
        problem: why nothing could be reckoned.
        sentences: what the numbers mean, in plain words.
        lines: all towns.
        sources: what the uncertainty comes from.
        draws: how many replications.
        digest: of the question and what it was reckoned from.
        inputs: the uncertain choices: key, name, meaning, whether asked for.
        kinds: how weights may be drawn.
        fewer: whether fewer replications were made than asked for.
    """

    title: str = ""
    problem: str = ""
    sentences: tuple[str, ...] = ()
    lines: tuple[RangeLine, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    draws: int = 0
    digest: str = ""
    inputs: tuple[tuple[str, str, str, bool], ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    fewer: bool = False


def ask_for_draws(asked: Mapping[str, str], inputs: list[str] | None = None) -> Ask:
    """Read what an address asks for: losowania, ziarno, rozklad, and which choices; whatever can't be read is the usual."""
    usual = Ask()
    draws, seed = asked.get("losowania", ""), asked.get("ziarno", "")
    kind = asked.get("rozklad", "")
    chosen = tuple(name for name in usual.inputs if name in (inputs or ()))
    return Ask(
        draws=int(draws) if draws in {str(count) for count in DRAWS} else usual.draws,
        seed=int(seed) if seed.isascii() and seed.isdecimal() and len(seed) <= len(str(MOST_SEED)) else usual.seed,
        kind=kind if kind in KINDS else usual.kind,
        inputs=chosen or usual.inputs,
    )


def show_uncertainty_of(variant: Variant, ask: Ask) -> UncertaintyPage:
    """Gather what the page shows."""
    inputs = tuple((key, str(name), str(meaning), key in ask.inputs) for key, (name, meaning) in INPUTS.items())
    kinds = tuple((key, str(name)) for key, name in KINDS.items())
    choice = variant.choice
    if choice.sight is None or choice.run is None:
        return UncertaintyPage(inputs=inputs, kinds=kinds)
    try:
        run = variant.run()
        if run is None or choice.year not in run.year_place:
            return UncertaintyPage(inputs=inputs, kinds=kinds, problem=_("There are no data to reckon with."))
        found = measure_uncertainty(run, choice.unit.key, choice.year, ask)
    except IndexProblem as problem:
        return UncertaintyPage(inputs=inputs, kinds=kinds, problem=say_for_catalogue(problem, choice.sight.catalogue))
    count = len(found.spans)
    own = next((span for span in found.spans if span.unit == choice.unit.key), None)
    return UncertaintyPage(
        title=_say_title(choice.unit.name, own, count),
        sentences=tuple(_say_meaning(own, count, found)),
        lines=tuple(_draw(variant, span, count, found) for span in found.spans),
        sources=tuple(
            SourceLine(
                name=str(INPUTS[source.name][0]),
                meaning=str(INPUTS[source.name][1]),
                share=_percent(source.total),
                range=f"{show(100 * max(0.0, source.total_low), 0)}–{_percent(source.total_high)}",
                value=max(0, min(100, round(100 * source.total))),
            )
            for source in found.sources
        ),
        draws=found.draws,
        digest=found.digest,
        inputs=inputs,
        kinds=kinds,
        fewer=found.draws < ask.draws,
    )


def say_interval(span: Span) -> str:
    """Say the places between which a rank lies: „14–20”, or one place."""
    low, high = round(span.low), round(span.high)
    return f"{low}–{high}" if low != high else str(low)


def _say_title(name: str, own: Span | None, count: int) -> str:
    if own is None:
        return _("%(town)s has no place in this year") % {"town": name}
    words = {"town": name, "rank": own.rank, "count": count, "interval": say_interval(own)}
    if round(own.low) == round(own.high):
        return _("%(town)s: place %(rank)s of %(count)s, whatever is chosen") % words
    return _("%(town)s: place %(rank)s of %(count)s, with other choices %(interval)s") % words


def _say_meaning(own: Span | None, count: int, found: Uncertainty) -> list[str]:
    said = [
        ngettext(
            "The index was reckoned %(count)s time, each time with other choices that could be defended as well. A bar "
            "shows the places between which a town lies in nine out of ten cases.",
            "The index was reckoned %(count)s times, each time with other choices that could be defended as well. A bar "
            "shows the places between which a town lies in nine out of ten cases.",
            found.draws,
        )
        % {"count": found.draws}
    ]
    if own is None or count < 2:  # noqa: PLR2004 - one town has nobody to be compared with
        return said
    ahead = sum(1 for share in found.wins.values() if share >= CLEARLY)
    behind = sum(1 for share in found.loses.values() if share >= CLEARLY)
    open_ = len(found.wins) - ahead - behind
    said.append(
        _("In at least nine out of ten cases the town is ahead of %(ahead)s and behind %(behind)s. With %(open)s the order "
          "depends on the choices.") % {"ahead": ahead, "behind": behind, "open": open_}
    )  # fmt: skip
    if own.high - own.low > WIDE * count:
        said.append(_("The interval is wide: the place alone is no ground for a conclusion. Look at the areas instead."))
    elif own.high - own.low <= max(1.0, 0.1 * count):
        said.append(_("The interval is narrow: the place hardly depends on the choices."))
    if found.is_imputed:
        said.append(_("Gaps were filled first, as the recipe says; that choice was not varied."))
    said.append(_("It shows what other choices would do. It is no margin of error of the data themselves."))
    return said


def _draw(variant: Variant, span: Span, count: int, found: Uncertainty) -> RangeLine:
    choice = variant.choice
    step = 1000 / max(1, count)
    units = choice.sight.units if choice.sight else {}
    wins = found.wins.get(span.unit)
    return RangeLine(
        name=units[span.unit].name if span.unit in units else span.unit,
        rank=str(span.rank),
        interval=say_interval(span),
        x=f"{(span.low - 1) * step:.1f}",
        width=f"{(span.high - span.low + 1) * step:.1f}",
        point=f"{(span.rank - 0.5) * step:.1f}",
        wins=_percent(wins) if wins is not None else "–",
        is_town=span.unit == choice.unit.key,
    )


def _percent(share: float) -> str:
    return f"{show(100 * max(0.0, share), 0)}\u00a0%"
