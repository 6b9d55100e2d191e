"""What a description of a survey's data tells: the variables of its answers, and counts of them as results show them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sciezka.rooms.questions.models import Edition
from sciezka.rooms.questions.queries.editions import read_edition
from sciezka.rooms.questions.schema.types import Kind, Questionnaire
from sciezka.rooms.surveys.models import Response, Survey
from sciezka.rooms.surveys.queries.exports_variables import Role, Variable, join_editions, list_variables
from sciezka.rooms.surveys.queries.frames import FrameSight
from sciezka.rooms.surveys.queries.results_head import Head, read_head
from sciezka.rooms.surveys.queries.results_items import read_items
from sciezka.rooms.surveys.queries.results_shapes import COUNTED, ItemSight
from sciezka.rooms.surveys.queries.results_weights import read_weighting


@dataclass(frozen=True, slots=True)
class Counted:
    """How many answered, and how many with each value; what results hide is None."""

    n: int | None
    skipped: int | None
    counts: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A survey's data, to be described.

    Attributes:
        survey: which.
        questionnaire: what was asked, in all editions that were answered.
        language: the language of the description.
        languages: those of questions and values.
        variables: the columns.
        counts: by the names of variables; nothing of those of which results show no counts.
        head: how many answered; None where nothing may be told.
        has_weights: whether answers are weighted.
        file_name: how the file of answers is called.
    """

    survey: Survey
    questionnaire: Questionnaire
    language: str
    languages: tuple[str, ...]
    variables: tuple[Variable, ...]
    counts: Mapping[str, Counted]
    head: Head | None
    has_weights: bool
    file_name: str

    @property
    def ways(self) -> tuple[str, ...]:
        """By which ways people could answer."""
        if self.head is not None and not self.head.is_few and self.head.ways:
            return tuple(way.label for way in self.head.ways)
        return (str(Response.Channel.LINK.label), *((str(Response.Channel.PAPER.label),) if self.survey.takes_paper else ()))


def describe_data(survey: Survey, sight: FrameSight | None, *, language: str, file_name: str) -> Described:
    """Describe a survey's data.

    Args:
        survey: one that was launched.
        sight: what results are reckoned on; none after the answers were deleted.
        language: the language of the description.
        file_name: how the file of answers is called.

    Raises:
        Survey.DoesNotExist: of a survey that has no edition yet.
    """
    if survey.edition_id is None:
        raise Survey.DoesNotExist
    used = set(survey.responses.order_by().values_list("edition", flat=True).distinct()) | {survey.edition_id}
    numbers = dict(Edition.objects.filter(pk__in=used).values_list("pk", "number"))
    ordered = sorted(numbers, key=lambda pk: (pk != survey.edition_id, -numbers[pk]))
    questionnaire = join_editions(read_edition(pk) for pk in ordered)
    told = sight if sight is not None and sight.n >= survey.fewest else None
    has_weights = told is not None and read_weighting(told) is not None
    variables = tuple(
        one for one in list_variables(questionnaire)
        if one.role != Role.ANSWERED_ON and (has_weights or one.role != Role.WEIGHT)
    )  # fmt: skip
    languages = tuple(dict.fromkeys((language, *questionnaire.languages)))
    return Described(
        survey=survey, questionnaire=questionnaire, language=language,
        languages=tuple(one for one in languages if one in questionnaire.languages) or (questionnaire.base,),
        variables=variables, counts=dict(_count(told, variables, language)) if told else {},
        head=read_head(sight) if sight is not None else None, has_weights=has_weights, file_name=file_name,
    )  # fmt: skip


def _count(sight: FrameSight, variables: tuple[Variable, ...], language: str) -> Iterator[tuple[str, Counted]]:
    items = [item for item in sight.questionnaire.items() if item.kind != Kind.NOTE]
    read = {item.code: made for item, made in zip(items, read_items(sight, items, language=language), strict=True)}
    for variable in variables:
        made = read.get(variable.item.code) if variable.item is not None else None
        if made is None or made.shape not in COUNTED:
            continue
        if variable.role == Role.ROW:
            row = next((row for row in made.rows if row.name.endswith(f".{variable.part}")), None)
            if row is not None:
                yield variable.name, _tell(row)
        elif variable.role == Role.TICK:
            line = next((line for line in made.lines if line.code == variable.part), None)
            told = _tell(made)
            yield variable.name, Counted(told.n, told.skipped, {"1": line.count if line and told.n is not None else None})
        elif variable.role in {Role.CODE, Role.SCORE}:
            yield variable.name, _tell(made)


def _tell(made: ItemSight) -> Counted:
    if made.is_coarse or made.is_withheld:
        # An exact number of people would tell what another item hides.
        return Counted(None, None)
    return Counted(made.n, made.skipped, {line.code: line.count for line in made.lines})
