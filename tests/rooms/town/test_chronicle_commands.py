"""The two commands of the importer: reading a page without a database, and importing it."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sciezka.rooms.town.models import Event, Process
from tests.factories.town import ProcessFactory, WorkspaceFactory

pytestmark = pytest.mark.both_databases

PAGE = """Kalendarium

09.10.2020

Wybrano partnerów. Więcej: https://dolina.example/partnerzy

Maj 2020 - Czerwiec 2020

Badanie ankietowe mieszkańców.

Wtorek, dnia któregoś 2020

31.02.2020

Dzień, którego nie ma.
"""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "kalendarium.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def run(*arguments: str, home: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {
        **os.environ,
        "SCIEZKA_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "sciezka.config.settings",
        "LC_ALL": "C",
    }
    environment.pop("SCIEZKA_DATABASE_URL", None)
    command = [sys.executable, "-W", "error", "-m", "django", "parse_chronicle", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)  # noqa: S603 - fixed words


def test_reading_prints_json_in_utf8_and_touches_no_database(page: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = run(str(page), "--json", home=home)
    entries = json.loads(done.stdout.decode("utf-8"))
    assert done.returncode == 0
    assert [(entry["start"], entry["end"], entry["precision"]) for entry in entries] == [
        ("2020-10-09", "2020-10-09", "day"),
        ("2020-05-01", "2020-06-30", "months"),
    ]
    assert entries[0]["links"] == [{"url": "https://dolina.example/partnerzy", "label": "Więcej"}]
    assert {"title", "text", "kind", "mode", "stage", "bodies", "warnings"} <= set(entries[0])
    assert any(warning["code"] == "date_impossible" for warning in entries[1]["warnings"])
    assert "partnerów".encode() in done.stdout
    assert b"above the first date" in done.stderr
    assert not list(home.rglob("*sqlite3*"))


def test_what_cannot_be_read_ends_with_a_sentence_and_exit_code_one(tmp_path: Path) -> None:
    picture = tmp_path / "mapa.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    refused = run(str(picture), "--json", home=tmp_path)
    missing = run(str(tmp_path / "nie-ma.txt"), home=tmp_path)
    assert (refused.returncode, missing.returncode) == (1, 1)
    assert b"picture" in refused.stderr
    assert b"can't be opened" in missing.stderr
    assert b"Traceback" not in refused.stderr + missing.stderr
    assert refused.stdout == b""


def test_without_json_a_person_can_read_it(page: Path) -> None:
    out = StringIO()
    call_command("parse_chronicle", str(page), stdout=out, stderr=StringIO())
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("2020-10-09 ")
    assert "Wybrano partnerów" in lines[0]


def test_the_format_can_be_named(tmp_path: Path) -> None:
    path = tmp_path / "strona.bin"
    path.write_text(
        "<p><b>09.10.2020</b></p><p>Wybrano <a href='https://dolina.example/'>partnerów</a></p>", encoding="utf-8"
    )
    out = StringIO()
    call_command("parse_chronicle", str(path), "--format", "html", "--json", stdout=out, stderr=StringIO())
    assert json.loads(out.getvalue())[0]["links"][0]["url"] == "https://dolina.example/"


def import_page(page: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("import_chronicle", str(page), *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


@pytest.mark.django_db
def test_importing_opens_a_process_where_there_is_none(page: Path) -> None:
    workspace = WorkspaceFactory(slug="dolina")
    said = import_page(page, "--workspace", "dolina", "--publish")
    process = workspace.processes.get()
    assert "Opened a new process" in said
    assert "2 new, 0 changed" in said
    assert "2 published" in said
    assert process.name == "Rozwój Lokalny – Kalendarium"
    assert process.is_published
    assert [stage.number for stage in process.stages.all()] == ["I", "II", "III", "IV"]
    assert process.events.filter(status=Event.Status.PUBLISHED).count() == 2


@pytest.mark.django_db
def test_importing_again_changes_nothing(page: Path) -> None:
    process = ProcessFactory(workspace__slug="dolina")
    import_page(page, "--workspace", "dolina")
    before = list(process.events.values())
    assert "0 new, 0 changed" in import_page(page, "--workspace", "dolina")
    assert list(process.events.values()) == before


@pytest.mark.django_db
def test_publishing_later_shows_what_was_imported_before(page: Path) -> None:
    process = ProcessFactory(workspace__slug="dolina")
    import_page(page, "--workspace", "dolina")
    assert not process.events.filter(status=Event.Status.PUBLISHED).exists()
    assert "2 published" in import_page(page, "--workspace", "dolina", "--publish")


@pytest.mark.django_db
def test_the_process_can_be_named(page: Path) -> None:
    older = ProcessFactory(workspace__slug="dolina", slug="pierwszy", started_on="2019-01-01")
    newer = ProcessFactory(workspace=older.workspace, slug="drugi", started_on="2025-01-01")
    import_page(page, "--workspace", "dolina", "--process", "pierwszy")
    assert (older.events.count(), newer.events.count()) == (2, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("arguments", [["--workspace", "nie-ma"], ["--workspace", "dolina", "--process", "nie-ma"]])
def test_a_place_that_does_not_exist_is_said(page: Path, arguments: list[str]) -> None:
    WorkspaceFactory(slug="dolina")
    with pytest.raises(CommandError, match="nie-ma"):
        import_page(page, *arguments)
    assert not Process.objects.exists()


@pytest.mark.django_db
def test_a_page_that_cannot_be_read_leaves_the_kalendarium_alone(tmp_path: Path) -> None:
    process = ProcessFactory(workspace__slug="dolina")
    path = tmp_path / "pusta.txt"
    path.write_bytes(b"")
    with pytest.raises(CommandError, match="empty"):
        import_page(path, "--workspace", "dolina")
    assert not process.events.exists()
