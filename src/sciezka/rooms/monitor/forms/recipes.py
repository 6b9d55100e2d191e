"""What people send to change weights, towns and choices, and to keep them under a name."""

import math
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.core.index.recipe import Recipe, change
from sciezka.core.index.types import IndexProblem
from sciezka.kit.manifests import Text
from sciezka.rooms.monitor.models import SavedRecipe
from sciezka.rooms.monitor.queries.choice import LONGEST_WEIGHT
from sciezka.rooms.monitor.queries.recipe_words import list_methods
from sciezka.rooms.monitor.queries.variant import MOST_TOWNS, Variant, change_method, keep_known_weights
from sciezka.rooms.monitor.queries.words import say_problem
from sciezka.rooms.town.models import Process

WEIGHT = "w-"
METHOD = "m-"


def take_over(variant: Variant, sent: QueryDict) -> Variant:
    """Give the variant with what was sent: weights ``w-<code>``, ticked ``towns``, methods ``m-<step>``.

    What can't be read is left as it was, and that is said.
    """
    notices = list(variant.notices)
    run, sight = variant.choice.run, variant.choice.sight
    if run is None or sight is None:
        return variant
    weights, is_clean = dict(variant.weights), True
    for name in sent:
        code = name.removeprefix(WEIGHT)
        if name.startswith(WEIGHT) and code in run.structure.position:
            weight = read_weight(str(sent[name]))
            is_clean = is_clean and weight is not None
            weights[code] = weights.get(code, 1.0) if weight is None else weight
    if not is_clean:
        notices.append(_("A weight is a number from 0 to %(most)s; what was typed otherwise was not taken over.") % {
            "most": int(LONGEST_WEIGHT)
        })  # fmt: skip
    recipe = variant.recipe
    for step in ("treat", "normalise", "aggregate"):
        if method := sent.get(f"{METHOD}{step}", "")[:40]:
            try:
                recipe = change_method(recipe, step, method)
            except IndexProblem as problem:
                notices.append(say_problem(problem))
    left, added = set(variant.left), set(variant.added)
    if "towns-sent" in sent:
        ticked = {key for key in sent.getlist("towns") if key in sight.cube.unit_place} | {variant.choice.unit.key}
        left, added = set(variant.base_members) - ticked, ticked - set(variant.base_members)
        if max(len(left), len(added)) > MOST_TOWNS:
            notices.append(_("So many towns don’t fit into an address; keep the group under a name instead."))
            left, added = set(variant.left), set(variant.added)
    return Variant(
        choice=variant.choice,
        weights=keep_known_weights(weights, run.structure),
        left=tuple(sorted(left)),
        added=tuple(sorted(added)),
        recipe=recipe,
        notices=tuple(notices),
    )


def read_weight(text: str) -> float | None:
    """Read a weight as people type it, with a comma or a point; nothing when it is none."""
    try:
        number = float(text.strip().replace(",", ".")[:20])
    except ValueError:
        return None
    return number if math.isfinite(number) and 0 <= number <= LONGEST_WEIGHT else None


class RecipeNameForm(forms.Form):
    """The name under which a recipe is kept."""

    name = forms.CharField(
        label=gettext_lazy("Name of the recipe"),
        max_length=160,
        help_text=gettext_lazy("For example: education counts double"),
    )

    def __init__(self, *args: Any, process: Process, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own arguments
        super().__init__(*args, **kwargs)
        self.process = process

    def clean_name(self) -> str:
        """Refuse a name that another recipe of the process has."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if SavedRecipe.objects.filter(process=self.process, name=name).exists():
            raise self.say_taken()
        return name

    @staticmethod
    def say_taken() -> forms.ValidationError:
        """Say that another recipe has the name."""
        return forms.ValidationError(_("There is a recipe of this name already. Choose another name."), code="taken")


class RecipeForm(forms.Form):
    """All choices that a page changes; empty fields of numbers keep the method's usual ones."""

    def __init__(self, *args: Any, recipe: Recipe, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own arguments
        super().__init__(*args, **kwargs)
        self.recipe = recipe
        self.changed = recipe
        for step, label in METHOD_FIELDS.items():
            methods = list_methods(step)
            self.fields[f"{step}-method"] = forms.ChoiceField(
                label=label, choices=methods, initial=getattr(recipe, step).method
            )
            for name, (said, low, high) in NUMBER_FIELDS.get(step, {}).items():
                value = getattr(getattr(recipe, step), name)
                self.fields[f"{step}-{name}"] = forms.FloatField(
                    label=str(said), min_value=low, max_value=high, initial=value, localize=True, required=False
                )

    def clean(self) -> dict[str, Any]:
        """Build the recipe; what the engine refuses is said above the form."""
        cleaned = dict(super().clean() or {})
        if self.errors:
            return cleaned
        try:
            self.changed = self._build(cleaned)
        except IndexProblem as problem:
            raise forms.ValidationError(say_problem(problem), code=problem.code) from problem
        return cleaned

    def _build(self, cleaned: Mapping[str, Any]) -> Recipe:
        recipe = self.recipe
        for step in METHOD_FIELDS:
            before = getattr(recipe, step)
            recipe = change_method(recipe, step, cleaned[f"{step}-method"])
            values = {}
            for name in NUMBER_FIELDS.get(step, {}):
                typed = cleaned.get(f"{step}-{name}")
                # With a new method come its usual numbers, unless others were typed.
                if typed is not None and typed != getattr(before, name):
                    kind = type(getattr(before, name))
                    values[name] = kind(typed)
            recipe = change(recipe, step, **values)
        return recipe


METHOD_FIELDS: Final = {
    "treat": gettext_lazy("Outliers"),
    "impute": gettext_lazy("Missing values"),
    "normalise": gettext_lazy("Common scale"),
    "weigh": gettext_lazy("Weights"),
    "aggregate": gettext_lazy("Putting together"),
}
# The label, and between what a number must lie.
NUMBER_FIELDS: Final[Mapping[str, Mapping[str, tuple[Text, float, float]]]] = {
    "normalise": {
        "low": (gettext_lazy("lowest value of the scale"), -1e6, 1e6),
        "high": (gettext_lazy("highest value of the scale"), -1e6, 1e6),
    },
    "aggregate": {
        "min_share": (gettext_lazy("share of a node’s parts that must have a score (0 to 1)"), 0, 1),
        "power": (gettext_lazy("power of the generalised mean"), -10, 10),
    },
}
