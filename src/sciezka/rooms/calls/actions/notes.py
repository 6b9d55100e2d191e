"""Writing to the journal what happened to a submission, without a word of what it says.

The journal is read by everybody who works in the process, while offers of partners are sealed until the closing and a member
with a tie to an applicant sees nothing of theirs. So an entry names a submission by its number alone.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from sciezka.kit import journal
from sciezka.rooms.calls.models import Submission
from sciezka.rooms.people.models import User
from sciezka.rooms.town.queries.places import basis_of


def note_submission(
    *,
    actor: User | None,
    verb: str,
    submission: Submission,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add a journal entry about a submission; one by an applicant has no actor."""
    entry = journal.make_entry(
        actor=actor, verb=verb, of=submission, before=before, after=after, basis=basis_of(actor, submission.place)
    )
    entry.label = _("submission %(number)s") % {"number": submission.code or "–"}
    journal.record_many([entry])
