"""Words that all pages of the monitor share: classes, directions, breaks, marks beside values, and why the engine balks.

The core speaks plain English with stable codes; here the codes are said in the reader's language.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, gettext_lazy, gettext_noop

from sciezka.core.index.types import IndexProblem, Remark
from sciezka.core.indicators import ROOT, Catalogue
from sciezka.core.series.attributes import UNKNOWN
from sciezka.core.series.attributes import describe as describe_attribute
from sciezka.kit.manifests import Text

MINUS: Final = "\u2212"


@dataclass(frozen=True, slots=True)
class BandWords:
    """A class as people see it: its code (also the style sheet's), its words and its icon."""

    code: str
    label: Text
    icon: str


BANDS: Final[Mapping[str, BandWords]] = {
    band.code: band
    for band in (
        BandWords("far_above", gettext_lazy("far above average"), "chevrons-up"),
        BandWords("above", gettext_lazy("above average"), "chevron-up"),
        BandWords("average", gettext_lazy("near average"), "equal"),
        BandWords("below", gettext_lazy("below average"), "chevron-down"),
        BandWords("far_below", gettext_lazy("far below average"), "chevrons-down"),
        BandWords("", gettext_lazy("no data"), "circle-dashed"),
    )
}
"""Classes of scores by the codes of ``store.runs.BANDS``; the empty code says that there is no score."""

DIRECTIONS: Final[Mapping[str, Text]] = {
    "higher": gettext_lazy("more is better"),
    "lower": gettext_lazy("less is better"),
    "target": gettext_lazy("best within a range"),
    "context": gettext_lazy("for context, not judged"),
}

BREAKS: Final[Mapping[str, Text]] = {
    "census": gettext_lazy("population reckoned anew after the census"),
    "method": gettext_lazy("new method of measuring"),
    "territory": gettext_lazy("change of territory (a jump of population)"),
    "merged": gettext_lazy("another unit was joined to it"),
    "code": gettext_lazy("new code, the same territory"),
}

ATTRIBUTES: Final[Mapping[int, Text]] = {
    0: gettext_lazy("no mark"),
    1: gettext_lazy("a plain value"),
    3: gettext_lazy("the aggregate may be incomplete"),
    4: gettext_lazy("no information, statistical secrecy, or the figure makes no sense here"),
    7: gettext_lazy("smaller than the last digit shown"),
    9: gettext_lazy("a preliminary estimate"),
    11: gettext_lazy("measured in a new way from this year on"),
    13: gettext_lazy("measured in a new way; the aggregate may be incomplete"),
    14: gettext_lazy("measured in a new way; no information or statistical secrecy"),
    15: gettext_lazy("no information: the level, the list of units or the list of features changed"),
    17: gettext_lazy("measured in a new way; smaller than the last digit shown"),
    20: gettext_lazy("of low precision"),
    21: gettext_lazy("of low precision"),
    50: gettext_lazy("not published yet"),
    91: gettext_lazy("no information, statistical secrecy, or the figure makes no sense here"),
    94: gettext_lazy("a real zero: the balance of figures that are not zero"),
    97: gettext_lazy("the county and the city with county rights together"),
    98: gettext_lazy("a real zero, measured in a new way"),
    900: gettext_lazy("a zero taken for a figure that is kept secret: the communes do not add up to the county"),
    901: gettext_lazy("joined over a change of the unit’s code or territory"),
    902: gettext_lazy("a zero taken for missing: every unit has it in this year"),
    903: gettext_lazy("a zero taken for missing: where people live, this figure is never zero"),
}

KINDS: Final[Mapping[int, Text]] = {
    1: gettext_lazy("urban commune"),
    2: gettext_lazy("rural commune"),
    3: gettext_lazy("urban-rural commune"),
}
CITY_COUNTY: Final = gettext_lazy("city with county rights")

# Proper names, the same in all languages.
VOIVODESHIPS: Final[Mapping[str, str]] = {
    "02": "dolnośląskie", "04": "kujawsko-pomorskie", "06": "lubelskie", "08": "lubuskie", "10": "łódzkie",
    "12": "małopolskie", "14": "mazowieckie", "16": "opolskie", "18": "podkarpackie", "20": "podlaskie",
    "22": "pomorskie", "24": "śląskie", "26": "świętokrzyskie", "28": "warmińsko-mazurskie", "30": "wielkopolskie",
    "32": "zachodniopomorskie",
}  # fmt: skip

SENTENCES: Final[Mapping[str, str]] = {
    "aggregate.alike": gettext_noop("%(node)s is the same for all units, so it does not tell them apart."),
    "aggregate.below_zero": gettext_noop(
        "Under %(node)s some means are below 0, where the Mazziotta–Pareto penalty turns round."
    ),
    "aggregate.mean_zero": gettext_noop(
        "The Mazziotta–Pareto index divides by the mean of a unit’s values, and here it is 0. Normalise to a mean above 0."
    ),
    "aggregate.missing": gettext_noop("%(node)s has no score for %(count)s of %(total)s observations."),
    "aggregate.not_positive": gettext_noop(
        "This mean needs values above 0, and some are 0 or less. Normalise to a range above 0, or aggregate otherwise."
    ),
    "data.infinite": gettext_noop("The data hold a value that is not a finite number (%(leaf)s)."),
    "data.leaf_empty": gettext_noop("No value of %(leaf)s is known."),
    "impute.filled": gettext_noop("%(count)s missing values of %(leaf)s were filled in (%(method)s)."),
    "impute.nothing_known": gettext_noop("%(leaf)s has no value to fill gaps from in %(where)s."),
    "national.constant": gettext_noop(
        "%(count)s times an indicator has one value in its whole group and year, so it does not tell units apart."
    ),
    "normalise.ampi_scale": gettext_noop(
        "The adjusted Mazziotta–Pareto index puts values between the goalposts on the scale %(low)s to %(high)s."
    ),
    "normalise.constant": gettext_noop(
        "%(leaf)s has one value for all units in %(where)s, so it does not tell them apart and does not count."
    ),
    "normalise.no_data": gettext_noop("%(leaf)s has no value in %(where)s."),
    "normalise.one_unit": gettext_noop("There is one unit only in %(where)s, so there is nothing to compare it with."),
    "normalise.undefined": gettext_noop("Some values of %(leaf)s can’t be normalised in %(where)s; they count as missing."),
    "peers.few": gettext_noop("The comparison group is small: a single unit moves the averages noticeably."),
    "peers.very_few": gettext_noop("The comparison group is very small: ranks and classes say little."),
    "recipe.key": gettext_noop("The recipe does not know %(key)s."),
    "recipe.kind": gettext_noop("%(key)s in the recipe has a value of a wrong kind."),
    "recipe.level_leaf": gettext_noop("%(node)s in the recipe is an indicator and has nothing under it to put together."),
    "recipe.method": gettext_noop("The method %(said)s is not known. Choose one of: %(allowed)s."),
    "recipe.order": gettext_noop("The order of the steps is treat and impute, or impute and treat."),
    "recipe.range": gettext_noop("%(key)s in the recipe is %(said)s, which is out of range."),
    "recipe.reference": gettext_noop("The data do not have the unit %(unit)s that the recipe measures the distance from."),
    "recipe.section": gettext_noop("The recipe does not know the section %(said)s. The sections are: %(allowed)s."),
    "recipe.toml": gettext_noop("The text of the recipe can’t be read: it is not TOML."),
    "recipe.unknown_node": gettext_noop("The recipe names %(node)s, which is not in the catalogue, or has no data here."),
    "recipe.word": gettext_noop("The word %(said)s is not known. Choose one of: %(allowed)s."),
    "replay.overflow": gettext_noop("The data hold numbers too large to reckon with."),
    "robustness.method": gettext_noop("For this way of aggregating no interval of ranks is reckoned."),
    "structure.goalposts": gettext_noop("%(leaf)s needs goalposts, the lower below the higher."),
    "structure.nothing": gettext_noop("None of the catalogue’s indicators can be reckoned from the data."),
    "structure.target": gettext_noop("%(leaf)s has no target to measure the distance from. Choose another method."),
    "structure.weight": gettext_noop("The weight of %(node)s is %(weight)s. A weight is a number of 0 or more."),
    "structure.weights_zero": gettext_noop("The weights under %(node)s sum to 0. Give at least one a weight above 0."),
    "treat.constant": gettext_noop("%(leaf)s has one value for all units in %(where)s; it was left as it is."),
    "treat.outliers": gettext_noop("%(leaf)s holds outliers in %(where)s, and the recipe leaves them as they are."),
    "treat.still_skewed": gettext_noop("%(leaf)s stays skewed in %(where)s after treatment."),
    "trend.break.territory": gettext_noop("The window %(start)s–%(end)s crosses the change of boundaries of %(year)s."),
    "trend.break.census": gettext_noop("The window %(start)s–%(end)s crosses the census rebase of %(year)s."),
    "trend.break.merged": gettext_noop("The window %(start)s–%(end)s crosses the join of two series in %(year)s."),
    "trend.break.method": gettext_noop("The window %(start)s–%(end)s crosses the change of method of %(year)s."),
    "trend.window": gettext_noop("The window %(start)s–%(end)s holds fewer than two years with data."),
}


def say_problem(told: IndexProblem | Remark) -> str:
    """Say why the engine refuses, or what it remarks, in the reader's language; an unknown code in the core's English."""
    sentence = SENTENCES.get(told.code)
    if sentence is None:
        return str(told) if isinstance(told, IndexProblem) else told.sentence
    return gettext(sentence) % defaultdict(str, {key: _say_value(value) for key, value in told.params.items()})


def _say_value(value: object) -> str:
    if isinstance(value, float):
        return str(number_format(f"{value:g}"))
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return str(value)


def say_attribute(number: int | None) -> str:
    """Give the meaning of the mark beside a value; empty when none is known."""
    if number is None or number == UNKNOWN:
        return ""
    return str(ATTRIBUTES[number]) if number in ATTRIBUTES else describe_attribute(number)


def say_break(kind: str, year: int, reason: str = "") -> str:
    """Say a break of a series with its year, such as „2021: population reckoned anew after the census”."""
    said = f"{year}: {BREAKS.get(kind, kind)}"
    return f"{said} ({reason})" if reason else said


def language() -> str:
    """Give the language that names of the catalogue are shown in."""
    return "en" if get_language() == "en" else "pl"


def name_node(catalogue: Catalogue, code: str) -> str:
    """Name the whole, a dimension, an area, a sub-area or an indicator in the reader's language."""
    if code == ROOT:
        return gettext("All dimensions")
    found = catalogue.branches.get(code) or catalogue.by_code.get(code)
    return found.name(language()) if found else code


def name_kind(key: str) -> str:
    """Name the kind of a commune by its code, such as „city with county rights”."""
    if int(key[2:4]) >= 61:  # noqa: PLR2004 - TERYT: counties from 61 on are cities
        return str(CITY_COUNTY)
    return str(KINDS.get(int(key[-1]), ""))


def name_voivodeship(key: str) -> str:
    """Name the voivodeship of a unit by the unit's code."""
    return VOIVODESHIPS.get(key[:2], key[:2])


def show(value: float | None, decimals: int = 1) -> str:
    """Write a number as readers are used to: thousands apart, a real minus; a dash where there is none."""
    return "–" if value is None else _write_number(value, decimals, get_language())


@lru_cache(maxsize=8192)
def _write_number(value: float, decimals: int, _language: str | None) -> str:
    # Tables of a page write the same hundreds of numbers for each reader. Rounded here: number_format cuts digits off.
    written = str(number_format(f"{value:.{decimals}f}", decimal_pos=decimals, use_l10n=True, force_grouping=True))
    if not any(sign in "123456789" for sign in written):
        written = written.removeprefix("-")
    return written.replace("-", MINUS, 1) if written.startswith("-") else written


def show_signed(value: float | None, decimals: int = 1) -> str:
    """Write a difference with its sign; 0 without one."""
    written = show(value, decimals)
    is_more = value is not None and value > 0 and any(sign in "123456789" for sign in written)
    return f"+{written}" if is_more else written
