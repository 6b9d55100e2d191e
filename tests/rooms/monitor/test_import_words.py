"""Every reason for refusing a file has a sentence in the reader's language."""

import re
from pathlib import Path

from django.utils import translation

from sciezka.core.series.table import SeriesProblem
from sciezka.rooms.monitor.queries.series_words import SENTENCES, say_problem

SOURCE = Path(__file__).parents[3] / "src" / "sciezka"


def test_every_code_has_its_sentence() -> None:
    folders = (SOURCE / "core" / "series", SOURCE / "rooms" / "monitor" / "store", SOURCE / "rooms" / "monitor" / "actions")
    code = re.compile(r"\"((?:series|mapping|budget|crosswalk|register)\.[a-z]+)\"")
    raised = {
        found
        for folder in folders
        for path in folder.rglob("*.py")
        if "bdl" not in path.parts
        for found in code.findall(path.read_text(encoding="utf-8"))
    } - {"series.import", "series.withdraw", "series.restore", "crosswalk.csv"}
    assert raised == set(SENTENCES)


def test_a_sentence_names_the_place() -> None:
    problem = SeriesProblem("series.number", "plain", line=7, column="2020", text="dużo")
    with translation.override("en"):
        assert say_problem(problem) == "Line 7, column “2020”: “dużo” is not a number."
    assert say_problem(SeriesProblem("series.other", "As the core says it.")) == "As the core says it."


def test_a_sentence_stands_without_its_place_too() -> None:
    with translation.override("en"):
        assert all(say_problem(SeriesProblem(code, "plain")) for code in SENTENCES)
