"""What a release holds: results as they are shown, turned into plain values that outlive the answers.

Nothing in it is reckoned here: every number comes from the cards of the page of results, so it is protected as they are.
The values are shaped as the cards are, so the same partial templates draw both.
"""

from collections.abc import Collection, Mapping
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sciezka.rooms.questions.schema.types import Kind
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.frames import FrameSight
from sciezka.rooms.surveys.queries.results_head import Head, read_head, say_heading, say_margin
from sciezka.rooms.surveys.queries.results_page import Bar, Card, Chapter, StackRow, list_chapters
from sciezka.rooms.surveys.queries.results_shapes import ItemSight
from sciezka.rooms.surveys.queries.results_weights import Weighting, choose_weights, read_weighting
from sciezka.rooms.surveys.queries.results_words import OpenSight, PlaceSight

VERSION: Final = 1
Plain = dict[str, Any]


def make_content(
    sight: FrameSight, *, next_step: str = "", left_out: Collection[str] = (), languages: Collection[str] = ()
) -> Plain:
    """Turn results into plain values, in each language of the residents' pages.

    All questions are kept, also those left out: a later release tells them from here and reckons nothing anew. Of too few
    people nothing is kept but how many they are.

    Args:
        sight: whose results.
        next_step: what comes of them, as residents are told.
        left_out: codes of items that are not published.
        languages: only these; else all of the residents' pages.
    """
    survey = sight.survey
    is_few = sight.n < survey.fewest
    weighting = None if is_few else read_weighting(sight)
    weighted = None if is_few else choose_weights(sight, weighting, "")
    used = weighting if weighted is not None else None
    head = read_head(sight, design_effect=used.effect if used else 1.0)
    views: Plain = {}
    for language in languages or dict(settings.LANGUAGES):
        with translation.override(language):
            chapters = [] if is_few else list_chapters(sight, weighted=weighted, language=language)
            views[language] = {
                "heading": say_heading(head),
                "notes": list_notes(survey, head, used),
                # For the office's report; residents' pages don't tell it.
                "ways": [[str(way.label), way.count] for way in head.ways],
                "chapters": [plain for one in chapters if (plain := plain_chapter(one))["cards"]],
            }
    return {
        "version": VERSION,
        "is_few": is_few,
        "digest": sight.digest,
        "facts": list_facts(survey, head, is_weighted=used is not None),
        "views": views,
        "next": next_step,
        "left_out": sorted(left_out),
    }


def reword_content(content: Mapping[str, Any], *, next_step: str = "", left_out: Collection[str] = ()) -> Plain:
    """Give the same results with other words, and other questions left out. No number changes."""
    return {**content, "next": next_step, "left_out": sorted(left_out)}


def is_same(content: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two releases hold the same numbers."""
    return content.get("views") == other.get("views") and content.get("facts") == other.get("facts")


def has_tables(content: Mapping[str, Any]) -> bool:
    """Tell whether a release tells anything beside how many answered."""
    return any(view["chapters"] for view in (content.get("views") or {}).values())


def list_facts(survey: Survey, head: Head, *, is_weighted: bool) -> Plain:
    """Give how the survey was made, as plain values."""
    return {
        "title": survey.title,
        "purpose": survey.purpose,
        "n": head.n,
        "asked": head.frame,
        "asked_source": survey.frame_source,
        "response_rate": None if head.rate is None else round(head.rate, 4),
        "margin": None if head.margin is None else round(head.margin, 4),
        "opened": _day(survey.opens_at),
        "closed": _day(survey.closes_at),
        "edition": survey.edition.number if survey.edition else None,
        "fewest": survey.fewest,
        "is_weighted": is_weighted,
        "is_sample_open": head.is_sample_open,
    }


def _day(moment: Any) -> str:  # noqa: ANN401 - a moment or nothing
    return timezone.localdate(moment).isoformat() if moment else ""


def list_notes(survey: Survey, head: Head, weighting: Weighting | None) -> list[str]:
    """Say how the results are to be read."""
    if head.is_few:
        return [
            _("Results show from %(fewest)s people up: of fewer, somebody could tell who answered what.")
            % {"fewest": survey.fewest}
        ]
    notes = [say_margin(head)]
    if weighting is not None:
        notes.append(
            _("Results are weighted, so that groups count as they do in the population; counts are of people who answered.")
        )
    notes.append(
        _("Numbers of fewer than %(fewest)s people are hidden (“–”), and others from which they could be told.")
        % {"fewest": survey.fewest}
    )
    notes.append(_("Shares are of those who answered the question; rounded, they need not add up to 100%."))
    return [note for note in notes if note]


def plain_chapter(chapter: Chapter) -> Plain:
    """Turn a page of the questionnaire into plain values."""
    return {"title": chapter.title, "cards": [plain_card(card) for card in chapter.cards if is_told(card)]}


def is_told(card: Card) -> bool:
    """Tell whether an item belongs to what residents read: not a consent, nor a file that was sent."""
    return card.sight.item.kind not in {Kind.CONSENT, Kind.FILE}


def plain_card(card: Card) -> Plain:
    """Turn an item into plain values, shaped as the card."""
    return {
        "number": card.number,
        "sentence": card.sentence,
        "sight": plain_sight(card.sight),
        "bars": [plain_bar(bar) for bar in card.bars],
        "more": [plain_bar(bar) for bar in card.more],
        "unsure": [plain_bar(bar) for bar in card.unsure],
        "unsure_label": card.unsure_label,
        "stacks": [plain_stack(stack) for stack in card.stacks],
        "legend": [list(step) for step in card.legend],
        "figures": [list(figure) for figure in card.figures],
        "open": plain_open(card.open),
        "places": plain_places(card.places),
    }


def plain_sight(sight: ItemSight) -> Plain:
    """Turn what the answers to an item come to into plain values."""
    return {
        "item": {
            "code": sight.item.code, "kind": str(sight.item.kind), "bank": sight.item.bank, "steps": sight.item.steps,
        },
        "shape": sight.shape,
        "question": sight.question,
        "n": sight.n,
        "skipped": sight.skipped,
        "mean": _round(sight.mean),
        "median": _round(sight.median),
        "score": _round(sight.promoters.score) if sight.promoters else None,
        "unit": sight.unit,
        "is_withheld": sight.is_withheld,
        "is_coarse": sight.is_coarse,
        "is_weighted": sight.is_weighted,
        "has_hidden": sight.has_hidden,
    }  # fmt: skip


def plain_bar(bar: Bar) -> Plain:
    """Turn an option into plain values."""
    line = bar.line
    return {
        "line": {
            "code": line.code, "label": line.label, "count": line.count, "told": _round(line.told),
            "mean": _round(line.mean), "is_hidden": line.is_hidden, "is_unsure": line.is_unsure,
        },
        "width": round(bar.width, 2), "share": bar.share, "count": bar.count, "mean": bar.mean,
    }  # fmt: skip


def plain_stack(stack: StackRow) -> Plain:
    """Turn a row into plain values."""
    row = stack.row
    return {
        "row": {
            "code": row.name.partition(".")[2], "question": row.question, "right": row.right, "n": row.n,
            "mean": _round(row.mean),
        },
        "lines": [
            {"code": line.code, "label": line.label, "count": line.count, "told": _round(line.told)} for line in row.lines
        ],
        "segments": [
            {"start": round(part.start, 2), "width": round(part.width, 2), "tone": part.tone, "label": part.label,
             "share": part.share}
            for part in stack.segments
        ],
        "cells": list(stack.cells), "unsure": stack.unsure, "mean": stack.mean, "dot": stack.dot,
    }  # fmt: skip


def plain_open(opened: OpenSight | None) -> Plain | None:
    """Turn words and themes into plain values."""
    if opened is None or not (opened.words or opened.themes):
        return None
    return {
        "words": [{"word": word.word, "answers": word.answers} for word in opened.words],
        "themes": [
            {"name": theme.name, "count": theme.count, "width": round(theme.width, 2)} for theme in opened.themes
        ],
    }  # fmt: skip


def plain_places(places: PlaceSight | None) -> Plain | None:
    """Turn places into plain values."""
    if places is None:
        return None
    spots = [
        {"count": spot.count, "latitude": spot.latitude, "longitude": spot.longitude, "x": round(spot.x, 1),
         "y": round(spot.y, 1), "radius": round(spot.radius, 1)}
        for spot in places.spots
    ]  # fmt: skip
    return {"spots": spots, "elsewhere": places.elsewhere, "metres": places.metres}


def pick_view(content: Mapping[str, Any], language: str) -> Plain:
    """Give the results in a language, without the questions left out; in another language where that was not made."""
    views: Mapping[str, Plain] = content.get("views") or {}
    empty: Plain = {"heading": "", "notes": [], "chapters": []}
    view = views.get(language) or next(iter(views.values()), empty)
    left_out = set(content.get("left_out") or ())
    chapters = []
    for chapter in view["chapters"]:
        cards = [card for card in chapter["cards"] if card["sight"]["item"]["code"] not in left_out]
        if cards:
            chapters.append({**chapter, "cards": cards})
    return {**view, "chapters": chapters}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
