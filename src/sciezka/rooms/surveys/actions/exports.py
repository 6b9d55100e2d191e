"""Noting that the answers of a survey were downloaded: in which form, how many, and whether with people's own words."""

from django.db import transaction

from sciezka.rooms.people.models import User
from sciezka.rooms.surveys.queries.exports import Export
from sciezka.rooms.town.actions.trace import note


@transaction.atomic
def note_export(*, actor: User, export: Export, form: str) -> None:
    """Note a download."""
    after = {"form": form, "responses": export.n, "words": export.wish.words, "days": export.wish.days}
    note(actor=actor, verb="export.answers", of=export.survey, after=after)
