"""``sciezka parse_chronicle FILE``: read a page into entries and print them. No database is touched."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sciezka.core.chronicle import MAX_BYTES, Chronicle, PageRefused, parse_chronicle

TITLE_WIDTH = 72
DATE_WIDTH = 23


class Command(BaseCommand):
    help = "Reads a calendar page (text, HTML or DOCX) and prints the entries it would give."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the page; a dash reads from the standard input")
        parser.add_argument("--format", choices=("auto", "text", "html", "docx"), default="auto")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print a JSON list instead of a table")

    def handle(self, **options: Any) -> None:
        speak_utf8()
        chronicle = read_chronicle(read_bytes(options["file"]), options["format"])
        if options["as_json"]:
            entries = [entry.as_json() for entry in chronicle.entries]
            self.stdout.write(json.dumps(entries, ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(draw_table(chronicle)))
        for note in chronicle.notes:
            self.stderr.write(f"line {note.line}: {note.message}")


def speak_utf8() -> None:
    """Print UTF-8 wherever it goes: a page has letters that a poor terminal's encoding lacks."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


def read_bytes(name: str) -> bytes:
    """Read the file named on the command line, or say why it can't be read."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    path = Path(name)
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"{name} can't be opened: {reason}. Check the path."
        raise CommandError(message) from error


def read_chronicle(data: bytes, format_: Any) -> Chronicle:
    """Read a page, or say in a sentence why it was refused."""
    try:
        return parse_chronicle(data, format=format_)
    except PageRefused as refused:
        raise CommandError(refused.message) from refused


def draw_table(chronicle: Chronicle) -> list[str]:
    """Write the entries one in a line, with their warnings below."""
    lines: list[str] = []
    for entry in chronicle.entries:
        facts = ", ".join(filter(None, (entry.kind, entry.mode or "", f"({entry.stage})" if entry.stage else "")))
        title = entry.title if len(entry.title) <= TITLE_WIDTH else f"{entry.title[: TITLE_WIDTH - 1]}…"
        lines.append(f"{entry.date.isoformat():<{DATE_WIDTH}} {title}  [{facts}]")
        lines += [f"{'':<{DATE_WIDTH}} ! line {note.line}: {note.message}" for note in entry.warnings]
    return lines
