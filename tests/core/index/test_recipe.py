"""The recipe: read, written, hashed, changed."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sciezka.core.index import impute as filling
from sciezka.core.index import normalise as normalising
from sciezka.core.index import treat as treating
from sciezka.core.index.recipe import (
    METHODS,
    Aggregate,
    Impute,
    Normalise,
    Rank,
    Recipe,
    Treat,
    Weigh,
    change,
    digest,
    first_changed,
    read_recipe,
    write_recipe,
)
from sciezka.core.index.types import IndexProblem

# Digests are for ever: published results name them. If this changes, an old result can no longer be told from a new one.
DIGEST_OF_DEFAULTS = "da3d434bff110cf990e01e32864f278cd8290a1269bb0fb5a9e895c976e45c45"


def test_an_empty_recipe_takes_the_promised_defaults() -> None:
    recipe = read_recipe({})
    assert recipe.treat.method == recipe.impute.method == "none"
    assert (recipe.normalise.method, recipe.normalise.mean, recipe.normalise.sd, recipe.normalise.ddof) == (
        "zscore",
        0,
        1,
        0,
    )
    assert recipe.normalise.within == ("year", "group")
    assert (recipe.aggregate.method, recipe.aggregate.min_share, recipe.rank.within) == ("arithmetic", 0, ("year",))
    assert (recipe.treat.limits, recipe.treat.max_points, recipe.aggregate.power) == ((0.025, 0.975), 5, 0.5)


@pytest.mark.parametrize(
    ("method", "scale"), [("minmax", (0, 100)), ("percentiles", (0, 10)), ("goalposts", (0, 1)), ("zscore", (0, 1))]
)
def test_each_method_has_its_own_scale_unless_one_is_given(method: str, scale: tuple[float, float]) -> None:
    assert read_recipe({"normalise": {"method": method}}).normalise.scale == scale
    assert read_recipe({"normalise": {"method": method, "low": -5, "high": 7.5}}).normalise.scale == (-5, 7.5)


def test_the_digest_of_the_defaults_never_changes() -> None:
    assert digest(Recipe()) == DIGEST_OF_DEFAULTS


def test_whole_numbers_and_fractions_of_one_value_have_one_digest() -> None:
    assert digest(Recipe(normalise=Normalise(mean=100, sd=10))) == digest(Recipe(normalise=Normalise(mean=100.0, sd=10.0)))


def test_any_choice_changes_the_digest() -> None:
    texts = {
        digest(recipe)
        for recipe in (
            Recipe(),
            Recipe(title="A"),
            Recipe(data="2026-11"),
            Recipe(order=("impute", "treat")),
            Recipe(treat=Treat(max_points=4)),
            Recipe(impute=Impute("latest")),
            Recipe(normalise=Normalise(within=())),
            Recipe(weigh=Weigh("equal")),
            Recipe(aggregate=Aggregate(levels=(("A", "geometric"),))),
            Recipe(rank=Rank(())),
        )
    }
    assert len(texts) == 10


WITHIN = st.sampled_from([(), ("year",), ("group",), ("year", "group")])
NUMBERS = st.floats(min_value=-1e6, max_value=1e6)
RECIPES = st.builds(
    Recipe,
    treat=st.builds(
        Treat,
        st.sampled_from(METHODS["treat"]),
        st.tuples(st.floats(0, 0.4), st.floats(0.5, 1)),
        st.integers(0, 50),
        power=NUMBERS,
        within=st.none() | WITHIN,
    ),
    impute=st.builds(Impute, st.sampled_from(METHODS["impute"]), st.integers(0, 9), st.none() | WITHIN),
    normalise=st.builds(
        Normalise,
        st.sampled_from(METHODS["normalise"]),
        NUMBERS,
        st.floats(0.1, 100),
        st.integers(0, 1),
        low=st.none() | st.floats(-10, -1),
        high=st.none() | st.floats(2, 10),
        clip=st.booleans(),
        reference=st.text(min_size=1),
        within=WITHIN,
    ),
    aggregate=st.builds(
        Aggregate,
        st.sampled_from(METHODS["aggregate"]),
        levels=st.dictionaries(st.text(), st.sampled_from(METHODS["aggregate"]), max_size=3).map(
            lambda found: tuple(sorted(found.items()))
        ),
        min_share=st.floats(0, 1),
    ),
    order=st.sampled_from([("treat", "impute"), ("impute", "treat")]),
    title=st.text(st.characters(exclude_categories=["Cs"])),
)


@given(recipe=RECIPES)
@settings(max_examples=40)
def test_a_written_recipe_is_read_back_as_it_was(recipe: Recipe) -> None:
    text = write_recipe(recipe)
    assert read_recipe(tomllib.loads(text)) == recipe
    assert write_recipe(read_recipe(tomllib.loads(text))) == text


REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("recipe.section", {"normalize": {}}, "normalise"),
    ("recipe.key", {"treat": {"limit": [0, 1]}}, "limits"),
    ("recipe.method", {"treat": {"method": "trim"}}, "winsorise"),
    ("recipe.method", {"aggregate": {"levels": {"A": "sum"}}}, "aggregate.levels.A"),
    ("recipe.word", {"rank": {"within": ["town"]}}, "year, group"),
    ("recipe.word", {"aggregate": {"penalty": "both"}}, "negative, positive"),
    ("recipe.kind", {"normalise": {"mean": "0"}}, "normalise.mean"),
    ("recipe.kind", {"normalise": {"mean": True}}, "a number"),
    ("recipe.kind", {"normalise": {"mean": float("nan")}}, "a number"),
    ("recipe.kind", {"normalise": {"clip": 1}}, "true or false"),
    ("recipe.kind", {"normalise": {"ddof": 0.5}}, "a whole number"),
    ("recipe.kind", {"normalise": {"mean": 10**400}}, "a number"),
    ("recipe.kind", {"normalise": {"p": [4, 50, 96]}}, "two numbers"),
    ("recipe.kind", {"normalise": {"p": [4, "96"]}}, "two numbers"),
    ("recipe.kind", {"normalise": {"within": "year"}}, "a list of texts"),
    ("recipe.kind", {"aggregate": {"levels": ["A"]}}, "a table"),
    ("recipe.kind", {"rank": ["year"]}, "[rank]"),
    ("recipe.kind", {"title": 3}, "title"),
    ("recipe.order", {"order": ["treat"]}, "impute"),
    ("recipe.range", {"treat": {"limits": [0.9, 0.1]}}, "treat.limits"),
    ("recipe.range", {"treat": {"limits": [2.5, 97.5]}}, "shares"),
    ("recipe.range", {"treat": {"max_points": -1}}, "0 or more"),
    ("recipe.range", {"impute": {"max_gap": -1}}, "impute.max_gap"),
    ("recipe.range", {"normalise": {"sd": 0}}, "above 0"),
    ("recipe.range", {"normalise": {"ddof": 2}}, "ddof"),
    ("recipe.range", {"normalise": {"method": "minmax", "low": 100}}, "below"),
    ("recipe.range", {"normalise": {"p": [96, 4]}}, "rising"),
    ("recipe.range", {"aggregate": {"power": 1e-9}}, "aggregate.power"),
    ("recipe.range", {"aggregate": {"power": -1e11}}, "aggregate.power"),
    ("recipe.range", {"aggregate": {"min_share": 1.5}}, "0 to 1"),
]


@pytest.mark.parametrize(("code", "said", "named"), REFUSALS)
def test_what_a_recipe_may_not_say_is_refused_with_the_place_and_what_is_allowed(
    code: str, said: dict[str, Any], named: str
) -> None:
    with pytest.raises(IndexProblem) as caught:
        read_recipe(said)
    assert caught.value.code == code
    assert named in str(caught.value)


def test_a_whole_number_may_be_written_with_a_decimal_point() -> None:
    said = {"normalise": {"ddof": 1.0}, "treat": {"max_points": 3.0}}
    assert read_recipe(said) == Recipe(normalise=Normalise(ddof=1), treat=Treat(max_points=3))


def test_a_recipe_built_in_code_is_checked_as_well() -> None:
    with pytest.raises(IndexProblem, match="unknown method"):
        Recipe(treat=Treat("trim"))


def test_a_new_method_brings_its_own_scale() -> None:
    recipe = Recipe(normalise=Normalise("minmax"))
    assert change(recipe, "normalise", method="percentiles").normalise.scale == (0, 10)
    assert change(recipe, "normalise", method="percentiles", high=5.0).normalise.scale == (0, 5)
    assert change(recipe, "normalise", within=()).normalise.scale == (0, 100)
    assert change(recipe, "", title="T").title == "T"


@pytest.mark.parametrize(("step", "values"), [("normalize", {}), ("treat", {"limit": 3})])
def test_changing_what_does_not_exist_is_refused(step: str, values: dict[str, Any]) -> None:
    with pytest.raises(IndexProblem):
        change(Recipe(), step, **values)


@pytest.mark.parametrize(
    ("new", "step"),
    [
        (Recipe(), ""),
        (Recipe(title="Another name"), ""),
        (Recipe(data="other"), "data"),
        (Recipe(treat=Treat(max_points=3)), ""),
        (Recipe(treat=Treat("winsorise")), "treat"),
        (Recipe(impute=Impute("mean"), normalise=Normalise("minmax")), "impute"),
        (Recipe(normalise=Normalise(ddof=1), rank=Rank(())), "normalise"),
        (Recipe(weigh=Weigh("equal"), rank=Rank(())), "weigh"),
        (Recipe(aggregate=Aggregate("geometric")), "aggregate"),
        (Recipe(rank=Rank(())), "rank"),
        (Recipe(order=("impute", "treat")), ""),
    ],
)
def test_the_first_step_that_must_run_again_is_named(new: Recipe, step: str) -> None:
    assert first_changed(Recipe(), new) == step


def test_swapping_two_steps_that_both_act_starts_from_the_first_of_them() -> None:
    old = Recipe(treat=Treat("winsorise"), impute=Impute("mean"))
    assert first_changed(old, change(old, "", order=("impute", "treat"))) == "impute"


def test_a_step_that_borrows_its_blocks_runs_again_when_they_change() -> None:
    old = Recipe(treat=Treat("winsorise"))
    assert first_changed(old, change(old, "normalise", within=("year",))) == "treat"
    settled = Recipe(treat=Treat("winsorise", within=("year",)))
    assert first_changed(settled, change(settled, "normalise", within=("year",))) == "normalise"


def test_every_method_that_a_recipe_may_name_exists() -> None:
    assert set(METHODS["treat"]) == set(treating.METHODS)
    assert set(METHODS["impute"]) == {"none", filling.SIBLINGS, *filling.ACROSS, *filling.IN_TIME}
    assert set(METHODS["normalise"]) == set(normalising.METHODS)
