"""What scores say in words."""

from collections.abc import Iterable
from functools import partial
from typing import Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from sciezka.core.consensus import AreaScore, AreaSpread
from sciezka.kit import typography
from sciezka.rooms.assessment.models import Card
from sciezka.rooms.assessment.queries.scores import AreaLine, QuestionScore, Scores
from sciezka.rooms.assessment.queries.words import word_area
from sciezka.rooms.rounds.queries.results import Withheld

NEAR: Final = 0.05

# Levels and their means: one decimal is all that a scale of a few levels carries.
write_number = partial(typography.write_number, digits=1)


def write_change(value: float | None) -> str:
    """Write a change with its sign."""
    if value is None:
        return "–"
    # What rounds to nothing has no sign.
    return _("no change") if abs(value) < NEAR else f"{'+' if value > 0 else ''}{write_number(value)}"


def say_level(scores: Scores, row: QuestionScore) -> str:
    """Say where a question stands: „3 – In place”."""
    if row.rated.is_left_out:
        return _("not applicable")
    if row.level is None:
        return _("no level")
    if scores.bank.is_ladder and row.level == 0:
        return _("below the first stage")
    label = name_level(scores, row.level)
    return f"{write_number(row.level)} – {label}" if label else write_number(row.level)


def name_level(scores: Scores, level: float) -> str:
    """Give the general name of a level; nothing between two levels."""
    found = next((row.label for row in scores.bank.levels if row.value == level), None)
    return found.in_language(get_language() or "pl") if found else ""


def say_origin(row: QuestionScore) -> str:
    """Say where the level comes from."""
    if row.rated.is_agreed:
        return _("was agreed")
    if row.level is None:
        return ""
    return _("provisional") if row.conditions else _("provisional, median")


def say_score(score: AreaScore) -> str:
    """Say on how much a score rests."""
    parts = [
        ngettext("%(count)s question rated", "%(count)s questions rated", score.rated) % {"count": score.rated},
    ]
    if score.provisional:
        parts.append(_("%(count)s of them provisionally") % {"count": score.provisional})
    if score.left_out:
        parts.append(_("%(count)s not applicable") % {"count": score.left_out})
    if score.unrated:
        parts.append(_("%(count)s without a level") % {"count": score.unrated})
    return ", ".join(parts)


def say_spread(spread: AreaSpread | None) -> str:
    """Say how far people's own pictures of an area lie apart."""
    if spread is None:
        return "–"
    return _("%(low)s–%(high)s, half of the people %(q1)s–%(q3)s") % {
        "low": write_number(spread.low), "high": write_number(spread.high),
        "q1": write_number(spread.q1), "q3": write_number(spread.q3),
    }  # fmt: skip


def say_heading(scores: Scores) -> str:
    """Read the result in one sentence."""
    rated = [line for line in scores.areas if line.score.score is not None]
    if not rated:
        return _("There is no result yet")
    best = max(rated, key=_by_score)
    worst = min(rated, key=_by_score)
    if len(rated) == 1 or _by_score(best) - _by_score(worst) < NEAR:
        return _("All areas stand equally high: %(score)s") % {"score": write_number(best.score.score)}
    words = {"best": word_area(best.area), "worst": word_area(worst.area)}
    return _("Strongest: %(best)s. Weakest: %(worst)s") % words


def _by_score(line: AreaLine) -> float:
    return line.score.score or 0.0


def say_withheld(scores: Scores) -> str:
    """Say why no answers are shown; empty where they are."""
    if scores.round is None:
        return _("The questionnaires have not been sent yet, so that no question has a level.")
    if scores.withheld == Withheld.FEW:
        return _("Fewer than five people answered anonymously. Their answers are not shown; what was agreed is.")
    if scores.withheld:
        return _("Members are still answering, each alone. Levels are shown once the questionnaires have closed.")
    return ""


def split_points(texts: Iterable[str]) -> list[str]:
    """Give the lines of what was written as points, without the marks of a list."""
    lines = (line.strip().lstrip("-–•*").strip() for text in texts for line in text.splitlines())
    return [line for line in lines if line]


def is_written(card: Card | None) -> bool:
    """Tell whether anything stands on a card."""
    return card is not None and any((card.current_state, card.strengths, card.deficits_text, card.causes))
