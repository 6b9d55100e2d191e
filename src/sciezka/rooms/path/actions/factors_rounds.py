"""Asking about factors: a round that lists and judges them, a round that picks the few, and what settling makes."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sciezka.core.namesakes import fold_name
from sciezka.rooms.diagnosis.models import Dimension
from sciezka.rooms.path.actions.factors import LONGEST_NAME, FactorValues, add_factor
from sciezka.rooms.path.models import Factor
from sciezka.rooms.path.queries.factors import standing_factors
from sciezka.rooms.path.queries.factors_rounds import CORE, LONG, SCALES
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.items import ItemValues
from sciezka.rooms.rounds.actions.rounds import RoundValues, make_round
from sciezka.rooms.rounds.actions.settling import settle_nouns
from sciezka.rooms.rounds.models import Item, Proposal, Round
from sciezka.rooms.rounds.scales import as_stored, find_scale
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries.nodes import nodes_by_key
from sciezka.rooms.town.models import Process, Team


@dataclass(frozen=True, slots=True, kw_only=True)
class AskValues:
    """What is said about a round about factors."""

    title: str
    audience: str = Round.Audience.TEAM
    team: Team | None = None
    is_anonymous: bool = False
    collects: bool = False
    takes_list: bool = True
    most_picks: int | None = None
    collects_until: dt.datetime | None = None
    opens_at: dt.datetime | None = None
    closes_at: dt.datetime | None = None


@transaction.atomic
def ask_long_list(*, actor: User | None, process: Process, values: AskValues) -> Round:
    """Prepare a round in which a team names factors and judges them, or judges those on the list.

    It is launched from its own page.
    """
    rows = list_items(process) if values.takes_list or not values.collects else []
    if not values.collects and not rows:
        raise ValidationError(_("There is nothing on the list to judge. Let the team name factors first."), code="empty")
    language = get_language() or "pl"
    return make_round(
        actor=actor,
        process=process,
        items=rows,
        values=RoundValues(
            title=values.title,
            question=_("What can speed the city's development up or hold it back, and how does it stand today?"),
            guidance=_("Judge alone. Judge what you see, not what you wish for; add a reason in a sentence."),
            scales=tuple(as_stored(template, language) for key in SCALES if (template := find_scale(key))),
            team=values.team,
            collects=values.collects,
            collects_until=values.collects_until if values.collects else None,
            opens_at=values.opens_at,
            closes_at=values.closes_at,
            purpose=LONG,
        ),
    )


@transaction.atomic
def ask_core(*, actor: User | None, process: Process, values: AskValues) -> Round:
    """Prepare a round in which each person picks at most so many factors of the list."""
    rows = list_items(process)
    if len(rows) <= (values.most_picks or 0):
        said = _("The list holds %(count)s factors: picking %(most)s of them would choose all. Make the list longer first.")
        raise ValidationError(said % {"count": len(rows), "most": values.most_picks}, code="few")
    return make_round(
        actor=actor,
        process=process,
        items=rows,
        values=RoundValues(
            title=values.title,
            question=_("Which of these factors are to be improved first, within the next five years?"),
            guidance=_("Pick the few without which the rest will not move, not everything that is good to have."),
            kind=Round.Kind.PICK,
            most_picks=values.most_picks,
            audience=values.audience,
            team=values.team if values.audience == Round.Audience.TEAM else None,
            is_anonymous=values.is_anonymous,
            opens_at=values.opens_at,
            closes_at=values.closes_at,
            purpose=CORE,
        ),
    )


def list_items(process: Process) -> list[ItemValues]:
    """Give the factors of the list as a round asks about them."""
    return [make_item(factor, node) for factor, node in standing_factors(process)]


def make_item(factor: Factor, node: Node) -> ItemValues:
    """Give a factor as a round asks about it."""
    return ItemValues(
        title=factor.name, code=node.code, text=factor.about, group=factor.get_dimension_display(), noun_key=str(factor.pk)
    )


@transaction.atomic
def settle_factors(*, actor: User | None, round: Round) -> None:  # noqa: A002 - the noun's own word
    """Make a factor of each settled item that stands for none yet, and hang it on the thread.

    An item of just the same name as a factor of the list stands for that one; where the round asks about it already, the
    proposals join that item.
    """
    known = {fold_name(factor.name): (factor, node) for factor, node in standing_factors(round.process)}

    def find(item: Item, proposals: Sequence[Proposal]) -> ItemValues:
        key = fold_name(item.title)
        if key not in known:
            made = add_factor(actor=actor, process=round.process, values=read_proposals(item.title, item.text, proposals))
            known[key] = made, nodes_by_key(round.process, Factor, [made.pk])[made.pk]
        return make_item(*known[key])

    settle_nouns(round, find)


def read_proposals(title: str, text: str, proposals: Sequence[Proposal]) -> FactorValues:
    """Put together what several members told of one factor: the dimension most of them gave, and all texts."""
    told = [proposal.details if isinstance(proposal.details, dict) else {} for proposal in proposals]
    given = Counter(value for row in told if (value := row.get("dimension")) in Dimension.values)
    name = " ".join(title.split())
    # A longer title is kept whole in the description.
    long = [name] if len(name) > LONGEST_NAME else []
    texts = [part.strip() for part in (*long, text, *(proposal.text for proposal in proposals)) if part.strip()]
    return FactorValues(
        name=name if not long else f"{name[: LONGEST_NAME - 1]}…",
        about="\n\n".join(dict.fromkeys(texts)),
        dimension=given.most_common(1)[0][0] if given else "",
    )
