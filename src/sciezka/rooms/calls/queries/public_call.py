"""The page of a call: what it looks for, by which criteria it will be judged, what was changed and asked."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, DateTimeField, DecimalField, Field
from django.template.defaultfilters import filesizeformat
from django.utils.dateparse import parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sciezka.kit.templatetags.kit import long_day, moment
from sciezka.kit.typography import write_money
from sciezka.kit.uploads import read_extension
from sciezka.rooms.calls.models import Amendment, Call, CallFile, Criterion, Inquiry
from sciezka.rooms.calls.queries.figures import write_given
from sciezka.rooms.path.models import Goal


@dataclass(frozen=True, slots=True)
class Judged:
    """A criterion as residents read it.

    Args:
        criterion: the criterion.
        levels: what each number of points means: (points, words).
        weight: its weight, written.
        span: from how many points to how many.
        worth: the most that it adds to the score, written.
        share: that as a part of the highest score, in per cent.
        threshold: the mean that has to be reached, written; empty when there is none.
    """

    criterion: Criterion
    levels: tuple[tuple[str, str], ...]
    weight: str
    span: str
    worth: str
    share: int
    threshold: str


def read_judged(criteria: list[Criterion]) -> list[Judged]:
    """Say by what submissions are judged, and how much each criterion can add."""
    whole = sum((one.weight * one.most for one in criteria), Decimal(0))
    return [
        Judged(
            criterion=one,
            levels=tuple(read_levels(one)),
            weight=write_given(one.weight),
            span=f"{write_given(one.least)}–{write_given(one.most)}",
            worth=write_given(one.weight * one.most),
            share=round(100 * one.weight * one.most / whole) if whole > 0 else 0,
            threshold="" if one.threshold is None else write_given(one.threshold),
        )
        for one in criteria
    ]


def read_levels(criterion: Criterion) -> Iterator[tuple[str, str]]:
    """Give what each level of a criterion means; a row that says nothing is passed over."""
    for row in criterion.levels if isinstance(criterion.levels, list) else ():
        if isinstance(row, dict) and str(row.get("text", "")).strip():
            yield say_points(str(row.get("points", ""))), str(row["text"])


def say_points(text: str) -> str:
    """Write points that stand as text."""
    try:
        return write_given(Decimal(text))
    except (InvalidOperation, ValueError):
        return text


@dataclass(frozen=True, slots=True)
class Day:
    """A line of the timetable."""

    when: str
    what: str
    is_past: bool


def read_timetable(call: Call, today: dt.date) -> list[Day]:
    """Read the timetable; a line whose day can't be read is shown with what stands there."""
    found = []
    for row in call.timetable if isinstance(call.timetable, list) else ():
        if not isinstance(row, dict):
            continue
        first, last = (read_day(row.get(name)) for name in ("day", "until"))
        when = long_day(first) if first else str(row.get("day", ""))
        if last and last != first:
            when = f"{when} – {long_day(last)}"
        end = last or first
        found.append(Day(when, str(row.get("what", "")), is_past=bool(end and end < today)))
    return found


def read_day(text: object) -> dt.date | None:
    """Read a day, or give nothing."""
    try:
        return dt.date.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Change:
    """What stood somewhere and what stands instead: in a call after an amendment, in a submission after a correction."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """An amendment with each thing that it changed."""

    amendment: Amendment
    changes: tuple[Change, ...]


def read_amendments(call: Call) -> list[Changed]:
    """List what was changed after the announcement, the latest first."""
    rows = sorted(call.amendments.all(), key=lambda one: -one.number)
    return [Changed(one, tuple(list_changes(one))) for one in rows]


def list_changes(amendment: Amendment) -> Iterator[Change]:
    """Give each changed field in words."""
    before = amendment.before if isinstance(amendment.before, dict) else {}
    after = amendment.after if isinstance(amendment.after, dict) else {}
    for name in dict.fromkeys((*before, *after)):
        old, new = (say_value(name, values.get(name)) for values in (before, after))
        if old != new:
            yield Change(find_label(name), old, new)


def find_field(name: str) -> Field[Any, Any] | None:
    """Find a field of calls by its name."""
    try:
        found = Call._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return found if isinstance(found, Field) else None


def find_label(name: str) -> str:
    """Say what a changed field is called."""
    field = find_field(name)
    return str(capfirst(str(field.verbose_name))) if field else name


def say_value(name: str, value: Any) -> str:  # noqa: ANN401 - JSON
    """Say what stood in a field."""
    field = find_field(name)
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool) or isinstance(field, BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, DateTimeField) and (read := read_instant(value)):
        return moment(read)
    if isinstance(field, DecimalField):
        return say_amount(str(value))
    if isinstance(value, list):
        return "\n".join(say_row(row) for row in value)
    return str(value)


def read_instant(value: object) -> dt.datetime | None:
    """Read an instant that stands as text, or give nothing."""
    try:
        return parse_datetime(str(value))
    except ValueError:
        return None


def say_amount(text: str) -> str:
    """Write money that stands as text."""
    try:
        return write_money(Decimal(text))
    except (InvalidOperation, ValueError):
        return text


def say_row(row: object) -> str:
    """Say one line of a list: of the timetable, of conditions, of names."""
    if not isinstance(row, dict):
        return str(row)
    words = []
    for key, value in row.items():
        day = read_day(value) if key in {"day", "until"} else None
        words.append(long_day(day) if day else str(value))
    return " – ".join(word for word in words if word)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a call: what it is, of which kind, how large, and when it was added to what had been announced."""

    file: CallFile
    kind: str
    size: str
    added_at: dt.datetime | None = None


def list_files(call: Call) -> list[Attached]:
    """List the files that a call is published with."""
    announced = call.published_at
    return [
        Attached(
            one, read_extension(one.file_name).upper(), filesizeformat(one.size),
            one.added_at if announced and one.added_at > announced else None,
        )
        for one in call.files.all()
    ]  # fmt: skip


def say_rule(call: Call) -> str:
    """Say by which rule submissions are chosen from the ranking."""
    match call.selects:
        case Call.Selects.MONEY if call.is_voted and call.budget is not None:
            return _(
                "In order of the votes, each one that still fits into %(money)s is selected; one that does not fit is "
                "passed over."
            ) % {"money": write_money(call.budget)}
        case Call.Selects.PLACES if call.places:
            return ngettext(
                "The first %(n)d of the ranking is proposed; the commission decides.",
                "The first %(n)d of the ranking are proposed; the commission decides.",
                call.places,
            ) % {"n": call.places}
        case Call.Selects.MONEY if call.budget is not None:
            return _(
                "In order of the ranking, each one that still fits into %(money)s is proposed; one that does not fit is "
                "passed over. The commission decides."
            ) % {"money": write_money(call.budget)}
        case _:
            return _("The commission decides, reading the ranking.")


@dataclass(frozen=True, slots=True)
class Told:
    """All that the page of a call shows besides its clock."""

    goals: tuple[Goal, ...]
    judged: tuple[Judged, ...]
    conditions: tuple[str, ...]
    days: tuple[Day, ...]
    files: tuple[Attached, ...]
    amendments: tuple[Changed, ...]
    inquiries: tuple[Inquiry, ...]
    rule: str


def read_call(call: Call, today: dt.date) -> Told:
    """Read what the page of a call shows, in a constant number of queries."""
    conditions = call.checklist if isinstance(call.checklist, list) else []
    return Told(
        goals=tuple(call.goals.all()),
        judged=tuple(read_judged(list(call.criteria.all()))),
        conditions=tuple(str(row.get("text", "")) for row in conditions if isinstance(row, dict) and row.get("text")),
        days=tuple(read_timetable(call, today)),
        files=tuple(list_files(call)),
        amendments=tuple(read_amendments(call)),
        inquiries=tuple(call.inquiries.filter(is_public=True).exclude(answer="")),
        rule=say_rule(call),
    )
