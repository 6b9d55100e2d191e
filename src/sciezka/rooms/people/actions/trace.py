"""Writing accounts to the journal under their pseudonyms."""

import copy
from collections.abc import Mapping
from typing import Any

from sciezka.kit import journal
from sciezka.rooms.people.models import User


def note(
    *,
    actor: User | None,
    verb: str,
    of: User,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add a journal entry about an account.

    The journal can never be changed, so it may hold no name or address: what it shows is the pseudonym's beginning.
    """
    nameless = copy.copy(of)
    nameless.name = str(of.ref)[:8]
    nameless.erased_at = None
    journal.record(actor=actor, verb=verb, of=nameless, before=before, after=after)
