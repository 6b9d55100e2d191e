"""``sciezka import_chronicle FILE --workspace SLUG``: read a page into the Kalendarium of a process."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from sciezka.core.chronicle import PageRefused
from sciezka.rooms.town.actions.changes import make_free_slug
from sciezka.rooms.town.actions.import_bulk import accept_many, publish_accepted
from sciezka.rooms.town.actions.imports import NothingRead, Reading, read_page
from sciezka.rooms.town.actions.processes import ProcessValues, open_process, publish_process
from sciezka.rooms.town.actions.programmes import load_shipped_programmes
from sciezka.rooms.town.management.commands.parse_chronicle import read_bytes, speak_utf8
from sciezka.rooms.town.models import PageImport, Process, Programme, Workspace
from sciezka.rooms.town.notes import say_notes
from sciezka.rooms.town.queries.imports import count_entries

NEW_PROCESS = "Rozwój Lokalny – Kalendarium"
PROGRAMME = "rozwoj-lokalny"


class Command(BaseCommand):
    help = "Imports a calendar page into a process: accepts what is new or changed; run again, it changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the page: text, HTML or DOCX; a dash reads from the standard input")
        parser.add_argument("--workspace", required=True, help="the workspace's word in the address")
        parser.add_argument("--process", help="the process's word in the address; else the latest process, or a new one")
        parser.add_argument("--publish", action="store_true", help="publish the entries and the process")
        parser.add_argument("--format", choices=("auto", "text", "html", "docx"), default="auto")

    def handle(self, **options: Any) -> None:
        speak_utf8()
        data = read_bytes(options["file"])
        workspace = Workspace.objects.filter(slug=options["workspace"]).first()
        if workspace is None:
            raise CommandError(f"There is no workspace “{options['workspace']}”.")
        process = self.find_or_open(workspace, options["process"])
        try:
            name = Path(options["file"]).name
            reading = read_page(actor=None, process=process, name=name, data=data, format=options["format"])
        except PageRefused as refused:
            raise CommandError(refused.message) from refused
        except NothingRead as nothing:
            raise CommandError(" ".join(note.message for note in nothing.notes)) from nothing
        self.say_reading(reading)
        accept_many(actor=None, page=reading.page, which="all", may_publish=True)
        self.say_warnings(reading.page)
        if options["publish"]:
            # A page read earlier and not published yet is part of what the command was asked to show.
            published = sum(publish_accepted(actor=None, page=page) for page in process.imports.all())
            publish_process(actor=None, process=process)
            self.stdout.write(f"{published} published")

    def find_or_open(self, workspace: Workspace, slug: str | None) -> Process:
        """Find the process to import into; open one where the workspace has none."""
        processes = workspace.processes.select_related("workspace").order_by("-started_on", "-pk")
        process = processes.filter(slug=slug).first() if slug else processes.first()
        if process is None and slug:
            message = f"There is no process “{slug}” in this workspace."
            raise CommandError(message)
        if process is None:
            values = ProcessValues(name=NEW_PROCESS, started_on=timezone.localdate())
            load_shipped_programmes()
            programme = Programme.objects.filter(key=PROGRAMME).first()
            free = make_free_slug(NEW_PROCESS, taken=set(), fallback="kalendarium")
            process = open_process(actor=None, workspace=workspace, slug=free, values=values, programme=programme)
            self.stdout.write(f"Opened a new process: {process}")
        else:
            self.stdout.write(f"Importing into the process: {process}")
        return process

    def say_reading(self, reading: Reading) -> None:
        """Say in one line what the page brought."""
        self.stdout.write(
            f"{reading.new} new, {reading.changed} changed, {reading.unchanged} unchanged, {reading.gone} gone"
        )
        if reading.gone:
            self.stdout.write("What is gone from the page stays in the Kalendarium; decide about it in the review.")

    def say_warnings(self, page: PageImport) -> None:
        """Name the entries that ask for a look."""
        doubtful = count_entries(page).doubtful
        for entry in page.entries.filter(is_doubtful=True, change__in=("new", "changed")) if doubtful else ():
            with translation.override("en"):
                remarks = [remark for remark in say_notes(entry.notes) if not remark.is_quiet]
            for remark in remarks:
                self.stderr.write(f"line {remark.line}: {remark.met} {remark.advice}")
