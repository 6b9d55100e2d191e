"""Measure files of answers: seconds and peak memory for 100,000 responses to 40 items, each form in a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.pages import set_up
from tests.benchmarks.results import PEOPLE, fill_survey

FORMS = {"CSV": "csv", "XLSX (in words and in codes)": "xlsx", "SAV (SPSS)": "sav"}
GOAL = "under 300 MB besides the program itself"
MEASURE = """
import sys, tempfile, time
from pathlib import Path
import django
django.setup()
from sciezka.rooms.surveys.documents.answers_csv import write_csv
from sciezka.rooms.surveys.documents.answers_sav import write_sav
from sciezka.rooms.surveys.documents.answers_xlsx import write_xlsx
from sciezka.rooms.surveys.models import Survey
from sciezka.rooms.surveys.queries.exports import Wish, prepare_export
form, survey = sys.argv[1], Survey.objects.get(pk=sys.argv[2])
peak = lambda: int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
before, start, worked = peak(), time.perf_counter(), time.process_time()
with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "answers"
    export = prepare_export(survey, Wish(words=True))
    if form == "sav":
        write_sav(export, path)
    else:
        with path.open("wb") as file:
            write_xlsx(export, file) if form == "xlsx" else file.writelines(write_csv(export))
    size = path.stat().st_size / 2**20
    print(time.perf_counter() - start, time.process_time() - worked, before, peak(), size)
"""


def write_section() -> str:
    """Measure, and write the section."""
    rows = "\n".join(
        f"| {what} | {seconds:.1f} | {worked:.1f} | {peak - before:.0f} | {size:.1f} |"
        for what, seconds, worked, before, peak, size in measure()
    )
    return "\n".join(
        [
            "## Files of answers",
            "",
            f"The survey of 40 items above with {PEOPLE:,} responses, with people's own words, on SQLite. Peak: the most",
            "memory of a process that writes one file, less what the loaded program takes.",
            "",
            "| file | seconds | of the processor | peak, MB | size, MB |",
            "|---|---:|---:|---:|---:|",
            rows,
            "",
            f"Goal: {GOAL}.",
        ]
    )


def measure() -> Iterator[tuple[str, float, float, float, float, float]]:
    """Write each form in a new process."""
    set_up()
    from tests.factories.town import ProcessFactory  # noqa: PLC0415

    survey: Any = fill_survey(ProcessFactory.create())
    for what, form in FORMS.items():
        command = [sys.executable, "-c", MEASURE, form, str(survey.pk)]
        done = subprocess.run(command, env=dict(os.environ), check=True, capture_output=True, text=True)  # noqa: S603
        seconds, worked, before, peak, size = map(float, done.stdout.split()[-5:])
        print(f"{seconds:9.1f} s  {worked:6.1f} s  {peak - before:6.0f} MB  {size:6.1f} MB  {what}", flush=True)
        yield what, seconds, worked, before, peak, size


if __name__ == "__main__":
    print(write_section())
