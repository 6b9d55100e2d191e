"""The method in plain words: what was compared, how it was reckoned, how sure it is, what is missing, and the sources."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sciezka.core.index.recipe import Recipe, digest, write_recipe
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.monitor.queries.finding_reading import say_day
from sciezka.rooms.monitor.queries.words import name_node, say_break, show
from sciezka.rooms.monitor.store.readings.overview import DRAWS
from sciezka.rooms.monitor.store.readings.report import ReportReading
from sciezka.rooms.monitor.store.runs import BANDS


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of the method: a heading, sentences, points of a list, and a text to copy."""

    title: str
    sentences: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    code: str = ""


def list_passages(choice: Choice, read: ReportReading) -> Iterator[Passage]:
    """List the passages of the method."""
    recipe = choice.recipe
    yield _tell_group(choice)
    yield Passage(_("How figures are put on one scale"), tuple(_tell_scale(recipe)))
    yield Passage(_("How figures are put together"), tuple(_tell_aggregate(choice)))
    yield Passage(_("How places and classes are read"), tuple(_tell_reading(choice)))
    yield Passage(_("How sure the places are"), tuple(_tell_uncertainty()))
    yield Passage(_("How change is measured"), tuple(_tell_change(choice)))
    yield _tell_gaps(choice, read)
    yield _tell_breaks(read)
    yield _tell_sources(read)
    yield Passage(
        _("The recipe, to recompute everything"),
        (_("Digest of the recipe: %(digest)s") % {"digest": digest(recipe)},),
        code=write_recipe(recipe).strip(),
    )


def _tell_group(choice: Choice) -> Passage:
    if choice.peers is None:
        return Passage(_("With whom the town is compared"), (_("There is no comparison group."),))
    said = [
        _("Group: %(name)s. It has %(count)s members, the town among them.")
        % {"name": choice.peers.name, "count": len(choice.peers.members)}
    ]
    if choice.peers.group.year:
        said.append(_("Who belongs was decided by the figures of %(year)s.") % {"year": choice.peers.group.year})
    said.append(_("Another group gives other places: a place is never a property of the town alone."))
    return Passage(_("With whom the town is compared"), tuple(said))


def _tell_scale(recipe: Recipe) -> Iterator[str]:
    if recipe.treat.method == "winsorise":
        yield _(
            "Extreme values are first drawn in to the edge of the others, so that one odd figure does not rule the rest."
        )
    elif recipe.treat.method == "skew_kurtosis":
        yield _("Lopsided indicators are first evened out: a few extreme values are drawn in, or logarithms are taken.")
    else:
        yield _("Extreme values are left as they are.")
    if recipe.impute.method == "none":
        yield _("Missing figures are left out, never guessed.")
    else:
        yield _("Missing figures are filled in by the method “%(method)s”.") % {"method": recipe.impute.method}
    if recipe.normalise.method == "zscore":
        yield _(
            "Then each indicator is set on a scale where %(mean)s is the group’s mean of the year and %(sd)s points are "
            "one standard deviation. Where less is better, the scale is turned round, so that more points are always better."
        ) % {"mean": show(recipe.normalise.mean, 0), "sd": show(recipe.normalise.sd, 0)}
    else:
        yield _("Then each indicator is set on one scale by the method “%(method)s”.") % {"method": recipe.normalise.method}


def _tell_aggregate(choice: Choice) -> Iterator[str]:
    recipe = choice.recipe
    yield _("Indicators make sub-areas, sub-areas make areas, areas make dimensions, and dimensions make the whole.")
    if recipe.aggregate.method == "arithmetic":
        yield _("At each step the plain mean is taken of what is known.")
    else:
        yield _("At each step the parts are put together by the method “%(method)s”.") % {"method": recipe.aggregate.method}
    if recipe.aggregate.min_share > 0:
        yield _("A part has a score only when at least %(share)s%% of what it is made of is known.") % {
            "share": show(100 * recipe.aggregate.min_share, 0)
        }
    if choice.weights:
        weights = ", ".join(f"{code} {show(weight, 2)}" for code, weight in sorted(choice.weights.items()))
        yield _("All parts weigh the same, but for these: %(weights)s.") % {"weights": weights}
    else:
        yield _("All parts of a whole weigh the same.")


def _tell_reading(choice: Choice) -> Iterator[str]:
    yield _("Place 1 is the best; towns with the same score share the better place.")
    edges = [show(band.least, 0) for band in BANDS.bands[1:]]
    yield _("Classes begin at %(edges)s points. They are our own proposal and follow no norm.") % {"edges": ", ".join(edges)}
    if choice.peers and choice.peers.remark:
        yield choice.peers.remark


def _tell_uncertainty() -> Iterator[str]:
    yield _(
        "Nobody can say what the right weights are. So the whole is reckoned up to %(draws)s times, each time with every "
        "weight drawn at random up to a quarter higher or lower; the interval holds nine places out of ten."
    ) % {"draws": show(DRAWS, 0)}
    yield _("Places whose intervals overlap should not be read as a difference between towns.")


def _tell_change(choice: Choice) -> Iterator[str]:
    yield _(
        "Change is the slope of the straight line that fits the years %(since)s–%(until)s best, in units or points a year."
    ) % {"since": choice.year - choice.window, "until": choice.year}
    yield _("As points compare a town with its group of the same year, a change of points is a change against the group.")


def _tell_gaps(choice: Choice, read: ReportReading) -> Passage:
    assert choice.sight is not None  # noqa: S101 - only what has data is reported
    names = tuple(name_node(choice.sight.catalogue, code) for code in read.missing)
    older = tuple(
        _("%(name)s: newest figure of %(year)s") % {"name": name_node(choice.sight.catalogue, code), "year": found.year}
        for code, found in read.indicators.items()
        if found.year < choice.year
    )
    if not names and not older:
        return Passage(_("What is missing"), (_("All indicators that the data can feed have a figure of the year."),))
    return Passage(
        _("What is missing"),
        (_("A missing figure is never taken for 0. Of these indicators the town has no figure, or an older one only:"),),
        (*names, *older),
    )


def _tell_breaks(read: ReportReading) -> Passage:
    points = tuple(dict.fromkeys(say_break(item.kind, item.year, item.reason) for item in read.breaks))
    if not points:
        return Passage(_("Where series break"), (_("No break of the series is known in the years shown."),))
    return Passage(
        _("Where series break"),
        (_("Before and after these years figures mean something slightly different; a change across them is marked:"),),
        points,
    )


def _tell_sources(read: ReportReading) -> Passage:
    points = tuple(
        _("%(source)s, as of %(day)s") % {"source": one.source, "day": say_day(one.retrieved.isoformat())}
        for one in read.origins
    )
    return Passage(
        _("Where the figures come from"),
        (_("The figures were processed by the programme Ścieżka: ratios, scores and places are our own reckoning."),),
        points,
    )
