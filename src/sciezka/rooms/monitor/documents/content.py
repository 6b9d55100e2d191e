"""What both documents hold: the report's words with bound spaces, and its charts drawn for paper."""

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from sciezka.kit.templatetags.kit import long_day
from sciezka.kit.typography import bind_words
from sciezka.rooms.monitor.charts.report import describe_plan, draw_plan, explain_plan
from sciezka.rooms.monitor.queries.report import Plan, Report


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart drawn for paper: the sentence that reads it, the drawing, what it shows in words, and how it is read."""

    title: str
    svg: str
    alt: str
    note: str


def draw_picture(plan: Plan) -> Picture:
    """Draw a chart for paper."""
    return Picture(plan.title, draw_plan(plan), describe_plan(plan), explain_plan(plan))


def collect_content(report: Report) -> dict[str, Any]:
    """Give everything that a document says: plain values, spaces bound, charts drawn."""
    said = asdict(report)
    said["charts"] = [asdict(draw_picture(plan)) for plan in report.charts]
    for chapter, plain in zip(report.chapters, said["chapters"], strict=True):
        plain["charts"] = [asdict(draw_picture(plan)) for plan in chapter.charts]
    bound: dict[str, Any] = bind(said)
    return {**bound, "day": long_day(report.day), "words": collect_words(), "language": report.language[:2]}


def bind(value: Any) -> Any:  # noqa: ANN401 - plain values of any shape
    """Bind the spaces of all words; drawings and texts to copy stay as they are."""
    if isinstance(value, str):
        return bind_words(value)
    if isinstance(value, dict):
        return {key: one if key in {"svg", "code"} else bind(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [bind(one) for one in value]
    return value


def collect_words() -> dict[str, str]:
    """Give the documents' own words."""
    words = {
        "contents": _("Contents"),
        "summary": _("Summary"),
        "members": _("Towns of the comparison group"),
        "made": _("Made on"),
        "by": _("Made with the programme Ścieżka from public statistics; everything can be recomputed from the method."),
        "method": _("How it was reckoned"),
        "findings": _("Findings"),
        "star": _("* The change crosses a break of the series; see the method."),
        "source": _("Source: public statistics named in the method; own reckoning."),
        "kind": _("Diagnosis of local development"),
    }
    return {key: bind_words(word) for key, word in words.items()}
