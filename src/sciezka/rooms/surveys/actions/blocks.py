"""Packing answers into blocks, in steps that no single person can be told from, and dropping blocks that no longer hold.

While a survey runs, so many finished responses wait as the survey may show at the fewest; which ones is decided by their
drawn ids. So whoever compares two looks, or the last look with the end, compares groups of at least so many people.
Blocks can be made again: dropping them loses nothing.
"""

from collections import defaultdict
from typing import Any, Final

from django.db import transaction
from django.db.models import Sum

from sciezka.core.polls.columns import join_frames
from sciezka.core.polls.packing import pack
from sciezka.rooms.surveys.models import Block, Response, Survey
from sciezka.rooms.surveys.queries.frames import count_showable, counted_responses, encode_tail, layout_of, read_block
from sciezka.rooms.surveys.queries.frames_layout import LAYOUT_VERSION

BLOCK_ROWS: Final = 5_000
AT_ONCE: Final = 5_000
"""So many are packed while somebody waits for a page; the rest is left to the background."""
IN_CHUNKS: Final = 500


def pack_blocks(survey: Survey, *, most: int = AT_ONCE) -> int:
    """Pack the responses that may be shown by now and are in no block yet.

    Args:
        survey: whose.
        most: how many to pack at once.

    Returns:
        How many more could be packed now.
    """
    if survey.edition_id is None or not _count_ready(survey):
        return 0
    with transaction.atomic():
        # Two people may open the results at once: one packs, the other waits and finds nothing left.
        Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
        _drop_outdated(survey)
        ready = _count_ready(survey)
        taken = min(ready, most)
        # Leaving fewer behind than may be shown would let the next step give them away.
        taken = ready if 0 < ready - taken < survey.fewest else taken
        rows = counted_responses(survey).filter(block__isnull=True).order_by("pk")[:taken]
        by_edition: dict[int, list[Any]] = defaultdict(list)
        for pk, edition, *row in rows.values_list("pk", "edition", "answers", "group", "channel", "language"):
            by_edition[edition].append((pk, tuple(row)))
        for edition, listed in by_edition.items():
            _pack_edition(survey, edition, listed)
        return ready - taken


def _drop_outdated(survey: Survey) -> None:
    """Drop blocks that an earlier version of the program laid out otherwise."""
    Block.objects.filter(survey=survey).exclude(layout__startswith=f"{LAYOUT_VERSION}:").delete()


def _count_ready(survey: Survey) -> int:
    waiting = counted_responses(survey).filter(block__isnull=True).count()
    if not waiting:
        return 0
    shown = Block.objects.filter(survey=survey).aggregate(rows=Sum("rows"))["rows"] or 0
    return count_showable(survey, waiting, shown)


def _pack_edition(survey: Survey, edition: int, rows: list[Any]) -> None:
    layout = layout_of(edition)
    place = f"{LAYOUT_VERSION}:{edition}:{layout.digest[:32]}"
    while rows:
        block = Block.objects.filter(survey=survey, layout=place, rows__lt=BLOCK_ROWS).order_by("pk").last()
        chunk, rows = _split(rows, BLOCK_ROWS - (block.rows if block else 0))
        frame = encode_tail(layout, [row for _pk, row in chunk])
        if block is None:
            block = Block(survey=survey, layout=place)
        else:
            frame = join_frames([read_block(block), frame])
        block.data, block.rows = pack(frame), frame.rows
        block.save()
        for start in range(0, len(chunk), IN_CHUNKS):
            keys = [pk for pk, _row in chunk[start : start + IN_CHUNKS]]
            Response.objects.filter(pk__in=keys).update(block=block)


def _split(rows: list[Any], at: int) -> tuple[list[Any], list[Any]]:
    return rows[:at], rows[at:]


@transaction.atomic
def drop_block_of(response: Response) -> None:
    """Drop the block that a finished response is packed in, after the response was changed, left out or taken back."""
    if response.block_id is None:
        return
    # Those of the block wait to be packed again; the foreign key is emptied by the deletion.
    Block.objects.filter(pk=response.block_id).delete()
    response.block = None


@transaction.atomic
def drop_blocks(survey: Survey) -> None:
    """Drop all blocks of a survey, when its answers are deleted."""
    Block.objects.filter(survey=survey).delete()
