"""The rows that results, gaps, the plan and the comparison show and give away."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from sciezka.rooms.assessment.models import Improvement
from sciezka.rooms.assessment.queries.cards import ShownArea, ShownCard, ShownDeficit
from sciezka.rooms.assessment.queries.reading import split_points

OPEN_STATES: Final = (Improvement.State.PROPOSED, Improvement.State.PLANNED, Improvement.State.UNDER_WAY)
SORTS: Final = ("luka", "pytanie", "priorytet")


@dataclass(frozen=True, slots=True)
class Strength:
    """One strength with the card that it stands on."""

    text: str
    card: ShownCard


def list_strengths(areas: tuple[ShownArea, ...]) -> list[Strength]:
    """List all strengths, line by line."""
    return [
        Strength(text, card) for area in areas for card in area.cards if card.card
        for text in split_points([card.card.strengths])
    ]  # fmt: skip


def list_deficits(areas: tuple[ShownArea, ...]) -> list[tuple[ShownCard, ShownDeficit]]:
    """List the deficits that stand on the thread."""
    return [(card, one) for area in areas for card in area.cards for one in card.standing]


def list_loose_deficits(areas: tuple[ShownArea, ...]) -> list[Strength]:
    """List what was written about deficits and hangs on no thread."""
    return [Strength(text, card) for area in areas for card in area.cards for text in card.unnamed]


def sort_gaps(areas: tuple[ShownArea, ...], sort: str) -> list[ShownCard]:
    """List the questions that fall short of the target; the widest gaps first, pressing ones before others."""
    rows = [card for area in areas for card in area.cards if card.score.gap]
    if sort == "pytanie":
        return rows
    if sort == "priorytet":
        return sorted(rows, key=lambda row: (_urgency(row), -(row.score.gap or 0)))
    return sorted(rows, key=lambda row: (-(row.score.gap or 0), _urgency(row)))


def _urgency(row: ShownCard) -> int:
    return (row.card.priority if row.card else None) or len(SORTS) + 1


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of the action plan with its card."""

    row: Improvement
    card: ShownCard
    deficit: ShownDeficit | None
    is_late: bool


def list_plan(areas: tuple[ShownArea, ...], state: str = "") -> list[PlanLine]:
    """List the action plan: pressing lines first, then by day; what was dropped goes last."""
    today = timezone.localdate()
    lines = []
    for area in areas:
        for card in area.cards:
            deficits = {one.row.pk: one for one in card.deficits}
            for row in card.improvements:
                is_late = row.due is not None and row.due < today and row.state in OPEN_STATES
                lines.append(PlanLine(row, card, deficits.get(row.deficit_id or 0), is_late))
    if state in Improvement.State.values:
        lines = [line for line in lines if line.row.state == state]
    return sorted(lines, key=_order_plan)


def _order_plan(line: PlanLine) -> tuple[bool, int, dt.date, int]:
    row = line.row
    return (row.state == Improvement.State.DROPPED, row.priority, row.due or dt.date.max, row.pk)


def list_without_plan(areas: tuple[ShownArea, ...]) -> list[ShownDeficit]:
    """List the deficits that no improvement answers."""
    answered = {row.deficit_id for area in areas for card in area.cards for row in card.improvements}
    return [one for _card, one in list_deficits(areas) if one.row.pk not in answered]


def count_plan(lines: list[PlanLine]) -> dict[str, int]:
    """Count the lines of the plan by their states."""
    counts = {state.value: 0 for state in Improvement.State}
    for line in lines:
        counts[line.row.state] += 1
    return counts


def export_questions(areas: tuple[ShownArea, ...]) -> list[dict[str, Any]]:
    """Give a row for each question."""
    rows = []
    for area in areas:
        for shown in area.cards:
            score, summary = shown.score, shown.score.summary
            rows.append({
                "area": area.title, "code": score.code, "issue": shown.words.issue, "question": shown.words.text,
                "level": score.level, "agreed": "yes" if score.rated.is_agreed else "no",
                "not_applicable": "yes" if score.rated.is_left_out else "no", "target": score.target, "gap": score.gap,
                "previous": score.before, "change": score.change, "n": summary.n if summary else None,
                "dont_know": summary.dont_know if summary else None, "median": summary.median if summary else None,
                "q1": summary.q1 if summary else None, "q3": summary.q3 if summary else None,
                "agreement": summary.agreement if summary else None,
                "reason": score.agreed.reason if score.agreed else "",
                "dissent": score.agreed.dissent if score.agreed else "",
                **_export_card(shown),
            })  # fmt: skip
    return rows


def _export_card(shown: ShownCard) -> dict[str, Any]:
    card = shown.card
    return {
        "current_state": card.current_state if card else "", "strengths": card.strengths if card else "",
        "deficits": card.deficits_text if card else "", "causes": card.causes if card else "",
        "priority": card.priority if card else None,
        "thread": "; ".join(one.node.code for one in shown.standing if one.node),
        "evidence": "; ".join(row.title for row in shown.evidence),
    }  # fmt: skip


def export_areas(areas: tuple[ShownArea, ...]) -> list[dict[str, Any]]:
    """Give a row for each area."""
    rows = []
    for area in areas:
        score, spread = area.line.score, area.line.spread
        rows.append({
            "area": area.title, "score": score.score, "rated": score.rated, "agreed": score.agreed,
            "not_applicable": score.left_out, "without_level": score.unrated, "target": area.line.target,
            "people": spread.n if spread else None, "lowest_mean": spread.low if spread else None,
            "q1_mean": spread.q1 if spread else None, "median_mean": spread.median if spread else None,
            "q3_mean": spread.q3 if spread else None, "highest_mean": spread.high if spread else None,
            "previous": area.line.before, "change": area.line.change, "compared": area.line.compared,
        })  # fmt: skip
    return rows


def export_plan(lines: list[PlanLine]) -> list[dict[str, Any]]:
    """Give a row for each line of the plan."""
    return [
        {
            "area": line.card.area, "code": line.card.score.code, "question": line.card.words.issue or line.card.words.text,
            "deficit": line.deficit.node.code if line.deficit and line.deficit.node else "",
            "deficit_title": line.deficit.row.title if line.deficit else "", "improvement": line.row.title,
            "owner": line.row.owner, "person": str(line.row.person or ""),
            "due": line.row.due.isoformat() if line.row.due else "", "priority": line.row.priority,
            "state": line.row.state, "level": line.card.score.level, "target": line.card.score.target,
        }
        for line in lines
    ]  # fmt: skip
