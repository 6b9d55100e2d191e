"""All choices of an index as frozen values, and what is allowed in each."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final

from sciezka.core.index.types import GROUP, YEAR, IndexProblem

Within = tuple[str, ...]

METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "treat": ("none", "winsorise", "skew_kurtosis", "log", "boxcox"),
    "impute": ("none", "mean", "median", "siblings", "linear", "linear_inside", "latest", "constant"),
    "normalise": (
        "none",
        "zscore",
        "minmax",
        "goalposts",
        "percentiles",
        "unitarisation",
        "percentile_rank",
        "borda",
        "rank",
        "rank_average",
        "distance_to_target",
        "distance_to_reference",
        "distance_to_leader",
        "fraction_of_leader",
        "vector",
        *(f"n{number}" for number in ("1", "2", "3", "3a", "4", "5", "5a", "6", "6a", "7", "8", "9", "9a")),
        *(f"n{number}" for number in ("10", "11", "12", "12a", "13")),
    ),
    "weigh": ("given", "equal", "pca", "correlation"),
    "aggregate": (
        "arithmetic",
        "geometric",
        "harmonic",
        "generalised",
        "mpi",
        "ampi",
        "copeland",
        "hellwig",
        "topsis",
    ),
}
PENALTIES: Final = ("negative", "positive")
# The scale on which each method puts its values when the recipe names none.
SCALES: Final[Mapping[str, tuple[float, float]]] = {"minmax": (0.0, 100.0), "percentiles": (0.0, 10.0)}
UNIT_SCALE: Final = (0.0, 1.0)
# Nearer to 0 a generalised mean loses the digits that it should tell units apart by.
SMALLEST_POWER: Final = 1e-4
# Beyond it a mean is the greatest or the least child, and the powers on the way there are no finite numbers.
GREATEST_POWER: Final = 50.0


@dataclass(frozen=True, slots=True)
class Treat:
    """How outliers are treated; ``within`` None takes the normalise step's."""

    method: str = "none"
    limits: tuple[float, float] = (0.025, 0.975)
    max_points: int = 5
    skew: float = 2.0
    kurtosis: float = 3.5
    power: float = 0.0
    within: Within | None = None


@dataclass(frozen=True, slots=True)
class Impute:
    """How gaps are filled; ``max_gap`` 0 sets no limit in years; ``within`` None takes the normalise step's."""

    method: str = "none"
    max_gap: int = 0
    within: Within | None = None


@dataclass(frozen=True, slots=True)
class Normalise:
    """How indicators are put on one scale.

    ``low`` and ``high`` not given become those of the method; without ``reference`` the structure's targets stand for it.
    """

    method: str = "zscore"
    mean: float = 0.0
    sd: float = 1.0
    ddof: int = 0
    low: float | None = None
    high: float | None = None
    clip: bool = True
    p: tuple[float, float] = (4.0, 96.0)
    reference: str = ""
    within: Within = (YEAR, GROUP)

    def __post_init__(self) -> None:
        low, high = SCALES.get(self.method, UNIT_SCALE)
        object.__setattr__(self, "low", low if self.low is None else self.low)
        object.__setattr__(self, "high", high if self.high is None else self.high)

    @property
    def scale(self) -> tuple[float, float]:
        """The lowest and the highest value of the scale."""
        return (self.low or 0.0, self.high or 0.0)


@dataclass(frozen=True, slots=True)
class Weigh:
    """Where the weights come from."""

    method: str = "given"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """How children become a node's score; ``levels`` names nodes with another method."""

    method: str = "arithmetic"
    power: float = 0.5
    penalty: str = "negative"
    ddof: int = 0
    levels: tuple[tuple[str, str], ...] = ()
    min_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Rank:
    """Among whom units are ranked."""

    within: Within = (YEAR,)


@dataclass(frozen=True, slots=True)
class Recipe:
    """All choices of an index.

    Attributes:
        treat: the outliers.
        impute: the gaps.
        normalise: the scale.
        weigh: the weights.
        aggregate: the tree.
        rank: the order.
        order: which of ``treat`` and ``impute`` runs first.
        title: what people call the recipe.
        data: the version of the data that it was run on.

    Raises:
        IndexProblem: a value that is out of its range or not on its list; the sentence names the key and what is allowed.
    """

    treat: Treat = field(default_factory=Treat)
    impute: Impute = field(default_factory=Impute)
    normalise: Normalise = field(default_factory=Normalise)
    weigh: Weigh = field(default_factory=Weigh)
    aggregate: Aggregate = field(default_factory=Aggregate)
    rank: Rank = field(default_factory=Rank)
    order: tuple[str, ...] = ("treat", "impute")
    title: str = ""
    data: str = ""

    def __post_init__(self) -> None:
        _refuse_unknown_names(self)
        _refuse_ranges(self)

    def within(self, step: str) -> Within:
        """Tell within what a step compares: its own word, or the normalise step's."""
        own: Within | None = getattr(self, step).within
        return self.normalise.within if own is None else own

    @property
    def steps(self) -> tuple[str, ...]:
        """The names of all steps in the order in which they run."""
        return (*self.order, "normalise", "weigh", "aggregate", "rank")


SECTIONS: Final[Mapping[str, type[Any]]] = {
    "treat": Treat,
    "impute": Impute,
    "normalise": Normalise,
    "weigh": Weigh,
    "aggregate": Aggregate,
    "rank": Rank,
}


def change(recipe: Recipe, step: str, **values: Any) -> Recipe:  # noqa: ANN401 - the keys of any step
    """Give a recipe with other values in one step, or with another ``order``, ``title`` or ``data`` (step ``""``).

    A new method of normalising comes with its own scale unless ``low`` and ``high`` are given.
    """
    if not step:
        return replace(recipe, **values)
    if step not in SECTIONS:
        raise refuse_word("recipe.section", "section", step, step, tuple(SECTIONS))
    before = getattr(recipe, step)
    for key in values:
        if key not in {part.name for part in fields(before)}:
            raise refuse_word("recipe.key", "key", f"{step}.{key}", key, tuple(part.name for part in fields(before)))
    if step == "normalise" and values.get("method", before.method) != before.method:
        values = {"low": None, "high": None, **values}
    return replace(recipe, **{step: replace(before, **values)})


def first_changed(old: Recipe, new: Recipe) -> str:
    """Name the first step from which ``new`` must run again: ``data``, a step's name, or nothing when all stands."""
    if old.data != new.data:
        return "data"
    both = any({"none"} == {old_step.method, new_step.method} for old_step, new_step in _early_steps(old, new))
    if old.order != new.order and not both:
        return new.order[0]
    return next((step for step in new.steps if _settle(old, step) != _settle(new, step)), "")


def _early_steps(old: Recipe, new: Recipe) -> tuple[tuple[Treat, Treat], tuple[Impute, Impute]]:
    return (old.treat, new.treat), (old.impute, new.impute)


def _settle(recipe: Recipe, step: str) -> dict[str, Any]:
    """What a step really does: a step of method ``none`` does the same whatever its other keys say."""
    own = getattr(recipe, step)
    if step in recipe.order and own.method == "none":
        return {"method": "none"}
    found = asdict(own)
    if step in recipe.order:
        found["within"] = recipe.within(step)
    return found


def refuse_word(code: str, what: str, where: str, said: str, allowed: tuple[str, ...]) -> IndexProblem:
    """Give the refusal of a word that stands on no list."""
    listed = ", ".join(allowed)
    return IndexProblem(
        code,
        f"The recipe has an unknown {what}, {where} ({said!r}). Allowed: {listed}.",
        key=where,
        said=said,
        allowed=listed,
    )


def _refuse_unknown_names(recipe: Recipe) -> None:
    for step, methods in METHODS.items():
        method = getattr(recipe, step).method
        if method not in methods:
            raise refuse_word("recipe.method", "method", f"{step}.method", method, methods)
    for node, method in recipe.aggregate.levels:
        if method not in METHODS["aggregate"]:
            raise refuse_word("recipe.method", "method", f"aggregate.levels.{node}", method, METHODS["aggregate"])
    if recipe.aggregate.penalty not in PENALTIES:
        raise refuse_word("recipe.word", "word", "aggregate.penalty", recipe.aggregate.penalty, PENALTIES)
    for step in ("treat", "impute", "normalise", "rank"):
        for word in getattr(recipe, step).within or ():
            if word not in {YEAR, GROUP}:
                raise refuse_word("recipe.word", "word", f"{step}.within", word, (YEAR, GROUP))
    if sorted(recipe.order) != ["impute", "treat"]:
        raise IndexProblem(
            "recipe.order",
            f'order in the recipe is {list(recipe.order)}. Write ["treat", "impute"] or ["impute", "treat"].',
            key="order",
        )


def _refuse_ranges(recipe: Recipe) -> None:
    treat, normalise, aggregate = recipe.treat, recipe.normalise, recipe.aggregate
    low, high = normalise.scale
    rules = (
        (0 <= treat.limits[0] < treat.limits[1] <= 1, "treat.limits", treat.limits, "two shares from 0 to 1, rising"),
        (treat.max_points >= 0, "treat.max_points", treat.max_points, "0 or more"),
        (treat.skew >= 0, "treat.skew", treat.skew, "0 or more"),
        (recipe.impute.max_gap >= 0, "impute.max_gap", recipe.impute.max_gap, "0 (no limit) or more years"),
        (normalise.sd > 0, "normalise.sd", normalise.sd, "above 0"),
        (normalise.ddof in {0, 1}, "normalise.ddof", normalise.ddof, "0 (population) or 1 (sample)"),
        (low < high, "normalise.low", low, f"below normalise.high, which is {high}"),
        (0 <= normalise.p[0] < normalise.p[1] <= 100, "normalise.p", normalise.p, "two percentiles, 0 to 100, rising"),  # noqa: PLR2004
        (
            aggregate.power == 0 or SMALLEST_POWER <= abs(aggregate.power) <= GREATEST_POWER,
            "aggregate.power",
            aggregate.power,
            f"0 (the geometric mean) or from {SMALLEST_POWER} to {GREATEST_POWER:g} away from it",
        ),
        (aggregate.ddof in {0, 1}, "aggregate.ddof", aggregate.ddof, "0 (population) or 1 (sample)"),
        (0 <= aggregate.min_share <= 1, "aggregate.min_share", aggregate.min_share, "a share from 0 to 1"),
    )
    for holds, key, said, allowed in rules:
        if not holds:
            raise IndexProblem("recipe.range", f"{key} in the recipe is {said!r}; it must be {allowed}.", key=key, said=said)
