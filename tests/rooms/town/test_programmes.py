"""The shipped programme templates load, are complete in both languages, and a broken one is told everything at once."""

import dataclasses
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from sciezka.rooms.town.programmes import (
    Limits,
    ProgrammeTemplate,
    TemplateProblem,
    Text,
    as_toml_source,
    read_programme,
    shipped_programmes,
)

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "programme-template.md"
KEYS = ("rozwoj-lokalny", "polish-swiss", "strategia-gminy")


def walk_texts(value: object) -> Iterator[Text]:
    """Yield every text anywhere inside a template."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from walk_texts(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from walk_texts(getattr(value, field.name))


def read_broken(*changes: tuple[str, str], key: str = "rozwoj-lokalny") -> tuple[str, ...]:
    """Change a shipped template and return the sentences of refusal."""
    source = as_toml_source(key)
    for old, new in changes:
        assert old in source, f"the template no longer holds {old!r}"
        source = source.replace(old, new, 1)
    with pytest.raises(TemplateProblem) as caught:
        read_programme(source)
    return caught.value.sentences


def test_three_programmes_are_shipped_in_order() -> None:
    assert tuple(template.key for template in shipped_programmes()) == KEYS


@pytest.mark.parametrize("template", shipped_programmes(), ids=KEYS)
def test_every_text_is_there_in_polish_and_english(template: ProgrammeTemplate) -> None:
    texts = list(walk_texts(template))
    assert len(texts) > 100
    assert [text for text in texts if not text.pl or not text.en] == []


@pytest.mark.parametrize("template", shipped_programmes(), ids=KEYS)
def test_a_plan_has_enough_tasks_and_every_stage_has_work(template: ProgrammeTemplate) -> None:
    assert 15 <= len(template.tasks) <= 30
    assert {task.stage for task in template.tasks} == {stage.key for stage in template.stages}
    assert {tool for stage in template.stages for tool in stage.tools} == {tool.key for tool in template.tools}


@pytest.mark.parametrize("template", shipped_programmes(), ids=KEYS)
def test_every_outline_that_is_our_proposal_says_so(template: ProgrammeTemplate) -> None:
    for document in template.documents:
        assert document.note is not None
        assert "propozycja Ścieżki" in document.note.pl
        assert "Ścieżka's proposal" in document.note.en


def test_local_development_has_its_stages_documents_and_limits() -> None:
    template = shipped_programmes()[0]
    assert [stage.number for stage in template.stages] == ["I", "II", "III", "IV"]
    assert [stage.name.pl for stage in template.stages] == [
        "Organizacja",
        "Diagnoza",
        "Nowa Ścieżka Rozwoju",
        "Działania",
    ]
    assert [document.abbreviation for document in template.documents] == ["PRL", "PRI", "KPP"]
    assert template.limits == Limits("EUR", 3_000_000, 10_000_000, 21, None, 60, ("call_days_min",))
    assert [share.percent for share in template.financing.shares] == [85, 15]


def test_polish_swiss_has_two_steps_and_fourteen_areas() -> None:
    template = shipped_programmes()[1]
    assert [stage.number for stage in template.stages] == ["I", "II"]
    assert (template.limits.currency, template.limits.grant_min, template.limits.grant_max) == (
        "CHF",
        10_000_000,
        18_000_000,
    )
    assert len(template.areas) == 12 + 2
    assert {deadline.date for deadline in template.deadlines} == {
        date(2025, 1, 16),
        date(2025, 11, 17),
        date(2029, 3, 31),
    }


def test_the_strategy_is_mandatory_since_july_2026_and_its_terms_are_unconfirmed() -> None:
    template = shipped_programmes()[2]
    assert date(2026, 7, 1) in {deadline.date for deadline in template.deadlines}
    assert template.limits.unconfirmed == ("consultation_days_min",)
    assert "nie wymóg ustawy" in template.plan_note.pl
    assert any(not source.confirmed for source in template.sources)


def test_a_task_finds_its_days_from_the_start_of_the_process() -> None:
    calls = next(task for task in shipped_programmes()[0].tasks if task.key == "nabory")
    assert calls.place_from(date(2020, 1, 13)) == (date(2020, 8, 6), date(2020, 8, 31))


def test_a_text_is_english_for_english_locales_and_polish_otherwise() -> None:
    text = Text("Nabór", "Call")
    assert [text.in_language(code) for code in ("pl", "en", "en-GB", "uk")] == ["Nabór", "Call", "Call", "Nabór"]


def test_the_source_of_an_unknown_template_is_refused() -> None:
    with pytest.raises(KeyError):
        as_toml_source("../secret")


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("format = 1", "format = 2", "format:", "format 2 is not known"),
        ('version = "1.0"', 'version = "first"', "version:", "a version such as"),
        ('key = "organizacja"', 'key = "Organizacja!"', "stages[1].key:", "is not a key"),
        ('key = "diagnoza"', 'key = "organizacja"', "stages[2].key:", "“organizacja” is used twice"),
        ('number = "II"', 'number = "IV"', "stages[2].number:", "number II was expected"),
        ('number = "II"', 'number = "2"', "stages[2].number:", "not allowed here"),
        ('number = "II"', "number = 2", "stages[2].number:", "expected a string"),
        (
            'tools = ["monitor-rozwoju-lokalnego"]',
            'tools = ["mrl"]',
            "stages[1].tools:",
            "no tool with the key “mrl”",
        ),
        ('tools = ["monitor-rozwoju-lokalnego"]', "tools = [1]", "stages[1].tools:", "a list of strings"),
        ('stage = "organizacja"', 'stage = "start"', "tasks[1].stage:", "no stage with the key “start”"),
        ('assignee = "coordinator"', 'assignee = "rada"', "tasks[1].assignee:", "no team with the key “rada”"),
        ("start_day = 3", 'start_day = "3"', "tasks[2].start_day:", "a whole number"),
        ("start_day = 3", "start_day = true", "tasks[2].start_day:", "a whole number"),
        ("start_day = 3", "start_day = -3", "tasks[2].start_day:", "at least 0"),
        ("days = 8", "days = 0", "tasks[2].days:", "at least 1"),
        ('rights = "contribute"', 'rights = "rule"', "teams[1].rights:", "choose one of: view, contribute"),
        ('key = "zespol-realizacyjny"', 'key = "coordinator"', "teams[1].key:", "kept for the co-ordinator"),
        ("grant_min = 3_000_000", "grant_min = 30_000_000", "limits.grant_min:", "greater than the greatest"),
        ("score_percent_min = 60", "score_percent_min = 600", "limits.score_percent_min:", "at most 100"),
        ('unconfirmed = ["call_days_min"]', 'unconfirmed = ["luck"]', "limits.unconfirmed:", "no limit called “luck”"),
        ("percent = 85", "percent = 80", "financing.shares:", "add up to 95 %"),
        ('currency = "EUR"', 'currency = "euro"', "financing.currency:", "three capital letters"),
        ("date = 2019-07-22", 'date = "2019-07-22"', "deadlines[1].date:", "a date such as"),
        ("date = 2019-07-22", "date = 2019-07-22T10:00:00", "deadlines[1].date:", "a date such as"),
        ("date = 2019-07-22\n", "", "deadlines[1].date:", "either a date or a rule"),
        ("done = true", 'done = "yes"', "deadlines[1].done:", "true or false"),
        ("confirmed = true", "confirmed = true\nchecked = true", "sources[1].checked:", "not known here"),
        ('address = "https://www.eog', 'address = "javascript:eog', "sources[1].address:", "must begin with https://"),
        ('{ pl = "Ryzyka", en = "Risks" }', '{ pl = "Ryzyka" }', "documents[1].outline[8].en:", "missing"),
        ('{ pl = "Ryzyka", en = "Risks" }', '"Ryzyka"', "documents[1].outline[8]:", "expected a table"),
        ('en = "Local Development" }', 'en = " " }', "name.en:", "must not be empty"),
        ('name = { pl = "Rozwój Lokalny", en = "Local Development" }', 'name = "x"', "name:", "expected a table"),
    ],
)
def test_a_fault_is_told_with_its_place(old: str, new: str, place: str, words: str) -> None:
    sentences = read_broken((old, new))
    assert [one for one in sentences if one.startswith(place) and words in one], sentences


def test_a_confirmed_source_without_an_address_is_refused() -> None:
    sentences = read_broken(("\nconfirmed = false", "\nconfirmed = true"))
    assert sentences == ("sources[4].address: a confirmed source needs an address.",)


def test_all_faults_are_collected_at_once() -> None:
    sentences = read_broken(
        ('version = "1.0"', 'version = "x"'),
        ("days = 8", "days = 0"),
        ("percent = 85", "percent = 80"),
        ("confirmed = true", "confirmed = true\nchecked = true"),
    )
    assert len(sentences) == 4


def test_an_outline_that_is_too_deep_is_refused() -> None:
    chapter = '{ pl = "a", en = "a" }'
    for _ in range(5):
        chapter = f'{{ pl = "a", en = "a", chapters = [{chapter}] }}'
    sentences = read_broken(('{ pl = "Ryzyka", en = "Risks" }', chapter))
    assert any("4 levels deep" in sentence for sentence in sentences)


@pytest.mark.parametrize("source", ["key = ", "\x00", "a = " + "[" * 100_000])
def test_what_is_not_toml_is_refused_politely(source: str) -> None:
    with pytest.raises(TemplateProblem) as caught:
        read_programme(source)
    assert len(caught.value.sentences) == 1
    assert caught.value.sentences[0].startswith("file: ")


def test_an_empty_file_is_told_every_missing_key() -> None:
    with pytest.raises(TemplateProblem) as caught:
        read_programme("")
    assert {problem.place for problem in caught.value.problems} == {
        "format",
        "key",
        "version",
        "name",
        "summary",
        "plan_note",
        "sources",
        "financing",
        "stages",
        "tools",
        "teams",
        "tasks",
        "documents",
        "limits",
    }


def test_the_example_in_the_reference_is_a_template() -> None:
    page = REFERENCE.read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert read_programme(example).key == "moj-program"


def test_the_reference_names_every_key_that_a_template_may_have() -> None:
    page = REFERENCE.read_text(encoding="utf-8")
    keys: set[str] = set()
    waiting: list[object] = [tomllib.loads(as_toml_source(key)) for key in KEYS]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            keys |= set(value)
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
    assert {key for key in keys if not re.search(rf"`\[*{key}\]*`", page)} == set()
