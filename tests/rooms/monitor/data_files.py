"""Files that a city may send, good and hostile, and sending them as a browser does."""

import io
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

PLAIN = "teryt;rok;Wnioski;Uwagi\n0261011;2024;396,5;a\n0261011;2025;412;b\n"
CTAB = """"Kod";"Nazwa";"ogółem;2019;[osoba]";"ogółem;2020;[osoba]";
0201000;"Powiat bolesławiecki";60;50;
0201011;"Bolesławiec (1)";20;0;
0201022;"Bolesławiec (2)";40;30;
"""
CTAB_NAME = "RYNE_1944_CTAB_20250616184618.csv"


def make_workbook(rows: list[list[Any]], *, hide_first: bool = False) -> bytes:
    """Make a workbook with a second sheet."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Dane"
    for row in rows:
        sheet.append(row)
    book.create_sheet("Notatki")
    if hide_first:
        sheet.sheet_state = "hidden"
        book.active = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class Sender:
    """A person at the two steps of bringing in a series."""

    def __init__(self, client: Any, url: str) -> None:
        self.client, self.url = client, url

    def send(self, data: bytes, name: str = "wnioski.csv") -> Any:
        """Send a file; gives the answer to the first step."""
        return self.client.post(self.url, {"file": SimpleUploadedFile(name, data)})

    def open(self, data: bytes, name: str = "wnioski.csv") -> str:
        """Send a file; gives the address of the second step."""
        answer = self.send(data, name)
        assert answer.status_code == 302, answer.content.decode()[-3000:]
        return str(answer.url)

    def bring(self, data: bytes, name: str = "wnioski.csv", **said: Any) -> Any:
        """Send a file and say what is in it; gives the answer to the second step."""
        return self.client.post(self.open(data, name), {**describe(), **said, "import": "1"})


def describe(**changes: Any) -> dict[str, Any]:
    """Give what a browser sends for :data:`PLAIN`."""
    return {
        "title": "Wnioski",
        "source": "Urząd Miasta",
        "retrieved": "2026-01-31",
        "unit": "teryt",
        "year": "rok",
        "decimal": "comma",
        "series_0": "Wnioski",
        "series_1": "",
        **changes,
    }
