"""How the map is drawn, and what of it residents see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.stakeholders.models import MapSettings
from sciezka.rooms.stakeholders.queries.mapping import is_publishable
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.models import Process


@dataclass(frozen=True, slots=True, kw_only=True)
class MapValues:
    """What is said about a map: above what values is high, and the quadrants' own names (empty: ours)."""

    influence_from: Decimal
    engagement_from: Decimal
    quadrants: Mapping[str, str] = field(default_factory=dict)


def hold_settings(process: Process) -> MapSettings:
    """Give the process's settings of the map, made when there are none."""
    return MapSettings.objects.get_or_create(process=process)[0]


@transaction.atomic
def set_map(*, actor: User | None, process: Process, values: MapValues) -> MapSettings:
    """Change how the map is drawn."""
    settings = hold_settings(process)
    own = {key: name.strip() for key, name in values.quadrants.items() if name.strip()}
    changes = {"influence_from": values.influence_from, "engagement_from": values.engagement_from, "quadrants": own}
    apply_changes(actor=actor, verb="map.set", of=settings, values=changes)
    return settings


@transaction.atomic
def publish_map(*, actor: User | None, process: Process, round: Round) -> MapSettings:  # noqa: A002 - the noun's own word
    """Show a wave's map to residents: organisations alone.

    Raises:
        ValidationError: the round is not a closed one of this process that judged stakeholders.
    """
    if not is_publishable(round, process):
        raise ValidationError(_("Only a closed round with a result can be shown to residents."), code="not_ready")
    settings = hold_settings(process)
    if settings.published_round_id != round.pk:
        changes = {"published_round": round, "published_at": timezone.now()}
        apply_changes(actor=actor, verb="map.publish", of=settings, values=changes)
    return settings


@transaction.atomic
def withdraw_map(*, actor: User | None, process: Process) -> MapSettings:
    """Take the map off the residents' side."""
    settings = hold_settings(process)
    apply_changes(actor=actor, verb="map.withdraw", of=settings, values={"published_round": None, "published_at": None})
    return settings
