"""Looking deficits up for the thread."""

from collections.abc import Mapping, Sequence

from sciezka.rooms.assessment.models import Deficit
from sciezka.rooms.thread.queries.nouns import Standing
from sciezka.rooms.town.models import Process

LONGEST_KEY = 18


def find_deficits(process: Process, keys: Sequence[str]) -> Mapping[str, Standing]:
    """Tell the thread where deficits are shown; a sentence does not move by itself, so nothing is cited anew."""
    wanted = [key for key in keys if key.isdecimal() and len(key) <= LONGEST_KEY]
    rows = Deficit.objects.filter(card__assessment__process=process, pk__in=wanted)
    found = {}
    for row in rows.select_related("card__assessment"):
        row.card.assessment.process = process
        found[str(row.pk)] = Standing(row.get_absolute_url())
    return found
