"""Keeping document passages and experts' notes, tied at once to what they speak for."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.rooms.diagnosis.actions.assets import add_asset, edit_asset
from sciezka.rooms.diagnosis.models import ExpertNote, Passage
from sciezka.rooms.people.models import User
from sciezka.rooms.thread import actions as thread
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.models import Node
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.town.models import Event, LegalAct, Process


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageValues:
    """What is said about a document passage."""

    name: str
    document: str
    publisher: str
    dated: str
    words: str
    spot: str = ""
    is_quoted: bool = True
    url: str = ""
    act: LegalAct | None = None
    edition: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteValues:
    """What is said about an expert's note."""

    name: str
    post: str
    field: str
    said_on: dt.date
    way: str
    words: str
    event: Event | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What new evidence speaks for, and why."""

    node: Node
    reason: str


@transaction.atomic
def add_passage(*, actor: User | None, process: Process, values: PassageValues, ground: Ground | None = None) -> Passage:
    """Add a document passage and hang it on the thread, tied to what it speaks for where that is told."""
    hold_thread(process)
    refuse_foreign(process, act=values.act)
    made = add_asset(actor, Passage(process=process, **read_values(values)))
    tie_ground(actor, made, ground)
    return made


@transaction.atomic
def edit_passage(*, actor: User | None, passage: Passage, version: int, values: PassageValues) -> Passage:
    """Change a document passage; its node cites anew.

    Raises:
        Conflict: when somebody has changed it since the version that was read, and says something else.
    """
    hold_thread(passage.process)
    refuse_foreign(passage.process, act=values.act)
    return edit_asset(actor, passage, version, read_values(values))


@transaction.atomic
def add_note(*, actor: User | None, process: Process, values: NoteValues, ground: Ground | None = None) -> ExpertNote:
    """Add an expert's note and hang it on the thread, tied to what it speaks for where that is told."""
    hold_thread(process)
    refuse_foreign(process, event=values.event)
    made = add_asset(actor, ExpertNote(process=process, **read_values(values)))
    tie_ground(actor, made, ground)
    return made


@transaction.atomic
def edit_note(*, actor: User | None, expert_note: ExpertNote, version: int, values: NoteValues) -> ExpertNote:
    """Change an expert's note; its node cites anew.

    Raises:
        Conflict: when somebody has changed it since the version that was read, and says something else.
    """
    hold_thread(expert_note.process)
    refuse_foreign(expert_note.process, event=values.event)
    return edit_asset(actor, expert_note, version, read_values(values))


def read_values(values: PassageValues | NoteValues) -> dict[str, Any]:
    """Give the values by the names of the fields."""
    return {field.name: getattr(values, field.name) for field in fields(values)}


def refuse_foreign(process: Process, *, act: LegalAct | None = None, event: Event | None = None) -> None:
    """Refuse an act of another workspace and an entry of another process."""
    if (act and act.workspace_id != process.workspace_id) or (event and event.process_id != process.pk):
        raise ValidationError(_("Choose one that belongs to this process."), code="foreign")


def tie_ground(actor: User | None, evidence: Passage | ExpertNote, ground: Ground | None) -> None:
    """Tie new evidence to what it speaks for."""
    node = node_for(evidence)
    if ground and node:
        thread.tie(actor=actor, source=node, target=ground.node, kind="supports", reason=ground.reason)
