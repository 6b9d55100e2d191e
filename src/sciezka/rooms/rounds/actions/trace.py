"""Writing what was done to a round's items to the journal, which is never changed and so names no natural person."""

from collections.abc import Mapping
from typing import Any, Final

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Item, Proposal, Round
from sciezka.rooms.rounds.queries.purposes import read_purpose
from sciezka.rooms.town.actions import trace

HIDDEN: Final = "…"


def note(
    *,
    actor: User | None,
    verb: str,
    of: Round | Item | Proposal,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write it down; where items may be natural persons, by numbers alone and under the round's own title."""
    round_ = of if isinstance(of, Round) else of.round
    if read_purpose(round_.purpose).names_people:
        part = {} if of is round_ else {of._meta.model_name or "": of.pk}
        before, after, of = hide_words(before or {}), {**part, **hide_words(after or {})}, round_
    trace.note(actor=actor, verb=verb, of=of, before=before, after=after)


def hide_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave the names of fields and their numbers; of lists only how many there were."""
    return {name: HIDDEN if isinstance(value, str) and value else hide_list(value) for name, value in values.items()}


def hide_list(value: Any) -> Any:  # noqa: ANN401 - any value of the journal
    """Give a list's length instead of its words."""
    return len(value) if isinstance(value, list | tuple) else value
