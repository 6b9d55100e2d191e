"""Finding one item of a survey's results by the words of an address."""

from dataclasses import dataclass

from django.http import Http404

from sciezka.rooms.questions.schema.types import Item, Kind, Questionnaire
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.frames import layout_of
from sciezka.rooms.surveys.queries.places import find_survey
from sciezka.rooms.town.models import Process


@dataclass(frozen=True, slots=True)
class AskedItem:
    """An item as a survey asked it."""

    survey: Survey
    questionnaire: Questionnaire
    item: Item

    @property
    def place(self) -> Process:
        """The process, for rules."""
        return self.survey.process


def find_item(workspace: str, process: str, survey: int, item_code: str) -> AskedItem:
    """Find an item of a survey that was launched, or answer 404."""
    found = find_survey(workspace, process, survey)
    if found.edition_id is None:
        raise Http404
    questionnaire = layout_of(found.edition_id).questionnaire
    item = questionnaire.find_item(item_code)
    if item is None or item.kind == Kind.NOTE:
        raise Http404
    return AskedItem(found, questionnaire, item)
