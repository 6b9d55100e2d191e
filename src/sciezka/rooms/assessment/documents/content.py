"""What both documents hold: the report's words with bound spaces, and its charts drawn for paper."""

import unicodedata
from dataclasses import fields
from typing import Any

from django.utils.translation import gettext as _

from sciezka.kit.charts_svg import paint_svg
from sciezka.kit.templatetags.kit import long_day
from sciezka.kit.typography import bind_words
from sciezka.rooms.assessment.charts.bars import draw_bars
from sciezka.rooms.assessment.charts.wheel import describe_wheel, draw_wheel
from sciezka.rooms.assessment.queries.report import Report


def collect_content(report: Report) -> dict[str, Any]:
    """Give everything that a document says: plain values, spaces bound, charts drawn."""
    said = {one.name: _spell(getattr(report, one.name)) for one in fields(report) if one.name not in {"scores", "day"}}
    return {
        **said,
        "language": report.language[:2],
        "day": bind_words(long_day(report.day)),
        "charts": _draw_charts(report),
        "words": {key: bind_words(word) for key, word in _list_words().items()},
    }


def _spell(value: Any) -> Any:  # noqa: ANN401 - plain values of any shape
    """Give plain lists and mappings, the spaces of all words bound."""
    if isinstance(value, str):
        return bind_words(_clean(value))
    if isinstance(value, (list, tuple)):
        return [_spell(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: _spell(getattr(value, one.name)) for one in fields(value)}
    return value


def _clean(text: str) -> str:
    """Leave out signs that no document can hold, such as those that a paste from a terminal brings."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs", "Cn", "Co"})


def _draw_charts(report: Report) -> list[dict[str, str]]:
    described = describe_wheel(report.scores)
    has_before = report.scores.previous is not None
    note = _("Dots: the score of each area, hollow where a level is still provisional. Dashed: the target.")
    if has_before:
        note += " " + _("Thin line and circle: last time.")
    range_note = note + " " + _("Grey: people’s own means, the wide part half of them.")
    drawn = (
        (_("Areas as a whole"), draw_wheel(report.scores), note),
        (_("Areas one by one"), draw_bars(report.scores), range_note),
    )
    return [
        {"title": bind_words(title), "svg": paint_svg(svg), "alt": described, "note": bind_words(text)}
        for title, svg, text in drawn
        if svg
    ]


def _list_words() -> dict[str, str]:
    return {
        "kind": _("Assessment of the institution"),
        "made": _("Made on"),
        "by": _("Made with the programme Ścieżka from what a team judged alone and agreed together."),
        "summary": _("Summary"),
        "reason": _("Why this scenario"),
        "contents": _("Contents"),
        "plan": _("Strengths, deficits and the action plan"),
        "method": _("How it was reckoned"),
        "empty": _("Nothing was written on the card."),
    }
