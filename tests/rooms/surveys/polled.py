"""Answered surveys for tests of results: plausible answers drawn from a seed."""

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sciezka.rooms.questions.schema.routes import prune
from sciezka.rooms.questions.schema.types import Item, Kind, Questionnaire
from sciezka.rooms.surveys.models import Response, Survey
from sciezka.rooms.surveys.queries.frames import layout_of
from sciezka.rooms.surveys.queries.results_page import Card
from sciezka.rooms.town.models import Process
from tests.factories.surveys import make_content, make_response, make_survey

WISHES = ["więcej zieleni", "tańsze mieszkania", "lepsze autobusy", "praca dla młodych", "ścieżki rowerowe"]


def draw_answer(item: Item, dice: random.Random, lean: float = 0.0) -> Any:
    """Draw an answer to an item; ``lean`` pushes scales up or down."""
    codes = [option.code for option in item.options]
    weights = [1 / (1 + abs(at - (len(codes) / 2 - 1 + lean))) for at in range(len(codes))]
    if item.kind in {Kind.SINGLE, Kind.DROPDOWN}:
        return dice.choices(codes, weights)[0]
    if item.kind == Kind.MULTIPLE:
        most = int(item.most or len(codes))
        alone = {option.code for option in item.options if option.exclusive}
        picked = dice.sample([code for code in codes if code not in alone], k=min(dice.randint(1, 3), most, len(codes)))
        return [code for code in codes if code in picked]
    if item.kind == Kind.GRID:
        return {row.code: dice.choices(codes, weights)[0] for row in item.rows}
    if item.kind == Kind.SEMANTIC:
        return {row.code: min(item.steps, max(1, round(dice.gauss(item.steps / 2 + lean, 1.3)))) for row in item.rows}
    return _draw_other(item, codes, dice, lean)


def _draw_other(item: Item, codes: list[str], dice: random.Random, lean: float) -> Any:
    draws: dict[Kind, Callable[[], Any]] = {
        Kind.RANKING: lambda: dice.sample(codes, k=len(codes)),
        Kind.ALLOCATION: lambda: _divide(item.total, codes, dice),
        Kind.NPS: lambda: min(10, max(0, round(dice.gauss(7 + lean, 2.2)))),
        Kind.NUMBER: lambda: dice.randint(int(item.least or 0), int(item.most or 40)),
        Kind.PLACE: lambda: [round(50.9 + dice.gauss(0, 0.01), 3), round(15.73 + dice.gauss(0, 0.01), 3)],
        Kind.TEXT: lambda: " i ".join(dice.sample(WISHES, k=2)),
        Kind.LONG_TEXT: lambda: " i ".join(dice.sample(WISHES, k=2)),
        Kind.CONSENT: lambda: True,
    }
    return draws[item.kind]() if item.kind in draws else None


def _divide(total: int, codes: list[str], dice: random.Random) -> dict[str, int]:
    cuts = sorted(dice.randint(0, total) for _ in codes[1:])
    return dict(zip(codes, (b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)), strict=True))


def draw_answers(questionnaire: Questionnaire, dice: random.Random, *, skips: float = 0.03) -> dict[str, Any]:
    """Draw one person's answers, as they would be stored."""
    lean = dice.gauss(0, 0.8)
    given: dict[str, Any] = {}
    for item in questionnaire.items():
        answer = None if dice.random() < skips else draw_answer(item, dice, lean)
        if answer is not None:
            given[item.code] = answer
    return prune(questionnaire, given)


def answer_survey(survey: Survey, count: int, *, seed: int = 1, skips: float = 0.03, **fields: Any) -> list[Response]:
    """Let so many people answer a survey over the last days."""
    dice = random.Random(seed)  # noqa: S311 - answers for tests
    assert survey.edition_id is not None
    questionnaire = layout_of(survey.edition_id).questionnaire
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    made = []
    for _number in range(count):
        hour = now - dt.timedelta(hours=dice.randint(1, 24 * 9))
        values = {"channel": dice.choices(["link", "kiosk", "paper"], [8, 1, 1])[0], "started_hour": hour,
                  "finished_hour": hour, **fields}  # fmt: skip
        made.append(
            Response(
                survey=survey, edition_id=survey.edition_id, answers=draw_answers(questionnaire, dice, skips=skips), **values
            )
        )
    return Response.objects.bulk_create(made)


def address(survey: Survey, name: str, **more: Any) -> str:
    return reverse(f"surveys:{name}", kwargs={**survey.address, **more})


def answered(process: Process, item: dict[str, Any], answers: list[Any], **fields: Any) -> Survey:
    """Let people answer one item."""
    survey = make_survey(process, make_content([item]), phase="closed", **fields)
    for answer in answers:
        make_response(survey, {"other": 1} if answer is None else {item["code"]: answer})
    return survey


def open_card(office: Client, survey: Survey, code: str = "x", **query: str) -> Card:
    page = office.get(address(survey, "result_item", item_code=code), query)
    assert page.status_code == 200
    card = page.context["card"]
    assert isinstance(card, Card)
    return card
