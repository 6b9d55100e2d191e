"""What comes ready with the product is complete in all languages, holds together and keeps its promises."""

import dataclasses
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sciezka.rooms.questions import library
from sciezka.rooms.questions.library import SHIPPED, Shipped, ShippedItem, find_shipped, shipped_bank, shipped_questionnaires
from sciezka.rooms.questions.schema.answers import check_all, check_page
from sciezka.rooms.questions.schema.checking import find_faults
from sciezka.rooms.questions.schema.reading import estimate_seconds
from sciezka.rooms.questions.schema.routes import first_page, next_page, prune, shown_items, walk_pages
from sciezka.rooms.questions.schema.stored import read_questionnaire, write_questionnaire
from sciezka.rooms.questions.schema.types import (
    LANGUAGES,
    WITH_OPTIONS,
    WITH_ROWS,
    Item,
    Kind,
    Option,
    Questionnaire,
    Row,
    Text,
)
from sciezka.rooms.questions.schema.wording import fill_in

FOLDER = Path(library.__file__).parent
FOUR = ("youth", "business", "residents", "employees")
FEWEST = {"youth": 25, "business": 25, "residents": 25, "employees": 25}
# A service gets so many questions, whoever answers and however.
FEWEST_PER_SERVICE = 20
BANK_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# Letters of Russian that Ukrainian has not got.
RUSSIAN = re.compile(r"[ыэъёЫЭЪЁ]")
POLISH = re.compile(r"[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]")
MIXED_WORD = re.compile(r"[\u0400-\u04ff][A-Za-z]|[A-Za-z][\u0400-\u04ff]")
# Straight quotes and hyphens between spaces: typewriter signs in prose.
TYPEWRITER = re.compile(r"\"|'| - |\.\.\.|  ")


def list_texts(noun: Any, path: str = "") -> Iterator[tuple[str, Text]]:
    """Name every text in a noun, with where it stands."""
    if isinstance(noun, Text):
        yield path, noun
    elif isinstance(noun, tuple):
        for place, part in enumerate(noun):
            yield from list_texts(part, f"{path}[{getattr(part, 'code', place)}]")
    elif dataclasses.is_dataclass(noun):
        for field in dataclasses.fields(noun):
            yield from list_texts(getattr(noun, field.name), f"{path}.{field.name}")


def list_written() -> list[tuple[str, Text]]:
    """Name every text that is not empty, in questionnaires and in the bank."""
    everything: list[tuple[str, Shipped | ShippedItem]] = [(shipped.key, shipped) for shipped in shipped_questionnaires()]
    everything += [(item.code, item) for item in shipped_bank()]
    return [(path, text) for name, noun in everything for path, text in list_texts(noun, name) if text]


def answer_at_random(item: Item, chance: random.Random) -> dict[str, Any]:
    """Make up a person's answer to an item."""
    codes = [option.code for option in item.options]
    words = {f"{item.code}.{option.code}": "coś innego" for option in item.options if option.own_words}
    answer: Any = "Więcej zieleni przy ulicach."
    match item.kind:
        case Kind.SINGLE | Kind.DROPDOWN:
            answer = chance.choice(codes)
        case Kind.MULTIPLE:
            answer = [chance.choice(codes)]
        case Kind.GRID:
            answer = {row.code: chance.choice(codes) for row in item.rows}
        case Kind.SEMANTIC:
            answer = {row.code: chance.randint(1, item.steps) for row in item.rows}
        case Kind.RANKING:
            answer = chance.sample(codes, 3)
        case Kind.ALLOCATION:
            answer = {**dict.fromkeys(codes, 0), codes[0]: item.total}
        case Kind.NPS:
            answer = chance.randint(0, 10)
        case Kind.NUMBER:
            answer = chance.choice([item.least, item.most, 7])
        case Kind.PLACE:
            answer = [50.9, 15.73]
    return {item.code: answer, **words}


def walk_at_random(questionnaire: Questionnaire, chance: random.Random) -> dict[str, Any]:
    """Answer a questionnaire page by page to the end as one person might."""
    answers: dict[str, Any] = {}
    page = first_page(questionnaire)
    while page is not None:
        given = {key: answer for item in page.items() for key, answer in answer_at_random(item, chance).items()}
        checked = check_page(questionnaire, page, given, answers)
        assert checked.problems == ()
        answers |= checked.answers
        page = next_page(questionnaire, page, answers)
    return answers


def list_parts(item: Item) -> list[Option | Row]:
    """Give an item's options and rows."""
    return [*item.options, *item.rows]


def shipped_named(key: str) -> Shipped:
    shipped = find_shipped(key)
    assert shipped is not None
    return shipped


def test_the_files_are_the_questionnaires_that_are_offered() -> None:
    assert {path.stem for path in (FOLDER / "questionnaires").glob("*.toml")} == set(SHIPPED)
    assert [shipped.key for shipped in shipped_questionnaires()] == list(SHIPPED)


def test_a_questionnaire_is_found_by_its_key() -> None:
    assert shipped_named("youth").audience == "youth"
    assert find_shipped("nobody") is None


def test_reading_twice_gives_the_same_objects() -> None:
    assert shipped_questionnaires() is shipped_questionnaires()
    assert shipped_bank() is shipped_bank()


@pytest.mark.parametrize("key", FOUR)
def test_a_survey_has_five_to_eight_pages_and_enough_items(key: str) -> None:
    questionnaire = shipped_named(key).questionnaire
    assert 5 <= len(questionnaire.pages) <= 8
    asked = [item for item in questionnaire.items() if not (item.bank.startswith("DEM-") or item.kind is Kind.NOTE)]
    assert len(asked) >= FEWEST[key]


def test_every_service_gets_at_least_twenty_questions_besides_the_background_ones() -> None:
    questionnaire = shipped_named("residents").questionnaire
    service = questionnaire.find_item("usluga")
    assert service is not None
    services = [option for option in service.options if not option.missing]
    assert len(services) >= 10
    for option in services:
        answers = {"usluga": option.code}
        shown = [item for page in walk_pages(questionnaire, answers) for item in shown_items(page, answers)]
        about_it = [item for item in shown if item.bank.startswith(("OBSLUGA-", "SPRAWA-", "URZAD-"))]
        assert len(about_it) >= FEWEST_PER_SERVICE, option.code


def test_whoever_used_no_service_is_not_asked_about_any() -> None:
    questionnaire = shipped_named("residents").questionnaire
    pages = [page.code for page in walk_pages(questionnaire, {"usluga": "brak"})]
    assert pages == ["wybor", "oczekiwania", "miasto", "metryczka"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_ratings_name_the_service_that_was_chosen(language: str) -> None:
    questionnaire = shipped_named("residents").questionnaire
    page = questionnaire.find_page("oceny")
    service = questionnaire.find_item("usluga")
    assert page is not None
    assert service is not None
    label = service.options[0].text.say(language)
    first = next(page.items()).text.say(language)
    assert label in fill_in(first, questionnaire, {"usluga": service.options[0].code}, language)


def test_the_bank_has_at_least_sixty_items_under_stable_codes() -> None:
    codes = [item.code for item in shipped_bank()]
    assert len(codes) >= 60
    assert len(set(codes)) == len(codes)
    assert [code for code in codes if not BANK_CODE.fullmatch(code) or len(code) > 40] == []


@pytest.mark.parametrize("shipped", shipped_bank(), ids=lambda shipped: shipped.code)
def test_an_item_of_the_bank_stands_by_itself(shipped: ShippedItem) -> None:
    item = shipped.item
    assert item.bank == shipped.code
    assert shipped.theme
    assert item.text
    assert item.show_if is None
    assert item.required_if is None
    assert not any(option.skip_to for option in item.options)
    assert "{" not in "".join(item.text.words.values())


def test_questionnaires_ask_items_of_the_bank_and_each_item_of_the_bank_is_asked() -> None:
    asked = {item.bank for shipped in shipped_questionnaires() for item in shipped.questionnaire.items()}
    assert asked == {item.code for item in shipped_bank()}


@pytest.mark.parametrize("shipped", shipped_questionnaires(), ids=lambda shipped: shipped.key)
def test_an_item_keeps_the_answers_that_the_bank_gives_it(shipped: Shipped) -> None:
    bank = {item.code: item.item for item in shipped_bank()}
    for item in shipped.questionnaire.items():
        assert (item.kind, item.options, item.rows) == (bank[item.bank].kind, bank[item.bank].options, bank[item.bank].rows)


def test_every_text_is_written_in_every_language() -> None:
    missing = [path for path, text in list_written() if set(text.words) != set(LANGUAGES) or not all(text.words.values())]
    assert missing == []


@pytest.mark.parametrize("shipped", shipped_questionnaires(), ids=lambda shipped: shipped.key)
def test_nothing_that_people_read_is_left_out(shipped: Shipped) -> None:
    questionnaire = shipped.questionnaire
    needed = [shipped.title, shipped.about, questionnaire.title, questionnaire.intro, questionnaire.thanks]
    needed += [page.title for page in questionnaire.pages]
    needed += [item.text for item in questionnaire.items()]
    needed += [part.text for item in questionnaire.items() for part in list_parts(item)]
    needed += [row.right for item in questionnaire.items() if item.kind is Kind.SEMANTIC for row in item.rows]
    assert all(needed)
    assert all(item.options for item in questionnaire.items() if item.kind in WITH_OPTIONS)
    assert all(item.rows for item in questionnaire.items() if item.kind in WITH_ROWS)


def test_each_language_is_written_in_its_own_letters() -> None:
    wrong = []
    for path, text in list_written():
        pl, en, uk = (text.words.get(language, "") for language in ("pl", "en", "uk"))
        letters = re.sub(r"[^\w]|\d|_|\{\w+\}", "", uk)
        if (
            CYRILLIC.search(pl + en)
            or POLISH.search(en + uk)
            or RUSSIAN.search(uk)
            or MIXED_WORD.search(uk)
            or (letters and not CYRILLIC.search(uk))
        ):
            wrong.append((path, dict(text.words)))
    assert wrong == []


def test_prose_has_proper_quotes_and_dashes() -> None:
    wrong = [path for path, text in list_written() if TYPEWRITER.search(" ".join(text.words.values()))]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_answers_of_an_item_read_the_same(language: str) -> None:
    for shipped in shipped_bank():
        for parts in (shipped.item.options, shipped.item.rows):
            said = [(part.text.say(language)) for part in parts]
            assert len(set(said)) == len(said), shipped.code
            assert len({part.code for part in parts}) == len(parts), shipped.code


def test_scales_run_from_one_to_five_and_leave_a_way_out() -> None:
    for shipped in shipped_bank():
        values = sorted(option.value for option in shipped.item.options if option.value is not None)
        if shipped.item.kind is Kind.GRID:
            assert values == [1, 2, 3, 4, 5], shipped.code
        if values == [1, 2, 3, 4, 5]:
            assert any(option.missing for option in shipped.item.options), shipped.code
            assert all(option.value is None for option in shipped.item.options if option.missing), shipped.code


def test_ways_out_of_a_list_stand_alone_and_at_its_end() -> None:
    for shipped in shipped_bank():
        item = shipped.item
        if item.kind is Kind.MULTIPLE:
            assert all(option.exclusive for option in item.options if option.missing), shipped.code
        if item.shuffle and not item.rows:
            ends = [option.fixed for option in item.options]
            assert ends == sorted(ends), shipped.code
            assert all(option.fixed for option in item.options if option.own_words or option.missing or option.exclusive)


@pytest.mark.parametrize("shipped", shipped_questionnaires(), ids=lambda shipped: shipped.key)
def test_a_questionnaire_can_be_stored_and_read_again(shipped: Shipped) -> None:
    assert read_questionnaire(write_questionnaire(shipped.questionnaire)) == shipped.questionnaire


@pytest.mark.parametrize("shipped", shipped_questionnaires(), ids=lambda shipped: shipped.key)
def test_every_item_is_met_by_somebody_and_every_path_ends_well(shipped: Shipped) -> None:
    met: set[str] = set()
    for seed in range(200):
        questionnaire = shipped.questionnaire
        answers = walk_at_random(questionnaire, random.Random(seed))  # noqa: S311 - no secret
        assert check_all(questionnaire, answers) == ()
        assert prune(questionnaire, answers) == answers
        met |= answers.keys()
    assert met >= {item.code for item in shipped.questionnaire.items()}


@pytest.mark.parametrize("key", SHIPPED)
def test_nothing_must_be_answered_but_the_choice_of_a_service(key: str) -> None:
    required = [item.code for item in shipped_named(key).questionnaire.items() if item.required or item.required_if]
    assert required == (["usluga"] if key == "residents" else [])


def test_pupils_are_asked_nothing_that_could_name_them() -> None:
    questionnaire = shipped_named("youth").questionnaire
    kinds = {item.kind for item in questionnaire.items()}
    assert not kinds & {Kind.FILE, Kind.TEXT, Kind.DATE, Kind.CONSENT}
    place = questionnaire.find_item("miasto_miejsce")
    assert place is not None
    assert place.round_to >= 200
    background = [item for item in questionnaire.items() if item.bank.startswith("DEM-")]
    assert len(background) == 6
    assert all(any(option.code == "odmowa" for option in item.options) for item in background)


def test_employees_are_told_apart_only_in_coarse_groups() -> None:
    questionnaire = shipped_named("employees").questionnaire
    assert not [item.bank for item in questionnaire.items() if item.bank.startswith("DEM-")]
    for item in (questionnaire.pages[-1]).items():
        assert len([option for option in item.options if not option.missing]) <= 3
        assert any(option.code == "odmowa" for option in item.options)


@pytest.mark.parametrize("shipped", shipped_questionnaires(), ids=lambda shipped: shipped.key)
def test_the_introduction_says_how_long_it_takes_and_that_it_is_anonymous(shipped: Shipped) -> None:
    for language, minutes, anonymous in (
        ("pl", r"{} minut", "anonimow"),
        ("en", r"{} minutes", "anonymous"),
        ("uk", r"{} (хвилин|хвилини) ?", "анонімн"),
    ):
        intro = shipped.questionnaire.intro.say(language)
        assert re.search(minutes.format(shipped.minutes), intro), language
        assert anonymous in intro.lower(), language


@pytest.mark.parametrize("shipped", shipped_questionnaires(), ids=lambda shipped: shipped.key)
def test_the_product_finds_no_fault_with_its_own_questionnaires(shipped: Shipped) -> None:
    assert find_faults(shipped.questionnaire, audience=shipped.audience) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shipped", shipped_questionnaires(), ids=lambda shipped: shipped.key)
def test_the_promised_minutes_are_what_answering_is_estimated_to_take(shipped: Shipped, language: str) -> None:
    estimated = estimate_seconds(shipped.questionnaire, language) / 60
    assert abs(shipped.minutes - estimated) <= 1.5
    assert estimated < 15
