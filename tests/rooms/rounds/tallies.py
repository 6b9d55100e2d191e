"""Rounds that have been answered, for the tests of results."""

import uuid
from collections.abc import Sequence

from django.test import Client
from django.utils import timezone

from sciezka.rooms.people.models import User
from sciezka.rooms.rounds.models import Answer, Item, Round, Sheet
from sciezka.rooms.town.models import Process
from tests.factories.people import UserFactory
from tests.factories.rounds import make_round, make_sheet
from tests.factories.town import ProcessFactory, SeatFactory

INFLUENCE = {"key": "wplyw", "title": "Wpływ", "levels": [{"value": value} for value in range(4)]}


def rated(values: Sequence[Sequence[int | str]], *, process: Process | None = None, **fields: object) -> Round:
    """Make a closed round: a row of values for each person, in the order of the items."""
    titles = [f"Pozycja {at}" for at in range(1, len(values[0]) + 1)]
    process = process or ProcessFactory.create()
    round_ = make_round(process, people=len(values), items=titles, **{"phase": "closed", **fields})
    items = list(round_.items.all())
    for participant, row in zip(round_.participants.all(), values, strict=True):
        make_sheet(participant, dict(zip(items, row, strict=True)))
    return round_


def ranked(rows: Sequence[Sequence[int | None]], **fields: object) -> Round:
    """Make a closed ranking: the places that each person gave to the items in their order."""
    titles = [f"Pozycja {at}" for at in range(1, len(rows[0]) + 1)]
    round_ = make_round(
        ProcessFactory.create(),
        people=len(rows),
        items=titles,
        **{"phase": "closed", "kind": "ranking", "scales": [], **fields},
    )
    items = list(round_.items.all())
    for participant, row in zip(round_.participants.all(), rows, strict=True):
        given = {item: place for item, place in zip(items, row, strict=True) if place is not None}
        make_sheet(participant, dict(given), scale="")
    return round_


def crossed(cells: Sequence[dict[tuple[int, int], int]], items: int = 3) -> Round:
    """Make a closed matrix: the cells that each person filled, by the numbers of row and column."""
    titles = [f"Czynnik {at}" for at in range(1, items + 1)]
    round_ = make_round(
        ProcessFactory.create(), people=len(cells), items=titles, phase="closed", kind="matrix", scales=[INFLUENCE]
    )
    rows: list[Item] = list(round_.items.all())
    for number, (participant, given) in enumerate(zip(round_.participants.all(), cells, strict=True), start=1):
        sheet = Sheet.objects.create(round=round_, participant=participant, number=number)
        for (row, column), value in given.items():
            Answer.objects.create(
                sheet=sheet, item=rows[row - 1], against=rows[column - 1], scale="wplyw", value=value, edit=uuid.uuid4(),
                edited_at=timezone.now(),
            )  # fmt: skip
    return round_


def lead(client: Client, process: Process) -> User:
    """Sign a co-ordinator of the process in."""
    user = UserFactory.create()
    SeatFactory.create(workspace=process.workspace, user=user)
    sign_in(client, user)
    return user


def sign_in(client: Client, user: User) -> None:
    """Sign a person in."""
    client.force_login(user, backend="sciezka.rooms.people.backends.AccountBackend")
