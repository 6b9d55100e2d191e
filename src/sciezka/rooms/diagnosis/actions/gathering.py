"""Naming resources and judging them: one round, whose settled items become the list of resources."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciezka.core.namesakes import fold_name
from sciezka.rooms.diagnosis.actions.resources import ResourceValues, add_resource
from sciezka.rooms.diagnosis.models import ResourceKind
from sciezka.rooms.diagnosis.models.resources import LONGEST_NAME
from sciezka.rooms.diagnosis.queries.ratings import AXES, FURTHER, PURPOSE
from sciezka.rooms.diagnosis.queries.resources import standing_resources
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.items import MOST_ITEMS, ItemValues
from sciezka.rooms.rounds.actions.rounds import RoundValues, make_round
from sciezka.rooms.rounds.actions.settling import settle_nouns
from sciezka.rooms.rounds.models import Item, Proposal, Round
from sciezka.rooms.rounds.scales import as_stored, find_scale
from sciezka.rooms.town.models import Process, Team

MOST_TEXT: Final = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class GatherValues:
    """What is said about a round that names or judges resources."""

    title: str
    team: Team
    collects: bool = True
    takes_list: bool = True
    asks_further: bool = False
    collects_until: dt.datetime | None = None
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None


@transaction.atomic
def gather_resources(*, actor: User | None, process: Process, values: GatherValues) -> Round:
    """Prepare a round in which a team names resources and judges them, or judges those on the list.

    It is launched from its own page.
    """
    rows = list(standing_resources(process)) if values.takes_list or not values.collects else []
    if not values.collects and not rows:
        raise ValidationError(_("The list is empty, so there is nothing to judge. Let the team name resources first."))
    if len(rows) > MOST_ITEMS:
        said = _("A round asks about at most %(most)s resources; the list holds %(count)s.")
        raise ValidationError(said % {"most": MOST_ITEMS, "count": len(rows)}, code="many")
    language = get_language() or "pl"
    keys = (*AXES, *FURTHER) if values.asks_further else AXES
    round_ = make_round(
        actor=actor,
        process=process,
        values=RoundValues(
            title=values.title,
            question=_("How unique is each of these resources, and how far does the town use it today?"),
            guidance=_("Judge alone. Judge what is, not what you wish for; add a reason in a sentence."),
            scales=tuple(as_stored(template, language) for key in keys if (template := find_scale(key))),
            team=values.team,
            collects=values.collects,
            collects_until=values.collects_until if values.collects else None,
            opens_at=values.opens_at,
            closes_at=values.closes_at,
            purpose=PURPOSE,
        ),
    )
    Item.objects.bulk_create(
        Item(
            round=round_, position=position, title=row.name, text=row.about[:MOST_TEXT], group=row.get_kind_display(),
            noun_key=str(row.pk),
        )
        for position, row in enumerate(rows, start=1)
    )  # fmt: skip
    return round_


@transaction.atomic
def settle_items(*, actor: User | None, round: Round) -> None:  # noqa: A002 - the noun's own word
    """Make a resource of each settled item that stands for none yet.

    An item of just the same name as a resource of the list stands for that one; where the round asks about it already,
    the proposals join that item.
    """
    known = {fold_name(row.name): row for row in standing_resources(round.process)}

    def find(item: Item, proposals: Sequence[Proposal]) -> ItemValues:
        name = item.title[:LONGEST_NAME].strip()
        key = fold_name(name)
        if key not in known:
            values = read_proposals(name, item, proposals)
            known[key] = add_resource(actor=actor, process=round.process, values=values)
        return ItemValues(title=item.title, group=known[key].get_kind_display(), noun_key=str(known[key].pk))

    settle_nouns(round, find)


def read_proposals(name: str, item: Item, proposals: Sequence[Proposal]) -> ResourceValues:
    """Put together what several members told of one resource: the kind most of them gave, all reasons, all threats."""
    told = [proposal.details if isinstance(proposal.details, dict) else {} for proposal in proposals]
    kinds = Counter(kind for row in told if (kind := row.get("kind")) in ResourceKind.values)
    return ResourceValues(
        name=name,
        kind=kinds.most_common(1)[0][0] if kinds else "",
        about=join_texts([item.text, *(row.get("unique") for row in told)]),
        control=next((text for row in told if (text := read_text(row.get("control")))), "")[:300],
        threats=join_texts([row.get("threats") for row in told]),
    )


def read_text(value: Any) -> str:  # noqa: ANN401 - a value of JSON
    """Read a text from what a form kept."""
    return value.strip() if isinstance(value, str) else ""


def join_texts(values: Sequence[Any]) -> str:
    """Give all that was said, each thing once."""
    return "\n\n".join(dict.fromkeys(text for value in values if (text := read_text(value))))[:MOST_TEXT]
