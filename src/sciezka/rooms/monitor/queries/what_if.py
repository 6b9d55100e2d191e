"""What the what-if page shows: what can be moved, and what that does to ranks, classes and scores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.core.index.types import IndexProblem, Structure
from sciezka.core.indicators import Catalogue
from sciezka.rooms.monitor.queries.peers import remark_few
from sciezka.rooms.monitor.queries.recipe_words import list_methods, name_method
from sciezka.rooms.monitor.queries.variant import Variant
from sciezka.rooms.monitor.queries.words import BANDS, BandWords, name_node, say_problem, show, show_signed
from sciezka.rooms.monitor.store.readings.what_if import Position, YearScores, has_classes, have_one_scale, reckon_year
from sciezka.rooms.town.queries.collation import as_sorted

# The methods offered by the page; the recipe's own is offered too.
OFFERED: Final[Mapping[str, tuple[str, ...]]] = {
    "normalise": ("zscore", "minmax", "percentile_rank", "borda", "distance_to_leader"),
    "treat": ("none", "winsorise", "skew_kurtosis"),
    "aggregate": ("arithmetic", "geometric", "harmonic", "mpi", "copeland", "hellwig", "topsis"),
}
NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class Slider:
    """A node's weight, and those under it."""

    code: str
    name: str
    weight: str
    share: str
    under: tuple["Slider", ...] = ()
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class MethodChoice:
    """A step whose method can be chosen."""

    step: str
    chosen: str
    methods: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of the town in a node."""

    code: str
    name: str
    depth: int
    before: str
    after: str
    change: str
    direction: str
    rank_before: str
    rank_after: str
    share: str


@dataclass(frozen=True, slots=True)
class Line:
    """A town of the group, re-ranked."""

    key: str
    name: str
    rank: str
    score: str
    rank_before: str
    move: int
    move_said: str
    is_town: bool

    @property
    def move_size(self) -> int:
        """How many places the town moves, up or down."""
        return abs(self.move)


@dataclass(frozen=True, slots=True)
class Strip:
    """All towns' scores on a line, as places from 0 to 1000; empty for the town where it has no score."""

    low: str
    high: str
    peers: tuple[str, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the variant gives.

    Attributes:
        title: a sentence with the town's places.
        problem: why nothing could be reckoned; then everything else is empty.
        before: the town's score, place and class as kept.
        after: the same in the variant.
        passed: towns that the town overtakes.
        passed_by: towns that overtake the town.
        lines: all towns, best first.
        effects: the whole, dimensions and areas.
        has_classes: whether the variant's scores stand on the scale that the classes are made for.
        remarks: what a reader must know.
        strip: the towns on a line; nothing when the scales differ.
    """

    title: str
    problem: str = ""
    before: tuple[str, str, BandWords] = ("–", "–", BANDS[""])
    after: tuple[str, str, BandWords] = ("–", "–", BANDS[""])
    passed: str = ""
    passed_by: str = ""
    lines: tuple[Line, ...] = ()
    effects: tuple[Effect, ...] = ()
    has_classes: bool = True
    remarks: tuple[str, ...] = ()
    strip: Strip | None = None


def answer_variant(variant: Variant) -> Answer:
    """Reckon the variant and say what is different."""
    choice = variant.choice
    if choice.sight is None or choice.run is None:
        return Answer("", _("There are no data to reckon with."))
    cube, catalogue = choice.sight.cube, choice.sight.catalogue
    try:
        before = reckon_year(cube, catalogue, variant.base_members, choice.recipe, choice.weights, choice.year)
        after = reckon_year(cube, catalogue, variant.members, variant.recipe, variant.weights, choice.year)
    except IndexProblem as problem:
        return Answer(_("It can’t be reckoned like this."), say_for_catalogue(problem, catalogue))
    if before is None or after is None:
        return Answer("", _("There are no data to reckon with."))
    return _compare(variant, before, after)


def say_for_catalogue(problem: IndexProblem, catalogue: Catalogue) -> str:
    """Say why the engine refuses, with nodes called by their names."""
    node = str(problem.params.get("node", ""))
    if problem.code == "structure.weights_zero" and node:
        return _(
            "All weights under “%(node)s” are 0, so there is nothing to make its score from. Give at least one of them a "
            "weight above 0. Everything that was set is kept."
        ) % {"node": name_node(catalogue, node)}
    return say_problem(problem)


def list_sliders(variant: Variant) -> tuple[Slider, ...]:
    """List the weights of dimensions, with their areas and sub-areas."""
    choice = variant.choice
    if choice.run is None:
        return ()
    structure = choice.run.structure
    return _slide(structure, choice.run.catalogue, variant, structure.root, _share_out(structure, variant.weights))


def list_method_choices(variant: Variant) -> tuple[MethodChoice, ...]:
    """List the steps whose method can be chosen here."""
    found = []
    for step, offered in OFFERED.items():
        chosen = getattr(variant.recipe, step).method
        methods = list_methods(step, offered)
        if chosen not in offered:
            methods.insert(0, (chosen, name_method(step, chosen)))
        found.append(MethodChoice(step, chosen, tuple(methods)))
    return tuple(found)


def _compare(variant: Variant, before: YearScores, after: YearScores) -> Answer:
    choice, unit = variant.choice, variant.choice.unit
    old, new = before.find(before.root, unit.key), after.find(after.root, unit.key)
    known = dict(zip(before.units, (position.rank for position in before.positions[before.root]), strict=True))
    ranks_before = {key: known.get(key, 0) for key in after.units}
    passed, passed_by = _find_passing(after, unit.key, ranks_before)
    same_scale = have_one_scale(choice.recipe, variant.recipe)
    return Answer(
        title=_say_title(unit.name, old, new, before.ranked, after.ranked)
        if len(variant.members) > 1
        else _("%(town)s: nobody to compare with") % {"town": unit.name},
        before=(show(old.score), _say_rank(old.rank, before.ranked), BANDS[old.band]),
        after=(show(new.score), _say_rank(new.rank, after.ranked), BANDS[new.band]),
        passed=_join_names(variant, passed),
        passed_by=_join_names(variant, passed_by),
        lines=tuple(_list_lines(variant, after, ranks_before)),
        effects=tuple(_list_effects(variant, before, after, same_scale=same_scale)),
        has_classes=has_classes(variant.recipe),
        remarks=tuple(_list_remarks(variant, after, same_scale=same_scale)),
        strip=_draw_strip(after, unit.key, old) if same_scale else None,
    )


def _draw_strip(after: YearScores, town: str, old: Position) -> Strip | None:
    new = after.find(after.root, town)
    peers = [position.score for position in after.positions[after.root] if position.score is not None]
    known = [*peers, *(score for score in (old.score, new.score) if score is not None)]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    if low == high:
        return None

    def place(score: float | None) -> str:
        return "" if score is None else f"{20 + 960 * (score - low) / (high - low):.1f}"

    return Strip(
        show(low),
        show(high),
        tuple(place(score) for score in peers),
        place(old.score),
        place(new.score),
    )


def _say_title(name: str, old: Position, new: Position, count_before: int, count: int) -> str:
    if not new.rank:
        return _("%(town)s: no place, because too much data is missing") % {"town": name}
    words = {"town": name, "old": old.rank, "new": new.rank, "count": count}
    if not old.rank:
        return _("%(town)s: place %(new)s of %(count)s") % words
    if old.rank == new.rank and count == count_before:
        return _("%(town)s: place %(new)s of %(count)s, as before") % words
    if old.rank == new.rank:
        return _("%(town)s: still place %(new)s, now of %(count)s") % words
    return _("%(town)s: from place %(old)s to place %(new)s of %(count)s") % words


def _say_rank(rank: int, count: int) -> str:
    return _("%(rank)s of %(count)s") % {"rank": rank, "count": count} if rank else "–"


def _find_passing(after: YearScores, town: str, before: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """Find whom the town overtakes and who overtakes it; only towns with a place before and after count."""
    old, new = before.get(town, 0), after.find(after.root, town).rank
    passed, passed_by = [], []
    for key, position in zip(after.units, after.positions[after.root], strict=True):
        was = before.get(key, 0)
        if key == town or not (old and new and was and position.rank):
            continue
        if was < old and position.rank > new:
            passed.append(key)
        elif was > old and position.rank < new:
            passed_by.append(key)
    return passed, passed_by


def _join_names(variant: Variant, keys: Sequence[str]) -> str:
    names = sorted((_name(variant, key) for key in keys), key=as_sorted)
    said = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    if more > 0:
        return ngettext("%(names)s and %(count)s other", "%(names)s and %(count)s others", more) % {
            "names": said, "count": more
        }  # fmt: skip
    return said


def _list_lines(variant: Variant, after: YearScores, before: Mapping[str, int]) -> list[Line]:
    town = variant.choice.unit.key
    lines = []
    for key, position in zip(after.units, after.positions[after.root], strict=True):
        was = before.get(key, 0)
        move = was - position.rank if was and position.rank else 0
        lines.append(
            Line(
                key=key,
                name=_name(variant, key),
                rank=str(position.rank or "–"),
                score=show(position.score),
                rank_before=str(was or "–"),
                move=move,
                move_said=_say_move(move, is_new=key in variant.added),
                is_town=key == town,
            )
        )
    return sorted(
        lines, key=lambda line: (line.rank == "–", int(line.rank) if line.rank != "–" else 0, as_sorted(line.name))
    )


def _say_move(move: int, *, is_new: bool) -> str:
    if is_new:
        return _("added")
    if move > 0:
        return ngettext("up by %(count)s", "up by %(count)s", move) % {"count": move}
    if move < 0:
        return ngettext("down by %(count)s", "down by %(count)s", -move) % {"count": -move}
    return "–"


def _list_effects(variant: Variant, before: YearScores, after: YearScores, *, same_scale: bool) -> list[Effect]:
    choice = variant.choice
    if choice.run is None:
        return []
    structure, unit = choice.run.structure, choice.unit.key
    effects = []
    for code in _walk(structure, structure.root):
        if code not in after.positions:
            continue
        old, new = before.find(code, unit), after.find(code, unit)
        change = None
        if same_scale and old.score is not None and new.score is not None:
            change = round(new.score - old.score, 1)
        direction = "same" if not change else ("up" if change > 0 else "down")
        effects.append(
            Effect(
                code=code,
                name=name_node(choice.run.catalogue, code),
                depth=structure.depth.get(code, 0),
                before=show(old.score),
                after=show(new.score),
                change=show_signed(change) if change else ("" if change is None else "0"),
                direction=direction,
                rank_before=str(old.rank or "–"),
                rank_after=str(new.rank or "–"),
                share=say_share(after.shares.get(code, 0.0)),
            )
        )
    return effects


def _walk(structure: Structure, code: str) -> Iterator[str]:
    yield code
    for child in structure.children.get(code, ()):
        yield from _walk(structure, child)


def _list_remarks(variant: Variant, after: YearScores, *, same_scale: bool) -> list[str]:
    remarks = [] if same_scale else [
        _("The scale is another one, so scores before and after can’t be subtracted; places can be compared.")
    ]  # fmt: skip
    if few := remark_few(len(variant.members)):
        remarks.append(few)
    told = dict.fromkeys(say_problem(remark) for remark in after.remarks if remark.code in REMARKED)
    return [*remarks, *list(told)[:3]]


REMARKED: Final = frozenset({"aggregate.below_zero", "impute.filled", "normalise.ampi_scale", "normalise.one_unit"})


def say_share(share: float) -> str:
    """Say a share in per cent, with a decimal where it is small."""
    return f"{show(100 * share, 1 if share < 0.1 else 0)}\u00a0%"  # noqa: PLR2004 - 10 per cent


def _share_out(structure: Structure, weights: Mapping[str, float]) -> dict[str, float]:
    """Give what each node weighs in the whole; 0 where the weights under a node sum to 0."""
    shares = {structure.root: 1.0}
    for code in sorted(structure.codes, key=lambda code: structure.depth[code]):
        under = structure.children[code]
        total = sum(weights.get(child, 1.0) for child in under)
        for child in under:
            shares[child] = shares[code] * weights.get(child, 1.0) / total if total else 0.0
    return shares


def _slide(
    structure: Structure, catalogue: Catalogue, variant: Variant, above: str, shares: Mapping[str, float]
) -> tuple[Slider, ...]:
    own = variant.own_weights
    return tuple(
        Slider(
            code=code,
            name=name_node(catalogue, code),
            weight=f"{variant.weights.get(code, 1.0):g}",
            share=say_share(shares[code]),
            under=_slide(structure, catalogue, variant, code, shares),
            is_changed=code in own,
        )
        for code in structure.children[above]
        if structure.children[code]
    )


def _name(variant: Variant, key: str) -> str:
    sight = variant.choice.sight
    return sight.units[key].name if sight and key in sight.units else key
