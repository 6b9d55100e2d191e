"""Faults of shape: codes met twice, too few options, texts that are missing, bounds that nothing can meet."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from sciezka.rooms.questions.schema.budgets import MOST_LINES_EVER, WHOLE, read_limit
from sciezka.rooms.questions.schema.faults.noted import Fault, Place, list_places, list_texts
from sciezka.rooms.questions.schema.tidying import parse_day, parse_number, write_number
from sciezka.rooms.questions.schema.types import END, WITH_OPTIONS, WITH_ROWS, Item, Kind, Questionnaire, Text

FEWEST: Final = 2
COUNTED: Final = frozenset({Kind.MULTIPLE, Kind.RANKING})
BOUNDED: Final = COUNTED | {Kind.NUMBER, Kind.DATE}


def find_faults_of_shape(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Find what is wrong with the shape of a questionnaire and of each item."""
    places = list_places(questionnaire)
    if not questionnaire.pages:
        yield Fault("questionnaire.no_pages", "", "error")
    elif all(place.item.kind is Kind.NOTE for place in places):
        yield Fault("questionnaire.no_items", "", "error")
    if not questionnaire.title.speaks(questionnaire.base):
        yield Fault("questionnaire.no_title", "title", "warning", {"language": questionnaire.base})
    yield from _find_codes(questionnaire, places)
    for number, page in enumerate(questionnaire.pages):
        if not any(True for _ in page.items()):
            yield Fault("page.empty", f"pages[{number}]", "warning", {"page": page.code})
    for place in places:
        yield from _find_options(place)
        yield from _find_texts(place, questionnaire.base)
        yield from _find_bounds(place)


def find_missing_translations(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Find nouns that lack a text in one of the languages besides the first; one fault for each noun and language."""
    for language in questionnaire.languages[1:]:
        for path, code, texts in list_translated(questionnaire):
            missing = sum(1 for text in texts if text.speaks(questionnaire.base) and not text.speaks(language))
            if missing:
                fields = {"language": language, "missing": missing, **({"item": code} if code else {})}
                yield Fault("translation.missing", path, "warning", fields)


def list_translated(questionnaire: Questionnaire) -> Iterator[tuple[str, str, list[Text]]]:
    """Give all texts by nouns: the path, the item's code (empty where it is none) and the texts."""
    yield "", "", [questionnaire.title, questionnaire.intro, questionnaire.thanks]
    for number, page in enumerate(questionnaire.pages):
        yield f"pages[{number}]", "", [page.title]
        for part, section in enumerate(page.sections):
            yield f"pages[{number}].sections[{part}]", "", [section.title, section.text]
    for place in list_places(questionnaire):
        yield place.path, place.item.code, [text for _, text, _ in list_texts(place)]


def _find_codes(questionnaire: Questionnaire, places: Iterable[Place]) -> Iterator[Fault]:
    pages = [(page.code, f"pages[{number}]") for number, page in enumerate(questionnaire.pages)]
    sections = [
        (section.code, f"pages[{number}].sections[{part}]")
        for number, page in enumerate(questionnaire.pages)
        for part, section in enumerate(page.sections)
    ]
    items = [(place.item.code, place.path) for place in places]
    for what, nouns in (("page", pages), ("section", sections), ("item", items)):
        yield from _find_twice("code.twice", nouns, _keep, what=what)
    # Columns of exported answers are called by the codes, and some programs don't tell capitals.
    yield from _find_twice("code.capitals", items, str.casefold, what="item")
    for code, path in pages:
        if code == END:
            yield Fault("code.reserved", path, "error", {"code": code})
    for place in places:
        options = [(option.code, f"{place.path}.options[{n}]") for n, option in enumerate(place.item.options)]
        rows = [(row.code, f"{place.path}.rows[{n}]") for n, row in enumerate(place.item.rows)]
        yield from _find_twice("option.twice", options, _keep, item=place.item.code)
        yield from _find_twice("row.twice", rows, _keep, item=place.item.code)


def _find_twice(fault: str, nouns: Iterable[tuple[str, str]], fold: Callable[[str], str], **fields: str) -> Iterator[Fault]:
    """Find codes met before, or (folded) such as differ from one met before by capitals alone."""
    met: dict[str, str] = {}
    for code, path in nouns:
        before = met.setdefault(fold(code), "") or None
        if before is not None and (before != code or fold is _keep):
            yield Fault(fault, path, "error", {**fields, "code": code})
        met[fold(code)] = before or code


def _keep(code: str) -> str:
    return code


def _find_options(place: Place) -> Iterator[Fault]:
    item = place.item
    if item.kind in WITH_OPTIONS and len(item.options) < FEWEST:
        yield place.find("options.few", "error", fewest=FEWEST)
    if item.kind not in WITH_OPTIONS and item.options:
        yield place.find("options.unused", "warning")
    if item.kind in WITH_ROWS and not item.rows:
        yield place.find("rows.few", "error", fewest=1)
    if item.kind not in WITH_ROWS and item.rows:
        yield place.find("rows.unused", "warning")
    for number, option in enumerate(item.options):
        if option.exclusive and item.kind is not Kind.MULTIPLE:
            yield place.find("option.exclusive_kind", "hint", f".options[{number}]", option=option.code)
        if option.own_words and option.code not in item.options_of_own_words:
            yield place.find("option.own_words_kind", "warning", f".options[{number}]", option=option.code)


def _find_texts(place: Place, base: str) -> Iterator[Fault]:
    for part, text, needed in list_texts(place):
        if needed and not text.speaks(base):
            yield place.find("text.missing", "error", part, language=base)


def _find_bounds(place: Place) -> Iterator[Fault]:
    item = place.item
    if item.kind is Kind.BUDGET:
        yield from _find_limits(place)
        return
    if item.kind not in BOUNDED:
        if item.least is not None or item.most is not None:
            yield place.find("bounds.unused", "warning")
        return
    read = parse_day if item.kind is Kind.DATE else _parse_bound
    least, most = read(item.least), read(item.most)
    for name, bound, given in (("least", least, item.least), ("most", most, item.most)):
        if given is not None and given != "" and bound is None:
            yield place.find("bounds.kind", "error", f".{name}")
    if least is not None and most is not None and least > most:
        yield place.find("bounds.crossed", "error", least=_write(least), most=_write(most))
    if item.kind in COUNTED:
        yield from _find_counts(place, item, least, most)


def _find_limits(place: Place) -> Iterator[Fault]:
    """Find limits of a budget that nothing can meet."""
    for name, given in (("least", place.item.least), ("most", place.item.most)):
        limit = read_limit(given)
        if given is not None and given != "" and limit is None:
            yield place.find("bounds.kind", "error", f".{name}")
        elif name == "least" and limit is not None and limit > WHOLE:
            yield place.find("budget.share", "error", ".least", least=_write(limit))
    if place.item.longest > MOST_LINES_EVER:
        yield place.find("budget.lines", "warning", ".longest", most=MOST_LINES_EVER)


def _find_counts(place: Place, item: Item, least: Any, most: Any) -> Iterator[Fault]:  # noqa: ANN401 - numbers or nothing
    choosable = sum(1 for option in item.options if not option.exclusive)
    for name, bound in (("least", least), ("most", most)):
        if bound is not None and (bound < 0 or bound != bound.to_integral_value()):
            yield place.find("bounds.whole", "error", f".{name}")
    if least is not None and least > choosable:
        yield place.find("bounds.too_many", "error", ".least", least=_write(least), options=choosable)
    if most is not None and most < 1:
        yield place.find("bounds.none", "error", ".most")
    if most is not None and most > choosable:
        yield place.find("bounds.needless", "hint", ".most", most=_write(most), options=choosable)


def _parse_bound(bound: object) -> Any:  # noqa: ANN401 - a number or nothing
    return None if isinstance(bound, str) else parse_number(bound)


def _write(bound: Any) -> Any:  # noqa: ANN401 - a day or a number
    return bound if isinstance(bound, str) else write_number(bound)
