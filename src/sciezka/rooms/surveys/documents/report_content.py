"""What both documents of a report hold: plain values, spaces bound, bars measured."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sciezka.kit.templatetags.kit import long_day
from sciezka.kit.typography import bind_words, keep_writable
from sciezka.rooms.surveys.documents.printout import collect_printout
from sciezka.rooms.surveys.queries.report import Report
from sciezka.rooms.surveys.queries.results_head import group, write_percent
from sciezka.rooms.surveys.queries.results_margin import write_margin
from sciezka.rooms.surveys.queries.results_reading import write_share
from sciezka.rooms.surveys.queries.results_waves import ChangedItem, say_waves

MOST_CHANGES: Final = 40
MOST_SPOTS: Final = 15
Plain = dict[str, Any]
Card = Mapping[str, Any]


def collect_content(report: Report) -> Plain:
    """Give everything that a document says."""
    shown, survey = report.shown, report.survey
    said: Plain = {
        "title": survey.title,
        "workspace": survey.process.workspace.name,
        "headline": shown.headline,
        "facts": list(_list_facts(report)),
        "day": str(long_day(report.day)),
        "learned": list(report.learned),
        "next": list(report.next),
        "key": [list(pair) for pair in report.key],
        "notes": list(shown.view["notes"]),
        "made": list(_list_made(report)),
        "chapters": [
            {"title": chapter["title"] or name_chapter(chapter), "cards": [lay_card(card) for card in chapter["cards"]]}
            for chapter in shown.view["chapters"]
        ],
        "findings": _lay_findings(report),
        "changes": _lay_changes(report),
        "others": list(report.waves.others) if report.waves else [],
        "changed": say_waves(report.waves) if report.waves else "",
        "before": survey.previous.title if survey.previous else "",
        "asked": _lay_annex(report),
    }
    words = collect_words(shown.facts.get("fewest") or survey.fewest)
    return {**bind(said), "words": bind(words), "language": report.language}


def bind(value: Any) -> Any:  # noqa: ANN401 - plain values of any shape
    """Bind the spaces of all words, and leave out signs that no document can hold."""
    if isinstance(value, str):
        return bind_words(keep_writable(value))
    if isinstance(value, dict):
        return {key: bind(one) for key, one in value.items()}
    return [bind(one) for one in value] if isinstance(value, (list, tuple)) else value


def _list_facts(report: Report) -> Iterator[list[str]]:
    facts, survey = report.shown.facts, report.survey
    yield [_("Office"), survey.process.workspace.name]
    yield [_("Process"), survey.process.name]
    if report.shown.opened and report.shown.closed:
        yield [_("Answers were taken"), f"{long_day(report.shown.opened)} – {long_day(report.shown.closed)}"]
    yield [_("People who answered"), group(facts.get("n") or 0)]
    if facts.get("asked"):
        yield [_("People the survey is about"), group(facts["asked"])]


def _list_made(report: Report) -> Iterator[list[str]]:
    """Give the table of how the survey was made."""
    facts, survey = report.shown.facts, report.survey
    yield from _list_facts(report)
    if facts.get("asked_source"):
        yield [_("Source of that number"), facts["asked_source"]]
    if facts.get("response_rate") is not None:
        yield [_("Response rate"), write_percent(facts["response_rate"])]
    if facts.get("margin") is not None:
        yield [_("Margin of error"), write_margin(facts["margin"])]
    yield [_("Who answers"), str(survey.get_entry_display())]
    if report.ways:
        yield [_("Ways in"), ", ".join(f"{label} {group(count)}" for label, count in report.ways)]
    yield [_("Weights"), _("weighted to the population") if facts.get("is_weighted") else _("none")]
    if survey.purpose:
        yield [_("What for"), survey.purpose]
    yield [_("Questionnaire"), _("%(title)s, edition %(number)s") % {
        "title": survey.questionnaire.title, "number": facts.get("edition") or "–"}]  # fmt: skip
    fewest = facts.get("fewest") or survey.fewest
    yield [
        _("Smallest group shown"), ngettext("%(n)s person", "%(n)s people", fewest) % {"n": fewest},
    ]  # fmt: skip


def name_chapter(chapter: Card) -> str:
    """Name a page of the questionnaire that has no title, for the order of headings."""
    first, last = chapter["cards"][0]["number"], chapter["cards"][-1]["number"]
    if first == last:
        return _("Question %(number)s") % {"number": first}
    return _("Questions %(first)s–%(last)s") % {"first": first, "last": last}


def lay_card(card: Card) -> Plain:
    """Lay a question out: its sentence, its bars or rows, its figures, and how it is to be read."""
    sight = card["sight"]
    is_told = not sight["is_withheld"] and bool(sight["n"])
    laid: Plain = {
        "number": card["number"], "question": sight["question"], "sentence": card["sentence"], "shape": sight["shape"],
        "bars": [], "stacks": [], "figures": [], "legend": [], "themes": [], "words": "", "spots": [], "foot": "",
    }  # fmt: skip
    if not is_told:
        return laid
    apart = len(card["bars"]) + len(card["more"])
    bars = [*card["bars"], *card["more"], *card["unsure"]]
    return laid | {
        "bars": [] if card["stacks"] else [lay_bar(bar, is_apart=at >= apart) for at, bar in enumerate(bars)],
        "legend": [[tone, label] for tone, label in card["legend"]],
        "stacks": [lay_stack(stack) for stack in card["stacks"]],
        "steps": sight["item"].get("steps") or 0,
        "unsure": card["unsure_label"],
        "figures": [list(figure) for figure in card["figures"]],
        "themes": [lay_theme(theme) for theme in (card["open"] or {}).get("themes", ())],
        "words": ", ".join(f"{word['word']} ({word['answers']})" for word in (card["open"] or {}).get("words", ())),
        "spots": [[f"{spot['latitude']}, {spot['longitude']}", str(spot["count"])]
                  for spot in (card["places"] or {}).get("spots", ())[:MOST_SPOTS]],
        "foot": say_foot(card),
    }  # fmt: skip


def lay_bar(bar: Card, *, is_apart: bool) -> Plain:
    """Lay an option out with its bar."""
    return {
        "label": bar["line"]["label"], "width": bar["width"], "is_hidden": bar["line"]["is_hidden"], "is_apart": is_apart,
        "figure": bar["mean"] or bar["share"], "count": bar["count"],
    }  # fmt: skip


def lay_stack(stack: Card) -> Plain:
    """Lay a row out: its parts, or the place of its mean."""
    row = stack["row"]
    return {
        "label": row["question"], "right": row["right"], "dot": stack["dot"], "mean": stack["mean"] or "–",
        "n": "–" if row["n"] is None else str(row["n"]), "unsure": stack["unsure"] or "–",
        "parts": [{key: part[key] for key in ("width", "tone", "label", "share")} for part in stack["segments"]],
        "cells": list(stack["cells"]),
    }  # fmt: skip


def lay_theme(theme: Card) -> Plain:
    """Lay a theme of open answers out."""
    is_hidden = theme["count"] is None
    return {
        "label": theme["name"], "width": theme["width"], "is_hidden": is_hidden, "is_apart": False,
        "figure": "–" if is_hidden else write_share(theme["width"] / 100),
        "count": "–" if is_hidden else str(theme["count"]),
    }  # fmt: skip


def say_foot(card: Card) -> str:
    """Say how many answered, and what is to be known of the numbers."""
    sight = card["sight"]
    if sight["is_coarse"]:
        return _("about %(n)s answers; counts are not shown, because they would tell how few gave an answer to another "
                 "question") % {"n": sight["n"]}  # fmt: skip
    parts = [f"n = {group(sight['n'])}"]
    if sight["shape"] == "set":
        parts.append(_("several answers could be chosen"))
    if sight["is_weighted"]:
        parts.append(_("weighted"))
    if card["unsure_label"]:
        parts.append(_("bars and means are of those who gave another answer than “%(label)s”") % {
            "label": card["unsure_label"]})  # fmt: skip
    return " · ".join(parts)


def _lay_findings(report: Report) -> Plain | None:
    if not report.findings:
        return None
    rows = [[one.code, one.title, one.figure, str(one.n), f"{one.day:%d.%m.%Y}"] for one in report.findings]
    heads = [_("Code"), _("Finding"), pgettext("a result", "Number"), "n", _("Day")]
    return {"title": "", "heads": heads, "rows": rows, "widths": [10, 52, 13, 9, 16], "numeric": [2, 3, 4]}


def _lay_changes(report: Report) -> Plain | None:
    """Give what moved since the wave before, at most so many lines."""
    if not report.changes:
        return None
    rows = [row for item in report.changes for row in _list_changes(item)][:MOST_CHANGES]
    heads = [_("Question"), pgettext("noun", "Answer"), pgettext("a wave", "Before"), _("Now"), _("Difference")]
    return {"title": "", "heads": heads, "rows": rows, "widths": [36, 28, 10, 10, 16], "numeric": [2, 3, 4]}


def _list_changes(item: ChangedItem) -> Iterator[list[str]]:
    question = f"{item.question} {item.row}".strip()
    lines = [line for line in item.lines if line.direction != "none"]
    for at, line in enumerate(lines):
        difference = f"{line.difference} ({line.interval})"
        yield ["" if at else question, line.label, line.before, line.after, difference]


def _lay_annex(report: Report) -> Plain:
    """Give what was asked and the information clause, as they stand on paper."""
    printed = collect_printout(report.survey, report.language)
    return {
        "pages": [
            {
                "title": page["title"],
                "sections": [
                    {
                        "title": section["title"],
                        "items": [
                            {
                                "number": item["number"], "text": item["text"], "only": item["only"],
                                "options": [option["text"] for option in item["options"]],
                                "rows": [f"{row['text']} – {row['right']}" if row["right"] else row["text"]
                                         for row in item["rows"]],
                            }
                            for item in section["items"]
                        ],
                    }
                    for section in page["sections"]
                ],
            }
            for page in printed["pages"]
        ],
        "clause": ["".join(run[0] for run in paragraph) for paragraph in printed["clause"]],
    }  # fmt: skip


def collect_words(fewest: int) -> dict[str, str]:
    """Give the documents' own words."""
    return {
        "kind": _("Report of a survey"),
        "made": _("Made on"),
        "by": _("Made with the programme Ścieżka. Only results of groups are shown; nobody’s single answer is in it."),
        "summary": _("Summary"),
        "learned": _("What we learned"),
        "key": _("The main results"),
        "next": _("What happens next"),
        "contents": _("Contents"),
        "how": _("How the survey was made"),
        "results": _("Results"),
        "hidden": _("“–” hides counts below %(fewest)s, and others from which they could be told.") % {"fewest": fewest},
        "answer": pgettext("noun", "Answer"),
        "bar": _("Bar"),
        "share": _("Share"),
        "mean": _("Mean"),
        "people": _("People"),
        "row": _("Row"),
        "from": _("From"),
        "to": _("To"),
        "themes": _("Themes"),
        "words": _("Most frequent words:"),
        "places": _("Places by number of people"),
        "place": _("Place"),
        "findings": _("Findings"),
        "changes": _("What changed since the wave before"),
        "changes_note": _(
            "Listed are differences larger than chance alone would bring. In brackets: the 95% interval of the difference."
        ),
        "others": _("Not comparable"),
        "questionnaire": _("Annex 1. The questionnaire"),
        "clause": _("Annex 2. The information clause"),
        "day": str(long_day(timezone.localdate())),
    }  # fmt: skip
