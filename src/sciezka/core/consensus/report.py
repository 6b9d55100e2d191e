"""What a table of judgements comes to, as plain data for JSON and as a table to read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sciezka.core.consensus.concordance import Concordance, kendall
from sciezka.core.consensus.ranking import borda, rank_points
from sciezka.core.consensus.ratings import Ratings, shorten
from sciezka.core.consensus.summary import summarise
from sciezka.core.consensus.types import Given, Special, Summary

MOST_SHOWN: Final = 21
FIGURES: Final = ("median", "mean", "q1", "q3", "range", "agreement")


@dataclass(frozen=True, slots=True)
class Report:
    """The result for every item and for all together.

    Attributes:
        ratings: what was summarised.
        summaries: of each item.
        concordance: of all who judged every item.
        points: Borda's points of each item; empty when the values are no places.
    """

    ratings: Ratings
    summaries: dict[str, Summary]
    concordance: Concordance
    points: dict[str, float]


def summarise_ratings(ratings: Ratings, *, is_ranking: bool = False) -> Report:
    """Summarise every item, and how far all respondents put the items in one order; for rankings also Borda's points."""
    answers: dict[str, list[Given]] = {item: [] for item in ratings.items}
    sheets: dict[str, dict[str, float]] = {respondent: {} for respondent in ratings.respondents}
    for (respondent, item), value in ratings.values.items():
        answers[item].append(value)
        if not isinstance(value, Special):
            sheets[respondent][item] = value
    summaries = {item: summarise(values, ratings.levels) for item, values in answers.items()}
    rows = [[sheet.get(item) for item in ratings.items] for sheet in sheets.values()]
    points = borda(list(sheets.values()), ratings.items) if is_ranking else {}
    return Report(ratings, summaries, kendall(rows), points)


def make_record(report: Report) -> dict[str, Any]:
    """Give a report as data for JSON, items in order of first appearance; None stands for what can't be told."""
    ranks = rank_points(report.points)
    items: list[dict[str, Any]] = []
    for item, summary in report.summaries.items():
        found = {
            "item": item,
            "n": summary.n,
            "dont_know": summary.dont_know,
            "not_applicable": summary.not_applicable,
            "distribution": {write_level(level): count for level, count in summary.distribution},
            **{figure: getattr(summary, figure) for figure in FIGURES},
        }
        if report.points:
            found |= {"borda": report.points[item], "rank": ranks[item]}
        items.append(found)
    concordance = report.concordance
    overall: dict[str, Any] = {
        "respondents": len(report.ratings.respondents),
        "items": len(items),
        "kendall_w": concordance.w,
        "chi2": concordance.chi2,
        "df": concordance.df,
        "p_value": concordance.p_value,
        "kendall_respondents": concordance.judges,
    }
    record = {"levels": [_plain(level) for level in report.ratings.levels], "items": items, "overall": overall}
    if report.points:
        overall["borda"] = record["borda"] = report.points
    return record


def write_table(report: Report) -> Iterator[str]:
    """Give a report as lines to read: a row for each item, then what holds for all."""
    ranks = rank_points(report.points)
    header = ["item", "n", "dk", "na", *FIGURES, *(["borda", "rank"] if report.points else [])]
    rows = [header]
    for item, summary in report.summaries.items():
        row = [shorten(item), str(summary.n), str(summary.dont_know), str(summary.not_applicable)]
        row += [_round(getattr(summary, figure)) for figure in FIGURES]
        if report.points:
            row += [_round(report.points[item]), str(ranks[item])]
        rows.append(row)
    widths = [max(len(row[at]) for row in rows) for at in range(len(header))]
    for row in rows:
        yield _align(row, widths)
    found = report.concordance
    yield ""
    levels = _list_levels(report.ratings.levels)
    yield f"Respondents: {len(report.ratings.respondents)}. Items: {len(report.summaries)}. Levels: {levels}."
    judged = f"{found.judges} who judged every item ({found.left_out} left out)"
    if found.w is None:
        yield f"Kendall's W: not defined for {judged}."
    else:
        yield (
            f"Kendall's W {_round(found.w)}, chi2 {_round(found.chi2)}, df {found.df}, p {found.p_value:.3g}; of {judged}."
        )


def write_level(level: float) -> str:
    """Write a level as short as it can be read back: 1, 2.5."""
    return repr(_plain(level))


def _list_levels(levels: Sequence[float]) -> str:
    if len(levels) > MOST_SHOWN:
        return f"{len(levels)} from {write_level(levels[0])} to {write_level(levels[-1])}"
    return ", ".join(write_level(level) for level in levels) or "none"


def _plain(level: float) -> float:
    return int(level) if level == int(level) else level


def _round(figure: float | None) -> str:
    return "–" if figure is None else f"{round(figure, 3):.10g}"


def _align(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.ljust(width) if not at else cell.rjust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *others]).rstrip()
