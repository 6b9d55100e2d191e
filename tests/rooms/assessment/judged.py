"""Assessments that were answered and agreed, for the tests of cards and results."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from sciezka.rooms.assessment.actions.assessments import close_assessment
from sciezka.rooms.assessment.models import Assessment, Card
from sciezka.rooms.rounds.actions.results import agree
from sciezka.rooms.rounds.models import Round
from tests.factories.assessment import answer_assessment, end_round, make_assessment, open_assessment
from tests.factories.city import City
from tests.factories.town import MembershipFactory

# Three members of the small bank P1, P2, F1, F2; levels 1–4.
ANSWERS: Sequence[Mapping[str, int | str]] = (
    {"P1": 1, "P2": 3, "F1": 4, "F2": "na"},
    {"P1": 2, "P2": 3, "F1": 4, "F2": "na"},
    {"P1": 4, "P2": 2, "F1": 3, "F2": "dk"},
)


def judge(
    city: City, *, rows: Sequence[Mapping[str, int | str]] = ANSWERS, ends: bool = True, is_anonymous: bool = False,
    **fields: Any,
) -> tuple[Assessment, Round]:  # fmt: skip
    """Let a team, the city's contributor in it, answer an assessment."""
    assessment = make_assessment(city.process, people=len(rows) - 1, **fields)
    MembershipFactory.create(team=assessment.team, user=city.contributor)
    round_ = open_assessment(assessment, is_anonymous=is_anonymous)
    answer_assessment(round_, rows)
    return assessment, end_round(round_) if ends else round_


def settle(round_: Round, **levels: int | str) -> None:
    """Agree levels by the codes of questions; a word is "dk" or "na"."""
    scale = str(round_.scales[0]["key"])
    for code, level in levels.items():
        item = round_.items.get(code=code.replace("_", "-"))
        given = {"special": level} if isinstance(level, str) else {"value": level}
        agree(actor=None, round=round_, item=item, scale=scale, reason="Powód", **given)  # type: ignore[arg-type]


def close(assessment: Assessment) -> Assessment:
    """Close an assessment."""
    return close_assessment(actor=None, assessment=assessment)


def card_of(assessment: Assessment, code: str = "P1") -> Card:
    """Give the card of a question, kept or not."""
    card = assessment.cards.filter(code=code).first() or Card(code=code)
    card.assessment = assessment
    return card


def url(assessment: Assessment, name: str, **words: Any) -> str:
    """Give an address of an assessment."""
    return reverse(f"assessment:{name}", kwargs={**assessment.address, **words})
