"""Time the pages of the path room: factors, structural analysis, SWOT and goals of a large plan."""

import random
import uuid
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from tests.benchmarks.pages import set_up
from tests.benchmarks.plans import ENTRIES, FACTORS, INDICATORS, PARTS, SEED, STRATEGIC, make_plan
from tests.benchmarks.timing import Measure, take_time

if TYPE_CHECKING:
    from sciezka.rooms.path.models import Structure
    from sciezka.rooms.rounds.models import Round
    from sciezka.rooms.town.models import Process

MATRIX, PEOPLE, ROUNDS, VOTERS = 40, 20, 4, 12
FILL = 0.22
GOAL_MS = 300


def write_section() -> str:
    """Measure, and write the section."""
    rows = [
        f"| {one.what} | {one.median_ms:.1f} | {one.worst_ms:.1f} | {one.runs} | {one.queries} |" for one in measure_pages()
    ]
    return "\n".join(
        [
            "## The path",
            "",
            "Pages of the plan of which the section on checks tells, with closed rounds about its nouns. Server time: the",
            "whole way of a request, in one warm process on SQLite. What a matrix comes to is kept in memory by the matrix",
            "itself; both times are told.",
            "",
            "| what | median, ms | worst, ms | runs | SQL queries |",
            "|---|---:|---:|---:|---:|",
            *rows,
            "",
            f"Goal: the page of a structural analysis opens in under {GOAL_MS} ms.",
        ]
    )


def measure_pages() -> Iterator[Measure]:
    """Make the plan with its rounds, and time each page."""
    set_up()
    from django.db import connection  # noqa: PLC0415 - after Django is set up
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from sciezka.rooms.path.queries.structures import analyse_matrix, try_matrix  # noqa: PLC0415
    from tests.factories.town import SeatFactory  # noqa: PLC0415

    process = make_plan()
    judge_factors(process)
    judge_swot(process)
    structure = fill_matrix(process)
    client = Client(headers={"accept-language": "pl"})
    user = SeatFactory.create(workspace=process.workspace).user
    client.force_login(user, backend="sciezka.rooms.people.backends.AccountBackend")
    whole = f"{MATRIX} factors, {PEOPLE} people"
    page = structure.get_absolute_url()

    def begin_anew() -> None:
        analyse_matrix.cache_clear()
        try_matrix.cache_clear()
        client.get(page)

    pages = [
        (f"Structural analysis, {whole}", page),
        (f"Structural analysis, map of shifts, {whole}", f"{page}?mapa=przesuniecie"),
        (f"Factors: {FACTORS}, with {ROUNDS} rounds", reverse("path:factors", kwargs=process.address)),
        ("Core factors and their votes", reverse("path:core", kwargs=process.address)),
        (f"SWOT of {ENTRIES} entries", reverse("path:swot", kwargs=process.address)),
        ("SWOT: where the town stands", reverse("path:swot_position", kwargs=process.address)),
        ("SWOT: pairs", reverse("path:swot_grid", kwargs=process.address)),
        (
            f"Goals: {STRATEGIC} × {PARTS} with {INDICATORS} indicators",
            reverse("path:goals", kwargs=process.address),
        ),
    ]
    for what, address in pages:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        if answer.status_code != 200:
            message = f"{address} answers {answer.status_code}"
            raise RuntimeError(message)
        yield take_time(what, lambda at=address: client.get(at), queries=len(queries))  # type: ignore[misc]
    yield take_time(f"Structural analysis, nothing kept, {whole}", begin_anew, queries=0)


def judge_factors(process: "Process") -> None:
    """Let people judge all factors in two rounds, and pick five of them in two more."""
    from sciezka.rooms.path.models import Factor  # noqa: PLC0415
    from sciezka.rooms.path.queries.factors_rounds import CORE, LONG, SCALES  # noqa: PLC0415

    factors = list(Factor.objects.filter(process=process))
    for _round in range(ROUNDS // 2):
        answer_all(make_round(process, factors, LONG, store_scales(*SCALES)))
    for _round in range(ROUNDS - ROUNDS // 2):
        answer_all(make_round(process, factors, CORE, (), kind="pick", most_picks=5), picks=5)


def judge_swot(process: "Process") -> None:
    """Let two teams judge all entries."""
    from sciezka.rooms.path.models import SwotEntry  # noqa: PLC0415
    from sciezka.rooms.path.queries.swot_judged import PURPOSE, list_scales  # noqa: PLC0415

    entries = list(SwotEntry.objects.filter(process=process))
    for _team in range(2):
        answer_all(make_round(process, entries, PURPOSE, list_scales()))


def fill_matrix(process: "Process") -> "Structure":
    """Let people fill the matrix of a structural analysis."""
    from sciezka.rooms.path.models import Factor, Structure  # noqa: PLC0415
    from sciezka.rooms.path.queries.structures import PURPOSE  # noqa: PLC0415

    factors = list(Factor.objects.filter(process=process)[:MATRIX])
    round_ = make_round(process, factors, PURPOSE, store_scales("cross-impact"), people=PEOPLE, kind="matrix")
    structure = Structure.objects.create(process=process, name="Co czym rządzi", round=round_)
    answer_all(round_)
    return structure


def store_scales(*keys: str) -> list[dict[str, Any]]:
    """Give scales as a round stores them."""
    from sciezka.rooms.rounds.scales import as_stored, find_scale  # noqa: PLC0415

    return [as_stored(template, "pl") for key in keys if (template := find_scale(key))]


def make_round(
    process: "Process",
    nouns: Sequence[Any],
    purpose: str,
    scales: Sequence[dict[str, Any]],
    people: int = VOTERS,
    **fields: Any,
) -> "Round":
    """Make a closed round about nouns."""
    from sciezka.rooms.rounds.models import Item  # noqa: PLC0415
    from tests.factories import rounds  # noqa: PLC0415

    told = {"scales": list(scales), "title": "Ocena", "purpose": purpose, **fields}
    round_ = rounds.make_round(process, people=people, items=(), phase="closed", **told)
    Item.objects.bulk_create(
        Item(round=round_, position=at, title=str(noun), noun_key=str(noun.pk)) for at, noun in enumerate(nouns, start=1)
    )
    return round_


def answer_all(round_: "Round", picks: int = 0) -> None:
    """Let each participant answer everything."""
    from django.utils import timezone  # noqa: PLC0415

    from sciezka.rooms.rounds.models import Answer, Sheet  # noqa: PLC0415

    items, now = list(round_.items.all()), timezone.now()
    draw = random.Random(SEED)  # noqa: S311 - the same answers at each run
    for number, person in enumerate(round_.participants.all(), start=1):
        sheet = Sheet.objects.create(round=round_, participant=person, number=number, is_finished=True)
        cells: list[tuple[Any, Any, str, int]]
        if round_.kind == "matrix":
            cells = [
                (row, column, "", draw.randint(1, 3) if draw.random() < FILL else 0)
                for row in items
                for column in items
                if row != column
            ]
        elif picks:
            cells = [(item, None, "", 1) for item in draw.sample(items, picks)]
        else:
            cells = [(item, None, scale["key"], draw.randint(1, 5)) for item in items for scale in round_.scales]
        Answer.objects.bulk_create(
            (
                Answer(sheet=sheet, item=row, against=column, scale=scale, value=value, edit=uuid.uuid4(), edited_at=now)
                for row, column, scale, value in cells
            ),
            batch_size=500,
        )
