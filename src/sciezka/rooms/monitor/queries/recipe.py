"""The recipe's page: every choice in words, and what is needed to reckon the numbers again."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.http import Http404
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.index.types import IndexProblem
from sciezka.core.indicators import Catalogue
from sciezka.rooms.monitor.models import SavedRecipe
from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force
from sciezka.rooms.monitor.queries.recipe_words import STEPS, name_method, say_choice
from sciezka.rooms.monitor.queries.variant import Variant
from sciezka.rooms.monitor.queries.what_if import say_for_catalogue, say_share
from sciezka.rooms.monitor.queries.words import DIRECTIONS, language, name_node, say_problem
from sciezka.rooms.monitor.store.readings.recipe import RecipeReading, Weights, read_recipe_of, write_archive
from sciezka.rooms.monitor.store.runs import Run
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.collation import as_sorted

MOST_REMARKS: Final = 20
NO_DATA: Final = "normalise.no_data"


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the recipe in words."""

    step: str
    title: str
    method: str
    sentence: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class WeightLine:
    """What a node weighs."""

    code: str
    name: str
    depth: int
    weight: str
    share: str


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A remark of the run, and how often it was made."""

    sentence: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RecipePage:
    """What the page shows; nothing but the steps when the recipe refuses the data.

    Attributes:
        steps: the choices in words, in the order in which they run.
        problem: why nothing could be reckoned.
        reading: digests, source and counts.
        weights: dimensions, areas and sub-areas.
        leaves: indicators, with what each weighs in the whole.
        remarks: of the run.
        more_remarks: how many further remarks there are.
        members: the towns by name.
        catalogue_version: the number of the workspace's version of the catalogue; 0 for the shipped one.
        saved: the recipes that the process keeps.
    """

    steps: tuple[StepLine, ...]
    problem: str = ""
    reading: RecipeReading | None = None
    weights: tuple[WeightLine, ...] = ()
    leaves: tuple[WeightLine, ...] = ()
    remarks: tuple[RemarkLine, ...] = ()
    more_remarks: int = 0
    members: tuple[tuple[str, str], ...] = ()
    catalogue_version: int = 0
    saved: tuple[SavedRecipe, ...] = ()


def find_saved(workspace: str, process: str, recipe: int) -> SavedRecipe:
    """Find a recipe that a process keeps, by the words of an address."""
    found = (
        SavedRecipe.objects.select_related("process__workspace")
        .filter(process__workspace__slug=workspace, process__slug=process, pk=recipe)
        .first()
    )
    if found is None:
        raise Http404
    return found


def saved_recipes(process: Process) -> tuple[SavedRecipe, ...]:
    """List the recipes that a process keeps."""
    return tuple(SavedRecipe.objects.filter(process=process))


def show_recipe_of(variant: Variant) -> RecipePage:
    """Gather what the recipe's page shows."""
    choice, process = variant.choice, variant.choice.process
    steps = tuple(_list_steps(variant))
    saved = saved_recipes(process)
    if choice.sight is None:
        return RecipePage(steps=steps, saved=saved)
    try:
        run = variant.run()
    except IndexProblem as problem:
        return RecipePage(steps=steps, saved=saved, problem=say_for_catalogue(problem, choice.sight.catalogue))
    if run is None:
        return RecipePage(steps=steps, saved=saved)
    reading = read_recipe_of(run)
    leaves = set(run.structure.leaves)
    lines = [(weight.code in leaves, _tell_weight(run.catalogue, weight)) for weight in reading.weights]
    remarks = list(_count_remarks(reading, run.catalogue))
    version = catalogue_in_force(process.workspace).version
    units = choice.sight.units
    members = [(key, units[key].name if key in units else key) for key in run.members]
    return RecipePage(
        steps=steps,
        reading=reading,
        weights=tuple(line for is_leaf, line in lines if not is_leaf),
        leaves=tuple(line for is_leaf, line in lines if is_leaf),
        remarks=tuple(remarks[:MOST_REMARKS]),
        more_remarks=max(0, len(remarks) - MOST_REMARKS),
        members=tuple(sorted(members, key=lambda member: as_sorted(member[1]))),
        catalogue_version=version.number if version else 0,
        saved=saved,
    )


def pack_recipe(variant: Variant) -> bytes | None:
    """Pack everything that is needed to reckon the numbers again; nothing when there are none.

    Raises:
        IndexProblem: the recipe refuses the data.
    """
    run = variant.run()
    if run is None:
        return None
    reading = read_recipe_of(run)
    return write_archive(run, {"CODES.csv": _write_codes(run), "README.txt": _write_readme(variant, run, reading)})


def _list_steps(variant: Variant) -> Iterator[StepLine]:
    for step in variant.recipe.steps:
        section, kept = getattr(variant.recipe, step), getattr(variant.choice.recipe, step)
        method = name_method(step, section.method) if step != "rank" else _("the highest score first")
        yield StepLine(step, str(STEPS[step]), method, say_choice(variant.recipe, step), section != kept)


def _tell_weight(catalogue: Catalogue, told: Weights) -> WeightLine:
    name = name_node(catalogue, told.code)
    return WeightLine(told.code, name, told.depth, str(number_format(f"{told.weight:g}")), say_share(told.share))


def _count_remarks(reading: RecipeReading, catalogue: Catalogue) -> Iterator[RemarkLine]:
    """Say the remarks with indicators called by their names; years before a series begins are told once for all."""
    counted: dict[str, int] = {}
    unfed = {str(remark.params.get("leaf", "")) for remark in reading.remarks if remark.code == NO_DATA}
    if unfed:
        said = ngettext(
            "%(count)s indicator has no values in some of the years; there it does not count.",
            "%(count)s indicators have no values in some of the years; there they do not count.",
            len(unfed),
        ) % {"count": len(unfed)}
        counted[said] = 1
    for remark in reading.remarks:
        if remark.code == NO_DATA:
            continue
        names = {key: name_node(catalogue, str(remark.params[key])) for key in ("leaf", "node") if key in remark.params}
        said = say_problem(replace(remark, params={**remark.params, **names}))
        counted[said] = counted.get(said, 0) + 1
    yield from (RemarkLine(said, count) for said, count in counted.items())


def _write_codes(run: Run) -> str:
    """Write what the codes mean."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["code", "name", "unit", "direction", "note"])
    for code in run.structure.codes:
        indicator = run.catalogue.by_code.get(code)
        if indicator is None:
            writer.writerow([code, name_node(run.catalogue, code), "", "", ""])
            continue
        note = ""
        if indicator.target is not None:
            note = _("DATA.csv holds the distance from the range %(low)s to %(high)s.") % {
                "low": indicator.target[0], "high": indicator.target[1]
            }  # fmt: skip
        unit = indicator.unit(language())
        writer.writerow([code, indicator.name(language()), unit, DIRECTIONS[indicator.direction], note])
    return out.getvalue()


def _write_readme(variant: Variant, run: Run, reading: RecipeReading) -> str:
    choice = variant.choice
    group = choice.peers
    lines = [
        _("How to reckon these numbers again"),
        "",
        _("In this archive: DATA.csv (the indicators of the group), STRUCTURE.csv (the tree with its weights), "
          "RECIPE.toml (all choices), OUT.csv (scores, places and coverage), CODES.csv (what the codes mean)."),
        "",
        "sciezka compute_index --data DATA.csv --structure STRUCTURE.csv --recipe RECIPE.toml --out CHECK.csv",
        "",
        _("CHECK.csv is then the same as OUT.csv, and the digest that is printed is the one below."),
        "",
        f"{_('Digest')}: {reading.digest}",
        f"{_('Digest of the recipe')}: {reading.recipe_digest}",
        f"{_('Digest of the data and the tree')}: {reading.data_digest}",
        f"{_('Version of the store of data')}: {reading.cube}",
        f"{_('Version of the catalogue')}: {reading.catalogue}",
        f"{_('Comparison group')}: {group.name if group else choice.unit.name}"
        + (f" ({_('version')} {group.number}, {group.group.version})" if group and group.number else ""),
        f"{_('Rule of the group')}: {group.group.rule if group else '–'}",
        *([f"{_('Left out')}: {', '.join(variant.left)}"] if variant.left else []),
        *([f"{_('Added')}: {', '.join(variant.added)}"] if variant.added else []),
        "",
        f"{_('Towns')}:",
        *(f"  {key} {choice.sight.units[key].name}" for key in run.members if choice.sight and key in choice.sight.units),
        "",
        f"{_('Choices')}:",
        *(f"  {line.title}: {line.method}. {line.sentence}" for line in _list_steps(variant)),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"
