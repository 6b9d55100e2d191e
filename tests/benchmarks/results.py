"""Time the results of a large survey: 100,000 responses to 40 items, from a cold process, kept, by groups and crossed."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.pages import set_up
from tests.benchmarks.timing import Measure, once, take_time

PEOPLE = int(os.environ.get("SCIEZKA_BENCH_RESPONSES", "100000"))
DRAWN = 4_000  # different ones; the others repeat them
COLD_RUNS = 5
GOALS = "the first view of results under 500 ms in a cold process, a cross-tab under 200 ms"
CHUNK = 5_000


def write_section() -> str:
    """Measure, and write the section."""
    rows = "\n".join(
        f"| {m.what} | {m.median_ms:.0f} | {m.worst_ms:.0f} | {m.runs} | {'–' if m.queries is None else m.queries} |"
        for m in measure_results()
    )
    return "\n".join(
        [
            "## Results of surveys",
            "",
            f"A closed survey of 40 items with {PEOPLE:,} responses: 24 choices (two of them describe people), 5 scales,",
            "4 sets of eight options, 3 grids of four rows, 2 scores from 0 to 10, a number and an open question; all small",
            "counts hidden. Server time: the whole way of a request, on SQLite. Cold: the first request of a new process",
            "that has loaded the program and shown no page.",
            "",
            "| what | median, ms | worst, ms | runs | SQL queries |",
            "|---|---:|---:|---:|---:|",
            rows,
            "",
            f"Goals: {GOALS}.",
        ]
    )


def measure_results() -> Iterator[Measure]:
    """Time packing, the first view of a process, and pages whose answers are kept."""
    set_up()
    from django.db import connection, reset_queries  # noqa: PLC0415
    from django.test import Client, override_settings  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from tests.factories.town import ProcessFactory, SeatFactory  # noqa: PLC0415

    process = ProcessFactory.create()
    seat = SeatFactory.create(workspace=process.workspace)
    survey = fill_survey(process)
    yield pack_all(survey)
    where = survey.address
    yield measure_cold("First view of the results, cold process", reverse("surveys:results", kwargs=where), seat.user.pk)
    crossed = reverse("surveys:cross", kwargs=where) + "?wiersze=choice0&kolumny=sex"
    yield measure_cold("Cross-tab, cold process", crossed, seat.user.pk)
    client = Client(headers={"accept-language": "pl"})
    client.force_login(seat.user, backend="sciezka.rooms.people.backends.AccountBackend")
    pages = [
        ("Results, answers kept in the process", reverse("surveys:results", kwargs=where)),
        ("Results by groups", reverse("surveys:results", kwargs=where) + "?wg=sex"),
        ("Cross-tab, answers kept", crossed),
        ("One item", reverse("surveys:result_item", kwargs={**where, "item_code": "grid0"})),
        ("All tables as files", reverse("surveys:results_tables", kwargs=where)),
    ]
    for what, address in pages:
        with override_settings(DEBUG=True):
            reset_queries()
            assert client.get(address).status_code == 200
            count = len(connection.queries)
        yield take_time(what, lambda a=address: client.get(a), runs=7, queries=count)
    yield take_time("Cross-tab, answers kept, not yet counted", lambda: count_anew(client, crossed), runs=7)


def count_anew(client: Any, address: str) -> None:
    """Open a page after what was counted has been forgotten; the answers themselves stay unpacked."""
    from sciezka.rooms.surveys.queries import results_protected  # noqa: PLC0415

    results_protected._kept.clear()  # noqa: SLF001 - nobody else has to forget it
    assert client.get(address).status_code == 200


def make_items() -> list[list[dict[str, Any]]]:
    """Make the questionnaire: 40 items on four pages."""
    from tests.factories.surveys import make_item, make_option  # noqa: PLC0415

    scale = [make_option(code, value=value) for value, code in enumerate("abcde", start=1)]
    unsure = make_option("dk", "trudno powiedzieć", missing=True)
    six = [make_option(code) for code in "abcdef"]
    items = [make_item(f"choice{at}", options=six) for at in range(22)]
    items += [make_item(f"scale{at}", options=[*scale, unsure]) for at in range(5)]
    items += [make_item(f"set{at}", "multiple", options=[make_option(code) for code in "abcdefgh"]) for at in range(4)]
    rows = [make_option(f"r{at}", f"Wiersz {at}") for at in range(4)]
    items += [make_item(f"grid{at}", "grid", options=[*scale, unsure], rows=rows) for at in range(3)]
    items += [make_item(f"nps{at}", "nps") for at in range(2)]
    items += [make_item("number", "number"), make_item("words", "long_text")]
    people = [make_item("sex", bank="DEM-PLEC", options=six[:3]), make_item("age", bank="DEM-WIEK", options=six)]
    return [items[:13], items[13:26], items[26:], people]


def fill_survey(process: Any) -> Any:
    """Make a survey that many answered."""
    from sciezka.rooms.surveys.models import Response  # noqa: PLC0415
    from sciezka.rooms.surveys.queries.frames import layout_of  # noqa: PLC0415
    from tests.factories.surveys import make_content, make_survey  # noqa: PLC0415
    from tests.rooms.surveys.polled import answer_survey, draw_answers  # noqa: PLC0415

    survey = make_survey(process, make_content(*make_items()), phase="closed", frame_size=PEOPLE * 2)
    questionnaire = layout_of(survey.edition_id or 0).questionnaire
    dice = random.Random(1)  # noqa: S311 - the same survey at each run
    drawn = [draw_answers(questionnaire, dice) for _number in range(DRAWN)]
    (pattern,) = answer_survey(survey, 1)
    for start in range(1, PEOPLE, CHUNK):
        rows = [
            Response(
                survey=survey, edition_id=survey.edition_id, answers=drawn[at % DRAWN], started_hour=pattern.started_hour,
                finished_hour=pattern.finished_hour,
            )
            for at in range(start, min(start + CHUNK, PEOPLE))
        ]  # fmt: skip
        Response.objects.bulk_create(rows)
    return survey


def pack_all(survey: Any) -> Measure:
    """Pack all responses, as the background does."""
    from sciezka.rooms.surveys.actions.blocks import pack_blocks  # noqa: PLC0415

    started = time.perf_counter()
    while pack_blocks(survey):
        pass
    return once(f"Packing all {PEOPLE:,} responses, once", started)


COLD = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import get_resolver
get_resolver().url_patterns
user = get_user_model().objects.get(pk=sys.argv[2])
client = Client(headers={"accept-language": "pl"})
client.force_login(user, backend="sciezka.rooms.people.backends.AccountBackend")
started = time.perf_counter()
answer = client.get(sys.argv[1])
took = time.perf_counter() - started
assert answer.status_code == 200 and len(answer.content) > 10_000, answer.status_code
print(f"TOOK {1000 * took}")
"""


def measure_cold(what: str, address: str, user: Any) -> Measure:
    """Time the first request of new processes."""
    from django.conf import settings  # noqa: PLC0415

    environment = {**os.environ, "SCIEZKA_HOME": str(settings.HOME)}
    times = []
    for _number in range(COLD_RUNS):
        run = subprocess.run(  # noqa: S603 - our own words
            [sys.executable, "-c", COLD, address, str(user)], env=environment, check=True, capture_output=True, text=True
        )
        times.append(float(run.stdout.split("TOOK ")[1]))
    times.sort()
    measure = Measure(what, times[len(times) // 2], times[-1], COLD_RUNS)
    print(f"{measure.median_ms:9.1f} ms  {what}", flush=True)
    return measure
