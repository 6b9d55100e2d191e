"""What comes in when a person answers: a parcel of edits from the page's script, or the whole form without one."""

import datetime as dt
import json
import math
import uuid
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sciezka.core.consensus.types import Special
from sciezka.kit.forms import read_number
from sciezka.rooms.rounds.actions.edits import Edit
from sciezka.rooms.rounds.models import Round
from sciezka.rooms.rounds.queries.sheets import CellKey, list_cells, write_cell

MOST_EDITS: Final = 500
LARGEST_BODY: Final = 4 * 1024 * 1024
SMALLEST, LARGEST = -32_768, 32_767
Shown = dict[str, list[Any]]


def read_parcel(body: bytes, now: dt.datetime) -> tuple[str, list[Edit]]:
    """Read what the page's script sends: whose changes they are, and the changes.

    Raises:
        ValidationError: with a sentence, for anything that is no such parcel.
    """
    if len(body) > LARGEST_BODY:
        raise ValidationError(_("Too much was sent at once. Nothing of it was saved."), code="large")
    try:
        parcel = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as wrong:
        raise ValidationError(_("What was sent can't be read. Nothing of it was saved."), code="unread") from wrong
    rows = parcel.get("edits") if isinstance(parcel, dict) else None
    if not isinstance(rows, list) or len(rows) > MOST_EDITS:
        raise ValidationError(
            _("A list of at most %(limit)s changes was expected. Nothing was saved."),
            code="list",
            params={"limit": MOST_EDITS},
        )
    return str(parcel.get("who", "")), [_read_edit(row, now) for row in rows]


def _read_edit(row: object, now: dt.datetime) -> Edit:
    if not isinstance(row, dict):
        raise ValidationError(_("A change can't be read. Nothing was saved."), code="edit")
    try:
        key = uuid.UUID(str(row.get("key")))
        item, scale, against = read_cell(row.get("cell"))
        value, special = read_given(row.get("given"))
        reason = clean_text(row.get("reason", ""))
    except ValueError as wrong:
        raise ValidationError(_("A change can't be read. Nothing was saved."), code="edit") from wrong
    return Edit(
        key=key, item=item, scale=scale, against=against, value=value, special=special, reason=reason,
        edited_at=_read_moment(row.get("at"), now),
    )  # fmt: skip


def read_cell(word: object) -> CellKey:
    """Read ``item:scale:column``."""
    parts = word.split(":") if isinstance(word, str) else []
    match parts:
        case [item, scale, against] if (number := read_number(item)) is not None:
            column = read_number(against)
            if against and column is None:
                raise ValueError(against)
            return (number, scale[:40], column)
        case _:
            raise ValueError(word)


def read_given(word: object) -> tuple[int | None, str]:
    """Read a number, ``dk``, ``na``, or nothing."""
    if not isinstance(word, str):
        raise ValueError(word)  # noqa: TRY004 - one kind of refusal for all that can't be read
    if not word:
        return None, ""
    if word in set(Special):
        return None, word
    digits = word.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < len(str(LARGEST)) + 1):
        raise ValueError(word)
    value = int(word)
    if not SMALLEST <= value <= LARGEST:
        raise ValueError(word)
    return value, ""


def clean_text(text: object) -> str:
    """Read what a person typed; signs that no database keeps are left out."""
    if not isinstance(text, str):
        raise ValueError(text)  # noqa: TRY004 - one kind of refusal for all that can't be read
    kept = text.replace("\x00", "").replace("\r\n", "\n").strip()
    return kept.encode("utf-8", "ignore").decode("utf-8")


def _read_moment(given: object, now: dt.datetime) -> dt.datetime:
    """Read milliseconds of the clock; what is no moment was made now."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not math.isfinite(given):
        return now
    try:
        return dt.datetime.fromtimestamp(given / 1000, tz=dt.UTC)
    except (OverflowError, OSError, ValueError):
        return now


def read_form(posted: Mapping[str, str], round_: Round, now: dt.datetime) -> tuple[list[Edit], str]:
    """Read the whole form as sent without a script: only what differs from what the form showed is a change.

    So a form that was opened before another tab changed something does not put the older answers back.

    Returns:
        the changes, and a sentence about what could not be read; that stays as it was.
    """
    shown = _read_shown(posted.get("shown", ""))
    taken_back = posted.get("clear", "")
    cells = list_cells(round_, round_.items.all())
    words = [write_cell(cell) for cell in cells]
    places, problem = _read_places(posted, words, shown) if round_.kind == Round.Kind.RANKING else (None, "")
    edits = []
    for cell in cells:
        word = write_cell(cell)
        before = shown.get(word, ["", ""])
        given = _read_field(posted, word, str(before[0]), round_.kind) if places is None else places.get(word, "")
        reason = clean_text(posted.get(f"r:{word}", before[1]))
        if word == taken_back:
            given, reason = "", ""
        if (given, reason) == (str(before[0]), before[1]):
            continue
        try:
            value, special = read_given(given)
        except ValueError:
            problem = _("An answer can't be read, so it stays as it was.")
            continue
        item, scale, against = cell
        edits.append(
            Edit(key=uuid.uuid4(), item=item, scale=scale, against=against, value=value, special=special, reason=reason,
                 edited_at=now)
        )  # fmt: skip
    return edits, problem


def _read_field(posted: Mapping[str, str], word: str, before: str, kind: str) -> str:
    """Read one answer of a form; a box that is not ticked is not sent, a row of radio buttons may not be there."""
    if kind == Round.Kind.PICK:
        return "1" if f"a:{word}" in posted else ""
    return posted.get(f"a:{word}", before).strip()


def _read_places(posted: Mapping[str, str], words: list[str], shown: Shown) -> tuple[dict[str, str], str]:
    """Read the places of a ranking: what was given a place that another holds stands before that other."""
    problem = ""
    held: list[tuple[float, bool, int, str]] = []
    moved, _sign, way = posted.get("move", "").rpartition("=")
    for position, word in enumerate(words):
        before = str(shown.get(word, ["", ""])[0])
        given = posted.get(f"a:{word}", before).strip()
        if word == moved and way == "last":
            given = str(len(words) + 1)
        if not given or word == posted.get("clear"):
            continue
        place = read_number(given)
        if not place:
            problem = _("A place is a number from 1 up. What was typed otherwise stays as it was.")
            place = read_number(before)
        if not place:
            continue
        step = {"up": -1.5, "down": 1.5}.get(way, 0) if word == moved else 0
        held.append((place + step, given == before, position, word))
    return {word: str(place) for place, (*_order, word) in enumerate(sorted(held), start=1)}, problem


def _read_shown(text: str) -> Shown:
    """Read what the form showed; of anything else nothing is believed."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(word): [str(row[0]), str(row[1])] for word, row in found.items() if isinstance(row, list) and len(row) > 1}


class EntryForm(forms.Form):
    """Taking part by an open link."""

    name = forms.CharField(
        label=gettext_lazy("Name or function"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("The co-ordinator sees it beside the answers."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
