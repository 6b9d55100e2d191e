"""What the page of data shows, and finding a batch by its address."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q
from django.http import Http404

from sciezka.kit.forms import read_number
from sciezka.rooms.monitor.models import Batch
from sciezka.rooms.monitor.queries.choice import Choice
from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process

CHOICE_WORDS: Final = ("jednostka", "grupa", "rok", "okno", "przepis", "wagi")
LONGEST_WORD: Final = 200


@dataclass(frozen=True, slots=True)
class BatchSpot:
    """A batch as a process sees it.

    Attributes:
        process: whose office.
        batch: a shared batch, or one of the workspace's own.
    """

    process: Process
    batch: Batch

    @property
    def place(self) -> Process:
        """The process: what a person may do with a batch follows from it."""
        return self.process


@dataclass(frozen=True, kw_only=True)
class KeptChoice(Choice):
    """What was looked at before, carried along unread: pages about data open even when the data can't be read."""

    words: Mapping[str, str] = field(default_factory=dict)

    def query_with(self, **changes: object) -> str:
        """Give the end of an address that goes back to what was looked at."""
        kept = {name: value for name, value in {**self.words, **changes}.items() if value not in ("", None)}
        return f"?{urlencode(kept)}" if kept else ""


def keep_choice(process: Process, asked: Mapping[str, str]) -> KeptChoice:
    """Carry along what an address says is looked at, without reading any figures."""
    words = {name: asked[name] for name in CHOICE_WORDS if 0 < len(asked.get(name, "")) <= LONGEST_WORD}
    return KeptChoice(process=process, words=words)


def find_batch(workspace: str, process: str, batch: int) -> BatchSpot:
    """Find a batch that a process sees, shared or its workspace's own, or answer 404."""
    place = find_process(workspace, process)
    number = read_number(batch)
    whose = Q(workspace__isnull=True) | Q(workspace=place.workspace)
    found = Batch.objects.filter(whose, pk=number).select_related("workspace").first() if number else None
    if found is None:
        raise Http404
    return BatchSpot(place, found)


def find_own_batch(workspace: str, process: str, batch: int) -> BatchSpot:
    """Find a batch of the process's own workspace, or answer 404."""
    spot = find_batch(workspace, process, batch)
    if spot.batch.workspace is None:
        raise Http404
    return spot
