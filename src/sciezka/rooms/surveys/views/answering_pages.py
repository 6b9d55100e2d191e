"""A page of questions, drawn once for all who come to it: its frame is kept with gaps for the ticket and the questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.utils.safestring import mark_safe

from sciezka.rooms.questions.queries.showing_problems import Mending
from sciezka.rooms.questions.schema.types import Kind, Page, Questionnaire
from sciezka.rooms.surveys.views.answering_frame import Visit, find_text, finish_headers, render_frame

TRAP: Final = "website"
"""A field that people don't see and programs fill in."""
GAP: Final = "\x1c"
"""Stands in no text: questionnaires are read without such signs."""


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What is around the questions of a page.

    Attributes:
        questionnaire: the whole.
        page: the page.
        number: its place on the way that the answers lead, from 1.
        count: how many pages are on this way.
    """

    questionnaire: Questionnaire
    page: Page
    number: int
    count: int


def find_frame(visit: Visit, frame: PageFrame) -> str:
    """Give the frame of a page on which nothing is to be mended, drawn once while the survey stays as it is."""
    key = ("page", frame.page.code, frame.number, frame.count)
    return find_text(visit, key, lambda: draw_frame(visit, frame))


def draw_frame(visit: Visit, frame: PageFrame, *, mendings: Sequence[Mending] = (), notice: str = "") -> str:
    """Draw what is around the questions of a page, with gaps for what differs from person to person."""
    page = frame.page
    words = {
        "page": page,
        "page_title": page.title.say(visit.language, frame.questionnaire.base),
        "number": frame.number,
        "count": frame.count,
        "is_first": frame.number == 1,
        "is_last": frame.number == frame.count,
        "ticket": mark_safe(f"{GAP}ticket{GAP}"),  # noqa: S308 - no text of anybody
        "questions": mark_safe(f"{GAP}questions{GAP}"),  # noqa: S308 - the same
        "mendings": mendings,
        "notice": notice,
        "has_files": any(item.kind is Kind.FILE for item in page.items()),
        "keeps": visit.ticket is not None and visit.ticket.keeps_cookie,
        "trap": TRAP,
    }
    return render_frame(visit, "page", words)


def answer_page(visit: Visit, text: str, fills: Mapping[str, str], *, status: int = 200) -> HttpResponse:
    """Answer with a page whose gaps are filled."""
    pieces = text.split(GAP)
    pieces[1::2] = [fills[name] for name in pieces[1::2]]
    return finish_headers(visit, HttpResponse("".join(pieces), status=status))
