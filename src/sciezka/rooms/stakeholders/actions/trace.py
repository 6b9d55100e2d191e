"""Writing this room's actions to the journal, which is never changed and so must hold nobody's personal data."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.stakeholders.models import Stakeholder
from sciezka.rooms.town.actions import trace

# Contacts name people, and what is written freely may: of these fields only the change is told, not the words.
UNTOLD: Final = frozenset({"contact", "interests", "brings", "note", "value"})
HIDDEN: Final = "…"


def note(
    *,
    actor: User | None,
    verb: str,
    of: Stakeholder,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write what was done to a stakeholder; of a natural person neither the name nor any word."""
    trace.note(
        actor=actor,
        verb=verb,
        of=make_nameless(of),
        before=hide_words(before or {}, hides_all=of.is_person),
        after=hide_words(after or {}, hides_all=of.is_person),
    )


def make_nameless(of: Stakeholder) -> Stakeholder:
    """Give a natural person's likeness without the name, for the journal's label; an organisation as it is."""
    return Stakeholder(pk=of.pk, process=of.process, name=_("a natural person")) if of.is_person else of


def hide_words(values: Mapping[str, Any], *, hides_all: bool) -> dict[str, Any]:
    """Leave the names of fields and hide what they held, where it could be somebody's data."""
    return {
        name: HIDDEN if value and (name in UNTOLD or (hides_all and isinstance(value, str))) else value
        for name, value in values.items()
    }
