"""House rules that an import linter cannot see: what files say."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools import messages

pytestmark = pytest.mark.house

SOURCE = ROOT / "src" / "sciezka"
ROOMS = [path.parent for path in sorted((SOURCE / "rooms").glob("*/apps.py"))]
LONGEST = 400
# The frames of the office and of the residents' site, which every later room's pages stand in (decision 0004), and how a
# noun hangs on the golden thread, which stands on the noun's own page in any room (decision 0013).
DOORS = {"town/office_base.html", "town/site_base.html", "thread/_hanging.html"}


def tracked_files() -> list[Path]:
    """List what the repository holds (and what is about to be added)."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 - fixed words
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_no_file_is_over_400_lines() -> None:
    kinds = {".py", ".html", ".css", ".js"}
    long = {
        str(path.relative_to(ROOT)): count
        for path in tracked_files()
        if path.suffix in kinds
        and "migrations" not in path.parts
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_templates_include_only_their_own_room_or_the_kit() -> None:
    words = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
    foreign = []
    for room in ROOMS:
        # A room may override the templates of a library, which then name each other.
        own = {folder.name for folder in (room / "templates").iterdir()} if (room / "templates").is_dir() else set()
        for path in (room / "templates").rglob("*.html"):
            named = words.findall(path.read_text(encoding="utf-8"))
            foreign += [
                f"{path.relative_to(ROOT)} → {name}"
                for name in named
                if name.split("/")[0] not in {"kit", *own} and name not in DOORS
            ]
    assert foreign == []


def test_templates_hold_no_inline_style_or_script() -> None:
    inline = []
    for path in SOURCE.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"\sstyle=[\"']|<style|\son[a-z]+=[\"']", text):
            inline.append(str(path.relative_to(ROOT)))
        scripts = re.findall(r"<script\b[^>]*>", text)
        inline += [f"{path.relative_to(ROOT)}: {tag}" for tag in scripts if "src=" not in tag and "application/" not in tag]
    assert inline == []


def test_there_are_no_signals_between_rooms() -> None:
    # `duckdb.connect` opens a database, not a signal.
    pattern = re.compile(r"@receiver|(?<!duckdb)\.connect\(|Signal\(")
    found = [
        str(path.relative_to(ROOT))
        for path in (SOURCE / "rooms").rglob("*.py")
        if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_room_says_what_it_is_for() -> None:
    for room in ROOMS:
        text = (room / "__init__.py").read_text(encoding="utf-8")
        assert text.startswith('"""'), room
        assert "Nouns:" in text, room
        assert (room / "manifest.py").exists(), room


def test_committed_files_name_no_registry_and_no_machine() -> None:
    pattern = re.compile(r"registry\.npmjs|pypi\.org|files\.pythonhosted|/work/main|/root/")
    kinds = {".json", ".txt", ".toml", ".py", ".md", ".cfg", ".yaml", ""}
    named = [
        str(path.relative_to(ROOT))
        for path in tracked_files()
        if path.suffix in kinds
        and path != Path(__file__)
        and pattern.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert named == []


CATALOGUES = [(app, language) for app in messages.APPS for language in ("pl", "uk") if messages.speaks(app, language)]


def test_the_pages_on_which_the_public_answers_speak_ukrainian() -> None:
    assert {app.name for app, language in CATALOGUES if language == "uk"} >= {"questions", "surveys"}


@pytest.mark.parametrize(("app", "language"), CATALOGUES, ids=lambda part: getattr(part, "name", part))
def test_each_catalogue_is_complete(app: Path, language: str) -> None:
    catalogue = messages.read_catalogue(messages.catalogue_path(app, language), language)
    spoken = list(messages.read_app(app))
    if language != "pl":
        spoken = messages.choose_public(spoken)
        assert spoken
    sources = {(message.id, message.context) for message in spoken}
    known = {
        (message.id if isinstance(message.id, str) else tuple(message.id), message.context)
        for message in catalogue
        if message.id and messages.is_full(message.string) and not message.fuzzy
    }
    assert sources - known == set()
    assert known - sources == set()


@pytest.mark.parametrize(("app", "language"), CATALOGUES, ids=lambda part: getattr(part, "name", part))
def test_translations_keep_their_placeholders(app: Path, language: str) -> None:
    catalogue = messages.read_catalogue(messages.catalogue_path(app, language), language)
    names = re.compile(r"%\((\w+)\)[sd]|%s|%d")
    broken = []
    for message in catalogue:
        if not message.id:
            continue
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = {name for source in sources for name in names.findall(source)}
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        broken += [text for text in strings if not set(names.findall(text)) <= wanted]
        broken += [text for text in strings[-1:] if set(names.findall(text)) != wanted]
    assert broken == []
