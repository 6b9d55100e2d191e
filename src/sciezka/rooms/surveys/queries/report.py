"""What the report of a survey holds: its results as they are shown, findings, the wave before, and what was asked.

Every number comes from the protected results, or, once the answers are deleted, from the release that was kept.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from sciezka.kit.markup import strip_markdown
from sciezka.rooms.surveys.models import Release, Survey
from sciezka.rooms.surveys.queries.findings import findings_of
from sciezka.rooms.surveys.queries.findings_reading import load_reading
from sciezka.rooms.surveys.queries.frames import FrameSight
from sciezka.rooms.surveys.queries.releases import ShownRelease, find_last, show_content
from sciezka.rooms.surveys.queries.releases_content import make_content
from sciezka.rooms.surveys.queries.results_page import open_sight
from sciezka.rooms.surveys.queries.results_waves import ChangedItem, Waves, compare_surveys
from sciezka.rooms.thread.queries import nodes_for

LONGEST_SUMMARY: Final = 5_000
KEY_RESULTS: Final = 7
TELLING: Final = frozenset({"bars", "steps", "set", "scores", "stack", "number", "profile"})


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding with its code on the thread."""

    code: str
    title: str
    figure: str
    n: int
    day: dt.date


@dataclass(frozen=True, slots=True)
class Report:
    """A survey's results as a document.

    Attributes:
        survey: whose.
        shown: the results in the report's language.
        day: the day they are of.
        language: ``pl`` or ``en``.
        ways: by which ways people answered, with their numbers.
        findings: what was kept of them.
        waves: what changed since the wave before; nothing where there is none.
        key: the results that the summary names: (question, sentence).
    """

    survey: Survey
    shown: ShownRelease
    day: dt.date
    language: str
    ways: tuple[tuple[str, int], ...]
    findings: tuple[KeptFinding, ...]
    waves: Waves | None
    key: tuple[tuple[str, str], ...]

    @property
    def changes(self) -> tuple[ChangedItem, ...]:
        """What can be compared with the wave before."""
        return self.waves.items if self.waves else ()

    @property
    def learned(self) -> tuple[str, ...]:
        """What the office wrote about the results, by paragraphs."""
        return _split(self.shown.summary)

    @property
    def next(self) -> tuple[str, ...]:
        """What the office wrote about what comes next, by paragraphs."""
        return _split(self.shown.next)


def _split(text: str) -> tuple[str, ...]:
    parts = (strip_markdown(part, LONGEST_SUMMARY) for part in text.replace("\r", "").split("\n\n"))
    return tuple(part for part in parts if part)


def make_report(survey: Survey, language: str) -> Report | None:
    """Gather a survey's report in a language; nothing where no result can be told."""
    last, sight = find_last(survey), open_sight(survey)
    content = _read_content(survey, sight, last, language)
    if content is None:
        return None
    shown = show_content(survey, content, last.summary if last else "", language)
    return Report(
        survey=survey,
        shown=shown,
        day=timezone.localdate(last.made_at) if sight is None and last else timezone.localdate(),
        language=language,
        ways=tuple((label, count) for label, count in shown.view.get("ways", ())),
        findings=tuple(_list_findings(survey)),
        waves=_compare(survey, sight, language),
        key=tuple(_pick_key(shown)),
    )


def _read_content(
    survey: Survey, sight: FrameSight | None, last: Release | None, language: str
) -> Mapping[str, Any] | None:  # fmt: skip
    if sight is None:
        return last.content if last is not None and last.content.get("views") else None
    if sight.n < survey.fewest:
        return None
    next_step = str(last.content.get("next") or "") if last else ""
    return make_content(sight, next_step=next_step, languages=(language,))


def _list_findings(survey: Survey) -> list[KeptFinding]:
    rows = list(findings_of(survey).order_by("kept_at", "pk"))
    nodes = nodes_for(survey.process, rows)
    found = []
    for row in rows:
        reading, node = load_reading(row.reading), nodes.get(str(row.pk))
        day = timezone.localdate(row.kept_at)
        found.append(KeptFinding(node.code if node else "–", row.title, reading.text, reading.n, day))
    return found


def _compare(survey: Survey, sight: FrameSight | None, language: str) -> Waves | None:
    before = open_sight(survey.previous) if survey.previous is not None and sight is not None else None
    if before is None or sight is None or before.n < survey.previous.fewest:  # type: ignore[union-attr]
        return None
    return compare_surveys(before, sight, language)


def _is_telling(card: Mapping[str, Any]) -> bool:
    sight = card["sight"]
    if not sight["n"] or sight["shape"] not in TELLING:
        return False
    bars = [*card["bars"], *card["more"], *card["unsure"]]
    # A summary doesn't say of a question that nothing may be said.
    if bars and not any(bar["width"] for bar in bars):
        return False
    return not card["stacks"] or sum(stack["row"]["mean"] is not None for stack in card["stacks"]) > 1


def _pick_key(shown: ShownRelease) -> list[tuple[str, str]]:
    """Choose what a summary names: a telling result of each chapter in turn, till there are enough, in order."""
    chapters = [[card for card in chapter["cards"] if _is_telling(card)] for chapter in shown.view["chapters"]]
    picked: list[Mapping[str, Any]] = []
    for round_ in range(max(map(len, chapters), default=0)):
        picked += [cards[round_] for cards in chapters if round_ < len(cards)]
    picked = sorted(picked[:KEY_RESULTS], key=lambda card: card["number"])
    return [(card["sight"]["question"], card["sentence"]) for card in picked]
