"""Writing a town action to the journal together with the act that the actor's right rests on."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from sciezka.kit import journal
from sciezka.rooms.people.models import User
from sciezka.rooms.town.queries.places import basis_of


def note(
    *,
    actor: User | None,
    verb: str,
    of: Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add a journal entry that cites the legal act behind the actor's right."""
    place: Any = of
    journal.record(actor=actor, verb=verb, of=of, before=before, after=after, basis=basis_of(actor, place.place))
