"""Words and themes of open answers, as all who see results may know them, and places that people marked."""

from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final

from django.db.models import Count

from sciezka.core.polls.columns import iterate_rows
from sciezka.core.polls.places import count_places
from sciezka.core.polls.words import WordCount, count_words
from sciezka.rooms.questions.schema.types import Item, Kind
from sciezka.rooms.surveys.models import Coding, Survey, Theme
from sciezka.rooms.surveys.queries.frames import FrameSight, shown_responses
from sciezka.rooms.surveys.queries.frames_layout import name_column
from sciezka.rooms.surveys.queries.results_open import count_wrote, list_answers
from sciezka.rooms.surveys.queries.results_shapes import has_words

MOST_WORDS: Final = 12
MOST_READ: Final = 5_000
"""Of larger surveys words are counted on the item's own page only."""
KEPT: Final = 200
LEAST_METRES: Final = 500
MAP_WIDE: Final = 480
MAP_TALL: Final = 360
MAP_EDGE: Final = 40
LARGEST: Final = 26

_kept: OrderedDict[tuple[str, str], tuple[WordCount, ...]] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class ThemeShare:
    """How many answers are under a theme; None where that may not be told."""

    name: str
    count: int | None
    width: float


@dataclass(frozen=True, slots=True)
class OpenSight:
    """What open answers to an item come to."""

    words: tuple[WordCount, ...]
    themes: tuple[ThemeShare, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of the grid with enough people, and its circle in the drawing."""

    count: int
    latitude: str
    longitude: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class PlaceSight:
    """Places that people marked, by cells."""

    spots: tuple[Spot, ...]
    elsewhere: int | None
    metres: int


def read_opens(sight: FrameSight, items: Sequence[Item], *, large: bool = False) -> dict[str, OpenSight]:
    """Read words and themes of items, in a fixed number of queries."""
    survey = sight.survey
    wanted = [item for item in items if has_words(item)]
    words = read_words(sight, wanted) if large or sight.n <= MOST_READ else {}
    themes = _read_themes(survey, {item.code: item for item in wanted}) if wanted else {}
    return {item.code: OpenSight(words.get(item.code, ()), themes.get(item.code, ())) for item in wanted}


def read_words(sight: FrameSight, items: Sequence[Item]) -> dict[str, tuple[WordCount, ...]]:
    """Count words in what people wrote about items, passing over words of too few."""
    found = {item.code: _kept[sight.digest, item.code] for item in items if (sight.digest, item.code) in _kept}
    lacking = [item for item in items if item.code not in found]
    if lacking:
        texts = list_answers(sight.survey, lacking)
        for item in lacking:
            counted = count_words(texts[item.code], language="pl", threshold=sight.survey.fewest, most=MOST_WORDS)
            found[item.code] = counted
            with _lock:
                _kept[sight.digest, item.code] = counted
                while len(_kept) > KEPT:
                    _kept.popitem(last=False)
    return found


def _read_themes(survey: Survey, items: dict[str, Item]) -> dict[str, tuple[ThemeShare, ...]]:
    themes = [theme for theme in Theme.objects.filter(survey=survey) if theme.item in items]
    if not themes:
        return {}
    rows = Coding.objects.filter(theme__survey=survey, response__in=shown_responses(survey))
    counts = dict(rows.values_list("theme").annotate(count=Count("pk")).order_by())
    wrote = count_wrote(survey, [items[code] for code in {theme.item for theme in themes}])
    found: dict[str, list[ThemeShare]] = defaultdict(list)
    for theme in themes:
        count, n = counts.get(theme.pk, 0), wrote[theme.item]
        few = 0 < count < survey.fewest or 0 < n - count < survey.fewest or n < survey.fewest
        found[theme.item].append(ThemeShare(theme.name, None if few else count, 0 if few else 100 * count / n))
    return {code: tuple(sorted(listed, key=lambda one: -(one.count or 0))) for code, listed in found.items()}


def read_places(sight: FrameSight, item: Item) -> PlaceSight | None:
    """Count places by cells; nothing for other kinds, or where too few marked one."""
    if item.kind != Kind.PLACE:
        return None
    ends = (iterate_rows(sight.frame, name_column(item, end)) for end in ("lat", "lon"))
    points = [(lat, lon) for lat, lon in zip(*ends, strict=True) if isinstance(lat, float) and isinstance(lon, float)]
    metres = max(item.round_to, LEAST_METRES)
    counted = count_places(points, metres=metres, threshold=sight.survey.fewest)
    if counted.n is None or not counted.cells:
        return None
    cells = [(cell.latitude, cell.longitude, count) for cell, count in counted.cells]
    south, north = min(cell[0] for cell in cells), max(cell[0] for cell in cells)
    west, east = min(cell[1] for cell in cells), max(cell[1] for cell in cells)
    most = max(cell[2] for cell in cells)
    spots = [
        Spot(
            count, f"{lat:.4f}", f"{lon:.4f}", _scale(lon, west, east, MAP_WIDE),
            MAP_TALL - _scale(lat, south, north, MAP_TALL), max(6.0, LARGEST * (count / most) ** 0.5),
        )
        for lat, lon, count in cells
    ]  # fmt: skip
    return PlaceSight(tuple(spots), counted.elsewhere, metres)


def _scale(value: float, low: float, high: float, size: int) -> float:
    if high == low:
        return size / 2
    return MAP_EDGE + (size - 2 * MAP_EDGE) * (value - low) / (high - low)
