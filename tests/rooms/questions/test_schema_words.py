"""Warnings about wording: each rule with questions that it must name and such as it must let pass."""

from __future__ import annotations

import pytest

from sciezka.rooms.questions.schema.faults.privacy import find_faults_of_privacy
from sciezka.rooms.questions.schema.faults.words import find_faults_of_words
from sciezka.rooms.questions.schema.reading import count_minutes
from sciezka.rooms.questions.schema.types import Questionnaire
from tests.rooms.questions.schema_making import make_item, make_page, make_questionnaire, option

RATES = [
    {"code": str(value), "text": {"pl": text}, "value": value}
    for value, text in enumerate(("bardzo źle", "źle", "dobrze", "bardzo dobrze"), start=1)
]


def ask(text: str, kind: str = "single", language: str = "pl") -> Questionnaire:
    options = {"options": [{**rate, "text": {language: rate["code"]}} for rate in RATES]} if kind == "single" else {}
    item = make_item("q1", kind, text={language: text}, **options)
    return make_questionnaire(make_page("p1", item), languages=[language])


def find_words(text: str, kind: str = "single", language: str = "pl") -> set[str]:
    return {fault.code.removeprefix("wording.") for fault in find_faults_of_words(ask(text, kind, language))}


def find_private(text: str, kind: str = "text", language: str = "pl", audience: str = "") -> set[str]:
    return {str(fault.fields["what"]) for fault in find_faults_of_privacy(ask(text, kind, language), audience)}


@pytest.mark.parametrize(
    "text",
    [
        "Czy zgadza się Pan(i), że urząd pracuje za wolno?",
        "Czy zgadzasz się, że szkoła dobrze przygotowuje do pracy?",
        "Czy nie uważa Pan(i), że w mieście brakuje zieleni?",
        "Jak wiadomo, drogi są w złym stanie. Co Pan(i) o tym sądzi?",
        "Czy oczywiście korzysta Pan(i) z biblioteki?",
        "Miasto się rozwija, prawda?",
        "Większość mieszkańców uważa park za potrzebny. A Pan(i)?",
        "Jak bardzo podoba się Panu nowy rynek?",
        "Jak bardzo jest Pan(i) zadowolony z urzędu?",
        "Co sądzi Pan(i) o fatalnym stanie dróg?",
    ],
)
def test_a_leading_question_is_named(text: str) -> None:
    assert "leading" in find_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jak ocenia Pan(i) pracę urzędu?",
        "W jakim stopniu zgadza się Pan(i) z poniższymi zdaniami?",
        "Na ile jest Pan(i) zadowolony(-a) z obsługi?",
        "Czy w ostatnim roku korzystał(a) Pan(i) z biblioteki?",
        "Większość zajęć odbywa się po południu. Jak ocenia Pan(i) tę porę?",
        "Czy chce Pan(i) dodać coś jeszcze?",
        "Jak często bywasz w centrum miasta?",
    ],
)
def test_a_neutral_question_is_not_called_leading(text: str) -> None:
    assert find_words(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Jak ocenia Pan(i) szybkość i uprzejmość obsługi?",
        "Jak ocenia Pan(i) place zabaw oraz boiska?",
        "Czy korzysta Pan(i) z basenu? Jeśli tak, jak często?",
        "Czy zna Pan(i) strategię i jak ją Pan(i) ocenia?",
        "Jak ocenia Pan(i) dojazd lub parkowanie?",
    ],
)
def test_two_questions_in_one_are_named(text: str) -> None:
    assert "double" in find_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jak ocenia Pan(i) czystość i porządek na ulicach?",
        "Jak ocenia Pan(i) ofertę dla dzieci i młodzieży?",
        "Czy i jak często korzysta Pan(i) z basenu?",
        "Jak ocenia Pan(i) pracę Wydziału Promocji i Rozwoju?",
        "Jak ocenia Pan(i) obsługę (np. uprzejmość i szybkość)?",
        "Jak ocenia Pan(i) współpracę między urzędem i szkołami?",
        "Czy jest Pan zadowolony lub zadowolona z obsługi?",
    ],
)
def test_what_is_one_thing_is_not_called_two(text: str) -> None:
    assert "double" not in find_words(text)


def test_of_open_questions_two_things_may_be_asked() -> None:
    assert "double" not in find_words("Co należy zmienić i dlaczego?", "long_text")


def test_joined_by_or_is_a_hint_and_by_and_a_warning_where_an_opinion_is_asked() -> None:
    severities = [
        [fault.severity for fault in find_faults_of_words(ask(text))]
        for text in ("Jak ocenia Pan(i) dojazd i parkowanie?", "Jak ocenia Pan(i) dojazd lub parkowanie?")
    ]
    assert severities == [["warning"], ["hint"]]


@pytest.mark.parametrize(
    "text",
    [
        "Czy nie jest Pan(i) niezadowolony(-a) z obsługi?",
        "Czy nie należy zakazać parkowania przy rynku?",
        "Czy nie powinno się nie sprzedawać działek?",
        "Urząd nie działa bez opóźnień.",
    ],
)
def test_a_double_denial_is_named(text: str) -> None:
    assert "denied_twice" in find_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Czego nie ma w Pana/Pani okolicy?",
        "Dlaczego nie korzysta Pan(i) z basenu w niedzielę?",
        "Których nieruchomości nie powinno się sprzedawać?",
        "Dlaczego nie było Pana na niektórych spotkaniach?",
        "Czy jest Pan(i) niezadowolony(-a) z obsługi?",
    ],
)
def test_a_single_denial_passes(text: str) -> None:
    assert "denied_twice" not in find_words(text)


@pytest.mark.parametrize(("text", "named"), [("Urząd zawsze odpowiada na czas.", True), ("Urząd odpowiada na czas.", False)])
def test_always_and_never_are_named(text: str, *, named: bool) -> None:
    assert ("absolute" in find_words(text)) is named


def test_a_question_of_more_than_twenty_five_words_is_long() -> None:
    assert "long" not in find_words("słowo " * 25)
    assert "long" in find_words("słowo " * 26)


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("Don't you think the office is slow?", "en", "leading"),
        ("How do you rate the speed and politeness of staff?", "en", "double"),
        ("The office is always open.", "en", "absolute"),
        ("Is the office not unfair?", "en", "denied_twice"),
        ("Чи згодні Ви, що дороги погані?", "uk", "leading"),
        ("Як Ви оцінюєте швидкість та ввічливість обслуговування?", "uk", "double"),
        ("Установа завжди відповідає вчасно.", "uk", "absolute"),
    ],
)
def test_english_and_ukrainian_are_looked_at_too(text: str, language: str, code: str) -> None:
    assert code in find_words(text, language=language)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Proszę podać imię i nazwisko", "name"),
        ("Jak się Pan(i) nazywa?", "name"),
        ("Numer PESEL", "pesel"),
        ("Adres e-mail do kontaktu", "email"),
        ("Numer telefonu", "phone"),
        ("Adres zamieszkania", "address"),
        ("Data urodzenia", "birthday"),
        ("Numer dowodu", "document"),
    ],
)
def test_personal_data_that_are_asked_for_are_named(text: str, what: str) -> None:
    assert find_private(text) == {what}
    assert find_private(text, "single") == set()


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Jakiego jest Pan(i) wyznania?", "faith"),
        ("Na kogo Pan(i) głosował(a) w wyborach?", "politics"),
        ("Jak ocenia Pan(i) swój stan zdrowia?", "health"),
        ("Czy posiada Pan(i) orzeczenie o niepełnosprawności?", "health"),
        ("Czy należy Pan(i) do związku zawodowego?", "union"),
        ("Jaka jest Pana/Pani orientacja seksualna?", "orientation"),
    ],
)
def test_sensitive_data_are_named(text: str, what: str) -> None:
    assert find_private(text, "single") == {what}


@pytest.mark.parametrize(
    "text",
    [
        "Czy urząd jest dostępny dla osób z niepełnosprawnościami?",
        "Jak ocenia Pan(i) opiekę zdrowotną w mieście?",
        "Co należy poprawić w miejscach pamięci i religii?",
        "Jak nazywa się miejsce, które trzeba zmienić?",
        "Jakie nazwisko patrona Pan(i) proponuje?",
    ],
)
def test_what_is_asked_about_the_town_is_not_private(text: str) -> None:
    assert find_private(text, "long_text") == set()


def test_of_young_people_less_may_be_asked() -> None:
    text = "Ile zarabiają Twoi rodzice?"
    assert find_private(text, "single") == set()
    assert find_private(text, "single", audience="youth") == {"income"}


def test_lines_of_a_grid_are_looked_at_each() -> None:
    rows = [{"code": "r1", "text": {"pl": "szybkość i uprzejmość obsługi"}}, {"code": "r2", "text": {"pl": "dojazd"}}]
    item = make_item("q1", "grid", text={"pl": "Proszę ocenić"}, rows=rows, options=RATES)
    faults = list(find_faults_of_words(make_questionnaire(make_page("p1", item))))
    assert [(fault.code, fault.path) for fault in faults] == [
        ("wording.double", "pages[0].sections[0].items[0].rows[0].text")
    ]


def test_options_may_say_always_and_never() -> None:
    item = make_item("q1", options=[option("a", text={"pl": "zawsze"}), option("b", text={"pl": "nigdy"})])
    assert list(find_faults_of_words(make_questionnaire(make_page("p1", item)))) == []


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 1), (60, 1), (61, 2), (482, 9)])
def test_minutes_are_rounded_up_wherever_they_are_told(seconds: int, minutes: int) -> None:
    assert count_minutes(seconds) == minutes
