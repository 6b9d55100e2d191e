"""Who may do what with assessments and banks of questions.

While an assessment goes on it belongs to its team; the rest of the process reads it once it is closed.
"""

from typing import Any

import rules
from django.utils import timezone

from sciezka.rooms.assessment.models import Assessment, Card
from sciezka.rooms.town.models import Membership
from sciezka.rooms.town.rules import in_term, is_adviser, is_coordinator, works_here

manages = is_coordinator | is_adviser


def find_assessment_of(subject: Any) -> Assessment | None:  # noqa: ANN401 - any noun of the room
    """Give the assessment that a noun belongs to; nothing for a place."""
    if isinstance(subject, Assessment):
        return subject
    if isinstance(subject, Card):
        return subject.assessment
    card = getattr(subject, "card", None)
    return card.assessment if isinstance(card, Card) else None


@rules.predicate
def is_in_team(user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Belongs today to the team that the assessment asks; read once for each request."""
    assessment = find_assessment_of(subject)
    if assessment is None or not user.is_authenticated or not user.is_active:
        return False
    known: dict[int, bool] = user.__dict__.setdefault("_assessment_teams", {})
    if assessment.team_id not in known:
        rows = Membership.objects.filter(in_term(), in_term("team__"), user=user, team=assessment.team_id)
        known[assessment.team_id] = rows.exists()
    return known[assessment.team_id]


@rules.predicate
def is_closed(_user: Any, subject: Any) -> bool:  # noqa: ANN401
    """Belongs to an assessment that has been closed."""
    assessment = find_assessment_of(subject)
    return assessment is not None and assessment.closed_at is not None and assessment.closed_at <= timezone.now()


rules.add_perm("assessment.list", works_here)
rules.add_perm("assessment.manage", manages)
rules.add_perm("assessment.view", manages | (works_here & (is_in_team | is_closed)))
rules.add_perm("assessment.write_card", manages | (works_here & is_in_team))
rules.add_perm("assessment.read_banks", works_here)
rules.add_perm("assessment.edit_banks", is_coordinator)
