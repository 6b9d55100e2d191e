"""Editions as those who answer meet them: read once and kept."""

import threading
from collections import OrderedDict
from typing import Final

from django.http import Http404

from sciezka.rooms.questions.models import Edition
from sciezka.rooms.questions.schema.stored import read_questionnaire
from sciezka.rooms.questions.schema.types import Questionnaire

KEPT: Final = 64
"""So many editions one process keeps read."""

_kept: OrderedDict[str, Questionnaire] = OrderedDict()
_lock = threading.Lock()


def read_edition(edition: int, digest: str = "") -> Questionnaire:
    """Read the questionnaire of an edition. Editions never change, so it is kept, under its digest.

    Args:
        edition: its number in the database.
        digest: of its content, where it is known; it is asked for otherwise.
    """
    if not digest:
        digest = Edition.objects.filter(pk=edition).values_list("digest", flat=True).first() or ""
    with _lock:
        kept = _kept.get(digest)
        if kept is not None:
            _kept.move_to_end(digest)
            return kept
    content = Edition.objects.filter(pk=edition).values_list("content", flat=True).first()
    if content is None:
        raise Http404
    questionnaire = read_questionnaire(content)
    with _lock:
        _kept[digest] = questionnaire
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    return questionnaire
