"""Putting drafts of a vision to a vote: a round that asks a team or residents."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.path.models import VisionDraft
from sciezka.rooms.path.queries.visions_votes import PURPOSE
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.items import ItemValues
from sciezka.rooms.rounds.actions.rounds import RoundValues, make_round
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.town.models import Process, Team

FEWEST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteValues:
    """What is said about a vote."""

    title: str
    drafts: Sequence[VisionDraft]
    kind: str = Round.Kind.PICK
    audience: str = Round.Audience.TEAM
    team: Team | None = None
    is_anonymous: bool = False
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None


@transaction.atomic
def ask_vision(*, actor: User | None, process: Process, values: VoteValues) -> Round:
    """Prepare a vote in which each person chooses one draft, or puts them in an order. It is launched from its own page."""
    drafts = list(values.drafts)
    if any(draft.process_id != process.pk or draft.is_withdrawn for draft in drafts):
        raise ValidationError({"drafts": _("Only drafts that stand can be voted on.")}, code="off")
    if len(drafts) < FEWEST:
        raise ValidationError({"drafts": _("A vote needs at least two drafts.")}, code="few")
    is_ranking = values.kind == Round.Kind.RANKING
    return make_round(
        actor=actor,
        process=process,
        items=[ItemValues(title=draft.title, text=draft.text, noun_key=str(draft.pk)) for draft in drafts],
        values=RoundValues(
            title=values.title,
            question=_("Which of these visions says best what the town should be like?"),
            guidance=_("Put the one that you like best first.") if is_ranking else _("Choose one."),
            kind=values.kind,
            most_picks=None if is_ranking else 1,
            audience=values.audience,
            team=values.team if values.audience == Round.Audience.TEAM else None,
            is_anonymous=values.is_anonymous,
            opens_at=values.opens_at,
            closes_at=values.closes_at,
            purpose=PURPOSE,
        ),
    )
