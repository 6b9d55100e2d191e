"""Answers to be exported: which go out, in what order, with what weights, and row by row in a table of variables.

What never goes out: the ids of responses, hours, keys, invitations, clauses, paper numbers. Rows come in an order drawn anew
for each file, and their numbers count that order, so two files of one survey cannot be joined by them.
"""

import random
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from sciezka.rooms.questions.models import Edition
from sciezka.rooms.questions.queries.editions import read_edition
from sciezka.rooms.questions.schema.budgets import sum_typed, write_text
from sciezka.rooms.questions.schema.types import Kind, Questionnaire
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.exports_variables import WRITTEN, Role, Variable, join_editions, list_variables
from sciezka.rooms.surveys.queries.frames import FrameSight, counted_responses, encode_tail, layout_of
from sciezka.rooms.surveys.queries.results_weights import read_weighting

AT_ONCE: Final = 500
Row = list[Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """What of the answers is wanted.

    Attributes:
        language: of labels.
        words: whether what people wrote themselves goes out.
        days: whether the day of each answer goes out.
    """

    language: str = "pl"
    words: bool = False
    days: bool = False


@dataclass(frozen=True)
class Export:
    """Answers that go out.

    Attributes:
        survey: whose.
        questionnaire: all editions that were answered, joined.
        variables: the columns, in order.
        wish: what was asked for.
        keys: the responses, in the order drawn for this file.
        weights: by response; none where nothing is known of the population.
        editions: the numbers of editions by their keys.
    """

    survey: Survey
    questionnaire: Questionnaire
    variables: tuple[Variable, ...]
    wish: Wish
    keys: Sequence[UUID] = field(repr=False)
    weights: Mapping[UUID, float] = field(repr=False)
    editions: Mapping[int, int]

    @property
    def n(self) -> int:
        """How many answers go out."""
        return len(self.keys)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(variable.name for variable in self.variables)

    def rows(self) -> Iterator[Row]:
        """Give the answers, one row for each, as plain values; nothing where nothing was answered."""
        columns = tuple((variable.role, variable.item.code if variable.item else "", variable.part)
                        for variable in self.variables)  # fmt: skip
        number = 0
        for start in range(0, len(self.keys), AT_ONCE):
            chunk = self.keys[start : start + AT_ONCE]
            found = {row[0]: row for row in _read_rows(self.survey, chunk)}
            for key in chunk:
                # One that was erased or left out since the file began is not in it.
                if key in found:
                    number += 1
                    yield self._lay(number, found[key], columns)

    def _lay(self, number: int, row: tuple[Any, ...], columns: Sequence[tuple[Role, str, str]]) -> Row:
        key, edition, answers, channel, language, group, finished = row
        besides = {
            Role.RESPONSE: number, Role.WAY: channel, Role.LANGUAGE: language, Role.GROUP: group or None,
            Role.EDITION: self.editions.get(edition), Role.WEIGHT: self.weights.get(key),
            Role.ANSWERED_ON: timezone.localdate(finished).isoformat() if self.wish.days else None,
        }  # fmt: skip
        return [
            read_cell(role, answers.get(code), part, answers, code) if code else besides[role]
            for role, code, part in columns
        ]


def prepare_export(survey: Survey, wish: Wish) -> Export:
    """Prepare the answers that count: finished, within the quotas, not left out.

    Raises:
        Survey.DoesNotExist: nobody can have answered, or the answers were deleted.
    """
    if survey.edition_id is None or survey.erased_at is not None:
        raise Survey.DoesNotExist
    found = list(counted_responses(survey).order_by().values_list("pk", "edition"))
    used = {edition for _key, edition in found} | {survey.edition_id}
    numbers = dict(Edition.objects.filter(pk__in=used).order_by("-number").values_list("pk", "number"))
    ordered = sorted(numbers, key=lambda pk: (pk != survey.edition_id, -numbers[pk]))
    questionnaire = join_editions(read_edition(pk) for pk in ordered)
    keys = [key for key, _edition in found]
    random.SystemRandom().shuffle(keys)
    weights = reckon_weights(survey)
    variables = tuple(one for one in list_variables(questionnaire) if _is_wanted(one, wish, has_weights=bool(weights)))
    return Export(survey, questionnaire, variables, wish, keys, weights, numbers)


def _is_wanted(variable: Variable, wish: Wish, *, has_weights: bool) -> bool:
    if variable.role in WRITTEN:
        return wish.words
    if variable.role == Role.ANSWERED_ON:
        return wish.days
    return has_weights if variable.role == Role.WEIGHT else True


def _read_rows(survey: Survey, keys: Sequence[UUID]) -> Iterator[tuple[Any, ...]]:
    rows = counted_responses(survey).filter(pk__in=keys).order_by()
    yield from rows.values_list("pk", "edition", "answers", "channel", "language", "group", "finished_hour").iterator()


def reckon_weights(survey: Survey) -> dict[UUID, float]:
    """Weight the answers that go out to what is known of the population, as results do; nothing where nothing is known."""
    assert survey.edition_id is not None  # noqa: S101 - whoever exports looked
    codes = [code for code in survey.margins if code]
    if not codes:
        return {}
    keys, tail = [], []
    rows = counted_responses(survey).order_by().values_list("pk", "answers").iterator(chunk_size=AT_ONCE)
    for key, answers in rows:
        keys.append(key)
        tail.append(({code: answers[code] for code in codes if code in answers}, "", "link", "pl"))
    if not keys:
        return {}
    layout = layout_of(survey.edition_id)
    specs = tuple(spec for spec in layout.specs if spec.name in codes)
    frame = encode_tail(replace(layout, specs=specs), tail)
    sight = FrameSight(survey, layout.questionnaire, {}, frame, f"export:{secrets.token_hex(8)}", frame.rows)
    weighting = read_weighting(sight)
    return {} if weighting is None else dict(zip(keys, map(float, weighting.raking.weights), strict=True))


def read_cell(role: Role, given: Any, part: str, answers: Mapping[str, Any], code: str) -> Any:  # noqa: ANN401, C901, PLR0911
    """Give what a column holds of an answer; nothing where nothing was answered."""
    if role == Role.OWN:
        return answers.get(f"{code}.{part}")
    if given is None:
        return None
    match role:
        case Role.TICK:
            return int(part in given)
        case Role.ROW | Role.STEP:
            return given.get(part)
        case Role.RANK:
            return given.index(part) + 1 if part in given else None
        case Role.SHARE:
            # Who gave something to one option gave nothing to those left empty.
            return given.get(part, 0)
        case Role.DEGREE:
            return given[0 if part == "lat" else 1]
        case Role.SUM:
            return float(getattr(sum_typed(given), part))
        case Role.LINES:
            return write_text(given)
        case Role.GIVEN:
            return 1
        case _:
            return given


def has_written(questionnaire: Questionnaire) -> bool:
    """Tell whether people could write something in their own words."""
    return any(item.kind in {Kind.TEXT, Kind.LONG_TEXT} or item.options_of_own_words for item in questionnaire.items())
