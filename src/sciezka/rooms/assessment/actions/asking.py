"""The individual stage: an assessment's questions put to its team as a round."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sciezka.rooms.assessment.banks import BankArea, BankData, BankItem
from sciezka.rooms.assessment.models import Assessment
from sciezka.rooms.assessment.queries.assessments import LEVEL_SCALE, MET_SCALE, PURPOSE, find_round_of, read_asked
from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.actions.items import ItemValues
from sciezka.rooms.rounds.actions.rounds import RoundValues, launch_round, make_round
from sciezka.rooms.rounds.models import Item, Round
from sciezka.rooms.town.actions.trace import note

LONGEST_TITLE = 300
LONGEST_GROUP = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """From when to when members answer, and who learns who answered what.

    Attributes:
        closes_at: the end.
        opens_at: the beginning; at once when left out.
        is_anonymous: nobody learns who answered what, the co-ordinator included.
        reminds_days: how many days before the end those who have not finished are reminded.
    """

    closes_at: dt.datetime
    opens_at: dt.datetime | None = None
    is_anonymous: bool = False
    reminds_days: int = 1


@transaction.atomic
def open_questionnaires(*, actor: User | None, assessment: Assessment, terms: Terms, language: str = "pl") -> Round:
    """Ask the team: make the round in one language, tie it to last time's, and launch it.

    A round that was called off leaves the way free for another.

    Raises:
        ValidationError: they were asked already, or the round lacks something.
    """
    held = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if held.is_closed or find_round_of(assessment) is not None:
        raise ValidationError(_("The questionnaires were sent already."), code="opened")
    bank = read_asked(assessment)
    with override(language):
        values = RoundValues(
            title=assessment.title,
            question=_say_question(bank),
            guidance=bank.about.in_language(language),
            scales=(_describe_scale(bank, language),),
            team=assessment.team,
            is_anonymous=terms.is_anonymous,
            opens_at=terms.opens_at,
            closes_at=terms.closes_at,
            reminds_days=terms.reminds_days,
            purpose=PURPOSE,
            subject_key=str(assessment.pk),
        )
        items = tuple(_list_items(bank, language))
    round_ = make_round(actor=actor, process=assessment.process, values=values, items=items)
    _tie_to_previous(assessment, round_)
    launch_round(actor=actor, round=round_)
    assessment.opened_at = timezone.now()
    assessment.save(update_fields=["opened_at"])
    note(actor=actor, verb="assessment.open", of=assessment, after={"round": round_.pk, "items": len(items)})
    return round_


def _say_question(bank: BankData) -> str:
    if bank.is_ladder:
        return _("Does this condition hold today?")
    return _("Which description fits best what can be seen and shown today?")


def _describe_scale(bank: BankData, language: str) -> dict[str, Any]:
    """Give the scale as a round stores it."""
    if bank.is_ladder:
        key, title = MET_SCALE, _("is it met")
        levels = [{"value": 0, "label": _("not met")}, {"value": 1, "label": _("met")}]
    else:
        key, title = LEVEL_SCALE, _("level")
        levels = [{"value": level.value, "label": level.label.in_language(language)} for level in bank.levels]
    return {"key": key, "title": title, "levels": levels, "allows_unknown": True, "allows_na": True}


def _list_items(bank: BankData, language: str) -> Iterator[ItemValues]:
    for area, item in bank.walk():
        if bank.is_ladder:
            yield from _list_conditions(bank, item, language)
        else:
            yield _describe_item(area, item, language)


def _describe_item(area: BankArea, item: BankItem, language: str) -> ItemValues:
    title, rest = _split_title(item.text.in_language(language))
    described = {str(level.value): level.text.in_language(language) for level in item.levels}
    return ItemValues(
        title=title,
        code=item.code,
        text="\n\n".join(
            part for part in (rest, item.guidance.in_language(language), _say_evidence(item, language)) if part
        ),
        group=area.title.in_language(language)[:LONGEST_GROUP],
        descriptors={LEVEL_SCALE: described} if described else {},
        noun_key=item.code,
    )


def _list_conditions(bank: BankData, item: BankItem, language: str) -> Iterator[ItemValues]:
    """Give a criterion's conditions, stage by stage, each to be told met or not."""
    labels = {level.value: level.label.in_language(language) for level in bank.levels}
    name = item.issue.in_language(language) or item.text.in_language(language)
    for stage in bank.values:
        for number, condition in enumerate(item.conditions_of(stage), start=1):
            title, rest = _split_title(condition.text.in_language(language))
            of_stage = _("Stage %(stage)s: %(label)s") % {"stage": stage, "label": labels[stage]}
            yield ItemValues(
                title=title,
                code=item.code_condition(stage, number),
                text="\n\n".join(part for part in (rest, of_stage) if part),
                group=f"{item.code} {name}"[:LONGEST_GROUP],
                noun_key=item.code,
            )


def _split_title(text: str) -> tuple[str, str]:
    """Give what fits in a title, and the whole when it does not fit."""
    return (text, "") if len(text) <= LONGEST_TITLE else (f"{text[: LONGEST_TITLE - 1]}…", text)


def _say_evidence(item: BankItem, language: str) -> str:
    evidence = item.evidence.in_language(language)
    return _("What can show it: %(evidence)s") % {"evidence": evidence} if evidence else ""


def _tie_to_previous(assessment: Assessment, round_: Round) -> None:
    """Name the same questions of last time's round, so that both can be laid side by side."""
    earlier = find_round_of(assessment.previous) if assessment.previous else None
    if earlier is None:
        return
    round_.previous = earlier
    round_.save(update_fields=["previous"])
    before = {item.code: item for item in earlier.items.all()}
    rows = [item for item in round_.items.all() if item.code in before]
    for item in rows:
        item.before = before[item.code]
    Item.objects.bulk_update(rows, ["before"])
