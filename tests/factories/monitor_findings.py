"""Findings for tests, and a store whose figures are revised."""

from urllib.parse import urlencode

from django.urls import reverse

from sciezka.rooms.monitor.actions.imports import SeriesValues, import_file
from sciezka.rooms.monitor.models import Batch, Finding
from sciezka.rooms.town.models import Process
from tests.factories.city import City
from tests.factories.monitor import TOWN, write_figures


def keep_finding(city: City, *, code: str = "M", kind: str = "", title: str = "Miasto F jest w środku grupy") -> Finding:
    """Keep a reading of the town as a finding, by the form."""
    query = urlencode({"jednostka": TOWN, "rok": 2021, "o": code, "rodzaj": kind})
    address = f"{reverse('monitor:finding_new', kwargs=city.process.address)}?{query}"
    client = city.sign_in("coordinator")
    form = client.get(address).context["form"]
    client.post(address, {"title": title, "remark": "", "seen": form.initial["seen"]})
    return Finding.objects.latest("pk")


def make_finding(process: Process, *, title: str) -> Finding:
    """Make a finding without any data behind it, for walks over addresses."""
    reading = {"kind": "score", "code": "M", "name": "Całość", "town": TOWN, "year": 2021, "number": 101.5, "unit": "pkt"}
    return Finding.objects.create(
        process=process, title=title, subject="M", unit=TOWN, year=2021, reading=reading, recipe_digest="0" * 64
    )


def fall_of_store() -> Batch:
    """Bring in newer figures in which the town has half of its working people and twice its unemployed."""
    lines = []
    for line in write_figures().splitlines():
        parts = line.split(";")
        if parts[0] == TOWN and parts[1] in {"bdl:54821", "bdl:10514", "bdl:76070"}:
            factor = 2 if parts[1] == "bdl:10514" else 0.5
            parts[3] = str(round(int(parts[3]) * factor))
        lines.append(";".join(parts))
    data = "\n".join(lines).replace("retrieved: 2026-01-15", "retrieved: 2026-02-20").encode()
    return import_file(
        actor=None, data=data, name="revised.csv", values=SeriesValues(title="Revised", source="figures invented for tests")
    ).batch
