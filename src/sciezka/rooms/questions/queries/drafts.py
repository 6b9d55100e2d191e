"""Reading drafts: as typed questionnaires, as the outline beside the editor, and part by part."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404

from sciezka.rooms.questions.models import Edition, Questionnaire
from sciezka.rooms.questions.queries.places import find_questionnaire
from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.questions.schema.types import Item, Page, Section
from sciezka.rooms.questions.schema.types import Questionnaire as Schema
from sciezka.rooms.town.models import Workspace

Part = Item | Section | Page

# Reading five hundred items takes longer than the rest of a page; a draft is read once for each of its states.
KEPT = 32
KINDS: dict[type, str] = {Page: "page", Section: "section", Item: "item"}


def read_draft(questionnaire: Questionnaire) -> Schema:
    """Read the draft of a questionnaire."""
    return read_content(json.dumps(questionnaire.draft, sort_keys=True))


@lru_cache(maxsize=KEPT)
def read_content(written: str) -> Schema:
    """Read a questionnaire from the text of its JSON."""
    return read_questionnaire(json.loads(written))


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of a questionnaire's draft that an address names.

    Attributes:
        questionnaire: whose draft it is.
        code: the part's code.
        part: the part, or nothing where it is not there any more.
    """

    questionnaire: Questionnaire
    code: str
    part: Part | None

    @property
    def kind(self) -> str:
        """Tell what it is: ``page``, ``section`` or ``item``."""
        return KINDS.get(type(self.part), "item")

    @property
    def place(self) -> Workspace:
        """The workspace."""
        return self.questionnaire.workspace


def find_asked_item(workspace: str, questionnaire: int, item_code: str) -> Asked:
    """Find an item of a draft; one that was taken out meanwhile is found as nothing, for what was typed to be kept."""
    found = find_questionnaire(workspace, questionnaire)
    return Asked(found, item_code, read_draft(found).find_item(item_code))


def find_asked_part(workspace: str, questionnaire: int, part: str) -> Asked:
    """Find a page or a section of a draft, or answer 404."""
    found = find_questionnaire(workspace, questionnaire)
    parts = [each for each in list_parts(read_draft(found)) if not isinstance(each, Item)]
    for each in parts:
        if part in {key_of(each), each.code}:
            return Asked(found, each.code, each)
    raise Http404


def key_of(part: Part) -> str:
    """Give the word for a part in an address; a page, a section and an item may have the same code."""
    return part.code if isinstance(part, Item) else f"{KINDS[type(part)][0]}-{part.code}"


def list_parts(draft: Schema) -> Iterator[Part]:
    """Go through the pages, sections and items of a draft, in order."""
    for page in draft.pages:
        yield from list_page(page)


def list_page(page: Page) -> Iterator[Part]:
    """Go through a page, its sections and their items, in order."""
    yield page
    for section in page.sections:
        yield section
        yield from section.items


def list_questionnaires(workspace: Workspace, sought: str = "") -> QuerySet[Questionnaire]:
    """List the questionnaires of a workspace, the last changed first, with how many editions each has."""
    rows = Questionnaire.objects.filter(workspace=workspace).select_related("workspace")
    if sought:
        rows = rows.filter(title__icontains=sought)
    return rows.annotate(edition_count=Count("editions"))


def count_parts(questionnaire: Questionnaire) -> tuple[int, int]:
    """Count the pages and the items of a draft, without reading it whole."""
    pages: list[dict[str, Any]] = questionnaire.draft.get("pages", [])
    items = (section.get("items", ()) for page in pages for section in page.get("sections", ()))
    return len(pages), sum(len(each) for each in items)


def read_edition(edition: Edition) -> Schema:
    """Read a frozen edition."""
    return read_content(json.dumps(edition.content, sort_keys=True))
