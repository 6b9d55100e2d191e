"""The answers that results are reckoned on: packed blocks, joined, and kept in the process while they hold.

While a survey runs, only blocks count, and results take in no fewer people at once than the survey may show: they move in
steps, and two looks at them never differ by a few people. Once it is over, the rest counts too; late ones (papers entered
afterwards) still come by steps, until a week after the end whoever is left is taken in.
"""

import datetime as dt
import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any, Final

from django.db.models import QuerySet, Sum
from django.utils import timezone

from sciezka.core.polls.columns import ColumnSpec, Frame, encode_rows, join_frames, keep_where
from sciezka.core.polls.packing import unpack
from sciezka.rooms.questions.models import Edition
from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.questions.schema.types import Questionnaire
from sciezka.rooms.surveys.models import Block, Phase, Response, Survey
from sciezka.rooms.surveys.queries.frames_layout import GROUP, LAYOUT_VERSION, Layout, fill_rows, lay_out

LATE: Final = dt.timedelta(days=7)
"""So long after the end answers that come late (papers, who was in the middle) wait until they are many enough."""
MOST_CELLS: Final = 40_000_000
"""So many cells of frames are kept in one process: about as many bytes or a few times as many."""

Tail = Sequence[tuple[Mapping[str, Any], str, str, str]]


@dataclass(frozen=True, slots=True, eq=False)
class FrameSight:
    """What results are reckoned on.

    Attributes:
        survey: whose answers.
        questionnaire: what was asked, in the survey's edition.
        leads: for each item the items whose answers decided whether it was asked.
        frame: the answers; a thing of ``core.polls`` that rooms only hand on.
        digest: another one whenever any answer that counts is another.
        n: how many responses count.
        filters: to whom it was narrowed: codes by column.
    """

    survey: Survey
    questionnaire: Questionnaire
    leads: Mapping[str, frozenset[str]]
    frame: Frame
    digest: str
    n: int
    filters: Mapping[str, str] = field(default_factory=dict)


def layout_of(edition: int) -> Layout:
    """Give the columns of an edition; what was frozen once is read once, by its digest."""
    return _layout_by_digest(Edition.objects.values_list("digest", flat=True).get(pk=edition), edition)


@lru_cache(maxsize=64)
def _layout_by_digest(digest: str, edition: int) -> Layout:  # noqa: ARG001 - the digest tells editions apart, the key finds one
    return lay_out(read_questionnaire(Edition.objects.values_list("content", flat=True).get(pk=edition)))


def counted_responses(survey: Survey) -> QuerySet[Response]:
    """Give the responses that count: finished, within the quotas, not left out."""
    return survey.responses.filter(finished_hour__isnull=False, quota="", left_out="")


def shown_responses(survey: Survey) -> QuerySet[Response]:
    """Give the responses that results are of now, for what is read from the answers themselves."""
    rows = counted_responses(survey)
    packed = rows.filter(block__isnull=False)
    if is_over(survey):
        waiting = rows.filter(block__isnull=True).count()
        if count_showable(survey, waiting, Block.objects.filter(survey=survey).count()):
            return rows
    return packed


def end_of(survey: Survey) -> dt.datetime | None:
    """Give the moment of a survey's end, once it is past; nothing before."""
    if survey.phase == Phase.CALLED_OFF:
        return survey.called_off_at
    return survey.closes_at if survey.phase == Phase.CLOSED else None


def is_over(survey: Survey) -> bool:
    """Tell whether nobody answers any more, so that all answers may be shown."""
    return end_of(survey) is not None


def count_showable(survey: Survey, waiting: int, shown: int) -> int:
    """Tell how many of those who wait may be taken into the results now.

    Args:
        survey: whose answers.
        waiting: how many are in no block.
        shown: how many are.
    """
    if not is_over(survey):
        return waiting - survey.fewest if waiting >= 2 * survey.fewest else 0
    end = end_of(survey)
    late = end is not None and timezone.now() >= end + LATE
    return waiting if waiting >= survey.fewest or not shown or late else 0


def count_shown(survey: Survey, counted: int) -> int:
    """Tell of how many responses the results are, or will be when somebody opens them, of those that count."""
    shown = Block.objects.filter(survey=survey).aggregate(rows=Sum("rows"))["rows"] or 0
    return shown + count_showable(survey, max(0, counted - shown), shown)


def read_frame(survey: Survey, *, filters: Mapping[str, str] | None = None) -> FrameSight:
    """Read what results are reckoned on.

    Args:
        survey: a survey that was launched.
        filters: codes by column; only who gave all of them. Who shows such a result must protect it.

    Raises:
        Survey.DoesNotExist: of a survey that has no edition yet.
    """
    if survey.edition_id is None:
        raise Survey.DoesNotExist
    blocks = list(Block.objects.filter(survey=survey).order_by("pk").values_list("pk", "layout", "rows"))
    tail = _read_tail(survey, sum(rows for _pk, _layout, rows in blocks))
    digest = _digest(survey, blocks, tail)
    frame = _KEPT.get(digest)
    if frame is None:
        frame = _KEPT.put(digest, _build(survey, tail))
    layout = layout_of(survey.edition_id)
    if not filters:
        return FrameSight(survey, layout.questionnaire, layout.leads, frame, digest, frame.rows)
    for name, code in filters.items():
        frame = keep_where(frame, name, [code])
    return FrameSight(survey, layout.questionnaire, layout.leads, frame, digest, frame.rows, dict(filters))


def read_block(block: Block) -> Frame:
    """Give the answers of a block."""
    return unpack(bytes(block.data))


def encode_tail(layout: Layout, rows: Tail) -> Frame:
    """Encode responses by a layout."""
    filled = list(fill_rows(layout, rows))
    groups = sorted({row[GROUP] for row in filled if row[GROUP]})
    # A column must have some code, so nobody's group is one that nobody is in.
    spec = ColumnSpec(name=GROUP, kind="choice", codes=tuple(groups) or ("–",))
    return encode_rows((*layout.specs, spec), filled)


def _read_tail(survey: Survey, shown: int) -> list[tuple[int, Any]]:
    """Read who is in no block and counts all the same: after the end, when nobody has packed them yet."""
    if not is_over(survey):
        return []
    rows = counted_responses(survey).filter(block__isnull=True).order_by("pk")
    listed = [
        (edition, (answers, group, way, language))
        for edition, answers, group, way, language in rows.values_list("edition", "answers", "group", "channel", "language")
    ]
    return listed if count_showable(survey, len(listed), shown) else []


def _build(survey: Survey, tail: list[tuple[int, Any]]) -> Frame:
    assert survey.edition_id is not None  # noqa: S101 - read_frame looked
    frames = [read_block(block) for block in Block.objects.filter(survey=survey).order_by("pk")]
    editions = dict.fromkeys(edition for edition, _row in tail)
    frames += [encode_tail(layout_of(edition), [row for at, row in tail if at == edition]) for edition in editions]
    # The columns of the edition in force come first, in its order, also where nobody answered.
    empty = encode_tail(layout_of(survey.edition_id), [])
    return join_frames([empty, *frames])


def _digest(survey: Survey, blocks: list[tuple[int, str, int]], tail: list[tuple[int, Any]]) -> str:
    # The same moment must be written alike whether it was just set or read from the database.
    made = survey.created_at.astimezone(dt.UTC).isoformat()
    written = json.dumps([LAYOUT_VERSION, survey.pk, made, survey.edition_id, blocks, tail], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


class _Kept:
    """The frames last read, up to so many cells."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._frames: OrderedDict[str, Frame] = OrderedDict()
        self._lock = Lock()

    def get(self, digest: str) -> Frame | None:
        """Give a frame that is kept."""
        with self._lock:
            if digest in self._frames:
                self._frames.move_to_end(digest)
            return self._frames.get(digest)

    def put(self, digest: str, frame: Frame) -> Frame:
        """Keep a frame, and let go of the oldest beyond the limit."""
        with self._lock:
            self._frames[digest] = frame
            while len(self._frames) > 1 and sum(map(_count_cells, self._frames.values())) > self._most:
                self._frames.popitem(last=False)
        return frame


def _count_cells(frame: Frame) -> int:
    return frame.rows * sum(len(spec.codes) if spec.kind == "set" else 1 for spec in frame.specs)


_KEPT = _Kept(MOST_CELLS)
