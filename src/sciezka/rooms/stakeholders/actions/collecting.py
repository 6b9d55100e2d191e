"""Collecting stakeholders and judging them: one round, whose settled items become the register."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciezka.core.namesakes import fold_name
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.items import MOST_ITEMS, ItemValues
from sciezka.rooms.rounds.actions.rounds import RoundValues, make_round
from sciezka.rooms.rounds.actions.settling import settle_nouns
from sciezka.rooms.rounds.models import Item, Proposal, Round
from sciezka.rooms.rounds.scales import as_stored, find_scale
from sciezka.rooms.stakeholders.actions.register import FIELDS, JOINED, StakeholderValues, add_stakeholder, join_texts
from sciezka.rooms.stakeholders.models import Sector, Stakeholder
from sciezka.rooms.stakeholders.queries.judgements import ENGAGEMENT, INFLUENCE, PURPOSE
from sciezka.rooms.stakeholders.queries.register import register_of
from sciezka.rooms.town.models import Process, Team

MOST_TEXT = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class GatherValues:
    """What is said about a round that maps stakeholders."""

    title: str
    team: Team
    collects: bool = True
    takes_register: bool = True
    collects_until: dt.datetime | None = None
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None


@transaction.atomic
def gather_stakeholders(*, actor: User | None, process: Process, values: GatherValues) -> Round:
    """Prepare a round in which a team names stakeholders and judges them, or judges those on the register.

    It is launched from its own page.
    """
    rows = list(register_of(process, with_people=True)) if values.takes_register or not values.collects else []
    if not values.collects and not rows:
        raise ValidationError(_("The register is empty, so there is nobody to judge. Let the team name stakeholders first."))
    if len(rows) > MOST_ITEMS:
        said = _("A round asks about at most %(most)s stakeholders; the register holds %(count)s.")
        raise ValidationError(said % {"most": MOST_ITEMS, "count": len(rows)}, code="many")
    language = get_language() or "pl"
    round_ = make_round(
        actor=actor,
        process=process,
        values=RoundValues(
            title=values.title,
            question=_("How strongly can each of them influence the city's development, and how engaged are they now?"),
            guidance=_("Judge alone. Judge what you see, not what you wish for; add a reason in a sentence."),
            scales=tuple(as_stored(template, language) for key in (INFLUENCE, ENGAGEMENT) if (template := find_scale(key))),
            team=values.team,
            collects=values.collects,
            collects_until=values.collects_until if values.collects else None,
            opens_at=values.opens_at,
            closes_at=values.closes_at,
            purpose=PURPOSE,
        ),
    )
    # Not by the action that adds items: it writes titles to the journal, and some are names of natural persons.
    Item.objects.bulk_create(
        Item(
            round=round_, position=position, title=row.name, text=row.represents, group=row.get_sector_display() or "",
            noun_key=str(row.pk),
        )
        for position, row in enumerate(rows, start=1)
    )  # fmt: skip
    return round_


@transaction.atomic
def settle_items(*, actor: User | None, round: Round) -> None:  # noqa: A002 - the noun's own word
    """Make a stakeholder of each settled item that stands for none yet.

    An item of just the same name as a stakeholder of the register stands for that one; where the round asks about it
    already, the proposals join that item.
    """
    known = {name_key(row.name, is_person=row.is_person): row for row in register_of(round.process, with_people=True)}

    def find(item: Item, proposals: Sequence[Proposal]) -> ItemValues:
        values = read_proposals(item, proposals)
        key = name_key(values.name, is_person=values.is_person)
        if key not in known:
            known[key] = add_stakeholder(actor=actor, process=round.process, values=values)
        return ItemValues(title=item.title, group=known[key].get_sector_display() or "", noun_key=str(known[key].pk))

    settle_nouns(round, find)


def name_key(name: str, *, is_person: bool) -> tuple[str, bool]:
    """Give what two names must share to be the very same: the letters and what sort of stakeholder it is."""
    return fold_name(name), is_person


def read_proposals(item: Item, proposals: Sequence[Proposal]) -> StakeholderValues:
    """Put together what several members told of one stakeholder.

    The sector most of them gave; the first that was said of the rest; all texts. One voice that it is a natural person
    is enough to guard it as one.
    """
    told = [proposal.details if isinstance(proposal.details, dict) else {} for proposal in proposals]
    sectors = Counter(sector for row in told if (sector := row.get("sector")) in Sector.values)
    values: dict[str, Any] = {name: first_text(row.get(name) for row in told) for name in FIELDS[2:]}
    for name in JOINED:
        values[name] = join_texts(str(row.get(name) or "") for row in told)[:MOST_TEXT]
    values["sector"] = sectors.most_common(1)[0][0] if sectors else ""
    # Only what fits is kept; the proposals themselves keep every word.
    for name in ("represents", "territory", "district", "contact"):
        values[name] = values[name][: Stakeholder._meta.get_field(name).max_length]  # type: ignore[union-attr]
    is_person = any(row.get("is_person") is True for row in told)
    return StakeholderValues(name=item.title, is_person=is_person, **values)


def first_text(texts: Iterable[object]) -> str:
    """Give the first text that says anything."""
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "")
