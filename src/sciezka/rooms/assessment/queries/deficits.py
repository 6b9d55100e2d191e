"""Looking deficits up for the thread, and what their nodes cite."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import get_language

from sciezka.rooms.assessment.models import Deficit
from sciezka.rooms.assessment.queries.assessments import read_bank_of
from sciezka.rooms.thread.models import Citation
from sciezka.rooms.thread.queries.nouns import Standing, read_keys
from sciezka.rooms.town.models import Process

TYPE: Final = "deficit"


def find_deficits(process: Process, keys: Sequence[str]) -> Mapping[str, Standing]:
    """Tell the thread where deficits are shown; a sentence does not move by itself, so nothing is cited anew."""
    rows = Deficit.objects.filter(card__assessment__process=process, pk__in=read_keys(keys))
    found = {}
    for row in rows.select_related("card__assessment"):
        row.card.assessment.process = process
        found[str(row.pk)] = Standing(row.get_absolute_url())
    return found


def make_citation(deficit: Deficit) -> Citation:
    """Say what a deficit's node cites: the question that it was found by, of which day and from which assessment."""
    assessment = deficit.card.assessment
    found = read_bank_of(assessment).find_item(deficit.card.code)
    question = found[1].text.in_language(get_language() or "pl") if found else ""
    return Citation(
        text=question, of=assessment.decided_on.isoformat(), source=f"{assessment.title}, {deficit.card.code}",
        version=f"{assessment.bank_key} {assessment.bank_version}", href=deficit.get_absolute_url(),
    )  # fmt: skip
