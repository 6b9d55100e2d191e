"""Answers of Google Forms put into a questionnaire that is there already: questions and answers are found by their words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sciezka.rooms.questions.carrying.carried import CarriedAnswers, CarriedRow, CarryingProblem, Ledger
from sciezka.rooms.questions.carrying.values import ValueUnknown, find_by_words, normalise, read_answer, read_part
from sciezka.rooms.questions.schema.types import CHOOSING, Item, Kind, Questionnaire


def put_into(questionnaire: Questionnaire, guessed: Questionnaire, carried: CarriedAnswers) -> CarriedAnswers:
    """Put answers to a guessed questionnaire into the real one.

    Raises:
        CarryingProblem: no question of the file is one of the questionnaire.
    """
    ledger = Ledger()
    by_words: dict[str, Item] = {}
    for item in questionnaire.items():
        for words in item.text.words.values():
            by_words.setdefault(normalise(words), item)
    pairs: list[tuple[Item, Item]] = []
    for item in guessed.items():
        words = item.text.say(guessed.base)
        found = by_words.get(normalise(words))
        if found is None:
            ledger.leave("column", "", "no_item", words)
        else:
            pairs.append((item, found))
    if not pairs:
        raise CarryingProblem("no_columns", "No column of the file answers this questionnaire.")
    unknown: Counter[tuple[str, str]] = Counter()
    rows = tuple(replace(row, answers=_translate(pairs, row, unknown)) for row in carried.rows)
    for (code, why), count in unknown.items():
        # How many, never what: it may be anything a person wrote.
        ledger.leave("answer", code, why, str(count))
    return CarriedAnswers(rows, (*carried.left_out, *ledger.left_out))


def _translate(pairs: list[tuple[Item, Item]], row: CarriedRow, unknown: Counter[tuple[str, str]]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for guessed, item in pairs:
        if guessed.code not in row.answers:
            continue
        try:
            answers.update(_translate_one(guessed, item, row.answers))
        except ValueUnknown as problem:
            unknown[item.code, problem.why] += 1
    return answers


def _translate_one(guessed: Item, item: Item, given: Mapping[str, Any]) -> dict[str, Any]:
    """Translate one answer.

    Raises:
        ValueUnknown: it is no answer to the real question.
    """
    answer = given[guessed.code]
    if guessed.kind is Kind.GRID:
        return {item.code: _translate_lines(guessed, item, answer)}
    parts = _say_parts(guessed, answer, given)
    if item.kind in CHOOSING:
        return _choose(item, parts)
    return {item.code: read_answer(item, ", ".join(parts))}


def _translate_lines(guessed: Item, item: Item, answer: Mapping[str, str]) -> dict[str, Any]:
    found = {}
    for code, option in answer.items():
        row, chosen = guessed.find_row(code), guessed.find_option(option)
        part = find_by_words(item.rows, row.text.say("pl")) if row else ""
        if not part or chosen is None:
            raise ValueUnknown("unknown_part")
        found[part] = read_part(item, part, chosen.text.say("pl"))
    return found


def _say_parts(guessed: Item, answer: Any, given: Mapping[str, Any]) -> list[str]:  # noqa: ANN401 - any stored answer
    """Give the words that a person chose or wrote."""
    if guessed.kind not in CHOOSING:
        return [str(answer)]
    said = []
    for code in answer if isinstance(answer, list) else [answer]:
        option = guessed.find_option(code)
        own = given.get(f"{guessed.code}.{code}")
        said.append(str(own) if own else option.text.say("pl") if option else str(code))
    return said


def _choose(item: Item, parts: list[str]) -> dict[str, Any]:
    own = next(iter(item.options_of_own_words), "")
    codes, words = [], []
    for part in parts:
        code = find_by_words(item.options, part)
        if not code and not own:
            raise ValueUnknown("not_among_options")
        codes.append(code or own)
        words += [] if code else [part]
    found: dict[str, Any] = {f"{item.code}.{own}": "; ".join(words)} if words else {}
    if item.kind is Kind.MULTIPLE:
        return {**found, item.code: [option.code for option in item.options if option.code in codes]}
    if len(codes) > 1:
        raise ValueUnknown("not_among_options")
    return {**found, item.code: codes[0]}
