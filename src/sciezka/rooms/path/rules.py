"""Who may do what on the path: members read it, those who draft change it, those who lead the work decide."""

from typing import Any

import rules

from sciezka.rooms.path.models import VisionComment
from sciezka.rooms.town.rules import drafts_here, is_adviser, is_coordinator, works_here


@rules.predicate
def wrote_it(user: Any, subject: Any) -> bool:  # noqa: ANN401 - any kind of user, any placed noun
    """Is the author of a comment."""
    return isinstance(subject, VisionComment) and subject.author is not None and subject.author == user.ref


rules.add_perm("path.view", works_here)
rules.add_perm("path.edit", drafts_here)
# Puts questions to teams, records which factors are the core ones and which vision was adopted.
rules.add_perm("path.decide", is_coordinator | is_adviser)
# Whoever wrote a comment may take it back; the co-ordinator answers for what is kept of people.
rules.add_perm("path.remove_comment", is_coordinator | (works_here & wrote_it))
