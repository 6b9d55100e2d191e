"""Results as plain tables: sums, answers and reasons, each row a mapping of the columns that are described here.

Whose an answer is stands only where the person who exports may know it: for those who run a named round. Everybody else
gets the sheets under the numbers that were drawn for them, and the reasons apart from the sheets, so that what somebody
wrote does not tell whose the other answers are.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sciezka.rooms.rounds.models import AgreedResult, Item, Round
from sciezka.rooms.rounds.queries.results import NO_SCALE, ItemResult, RoundResult, given_answers, results_of

Row = dict[str, Any]
_CELL: Final = ("item_id", "scale", "against_id", "value", "special")

SUMMARY: Final = (
    "position", "code", "item", "group", "scale", "column", "n", "dont_know", "not_applicable", "median", "mean", "q1",
    "q3", "lowest", "highest", "range", "share_unknown", "agreement", "distribution", "place", "borda", "proposed",
    "needs_talk", "need_score", "agreed", "agreed_on", "agreed_reason", "dissent", "event", "present",
)  # fmt: skip
ANSWERS: Final = ("respondent", "position", "code", "item", "scale", "column", "value", "special")
NAMED_ANSWERS: Final = (*ANSWERS, "reason")
REASONS: Final = ("position", "code", "item", "scale", "column", "value", "special", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """All that leaves the product about a result.

    Attributes:
        round: the round.
        result: what it came to.
        has_names: whether people are named.
        summary: a row for each line of the result.
        answers: a row for each answer that counts.
        reasons: a row for each reason, where they must stand apart from the sheets.
    """

    round: Round
    result: RoundResult
    has_names: bool
    summary: tuple[Row, ...]
    answers: tuple[Row, ...]
    reasons: tuple[Row, ...]

    @property
    def answer_columns(self) -> tuple[str, ...]:
        """The columns of the answers."""
        return NAMED_ANSWERS if self.has_names else ANSWERS


def read_export(round: Round, *, may_name: bool) -> Export:  # noqa: A002 - the noun's own name
    """Read all that is exported; nothing but what was agreed where no result may be shown."""
    result = results_of(round)
    has_names = may_name and not round.is_anonymous
    answers: tuple[Row, ...] = ()
    reasons: tuple[Row, ...] = ()
    if not result.withheld:
        answers = tuple(list_answers(result, with_names=has_names))
        reasons = () if has_names else tuple(list_reasons(result))
    present = _count_present(round) if has_names else {}
    summary = tuple(_sum_up(line, present) for line in result.lines)
    return Export(round=round, result=result, has_names=has_names, summary=summary, answers=answers, reasons=reasons)


def _name_item(item: Item) -> Row:
    return {"position": item.position, "code": item.code, "item": item.title}


def _sum_up(line: ItemResult, present: dict[int, Sequence[str]]) -> Row:
    summary, agreed = line.summary, line.agreed
    row: Row = {**dict.fromkeys(SUMMARY), **_name_item(line.item), "group": line.item.group, "scale": line.key[1]}
    row["column"] = str(line.against) if line.against else ""
    if summary is not None:
        row |= {
            "n": summary.n, "dont_know": summary.dont_know, "not_applicable": summary.not_applicable,
            "median": summary.median, "mean": summary.mean, "q1": summary.q1, "q3": summary.q3, "lowest": summary.low,
            "highest": summary.high, "range": summary.range, "share_unknown": summary.share_unknown,
            "agreement": summary.agreement,
            "distribution": {f"{level:g}": count for level, count in summary.distribution},
        }  # fmt: skip
    row |= {
        "place": line.rank, "borda": line.points, "proposed": line.proposed,
        "needs_talk": list(line.need.reasons) if line.need else [], "need_score": line.need.score if line.need else None,
    }  # fmt: skip
    if agreed is not None:
        row |= {
            "agreed": agreed.special or agreed.value, "agreed_on": agreed.agreed_on.isoformat(),
            "agreed_reason": agreed.reason, "dissent": agreed.dissent, "event": agreed.event.title if agreed.event else "",
            "present": [*present.get(agreed.pk, ()), *([agreed.guests] if agreed.guests and present else [])],
        }  # fmt: skip
    return row


def _count_present(round: Round) -> dict[int, Sequence[str]]:  # noqa: A002 - the noun's own name
    rows = AgreedResult.objects.filter(round=round).prefetch_related("present__user")
    return {row.pk: [str(person) for person in row.present.all()] for row in rows}


def list_answers(result: RoundResult, *, with_names: bool) -> Iterator[Row]:
    """List the answers that count, sheet by sheet in the order of their drawn numbers."""
    names = _name_sheets(result.round) if with_names else {}
    rows = given_answers(result.round).order_by(
        "sheet__number", "item__position", "item_id", "scale", "against__position", "pk"
    )
    for number, *cell, reason in rows.values_list("sheet__number", *_CELL, "reason"):
        row = {"respondent": names.get(number, number), **_tell_cell(result, *cell)}
        yield {**row, "reason": reason} if with_names else row


def list_reasons(result: RoundResult) -> Iterator[Row]:
    """List the reasons by item, what was given and their words: an order that tells nothing of who wrote them."""
    rows = given_answers(result.round).exclude(reason="")
    order = ("item__position", "item_id", "scale", "against__position", "value", "special", "reason")
    for *cell, reason in rows.order_by(*order).values_list(*_CELL, "reason"):
        yield {**_tell_cell(result, *cell), "reason": reason}


def _tell_cell(
    result: RoundResult, item: int, scale: str, against: int | None, value: int | None, special: str
) -> Row:  # fmt: skip
    column = result.items.get(against) if against else None
    return {
        **_name_item(result.items[item]), "scale": scale if result.round.kind == Round.Kind.RATING else NO_SCALE,
        "column": str(column) if column else "", "value": value, "special": special,
    }  # fmt: skip


def _name_sheets(round: Round) -> dict[int, str]:  # noqa: A002 - the noun's own name
    names = {sheet.number: str(sheet) for sheet in round.sheets.select_related("participant__user")}
    # People of one name, and those whose accounts were erased, are told apart by the numbers of their sheets.
    often = Counter(names.values())
    return {number: f"{name} ({number})" if often[name] > 1 else name for number, name in names.items()}
