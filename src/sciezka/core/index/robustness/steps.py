"""The steps of recipes as functions of a block, to be options of an uncertain input."""

import numpy as np

from sciezka.core.index.normalise import METHODS as NORMALISATIONS
from sciezka.core.index.normalise import SPREADLESS, make_setting
from sciezka.core.index.recipe import Normalise, Recipe, Treat
from sciezka.core.index.robustness.pointwise import winsorise_points
from sciezka.core.index.robustness.replications import Step
from sciezka.core.index.treat import METHODS as TREATMENTS
from sciezka.core.index.types import Floats, IndexProblem, Structure


def make_treatment(choice: Treat) -> Step:
    """Make the function of a recipe's ``treat`` section: (leaves, n) to (leaves, n)."""
    if choice.method == "skew_kurtosis":
        return lambda x: winsorise_points(x, choice)
    return lambda x: TREATMENTS[choice.method](x, choice).x


def make_normalisation(choice: Normalise, structure: Structure) -> Step:
    """Make the function of a recipe's ``normalise`` section: (leaves, n) to (leaves, n), directions included.

    An indicator that does not differ within the block has no normalised value, as in the recipe's own step.

    Raises:
        IndexProblem: ``distance_to_reference``, which needs more than the block; goalposts or targets that lack.
    """
    if choice.method == "distance_to_reference":
        raise IndexProblem(
            "robustness.reference", "The distance to a reference unit can't be an option. Use another normalisation."
        )
    setting = make_setting(structure.leaves, structure, Recipe(normalise=choice))
    method, fixed = NORMALISATIONS[choice.method], choice.method in SPREADLESS

    def normalise(x: Floats) -> Floats:
        y = method(x, setting)
        known = np.isfinite(x) & np.isfinite(y)
        if not fixed:
            known &= np.fmin.reduce(x, axis=1, keepdims=True) != np.fmax.reduce(x, axis=1, keepdims=True)
        return y if known.all() else np.where(known, y, np.nan)

    return normalise
