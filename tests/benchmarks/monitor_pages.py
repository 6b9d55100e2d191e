"""One process of the monitor's measurement: ``python -m tests.benchmarks.monitor_pages fill|cold|warm HOME``.

``fill`` makes an office with figures, groups and findings; ``cold`` times the first request of a new process, as a server
that has just started serves it; ``warm`` times all pages. Prints JSON on its last line.
"""

import datetime
import json
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

ROOT: Final = Path(__file__).resolve().parent.parent.parent
SHARED: Final = ROOT.parent / "shared" / "data"
TOWN: Final = "0261011"
ADDRESS: Final = {"workspace": "jelenia-gora", "process": "rozwoj"}
EMAIL: Final = "koordynator@miasto.example"
OTHERS: Final = ("0262011", "0265011", "2461011", "3061011", "0461011", "1061011")
RUNS: Final = 25
FEW_RUNS: Final = 5
MANY: Final = 400


def set_up(home: Path) -> None:
    """Start the product with a home of its own, as a server starts it: without DEBUG, made ready before any request."""
    os.environ["SCIEZKA_HOME"] = str(home)
    os.environ["SCIEZKA_HOSTS"] = "testserver"
    os.environ["DJANGO_SETTINGS_MODULE"] = "sciezka.config.settings"
    for name in ("SCIEZKA_DEBUG", "SCIEZKA_DEMO", "SCIEZKA_DATABASE_URL", "SCIEZKA_STATIC"):
        os.environ.pop(name, None)
    import sciezka.config.wsgi  # noqa: F401, PLC0415 - sets Django up


def fill(home: Path) -> dict[str, Any]:
    """Make the office of a city: the panel of communes where it lies beside the repository, and the demonstration's."""
    set_up(home)
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from sciezka.rooms.monitor.actions.boundaries import import_boundaries  # noqa: PLC0415
    from sciezka.rooms.monitor.actions.imports import import_crosswalk, import_demo_series, import_file  # noqa: PLC0415
    from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force  # noqa: PLC0415
    from sciezka.rooms.monitor.store.sight import see  # noqa: PLC0415

    panel = SHARED / "gmina_panel" / "gminy_wide_1995_2021.parquet"
    shapes = SHARED / "geo" / "gminy_simplified.geojson"
    if panel.exists():
        import_crosswalk(actor=None, data=(panel.parent / "unify.csv").read_bytes())
        import_file(actor=None, data=panel.read_bytes(), name=panel.name)
    import_demo_series(actor=None)
    if shapes.exists():
        import_boundaries(data=shapes.read_bytes(), name=shapes.name)
    sight = see(None, catalogue_in_force(None).catalogue)
    assert sight is not None
    groups = found_office(list(sight.cube.units))
    shape = sight.cube.values.shape
    data = "The panel of communes that lies beside the repository" if panel.exists() else "The demonstration's figures"
    return {"data": data, "years": shape[0], "indicators": shape[1], "units": shape[2], "groups": groups}


def found_office(units: list[str]) -> dict[str, int]:
    """Make the office with two groups and some findings; give how many towns each group has."""
    from sciezka.rooms.monitor.models import Finding  # noqa: PLC0415
    from sciezka.rooms.town.models import WorkspaceUnit  # noqa: PLC0415
    from tests.factories import town  # noqa: PLC0415
    from tests.factories.monitor_groups import make_group  # noqa: PLC0415

    process = town.ProcessFactory.create(
        workspace__slug=ADDRESS["workspace"], workspace__name="Jelenia Góra", slug=ADDRESS["process"]
    )
    town.SeatFactory.create(workspace=process.workspace, user__email=EMAIL)
    WorkspaceUnit.objects.create(workspace=process.workspace, unit=town.UnitFactory.create(teryt=TOWN, name="Jelenia Góra"))
    cities = [key for key in units if int(key[2:4]) >= 61]
    chosen = {"cities": cities, "many": [TOWN, *(key for key in units if key != TOWN)][:MANY]}
    for name, members in chosen.items():
        make_group(process, name, members)
    reading = {"kind": "score", "code": "M", "name": "Całość", "town": TOWN, "year": 2020, "number": 101.5, "unit": "pkt"}
    Finding.objects.bulk_create(
        Finding(process=process, title=f"Ustalenie nr {number}", subject="M", unit=TOWN, year=2020, reading=reading)
        for number in range(30)
    )
    return {name: len(members) for name, members in chosen.items()}


def sign_in() -> Any:
    """Give a browser with a session, through all of the product's middleware."""
    from django.test import Client  # noqa: PLC0415

    from sciezka.rooms.people.models import User  # noqa: PLC0415

    client = Client(headers={"accept-language": "pl"})
    client.handler.load_middleware()
    client.force_login(User.objects.get(email=EMAIL), backend="sciezka.rooms.people.backends.AccountBackend")
    return client


def address_of(name: str, **words: str) -> str:
    """Give an address of the office."""
    from django.urls import reverse  # noqa: PLC0415

    return reverse(f"monitor:{name}", kwargs={**ADDRESS, **words})


def time_one(ask: Callable[[], Any]) -> float:
    """Give the milliseconds that one request takes; a page that isn't there stops the measurement."""
    started = time.perf_counter()
    answer = ask()
    took = (time.perf_counter() - started) * 1000
    assert answer.status_code == 200, (answer.status_code, answer.request["PATH_INFO"])
    assert len(answer.content) > 1000, answer.request["PATH_INFO"]
    return took


def time_cold(home: Path, page: str) -> dict[str, Any]:
    """Time the first request of this process."""
    started = time.perf_counter()
    set_up(home)
    start = (time.perf_counter() - started) * 1000
    shutil.rmtree(home / "cache", ignore_errors=True)
    client = sign_in()
    words = {"indicator": find_indicator()} if page == "indicator" else {}
    url = address_of(page, **words)
    return {"what": page, "first": time_one(lambda: client.get(url)), "start": start}


def find_indicator() -> str:
    """Choose an indicator that both sets of figures have."""
    return "bezrobocie" if "bezrobocie" in list_codes() else list_codes()[0]


def list_codes() -> list[str]:
    """List the indicators of the cube, by their words in addresses."""
    from sciezka.rooms.monitor.queries.catalogue import catalogue_in_force  # noqa: PLC0415
    from sciezka.rooms.monitor.store.sight import see  # noqa: PLC0415

    sight = see(None, catalogue_in_force(None).catalogue)
    assert sight is not None
    return [code for code in sight.cube.indicators if sight.catalogue.by_code[code].direction != "context"]


def time_pages(home: Path) -> Iterator[dict[str, Any]]:
    """Time every page, and the answers to a question that is asked anew each time."""
    set_up(home)
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client = sign_in()
    for what, runs, ask in list_questions(client, home):
        time_one(lambda ask=ask: ask(0))
        times = [time_one(lambda ask=ask, number=number: ask(number)) for number in range(1, runs + 1)]
        with CaptureQueriesContext(connection) as caught:
            ask(runs + 1)
        yield {
            "what": what,
            "median": statistics.median(times),
            "worst": max(times),
            "runs": runs,
            "queries": len(caught.captured_queries),
        }


def list_questions(client: Any, home: Path) -> Iterator[tuple[str, int, Callable[[int], Any]]]:
    """List what is asked: its name, how often, and the request by its number."""
    from sciezka.rooms.monitor.models import ComparisonGroup  # noqa: PLC0415

    code = find_indicator()
    words = {name: str(pk) for name, pk in ComparisonGroup.objects.values_list("name", "pk")}
    towns = "&".join(f"z={key}" for key in OTHERS[:5])
    plain = {
        "overview": address_of("overview"),
        "overview, 66 cities": f"{address_of('overview')}?grupa={words['cities']}",
        "a node": address_of("node", code="E"),
        "list of indicators": address_of("indicators"),
        "an indicator": address_of("indicator", indicator=code),
        "where a number comes from": address_of("trace", code=code),
        "map": address_of("map", indicator=code),
        "comparison of 6 towns": f"{address_of('compare')}?{towns}",
        "what if, the page": address_of("what_if"),
        "what if, the page, 400 towns": f"{address_of('what_if')}?grupa={words['many']}",
        "groups": address_of("groups"),
        "recipe": address_of("recipe"),
        "uncertainty": address_of("uncertainty"),
        "list of findings (30)": address_of("findings"),
        "report, the page": address_of("report"),
        "data": address_of("data"),
        "catalogue": address_of("catalogue"),
        "report, PDF kept": address_of("report_pdf"),
    }
    for what, url in plain.items():
        yield what, RUNS, lambda _number, url=url: client.get(url)
    anew = address_of("overview")
    yield "overview, weights never seen before", RUNS, lambda number: client.get(f"{anew}?wagi=E:{1 + number / 128}")
    unsure = address_of("uncertainty")
    yield (
        "uncertainty, weights never seen before",
        FEW_RUNS,
        lambda number: client.get(f"{unsure}?wagi=E:{2 + number / 128}"),
    )
    for said, key in (("usual group", ""), ("66 cities", words["cities"]), ("400 towns", words["many"])):
        yield from ask_what_if(client, said, key)
    yield "report, PDF written anew", FEW_RUNS, lambda _number: write_anew(client, home)


def ask_what_if(client: Any, said: str, key: str) -> Iterator[tuple[str, int, Callable[[int], Any]]]:
    """Move a slider, and leave out a town: never twice the same, as the page's script asks."""
    from sciezka.rooms.monitor.queries.choice import read_choice  # noqa: PLC0415
    from sciezka.rooms.town.models import Process  # noqa: PLC0415

    choice = read_choice(Process.objects.get(slug=ADDRESS["process"]), {"grupa": key} if key else {})
    assert choice.peers is not None
    members = [member for member in choice.peers.members if member != TOWN]
    url = f"{address_of('what_if')}{choice.query}"
    form = "application/x-www-form-urlencoded"

    def send(words: list[tuple[str, str]]) -> Any:
        return client.post(url, urlencode(words), content_type=form, headers={"hx-request": "true"})

    def weigh(number: int) -> Any:
        return send([("w-E", str(1 + number / 128)), ("w-S", "0.5")])

    def leave(number: int) -> Any:
        left = members[number % len(members)]
        towns = [TOWN, *(member for member in members if member != left)]
        return send([("towns-sent", "1"), *(("towns", town) for town in towns)])

    yield f"what if, other weights: {said} ({len(members) + 1})", RUNS, weigh
    yield f"what if, a town left out: {said} ({len(members) + 1})", min(RUNS, len(members) - 2), leave


def write_anew(client: Any, home: Path) -> Any:
    """Ask for the document when none is kept."""
    shutil.rmtree(home / "cache" / "reports", ignore_errors=True)
    return client.get(address_of("report_pdf"))


def main() -> None:
    """Do what is asked for."""
    what, home = sys.argv[1], Path(sys.argv[2])
    if what == "fill":
        found: Any = fill(home)
    elif what == "cold":
        found = time_cold(home, sys.argv[3])
    else:
        found = list(time_pages(home))
    print(json.dumps({"day": f"{datetime.date.today():%d.%m.%Y}", "found": found}))  # noqa: DTZ011


if __name__ == "__main__":
    main()
