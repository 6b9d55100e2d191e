"""Faults of scales and lists: more praise than blame, no way to say „I don't know”, grids that don't fit a phone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sciezka.rooms.questions.schema.faults.noted import Fault, Place, list_places
from sciezka.rooms.questions.schema.types import OPEN, Item, Kind, Option, Questionnaire

WIDEST_GRID: Final = 7
LONGEST_GRID: Final = 10
MOST_UNSHUFFLED: Final = 9
SHORTEST_SCALE: Final = 3
ON_SCALES: Final = frozenset({Kind.SINGLE, Kind.DROPDOWN, Kind.GRID})

# Words that say where on a scale an option stands; the middle is looked for first, then blame, then praise. A bare yes or
# no says nothing: it mostly answers what happened, not how good it was.
TONES: Final[Mapping[str, tuple[str, str, str]]] = {
    "pl": (
        (
            r"\bani\b|średni|przeciętn|neutraln|(?<!nie)dostateczn|umiarkowan|czasem|czasami|bez zmian|tak samo|obojętn"
            r"|w połowie|częściow|\btrochę\b|nie zmieni|nie uleg"
        ),
        (
            r"\b(?:raczej|zdecydowanie|stanowczo) nie\b|\bnie \w"
            r"|\bnie(?:zadow|ważn|wystarcz|dostat|skut|przyd|zrozum|przyja)|\bźle\b|\bzł[aeyo]\b|negatywn|\bsłab"
            r"|\bmało\b|\bniezbyt|\bwcale|\bgorz|\bgorsz|pogorsz|\btrudn|\bnisk|\brzadko|\bnigdy"
        ),
        (
            r"\bdobr|zadowol|zgadzam|\b(?:raczej|zdecydowanie|stanowczo) tak\b|pozytywn|\bważn|wystarcz"
            r"|\blepie|\blepsz|popraw|\błatw|\bwysok|\bczęsto"
            r"|\bzawsze|\bprzyja|skuteczn|przydat|zrozumiał|świetn|znakomi|doskonał"
        ),
    ),
    "en": (
        r"\bneither\b|average|neutral|moderate|sometimes|no change|the same|\bfair\b|partly|somewhat",
        (
            r"\bnot \w|\b(?:definitely|rather) not\b|dissatisf|\bbad|\bpoor|\bdisagree|negative|\bunimportant"
            r"|\blow\b|\brarely|\bnever|\bworse|difficult"
        ),
        (
            r"\bgood|\bsatisf|\bagree|\b(?:definitely|rather) yes\b|positive|\bimportant|\bhigh\b|\boften"
            r"|\balways|\bbetter|\beasy|excellent"
        ),
    ),
    "uk": (
        r"\bані\b|\bні\b.*,.*\bні\b|середн|нейтральн|помірн|іноді|інколи|без змін|так само|частков|не змін",
        (
            r"\bне \w|\b(?:швидше|скоріше|точно) ні\b|\bнезадов|\bпоган|негативн|\bслабк|\bмало\b|\bгірш"
            r"|\bважк|\bнизьк|\bрідко|\bніколи|неважлив"
        ),
        (
            r"\bдобр|задовол|\bзгод|\b(?:швидше|скоріше|точно) так\b|позитивн|\bважлив|достатн|\bкращ"
            r"|\bлегк|\bвисок|\bчасто|\bзавжди|відмінн"
        ),
    ),
}
UNSURE: Final[Mapping[str, str]] = {
    "pl": (
        r"trudno (?:powiedzieć|ocenić)|nie wiem|nie mam zdania|nie dotyczy|nie korzysta|nie chcę|wolę nie|nie pamiętam"
        r"|odmow|odmawiam"
    ),
    "en": r"hard to say|don.?t know|no opinion|not applicable|rather not|prefer not|not sure|can.?t say|have not used",
    "uk": r"важко (?:сказати|відповісти|оцінити)|не знаю|не маю думки|не стосується|не хочу|не користу",
}


def find_faults_of_scales(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Find faults of scales, lists and grids."""
    base = questionnaire.base
    for place in list_places(questionnaire):
        item = place.item
        if item.kind in ON_SCALES:
            yield from _find_scale(place, base)
        if item.kind is Kind.GRID:
            if len(item.options) > WIDEST_GRID:
                yield place.find("grid.wide", "warning", columns=len(item.options), widest=WIDEST_GRID)
            if len(item.rows) > LONGEST_GRID:
                yield place.find("grid.long", "warning", rows=len(item.rows), longest=LONGEST_GRID)
        if item.kind in {Kind.SINGLE, Kind.MULTIPLE} and _is_long_list(item):
            yield place.find("options.unshuffled", "hint", options=len(item.options), most=MOST_UNSHUFFLED)
        if item.kind in OPEN and item.required:
            yield place.find("open.required", "warning")


def is_opinion(item: Item, language: str) -> bool:
    """Tell whether an item asks how somebody judges something, by the options it gives."""
    if item.kind in {Kind.NPS, Kind.SEMANTIC}:
        return True
    options = list_scale(item, language)
    return item.kind in ON_SCALES and len(options) >= SHORTEST_SCALE and _is_scale(options, language)


def list_scale(item: Item, language: str) -> tuple[Option, ...]:
    """Give the options of a scale, without those that say nothing of it."""
    return tuple(option for option in item.options if not option.missing and not _is_unsure(option, language))


def measure_tone(label: str, language: str) -> int | None:
    """Tell whether a label praises (1), blames (-1) or stands between (0); nothing where its words don't tell."""
    if language not in TONES:
        return None
    middle, blame, praise = (re.search(words, label.casefold()) for words in TONES[language])
    if middle:
        return 0
    if blame:
        return -1
    return 1 if praise else None


def _is_unsure(option: Option, language: str) -> bool:
    words = option.text.words.get(language, "").casefold()
    return language in UNSURE and bool(re.search(UNSURE[language], words))


def _is_scale(options: Sequence[Option], language: str) -> bool:
    has_values = all(option.value is not None for option in options)
    return has_values or all(measure_tone(option.text.words.get(language, ""), language) is not None for option in options)


def _is_long_list(item: Item) -> bool:
    """Tell whether a list is so long that its first options are chosen more often; a list with values has an order."""
    return len(item.options) > MOST_UNSHUFFLED and not item.shuffle and any(option.value is None for option in item.options)


def _find_scale(place: Place, language: str) -> Iterator[Fault]:
    item = place.item
    options = list_scale(item, language)
    for number, option in enumerate(item.options):
        if option.value is not None and not option.missing and _is_unsure(option, language):
            yield place.find("option.not_missing", "warning", f".options[{number}]", option=option.code)
    values = [option.value for option in options if option.value is not None]
    if len(set(values)) < len(values):
        yield place.find("scale.same_values", "warning")
    elif len(values) >= SHORTEST_SCALE and values not in (sorted(values), sorted(values, reverse=True)):
        yield place.find("scale.values_mixed", "hint")
    if len(options) < SHORTEST_SCALE or not _is_scale(options, language):
        return
    tones = [measure_tone(option.text.words.get(language, ""), language) for option in options]
    if None not in tones and tones.count(1) != tones.count(-1):
        yield place.find("scale.unbalanced", "warning", praise=tones.count(1), blame=tones.count(-1))
    if len(options) == len(item.options):
        yield place.find("options.no_unsure", "warning" if item.required else "hint")
