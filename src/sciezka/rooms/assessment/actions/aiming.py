"""Setting the levels aimed at, and publishing the summary that counts in the quartiles of this instance."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.assessment.actions.holding import hold_open
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.assessments import read_asked
from sciezka.rooms.assessment.queries.comparison import sum_up
from sciezka.rooms.assessment.queries.scores import read_scores
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.changes import apply_changes


@transaction.atomic
def aim(*, actor: User | None, assessment: Assessment, targets: Mapping[str, int]) -> Assessment:
    """Set the levels aimed at; what equals the bank's own target is not kept.

    Raises:
        ValidationError: the assessment is closed, or a level is not on the bank's scale.
    """
    hold_open(assessment)
    asked = read_asked(assessment)
    codes = {item.code for item in asked.items}
    if not codes >= targets.keys() or not set(targets.values()) <= set(asked.values):
        raise ValidationError(_("Choose a level of the bank’s own scale."), code="level")
    own = {code: level for code, level in {**assessment.targets, **targets}.items() if level != asked.target}
    apply_changes(actor=actor, verb="assessment.aim", of=assessment, values={"targets": own})
    return assessment


@transaction.atomic
def publish_summary(*, actor: User | None, assessment: Assessment) -> Assessment:
    """Publish the scores of areas, without names, for the quartiles of this instance.

    They are kept as they are today; a later change of the assessment changes nothing until they are published anew.

    Raises:
        ValidationError: the assessment is not closed, or nothing is rated.
    """
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if not held.is_closed:
        raise ValidationError(_("Close the assessment first: a summary is published of what is finished."), code="open")
    summary = sum_up(read_scores(assessment, with_change=False))
    if not summary["areas"]:
        raise ValidationError(_("No area has a score yet, so that there is nothing to publish."), code="empty")
    values = {"published_at": timezone.now(), "summary": summary}
    apply_changes(actor=actor, verb="assessment.publish", of=assessment, values=values)
    return assessment


@transaction.atomic
def hide_summary(*, actor: User | None, assessment: Assessment) -> Assessment:
    """Take the published summary back: it counts nowhere from now on."""
    values: Mapping[str, Any] = {"published_at": None, "summary": {}}
    apply_changes(actor=actor, verb="assessment.hide", of=assessment, values=values)
    return assessment
