"""The small drawing of one question's answers."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sciezka.rooms.assessment.queries.reading import write_number
from sciezka.rooms.assessment.queries.scores import QuestionScore
from sciezka.rooms.rounds.charts.strips import draw_strip
from sciezka.rooms.rounds.queries.results import ItemResult


def draw_spread(row: QuestionScore) -> SafeString | str:
    """Draw how many gave each level; nothing on a ladder, and where no answers are shown."""
    return draw_line(row.line) if row.line else ""


def draw_line(line: ItemResult) -> SafeString | str:
    """Draw the answers of one line of a round."""
    summary = line.summary
    if summary is None or not summary.n:
        return ""
    counts = ", ".join(f"{level:g}: {count}" for level, count in summary.distribution)
    label = _("Answers by level: %(counts)s; median %(median)s") % {"counts": counts, "median": write_number(summary.median)}
    return draw_strip(summary.distribution, summary.median, line.agreed.value if line.agreed else None, label)
