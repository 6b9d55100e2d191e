"""Whether the criteria are still those that were announced: their hash is reckoned again wherever points begin to count."""

from collections.abc import Sequence

from sciezka.rooms.calls.models import Call, Criterion, digest_criteria


def are_kept(call: Call, criteria: Sequence[Criterion] | None = None) -> bool:
    """Tell whether the criteria as they stand give the hash that was published at the announcement.

    No page changes announced criteria; a hand in the database could.

    Args:
        call: the call; one that was not announced has no hash, and nothing to keep to.
        criteria: its criteria in their order, where they were read already.
    """
    if not call.criteria_digest:
        return True
    return digest_criteria(list(call.criteria.all() if criteria is None else criteria)) == call.criteria_digest
