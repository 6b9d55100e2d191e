"""Time the pages of a call: the ranking as a review dashboard, how firmly it stands, and the list of submissions."""

import json
import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import count as count_on
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx

from tests.benchmarks.answering import HOST, ROOT, prepare, serve_here
from tests.benchmarks.pages import set_up
from tests.benchmarks.pretalx_peer import measure_peer
from tests.benchmarks.timing import Measure, take_time

if TYPE_CHECKING:
    from django.test import Client

    from sciezka.rooms.calls.models import Call
    from sciezka.rooms.people.models import User
    from sciezka.rooms.town.models import Process

# So many submissions and cards as the peer's own test data have, and a large call.
SMALL, SMALL_CARDS = 64, 153
LARGE, EACH = 1_000, 3
CRITERIA, MEMBERS, SEED = 5, 9, 7
GOAL_MS, RUNS = 200, 9
SIZES: Final = ((SMALL, SMALL_CARDS), (LARGE, LARGE * EACH))
# How many submissions, which page, how many of its rows are shown, its name.
BESIDE: Final = (
    (SMALL, "dashboard", SMALL, "Ranking and review dashboard"),
    (SMALL, "list", 50, "List"),
    (LARGE, "dashboard", 250, "Ranking and review dashboard"),
    (LARGE, "list", 50, "List"),
)


def write_section() -> str:
    """Measure, and write the section."""
    theirs, ours = measure_peer(), measure_served()
    beside = [
        f"| {words}, {count:,} submissions, {rows} rows | {ours[what, count].median_ms:.0f} "
        f"| {theirs[what, count].median_ms:,.0f} | {theirs[what, count].median_ms / ours[what, count].median_ms:.0f} |"
        for count, what, rows, words in BESIDE
    ]
    anew = [
        f"| {words}, {count:,} submissions, {rows} rows | {ours[f'{what} anew', count].median_ms:.0f} "
        f"| {ours[f'{what} anew', count].worst_ms:.0f} |"
        for count, what, rows, words in BESIDE
    ]
    own = [
        f"| {one.what} | {one.median_ms:.1f} | {one.worst_ms:.1f} | {one.runs} | {one.queries} |" for one in measure_pages()
    ]
    return "\n".join(
        [
            "## A call's pages",
            "",
            "Beside pretalx 2025.2: each a real server with two processes on SQLite, one client, the whole way over HTTP;",
            f"medians of {RUNS} runs, both warm. Both show as many rows of as many submissions, with",
            f"{SMALL_CARDS} reviews of {SMALL} and {LARGE * EACH:,} of {LARGE:,}; pretalx's data are its own",
            f"(`create_test_event`), with one score in a review; here {CRITERIA} criteria are judged on each card.",
            "",
            "| what | Ścieżka, ms | pretalx, ms | times faster |",
            "|---|---:|---:|---:|",
            *beside,
            "",
            "The same pages, served the same way, each opened just after one card was changed:",
            "",
            "| what | median, ms | worst, ms |",
            "|---|---:|---:|",
            *anew,
            "",
            "Server time alone, in one warm process. Cards are read anew for each page; what the very same cards came to is",
            "remembered by each process. “Cards new” is a page after they changed: all is reckoned, in exact fractions.",
            "",
            "| what | median, ms | worst, ms | runs | SQL queries |",
            "|---|---:|---:|---:|---:|",
            *own,
            "",
            f"Goals: ten times faster than the peer at {SMALL} submissions; at {LARGE:,} submissions with {EACH} cards,",
            f"250 rows of the ranking and 50 of the list in under {GOAL_MS} ms; as many queries whatever the number.",
        ]
    )


def measure_served() -> dict[tuple[str, int], Measure]:
    """Time the pages from a real ``sciezka serve`` with two processes, as the peer's are."""
    found: dict[tuple[str, int], Measure] = {}
    with prepare("sqlite") as (environment, _cluster):
        command = [sys.executable, "-m", "tests.benchmarks.calls", "fill"]
        filled = subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
        said = json.loads(filled.stdout.splitlines()[-1])
        headers = {"Cookie": said["cookie"], "Accept-Language": "pl"}
        with (
            serve_here(environment) as (port, _server),
            httpx.Client(base_url=f"http://{HOST}:{port}", headers=headers, timeout=60) as client,
        ):
            turns = count_on()
            for count, what, _rows, _words in BESIDE:
                address = said["addresses"][f"{what} {count}"]
                # Both processes warm up.
                for _run in range(4):
                    fetch(client, address)
                open_page = partial(fetch, client, address)
                found[what, count] = take_time(f"{what}, {count} submissions, served", open_page, runs=RUNS)
                change = partial(change_card, Path(environment["SCIEZKA_HOME"]), count, turns)
                name = f"{what}, {count} submissions, served, a card changed before"
                found[f"{what} anew", count] = take_time(name, open_page, runs=RUNS, before=change)
    return found


def change_card(home: Path, count: int, turns: Iterator[int]) -> None:
    """Change the points of one card of a call, behind the server's back: each time another card."""
    (file,) = home.glob("*.sqlite3")
    with sqlite3.connect(file, timeout=30) as database:
        (key, points) = database.execute(
            "SELECT card.id, card.points FROM calls_scorecard card JOIN calls_submission one ON one.id = card.submission_id"
            " WHERE one.call_id = (SELECT call_id FROM calls_submission GROUP BY call_id HAVING COUNT(*) = ?)"
            " ORDER BY card.id LIMIT 1 OFFSET ?",
            (count, next(turns)),
        ).fetchone()
        changed = {**json.loads(points), "K1": str(0.25 + next(turns) % 9)}
        database.execute("UPDATE calls_scorecard SET points = ? WHERE id = ?", (json.dumps(changed), key))
    database.close()


def fetch(client: httpx.Client, address: str) -> None:
    """Open a page; a redirect to signing in is none."""
    answer = client.get(address)
    if answer.status_code != 200:
        message = f"{address} answers {answer.status_code}"
        raise RuntimeError(message)


def fill_served() -> None:
    """Fill the product's database, and print who is signed in and where the pages are."""
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415 - after Django is set up
    from django.urls import reverse  # noqa: PLC0415

    client, calls = make_calls()
    addresses = {}
    for call, (count, _cards) in zip(calls, SIZES, strict=True):
        addresses[f"dashboard {count}"] = f"{reverse('calls:ranking', kwargs=call.address)}?na=250"
        addresses[f"list {count}"] = reverse("calls:submissions", kwargs=call.address)
    name = settings.SESSION_COOKIE_NAME
    print(json.dumps({"cookie": f"{name}={client.cookies[name].value}", "addresses": addresses}))


def make_calls() -> "tuple[Client, list[Call]]":
    """Make a small call and a large one, and sign a co-ordinator in."""
    from django.test import Client  # noqa: PLC0415 - after Django is set up

    from tests.factories.people import UserFactory  # noqa: PLC0415
    from tests.factories.town import ProcessFactory, SeatFactory  # noqa: PLC0415

    process = ProcessFactory.create(workspace__slug="miasto", slug="rozwoj")
    members = UserFactory.create_batch(MEMBERS)
    client = Client(headers={"accept-language": "pl"})
    user = SeatFactory.create(workspace=process.workspace).user
    client.force_login(user, backend="sciezka.rooms.people.backends.AccountBackend")
    return client, [fill(process, members, count, cards) for count, cards in SIZES]


def measure_pages() -> Iterator[Measure]:
    """Make two calls, and time each page."""
    set_up()
    from django.db import connection  # noqa: PLC0415 - after Django is set up
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from sciezka.rooms.calls.queries.ranking import reckon_rows  # noqa: PLC0415

    client, calls = make_calls()
    for call, (count, cards) in zip(calls, SIZES, strict=True):
        words = f"{count:,} submissions, {cards:,} cards"
        ranking = reverse("calls:ranking", kwargs=call.address)
        pages = [
            (f"Ranking, {min(count, 250)} rows, {words}", f"{ranking}?na=250", False),
            (f"Ranking, {min(count, 250)} rows, {words}, cards new", f"{ranking}?na=250", True),
            (f"Ranking, 50 rows, {words}", ranking, False),
            (f"How firmly it stands, {words}", reverse("calls:sensitivity", kwargs=call.address), False),
            (f"How firmly it stands, {words}, cards new", reverse("calls:sensitivity", kwargs=call.address), True),
            (f"List, 50 rows, {words}", reverse("calls:submissions", kwargs=call.address), False),
            (f"List, 50 rows, {words}, cards new", reverse("calls:submissions", kwargs=call.address), True),
        ]
        for what, address, is_new in pages:

            def open_page(address: str = address, is_new: bool = is_new) -> None:  # noqa: FBT001 - bound for the loop
                if is_new:
                    reckon_rows.cache_clear()
                if client.get(address).status_code != 200:
                    raise RuntimeError(address)

            open_page()
            with CaptureQueriesContext(connection) as queries:
                open_page()
            yield take_time(what, open_page, queries=len(queries))


def fill(process: "Process", members: "list[User]", count: int, cards: int) -> "Call":
    """Make a call that is being decided, with submissions, their formal checks, cards and some decisions."""
    from django.utils import timezone  # noqa: PLC0415 - after Django is set up

    from sciezka.rooms.calls.models import Criterion, Decision, FormalCheck, ScoreCard, Submission  # noqa: PLC0415
    from tests.factories.calls import make_call, make_commission  # noqa: PLC0415

    draw, now = random.Random(SEED), timezone.now()  # noqa: S311 - made-up points
    call = make_call(process, f"Nabór {count}", phase="deciding", selects="money", budget=Decimal(count * 5_000))
    make_commission(call, {"chair": members[:1], "member": members[1:]}, f"Komisja {count}")
    call.criteria.all().delete()
    codes = [f"K{number}" for number in range(1, CRITERIA + 1)]
    Criterion.objects.bulk_create(
        Criterion(
            call=call, code=code, name=f"Kryterium {code}", weight=at + 1, threshold=3 if at == 0 else None, position=at
        )
        for at, code in enumerate(codes)
    )
    submissions = Submission.objects.bulk_create(
        Submission(
            call=call, number=number, title=f"Pomysł numer {number} na miejsce, które służy sąsiadom", sent_at=now,
            summary="Zieleń i ławki zamiast placu po kiosku.", applicant=f"Stowarzyszenie {number}",
            applicant_kind="organisation", email=f"zgloszenie{number}@miasto.example",
            asked=Decimal(draw.randint(5, 60) * 1000),
            edition=call.edition, answers={"opis": "Trzy drzewa, ławki i stojaki. " * 20},
        )
        for number in range(1, count + 1)
    )  # fmt: skip
    FormalCheck.objects.bulk_create(
        FormalCheck(submission=one, outcome="passed", answers={"F1": "yes"}) for one in submissions
    )
    ScoreCard.objects.bulk_create(
        ScoreCard(
            submission=submissions[at % count], user=members[(at // count + at) % MEMBERS], handed_in_at=now, saved_at=now,
            points={code: str(draw.randint(0, 20) / 2) for code in codes},
            reasons=dict.fromkeys(codes, "Wprost odpowiada na cel."),
        )
        for at in range(cards)
    )  # fmt: skip
    Decision.objects.bulk_create(
        Decision(submission=one, outcome=draw.choice(("basic", "reserve", "rejected")), reason="Tak zdecydowała komisja.")
        for one in submissions[: count // 3]
    )
    return call


if __name__ == "__main__" and sys.argv[1:] == ["fill"]:
    fill_served()
