"""Time the result of a large round: 40 people, 152 items, rated on one scale and on two."""

import datetime
import random
import uuid
from collections.abc import Iterator

from tests.benchmarks.pages import set_up
from tests.benchmarks.timing import Measure, take_time

PEOPLE, ITEMS = 40, 152
GOAL_MS = 200


def write_section() -> str:
    """Measure, and write the section."""
    rows = "\n".join(
        f"| {m.what} | {m.median_ms:.1f} | {m.worst_ms:.1f} | {m.runs} | {m.queries} |" for m in measure_results()
    )
    return "\n".join(
        [
            "## Results of rounds",
            "",
            f"A closed round that {PEOPLE} people answered on {ITEMS} items, every answer in the database, nothing kept",
            "between two requests. Server time: the whole way of a request, in one warm process on SQLite.",
            "",
            "| what | median, ms | worst, ms | runs | SQL queries |",
            "|---|---:|---:|---:|---:|",
            rows,
            "",
            f"Goal: the result opens in under {GOAL_MS} ms.",
        ]
    )


def measure_results() -> Iterator[Measure]:
    """Time the result, the agenda and the files."""
    set_up()
    from django.db import connection, reset_queries  # noqa: PLC0415
    from django.test import Client, override_settings  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from tests.factories.town import ProcessFactory, SeatFactory  # noqa: PLC0415

    process = ProcessFactory.create()
    seat = SeatFactory.create(workspace=process.workspace)
    client = Client(headers={"accept-language": "pl"})
    client.force_login(seat.user, backend="sciezka.rooms.people.backends.AccountBackend")
    one, two = (fill_round(process, scales) for scales in (1, 2))
    pages = [
        (f"Result, {PEOPLE} people × {ITEMS} items", reverse("rounds:result", kwargs=one)),
        (f"Result, {PEOPLE} people × {ITEMS} items × 2 scales", reverse("rounds:result", kwargs=two)),
        ("Agenda, 2 scales", reverse("rounds:agenda", kwargs=two)),
        ("Proposals to accept, 2 scales", reverse("rounds:accept_proposed", kwargs=two)),
        ("JSON with all answers", reverse("rounds:result_json", kwargs=one)),
        ("Workbook with all answers", reverse("rounds:result_xlsx", kwargs=one)),
    ]
    for what, address in pages:
        with override_settings(DEBUG=True):
            reset_queries()
            assert client.get(address).status_code == 200
            count = len(connection.queries)
        yield take_time(what, lambda a=address: client.get(a), queries=count)


def fill_round(process: object, scales: int) -> dict[str, str | int]:
    """Make a round that everybody has answered in full, and give its address."""
    from sciezka.rooms.rounds.models import Answer, Sheet  # noqa: PLC0415
    from tests.factories.rounds import make_round, make_scale  # noqa: PLC0415

    keys = [f"skala{at}" for at in range(scales)]
    round_ = make_round(
        process,  # type: ignore[arg-type]
        people=PEOPLE,
        items=[f"Zagadnienie nr {at} rozwoju miasta i jego otoczenia" for at in range(1, ITEMS + 1)],
        phase="closed",
        scales=[make_scale(key, key.title()) for key in keys],
    )
    draw = random.Random(1)  # noqa: S311 - the same round at each run
    now = datetime.datetime.now(tz=datetime.UTC)
    items = list(round_.items.all())
    for number, participant in enumerate(round_.participants.all(), start=1):
        sheet = Sheet.objects.create(round=round_, participant=participant, number=number, is_finished=True)
        Answer.objects.bulk_create(
            Answer(
                sheet=sheet, item=item, scale=key, value=min(5, max(1, item.position % 5 + draw.choice((0, 1, 1, 1, 2)))),
                reason="Tak wynika z danych." if draw.random() < 0.2 else "", edit=uuid.uuid4(), edited_at=now,
            )
            for item in items
            for key in keys
        )  # fmt: skip
    return round_.address
