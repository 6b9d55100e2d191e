"""Stakeholders for tests."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from sciezka.rooms.rounds.models import Answer, Item, Round
from sciezka.rooms.rounds.scales import as_stored, find_scale
from sciezka.rooms.stakeholders.models import Contact, Engagement, Handle, Invitation, Stakeholder
from sciezka.rooms.town.models import Process
from tests.factories import rounds


def make_stakeholder(process: Process, name: str = "Klub Sportowy Iskra", **fields: Any) -> Stakeholder:
    """Make a stakeholder of the register."""
    return Stakeholder.objects.create(process=process, name=name, **{"sector": "culture", **fields})


def make_handle(stakeholder: Stakeholder, value: str = "klub.example", kind: str = "domain") -> Handle:
    """Make a sign by which the records know a stakeholder."""
    return Handle.objects.create(stakeholder=stakeholder, kind=kind, value=value)


def make_contact(stakeholder: Stakeholder, *, days_ago: int = 3, **fields: Any) -> Contact:
    """Note that a stakeholder was heard so many days ago."""
    return Contact.objects.create(
        stakeholder=stakeholder, on=timezone.localdate() - dt.timedelta(days=days_ago), **{"kind": "letter", **fields}
    )


def make_judging(
    process: Process, judged: Mapping[Stakeholder, tuple[int, int]], *, phase: str = "closed", **fields: Any
) -> Round:
    """Make a round in which every participant judged each stakeholder alike: influence, engagement."""
    scales = [as_stored(template, "pl") for key in ("influence", "engagement") if (template := find_scale(key))]
    round_ = rounds.make_round(
        process, items=(), phase=phase, **{"purpose": "stakeholders", "scales": scales, "title": "Mapa", **fields}
    )
    items = {
        row: Item.objects.create(round=round_, position=position, title=row.name, noun_key=str(row.pk))
        for position, row in enumerate(judged, start=1)
    }
    for participant in round_.participants.all():
        sheet = rounds.make_sheet(participant, {items[row]: values[0] for row, values in judged.items()}, scale="influence")
        for row, values in judged.items():
            Answer.objects.create(
                sheet=sheet, item=items[row], scale="engagement", value=values[1], edit=uuid.uuid4(),
                edited_at=timezone.now(),
            )  # fmt: skip
    return round_


def make_engagement(stakeholder: Stakeholder, **fields: Any) -> Engagement:
    """Plan how a stakeholder is engaged."""
    return Engagement.objects.create(stakeholder=stakeholder, **{"form": "Warsztat", **fields})


def make_invitation(stakeholder: Stakeholder, *, answer: str = "waiting", **fields: Any) -> Invitation:
    """Invite somebody on a stakeholder's behalf."""
    number = Invitation.objects.count()
    values = {"email": f"liderka{number}@klub.example", "sent_at": timezone.now(), **fields}
    return Invitation.objects.create(stakeholder=stakeholder, answer=answer, **values)
