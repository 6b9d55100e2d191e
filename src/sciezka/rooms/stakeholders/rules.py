"""Who may do what with stakeholders.

The register with its natural persons is for those who work on it: co-ordinators, advisers and teams that draft. Who only
reads sees organisations. Judgements are seen by those who may see the round's result, and by nobody else.
"""

from typing import Any

import rules

from sciezka.rooms.town.rules import drafts_here, is_adviser, is_coordinator, works_here

manages = is_coordinator | is_adviser


@rules.predicate
def is_about_person(_user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Is a natural person, or belongs to one."""
    return bool(getattr(getattr(subject, "stakeholder", subject), "is_person", False))


rules.add_perm("stakeholders.view", works_here & (~is_about_person | drafts_here))
rules.add_perm("stakeholders.see_people", drafts_here)
rules.add_perm("stakeholders.edit", drafts_here)
rules.add_perm("stakeholders.manage", manages)
rules.add_perm("stakeholders.invite", is_coordinator)
rules.add_perm("stakeholders.publish", is_coordinator)
