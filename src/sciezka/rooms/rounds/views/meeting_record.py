"""The record of a meeting in words, ready for the minutes."""

from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sciezka.rooms.rounds.models import AgreedResult, Meeting
from sciezka.rooms.rounds.queries.meetings import results_of_meeting
from sciezka.rooms.rounds.queries.specials import say_agreed_special


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One agreed result in words."""

    about: str
    level: str
    reason: str
    dissent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What a meeting came to."""

    title: str
    day: str
    present: tuple[str, ...]
    guests: str
    lines: tuple[RecordLine, ...]


def tell_record(meeting: Meeting) -> Record:
    """Gather what the meeting came to."""
    results = results_of_meeting(meeting)
    return Record(
        title=meeting.round.title,
        day=date_format(localtime(meeting.started_at), "DATE_FORMAT"),
        present=tuple(str(person) for person in meeting.present.select_related("user")),
        guests=meeting.guests,
        lines=tuple(
            RecordLine(about=name_topic(result), level=name_level(result), reason=result.reason, dissent=result.dissent)
            for result in results
        ),
    )


def name_topic(result: AgreedResult) -> str:
    """Name what was agreed about: the item, with its scale or its column."""
    scales = {scale.key: scale.title for scale in result.round.core_scales}
    title = scales.get(result.scale, "") if len(scales) > 1 else ""
    words = [str(result.item), str(result.against) if result.against else "", title]
    return " – ".join(word.rstrip(".") for word in words if word)


def name_level(result: AgreedResult) -> str:
    """Name the agreed level."""
    round_ = result.round
    if result.value is None:
        return say_agreed_special(result.special)
    if round_.kind == round_.Kind.PICK:
        return _("chosen") if result.value else _("not chosen")
    if round_.kind == round_.Kind.RANKING:
        return _("place %(place)s") % {"place": result.value}
    scale = next((one for one in round_.core_scales if result.scale in {one.key, ""}), None)
    label = next((level.label for level in scale.levels if level.value == result.value), "") if scale else ""
    return f"{result.value} – {label}" if label else str(result.value)


def write_record(record: Record) -> str:
    """Write the record as text for the minutes (Markdown)."""
    lines = [f"## {_('Agreed about the round “%(title)s”') % {'title': record.title}}", ""]
    lines += [f"{_('Meeting of %(day)s.') % {'day': record.day}}", ""]
    if record.present:
        lines += [f"{_('Present')}: {', '.join(record.present)}.", ""]
    if record.guests:
        lines += [f"{_('Other people present')}: {record.guests}.", ""]
    for line in record.lines:
        lines.append(f"- {line.about}: **{line.level}**.")
        # Words typed in several lines stay within their point of the list.
        lines += [f"  {_('Reason')}: {' '.join(line.reason.split())}"] if line.reason else []
        lines += [f"  {_('Dissenting opinion')}: {' '.join(line.dissent.split())}"] if line.dissent else []
    if not record.lines:
        lines.append(_("Nothing was agreed."))
    return "\n".join(lines).strip()
