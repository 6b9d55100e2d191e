"""Recipes in words: what each choice does, in plain language."""

from collections.abc import Mapping
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from sciezka.core.index.recipe import METHODS, Recipe
from sciezka.core.index.types import GROUP, YEAR
from sciezka.kit.manifests import Text

STEPS: Final[Mapping[str, Text]] = {
    "treat": gettext_lazy("Outliers"),
    "impute": gettext_lazy("Missing values"),
    "normalise": gettext_lazy("Common scale"),
    "weigh": gettext_lazy("Weights"),
    "aggregate": gettext_lazy("Putting together"),
    "rank": gettext_lazy("Ranking"),
}

# A short name for lists to choose from, and a sentence that says what the method does.
WORDS: Final[Mapping[tuple[str, str], tuple[Text, str]]] = {
    ("treat", "none"): (gettext_lazy("left as they are"), gettext_noop("Extreme values stay as they are.")),
    ("treat", "winsorise"): (
        gettext_lazy("cut to quantiles"),
        gettext_noop(
            "Values below the quantile %(low)s or above the quantile %(high)s are moved to that quantile, so that a single "
            "extreme town does not stretch the scale."
        ),
    ),
    ("treat", "skew_kurtosis"): (
        gettext_lazy("cut where the distribution is skewed"),
        gettext_noop(
            "Where an indicator is strongly skewed (skewness above %(skew)s and kurtosis above %(kurtosis)s), up to "
            "%(max_points)s extreme values are moved to the nearest other value; if that fails, logarithms are taken."
        ),
    ),
    ("treat", "log"): (
        gettext_lazy("logarithms where the distribution is skewed"),
        gettext_noop("Where an indicator is strongly skewed, logarithms of its values are taken."),
    ),
    ("treat", "boxcox"): (
        gettext_lazy("Box–Cox transformation where the distribution is skewed"),
        gettext_noop("Where an indicator is strongly skewed, its values are transformed after Box and Cox."),
    ),
    ("impute", "none"): (
        gettext_lazy("left missing"),
        gettext_noop("A missing value stays missing. The weights of what is known are made to sum to the whole again."),
    ),
    ("impute", "mean"): (gettext_lazy("mean of the group"), gettext_noop("A gap is filled with the group’s mean.")),
    ("impute", "median"): (gettext_lazy("median of the group"), gettext_noop("A gap is filled with the group’s median.")),
    ("impute", "siblings"): (
        gettext_lazy("the town’s related indicators"),
        gettext_noop("A gap is filled from the town’s other indicators of the same sub-area."),
    ),
    ("impute", "linear"): (
        gettext_lazy("on a line between years"),
        gettext_noop("A gap is filled on a straight line between the years before and after it."),
    ),
    ("impute", "linear_inside"): (
        gettext_lazy("on a line between years, not at the ends"),
        gettext_noop("A gap between two known years is filled on a straight line; gaps at the ends stay."),
    ),
    ("impute", "latest"): (
        gettext_lazy("the last known year"),
        gettext_noop("A gap is filled with the last known value."),
    ),
    ("impute", "constant"): (gettext_lazy("a constant"), gettext_noop("A gap is filled with a constant.")),
    ("normalise", "none"): (
        gettext_lazy("natural units"),
        gettext_noop("Indicators stay in their natural units; only those where less is better change their sign."),
    ),
    ("normalise", "zscore"): (
        gettext_lazy("distance from the mean in standard deviations"),
        gettext_noop(
            "The group’s mean becomes %(mean)s, and one standard deviation becomes %(sd)s points; where less is better, the "
            "sign is turned."
        ),
    ),
    ("normalise", "minmax"): (
        gettext_lazy("from the lowest to the highest value"),
        gettext_noop("The worst value of the group becomes %(low)s, the best becomes %(high)s."),
    ),
    ("normalise", "unitarisation"): (
        gettext_lazy("zero unitarisation"),
        gettext_noop("The worst value of the group becomes 0, the best becomes 1."),
    ),
    ("normalise", "goalposts"): (
        gettext_lazy("between fixed goalposts"),
        gettext_noop("Values are placed between goalposts given beforehand, on a scale from %(low)s to %(high)s."),
    ),
    ("normalise", "percentiles"): (
        gettext_lazy("between percentiles"),
        gettext_noop("Values are placed between two percentiles of the group, on a scale from %(low)s to %(high)s."),
    ),
    ("normalise", "percentile_rank"): (
        gettext_lazy("share of towns that are outdone"),
        gettext_noop("A town gets the share of towns of the group that it is better than; how much better does not count."),
    ),
    ("normalise", "borda"): (
        gettext_lazy("points for places (Borda)"),
        gettext_noop("A town gets a point for every town of the group that it is better than."),
    ),
    ("normalise", "rank"): (gettext_lazy("place in the group"), gettext_noop("Places in the group count, not values.")),
    ("normalise", "rank_average"): (
        gettext_lazy("place in the group, ties shared"),
        gettext_noop("Places in the group count, not values; equal towns share the average place."),
    ),
    ("normalise", "distance_to_target"): (
        gettext_lazy("distance from a target"),
        gettext_noop("The distance from the indicator’s target counts."),
    ),
    ("normalise", "distance_to_reference"): (
        gettext_lazy("distance from one unit"),
        gettext_noop("The distance from the unit %(reference)s counts."),
    ),
    ("normalise", "distance_to_leader"): (
        gettext_lazy("distance from the leader"),
        gettext_noop("The distance from the best town of the group counts."),
    ),
    ("normalise", "fraction_of_leader"): (
        gettext_lazy("share of the leader’s value"),
        gettext_noop("The share of the best town’s value counts."),
    ),
    ("normalise", "vector"): (
        gettext_lazy("division by the length of the vector"),
        gettext_noop("Values are divided by the square root of the sum of their squares."),
    ),
    ("weigh", "given"): (
        gettext_lazy("as given"),
        gettext_noop("The weights are those of the catalogue (all equal), unless others are named below."),
    ),
    ("weigh", "equal"): (gettext_lazy("all equal"), gettext_noop("All parts of a node weigh the same.")),
    ("weigh", "pca"): (
        gettext_lazy("from principal components"),
        gettext_noop("The weights are read from the data: the squared loadings of the first principal component."),
    ),
    ("weigh", "correlation"): (
        gettext_lazy("from correlations"),
        gettext_noop("The weights are read from the data: what repeats its neighbours weighs less."),
    ),
    ("aggregate", "arithmetic"): (
        gettext_lazy("arithmetic mean"),
        gettext_noop("Each level is the weighted arithmetic mean of the level below: a strength makes up for a weakness."),
    ),
    ("aggregate", "geometric"): (
        gettext_lazy("geometric mean"),
        gettext_noop(
            "Each level is the weighted geometric mean of the level below: a weakness can’t be wholly made up for."
        ),
    ),
    ("aggregate", "harmonic"): (
        gettext_lazy("harmonic mean"),
        gettext_noop("Each level is the weighted harmonic mean of the level below: weaknesses count most."),
    ),
    ("aggregate", "generalised"): (
        gettext_lazy("generalised mean"),
        gettext_noop("Each level is the weighted generalised mean (power %(power)s) of the level below."),
    ),
    ("aggregate", "mpi"): (
        gettext_lazy("Mazziotta–Pareto index"),
        gettext_noop("From each mean a penalty is taken for being uneven (Mazziotta–Pareto)."),
    ),
    ("aggregate", "ampi"): (
        gettext_lazy("adjusted Mazziotta–Pareto index"),
        gettext_noop("From each mean a penalty is taken for being uneven (adjusted Mazziotta–Pareto)."),
    ),
    ("aggregate", "copeland"): (
        gettext_lazy("Copeland’s method"),
        gettext_noop("Each pair of towns is compared; who wins more comparisons than it loses stands higher."),
    ),
    ("aggregate", "hellwig"): (
        gettext_lazy("Hellwig’s pattern"),
        gettext_noop("The distance from an ideal town, best in everything, counts (Hellwig)."),
    ),
    ("aggregate", "topsis"): (
        gettext_lazy("TOPSIS"),
        gettext_noop("Nearness to the best town and distance from the worst one, both made up, count (TOPSIS)."),
    ),
}


def name_method(step: str, method: str) -> str:
    """Name a method in the reader's language, in a word or two."""
    if (step, method) in WORDS:
        return str(WORDS[step, method][0])
    return _("formula %(number)s of the clusterSim package") % {"number": method}


def list_methods(step: str, only: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """List the methods of a step to choose from, with their names."""
    return [(method, name_method(step, method)) for method in METHODS[step] if not only or method in only]


def say_choice(recipe: Recipe, step: str) -> str:
    """Say in a sentence what a step does by this recipe."""
    section = getattr(recipe, step)
    if step == "rank":
        return _("1 is the best; equal scores share the better place. A missing score gets no place.")
    words = {name: _say(getattr(section, name)) for name in section.__slots__}
    if step == "treat":
        words["low"], words["high"] = (_say(limit) for limit in section.limits)
    found = WORDS.get((step, section.method))
    said = _(found[1]) % words if found else name_method(step, section.method)
    return f"{said} {_say_details(recipe, step)}".strip()


def _say_details(recipe: Recipe, step: str) -> str:
    aggregate = recipe.aggregate
    parts = []
    if step == "aggregate" and aggregate.min_share > 0:
        share = number_format(f"{100 * aggregate.min_share:g}")
        parts.append(
            _("A node has a score only when at least %(share)s%% of what stands under it has one.") % {"share": share}
        )
    if step == "aggregate" and aggregate.levels:
        own = ", ".join(f"{node}: {name_method('aggregate', method)}" for node, method in aggregate.levels)
        parts.append(_("Nodes with a method of their own: %(nodes)s.") % {"nodes": own})
    if step == "normalise" or (step in {"treat", "impute"} and getattr(recipe, step).method != "none"):
        parts.append(_say_within(recipe.within(step)))
    return " ".join(parts)


def _say_within(within: tuple[str, ...]) -> str:
    if YEAR in within:
        return _("Towns are compared within the comparison group, each year apart.")
    if GROUP in within:
        return _("Towns are compared within the comparison group, all years together.")
    return _("Towns are compared over all years together.")


def _say(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    return str(number_format(f"{value:g}"))
