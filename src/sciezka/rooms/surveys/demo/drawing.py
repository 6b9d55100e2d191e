"""Drawing the answers of invented people: one leaning for each of them, and what their answers hang on.

All is drawn from a seed, so that the demonstration's answers are the same wherever and whenever it is loaded.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sciezka.rooms.questions.schema.routes import prune, walk_pages
from sciezka.rooms.questions.schema.tidying import round_place
from sciezka.rooms.questions.schema.types import Item, Kind, Questionnaire

WHOLE: Final = 100
PLAIN: Final[Mapping[str, Any]] = {}
# What holds wherever a file says nothing: a middling answer, some doubt, a leaning that tells.
MEAN, SPREAD, LEANING, UNSURE, SKIPS = 3.3, 0.9, 0.4, 4, 3
# Allocations are made in fives, as people make them.
STEP: Final = 5
BEST: Final = 10
# How many choose how many of several.
HOW_MANY: Final = (1, 2, 2, 3, 3, 3, 4)
DAYS_OF_WEEK: Final = 7
EBB: Final = 0.93


@dataclass(slots=True)
class Person:
    """An invented person: what is known of them, what they answered so far, and how they lean."""

    dice: random.Random
    lean: float
    facts: Mapping[str, str]
    language: str = "pl"
    answers: dict[str, Any] = field(default_factory=dict)

    def is_one(self, condition: str) -> bool:
        """Tell whether a condition such as ``dem_szkola_typ=liceum|technikum`` holds."""
        name, _, wanted = condition.partition("=")
        known = self.facts.get(name, self.answers.get(name))
        given = known if isinstance(known, list) else [known]
        return not set(wanted.split("|")).isdisjoint(map(str, given))


def draw_person(
    asked: Questionnaire, data: Mapping[str, Any], dice: random.Random, *, language: str = "pl", **facts: str
) -> dict[str, Any]:
    """Draw the answers of one person, in the shape in which they are stored.

    Args:
        asked: the questionnaire.
        data: what a file says of its questions, under ``items`` and ``texts``.
        dice: draws.
        language: in which language the person writes.
        facts: what is known before; those named like questions are their answers.
    """
    person = Person(dice, dice.gauss(0, 1), facts, language)
    items = asked.items_by_code
    for code in dict.fromkeys((*data.get("first", ()), *items)):
        item, spec = items[code], data["items"].get(code, PLAIN)
        # Dice fall for each question alike, whoever answers it.
        skips = not item.required and dice.random() * WHOLE < spec.get("skips", data.get("skips", SKIPS))
        given = facts.get(code) or DRAWS.get(item.kind, _draw_nothing)(item, spec, person, data)
        if given not in (None, [], {}) and not skips:
            person.answers[code] = given
            _add_own_words(item, spec, person)
    places = {code: place for place, code in enumerate(items)}
    return prune(asked, dict(sorted(person.answers.items(), key=lambda pair: places[pair[0].partition(".")[0]])))


def break_off(asked: Questionnaire, answers: Mapping[str, Any], dice: random.Random) -> tuple[str, dict[str, Any]]:
    """Break answers off at a drawn page; give that page's code and what was answered before it."""
    pages = walk_pages(asked, answers)
    reached = min(dice.choice((1, 1, 1, 2, 2, 3, 4)), len(pages) - 1)
    done = {item.code for page in pages[:reached] for item in page.items()}
    return pages[reached].code, {key: answer for key, answer in answers.items() if key.partition(".")[0] in done}


def draw_hours(
    opens: dt.datetime, closes: dt.datetime, count: int, dice: random.Random, *, rhythm: Sequence[int], weekend: float = 1.0
) -> list[dt.datetime]:  # fmt: skip
    """Draw at which hours people answered.

    Args:
        opens: the opening, a full hour of local time.
        closes: the last moment.
        count: how many.
        dice: draws.
        rhythm: how often people answer at each of the 24 hours of a day.
        weekend: how often on a Saturday or a Sunday, beside another day; on each next day a little less.
    """
    whole = int((closes - opens).total_seconds() // 3600)
    hours = [opens + dt.timedelta(hours=step) for step in range(max(1, whole))]
    weights = [
        rhythm[hour.hour] * (weekend if hour.weekday() >= DAYS_OF_WEEK - 2 else 1) * EBB ** ((hour - opens).days)
        for hour in hours
    ]
    return sorted(dice.choices(hours, weights, k=count)) if any(weights) else [hours[0]] * count


def _tilts(spec: Mapping[str, Any], person: Person) -> Iterator[Mapping[str, Any]]:
    return (tilt for tilt in spec.get("tilt", ()) if person.is_one(tilt["if"]))


def _weigh(item: Item, spec: Mapping[str, Any], person: Person) -> dict[str, float]:
    """Weigh the options of an item for a person; those that ask for own words only where the file has some."""
    named = spec.get("weights", PLAIN)
    weights = {
        option.code: float(named.get(option.code, 0 if named or option.missing or option.exclusive else 10))
        for option in item.options
        if not option.own_words or "own" in spec
    }
    for tilt in _tilts(spec, person):
        for code, times in tilt.get("times", PLAIN).items():
            weights[code] *= times
    return weights


def _level(spec: Mapping[str, Any], person: Person, mean: float, row: str = "") -> float:
    for tilt in _tilts(spec, person):
        mean += tilt.get("plus", 0) + tilt.get("rows", PLAIN).get(row, 0)
    return mean + person.lean * float(spec.get("lean", LEANING)) + person.dice.gauss(0, spec.get("spread", SPREAD))


def _pick_level(item: Item, spec: Mapping[str, Any], person: Person, mean: float, row: str = "") -> str:
    """Pick the option of a scale that lies nearest to a drawn level, or now and then the one of those who don't know."""
    level, doubt = _level(spec, person, mean, row), person.dice.random() * WHOLE
    unsure = next((option.code for option in item.options if option.missing), "")
    if unsure and doubt < spec.get("unsure", UNSURE):
        return unsure
    scale = [option for option in item.options if option.value is not None]
    return min(scale, key=lambda option: abs(float(option.value or 0) - level)).code


def _draw_one(item: Item, spec: Mapping[str, Any], person: Person, _data: Mapping[str, Any]) -> str:
    if "weights" not in spec and any(option.value is not None for option in item.options):
        return _pick_level(item, spec, person, spec.get("mean", MEAN))
    weights = _weigh(item, spec, person)
    return person.dice.choices(list(weights), list(weights.values()))[0]


def _draw_many(item: Item, spec: Mapping[str, Any], person: Person, _data: Mapping[str, Any]) -> list[str]:
    weights = _weigh(item, spec, person)
    alone = {option.code for option in item.options if option.exclusive}
    count = min(person.dice.choice(spec.get("many", HOW_MANY)), int(item.most or WHOLE))
    first = person.dice.choices(list(weights), list(weights.values()))[0]
    if first in alone:
        return [first]
    open_ = {code: weight for code, weight in weights.items() if weight and code not in alone}
    picked = {first, *_draw_order(open_, person.dice)[: count - 1]}
    return [option.code for option in item.options if option.code in picked][: int(item.most or WHOLE)]


def _draw_order(weights: Mapping[str, float], dice: random.Random) -> list[str]:
    """Draw an order in which what weighs more comes sooner."""
    return sorted(weights, key=lambda code: dice.expovariate(weights[code]))


def _draw_rows(item: Item, spec: Mapping[str, Any], person: Person, _data: Mapping[str, Any]) -> dict[str, Any]:
    means = spec.get("rows", PLAIN)
    if item.kind is Kind.GRID:
        return {
            row.code: _pick_level(item, spec, person, means.get(row.code, spec.get("mean", MEAN)), row.code)
            for row in item.rows
        }
    middle = (item.steps + 1) / 2
    levels = {row.code: _level(spec, person, means.get(row.code, middle), row.code) for row in item.rows}
    return {code: min(item.steps, max(1, round(level))) for code, level in levels.items()}


def _draw_ranking(item: Item, spec: Mapping[str, Any], person: Person, _data: Mapping[str, Any]) -> list[str]:
    return _draw_order(_weigh(item, spec, person), person.dice)[: int(item.most or WHOLE)]


def _draw_allocation(item: Item, spec: Mapping[str, Any], person: Person, _data: Mapping[str, Any]) -> dict[str, int]:
    weights = {code: weight * person.dice.uniform(0.4, 1.6) for code, weight in _weigh(item, spec, person).items()}
    whole = sum(weights.values())
    shares = {code: STEP * int(item.total * weight / whole / STEP) for code, weight in weights.items()}
    shares[max(weights, key=weights.__getitem__)] += item.total - sum(shares.values())
    return shares


def _draw_nps(_item: Item, spec: Mapping[str, Any], person: Person, _data: Mapping[str, Any]) -> int:
    return min(BEST, max(0, round(_level({"spread": 2.0, "lean": 1.0, **spec}, person, spec.get("mean", 6.5)))))


def _draw_number(item: Item, spec: Mapping[str, Any], person: Person, _data: Mapping[str, Any]) -> int:
    step = int(spec.get("step", 1))
    number = step * round(_level(spec, person, spec.get("mean", MEAN)) / step)
    least, most = int(item.least or 0), int(item.most or WHOLE)
    return max(int(spec.get("floor", least)), least, min(most, number))


def _draw_words(item: Item, spec: Mapping[str, Any], person: Person, data: Mapping[str, Any]) -> str | None:
    texts = [row for row in data.get("texts", PLAIN).get(item.code, ()) if row.get("language", "pl") == person.language]
    writes = person.dice.random() * WHOLE < spec.get("share", 0)
    return str(person.dice.choice(texts)["text"]) if texts and writes else None


def _draw_place(item: Item, spec: Mapping[str, Any], person: Person, _data: Mapping[str, Any]) -> list[float] | None:
    if person.dice.random() * WHOLE >= spec.get("share", 0):
        return None
    latitude, longitude, _weight = person.dice.choices(spec["spots"], [spot[2] for spot in spec["spots"]])[0]
    far = spec.get("far", 0.002)
    return round_place(latitude + person.dice.gauss(0, far), longitude + person.dice.gauss(0, far), item.round_to)


def _draw_nothing(*_words: object) -> None:
    return None


def _add_own_words(item: Item, spec: Mapping[str, Any], person: Person) -> None:
    given = person.answers[item.code]
    for code in item.options_of_own_words:
        if code == given or (isinstance(given, list) and code in given):
            person.answers[f"{item.code}.{code}"] = person.dice.choice(spec["own"])


DRAWS: Final[Mapping[Kind, Callable[..., Any]]] = {
    Kind.SINGLE: _draw_one,
    Kind.DROPDOWN: _draw_one,
    Kind.MULTIPLE: _draw_many,
    Kind.GRID: _draw_rows,
    Kind.SEMANTIC: _draw_rows,
    Kind.RANKING: _draw_ranking,
    Kind.ALLOCATION: _draw_allocation,
    Kind.NPS: _draw_nps,
    Kind.NUMBER: _draw_number,
    Kind.TEXT: _draw_words,
    Kind.LONG_TEXT: _draw_words,
    Kind.PLACE: _draw_place,
}
