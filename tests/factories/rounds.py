"""Rounds for tests."""

import datetime as dt
import itertools
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Answer, Item, Participant, Round, Sheet
from sciezka.rooms.town.models import Process
from tests.factories.people import UserFactory
from tests.factories.town import MembershipFactory, TeamFactory

LEVELS = [{"value": value, "label": label} for value, label in enumerate(("bardzo mała", "mała", "średnia", "duża", "bardzo duża"), 1)]  # fmt: skip  # noqa: E501
_numbers = itertools.count(1001)


def make_scale(key: str = "sila", title: str = "Siła oddziaływania", **more: Any) -> dict[str, Any]:
    """Give a scale of five levels as a round stores it."""
    return {"key": key, "title": title, "levels": LEVELS, "allows_unknown": True, "allows_na": False, **more}


def make_round(
    process: Process,
    *,
    people: Sequence[User] | int = 3,
    items: Iterable[str] = ("Klub sportowy", "Biblioteka", "Izba gospodarcza"),
    phase: str = "open",
    **fields: Any,
) -> Round:
    """Make a round of a new team in a phase (draft, collecting, sorting, waiting, open, closed) with its participants."""
    now = timezone.now()
    day = dt.timedelta(days=1)
    moments: dict[str, dict[str, Any]] = {
        "draft": {},
        "collecting": {"launched_at": now - day, "collects": True, "collects_until": now + day},
        "sorting": {"launched_at": now - 2 * day, "collects": True, "collects_until": now - day},
        "waiting": {"launched_at": now, "opens_at": now + day, "closes_at": now + 2 * day},
        "open": {"launched_at": now - day, "opens_at": now - day, "closes_at": now + day},
        "closed": {"launched_at": now - 3 * day, "opens_at": now - 3 * day, "closes_at": now - day},
    }
    users = UserFactory.create_batch(people) if isinstance(people, int) else list(people)
    team = fields.pop("team", None) or TeamFactory.create(process=process)
    round_ = Round.objects.create(
        process=process, team=team, **{"title": "Ocena interesariuszy", "scales": [make_scale()], **moments[phase], **fields}
    )
    for user in users:
        MembershipFactory.create(team=team, user=user)
        Participant.objects.create(round=round_, user=user)
    for position, title in enumerate(items, start=1):
        Item.objects.create(round=round_, position=position, title=title, code=f"{position}")
    return round_


def make_sheet(participant: Participant, values: dict[Item, int | str], *, scale: str = "sila", done: bool = True) -> Sheet:
    """Answer a round as a participant; a word instead of a number is "dk" or "na"."""
    round_ = participant.round
    sheet = Sheet.objects.create(
        round=round_, participant=None if round_.is_anonymous else participant, number=next(_numbers), is_finished=done,
        key=uuid.uuid4().hex if round_.is_anonymous else "",
    )  # fmt: skip
    for item, value in values.items():
        Answer.objects.create(
            sheet=sheet, item=item, scale=scale, edit=uuid.uuid4(), edited_at=timezone.now(),
            value=value if isinstance(value, int) else None, special="" if isinstance(value, int) else value,
        )  # fmt: skip
    participant.has_started, participant.has_finished = True, done
    participant.save()
    return sheet
