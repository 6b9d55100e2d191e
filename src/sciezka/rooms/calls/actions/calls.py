"""Making calls and changing them before they are announced.

A part of a call is changed together. Whoever changes it says which words they read (``seen``), so that two people who work
on different parts of one call never stand in each other's way, and two who changed the same are told.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import DecimalField
from django.utils.translation import gettext as _

from sciezka.kit.journal import take_snapshot
from sciezka.rooms.calls.library import Pattern, find_form
from sciezka.rooms.calls.models import Call, CallFile, Criterion, Phase
from sciezka.rooms.calls.queries.clock import read_now
from sciezka.rooms.path.models import Goal
from sciezka.rooms.people.models import User
from sciezka.rooms.questions.actions.editions import make_questionnaire
from sciezka.rooms.questions.models import Questionnaire
from sciezka.rooms.town.actions.changes import apply_changes
from sciezka.rooms.town.actions.conflicts import Conflict
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process, Team, Workspace

# Who works and how many of them is settled after the closing, often by a later order.
COMMISSION_FIELDS: Final = frozenset({"commission", "quorum", "assessors"})
BEFORE_SCORING: Final = (Phase.DRAFT, Phase.ANNOUNCED, Phase.OPEN, Phase.CHECKING)
# What a copy takes over; never dates, what was submitted, or what the commission did.
COPIED: Final = (
    "kind", "lead", "announcement", "legal_basis", "rules", "clause", "territory", "areas", "budget", "checklist",
    "questionnaire", "asks_money", "takes_paper", "shows_ideas", "selects", "places", "spread_alert", "assessors", "quorum",
    "supplement_days", "reservation_days", "commission", "pledge",
)  # fmt: skip
LONGEST_TITLE: Final = 200
CRITERION_FIELDS: Final = (
    "code",
    "name",
    "about",
    "levels",
    "weight",
    "least",
    "most",
    "threshold",
    "is_mandatory",
    "position",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCall:
    """What a new call begins with; all else is filled from the pattern of its kind and can be changed.

    Args:
        title: its title.
        opens_at: when it opens; empty means at its announcement.
        closes_at: when it closes.
        form: the key of a form that comes with the product; empty for none.
    """

    title: str
    opens_at: Any = None
    closes_at: Any = None
    form: str = ""


def hold_call(call: Call) -> Call:
    """Read a call anew and hold its row until the end of the transaction.

    The row alone, and not its key: holding the process too, or the key, would let everything that names them wait.
    """
    return Call.objects.select_for_update(of=("self",), no_key=True).select_related("process__workspace").get(pk=call.pk)


def refuse_unless(call: Call, phases: Collection[Phase]) -> None:
    """Refuse what can't be done where the call stands by the database's clock."""
    phase = call.phase_at(read_now())
    if phase not in phases:
        raise ValidationError(_("This can't be done now: the call is %(phase)s.") % {"phase": phase.label}, code="phase")


def snap(call: Call, names: Iterable[str]) -> dict[str, Any]:
    """Give what a call says in the named fields, goals by their names."""
    plain = take_snapshot(call, [name for name in names if name != "goals"])
    return {**plain, "goals": sorted(call.goals.values_list("name", flat=True))} if "goals" in names else plain


def digest_part(call: Call, names: Iterable[str]) -> str:
    """Give a short sign of what a part of a call says."""
    written = json.dumps(snap(call, sorted(names)), ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()


@transaction.atomic
def make_call(*, actor: User, process: Process, pattern: Pattern, values: NewCall) -> Call:
    """Make a draft of a call with what the pattern of its kind offers."""
    call = Call(
        process=process, kind=pattern.kind, title=values.title, lead=pattern.lead, opens_at=values.opens_at,
        closes_at=values.closes_at, checklist=pattern.list_conditions(), asks_money=pattern.asks_money,
        territory=process.workspace.name,
    )  # fmt: skip
    check_values(call, {"title": values.title, "opens_at": values.opens_at, "closes_at": values.closes_at})
    if values.form:
        call.questionnaire = take_form(actor=actor, workspace=process.workspace, key=values.form, call=values.title)
    call.save()
    Criterion.objects.bulk_create(
        Criterion(call=call, position=place, **said) for place, said in enumerate(pattern.list_criteria())
    )
    note(actor=actor, verb="call.make", of=call, after=take_snapshot(call, ("kind", "title", "opens_at", "closes_at")))
    return call


@transaction.atomic
def take_form(*, actor: User, workspace: Workspace, key: str, call: str = "") -> Questionnaire:
    """Put a form that comes with the product among the workspace's questionnaires, named after the call."""
    form = find_form(key)
    if form is None:
        raise ValidationError({"form": _("There is no such form.")}, code="form")
    title = " – ".join(part for part in (form.title.say(workspace.language), call) if part)
    return make_questionnaire(
        actor=actor, workspace=workspace, title=title[:LONGEST_TITLE], schema=form.questionnaire,
        audience=Questionnaire.Audience.APPLICANTS, source=f"calls/{key}",
    )  # fmt: skip


@transaction.atomic
def edit_call(
    *, actor: User | None, call: Call, values: Mapping[str, Any], goals: Collection[Goal] | None = None, seen: str = ""
) -> Call:
    """Change a part of a call before its announcement; who is on the commission also later, until scoring opens.

    Args:
        actor: who changes it.
        call: the call.
        values: the part's fields.
        goals: the goals that it serves, where the part holds them.
        seen: what ``digest_part`` gave when the part was read; empty where nobody read it.

    Raises:
        Conflict: when somebody has changed the same part since.
        ValidationError: when a value can't be, or the call was announced.
    """
    standing = hold_call(call)
    names = (*values, *(("goals",) if goals is not None else ()))
    refuse_unless(standing, BEFORE_SCORING if set(names) <= COMMISSION_FIELDS else (Phase.DRAFT,))
    before = snap(standing, names)
    check_values(standing, values)
    check_goals(standing, goals or ())
    said = say_values(standing, values, goals)
    if seen and digest_part(standing, names) != seen and said != before:
        raise Conflict(standing)
    if said == before:
        return standing
    apply_changes(actor=actor, verb="call.edit", of=standing, values=values)
    if goals is not None and said["goals"] != before["goals"]:
        standing.goals.set(goals)
        note(actor=actor, verb="call.edit", of=standing, before={"goals": before["goals"]}, after={"goals": said["goals"]})
    raise_version(standing)
    return standing


def say_values(call: Call, values: Mapping[str, Any], goals: Collection[Goal] | None) -> dict[str, Any]:
    """Give what a call would say with new values, without changing it."""
    said = take_snapshot(Call(process=call.process, **values), values)
    for name, value in values.items():
        field = Call._meta.get_field(name)
        if isinstance(field, DecimalField) and value is not None:
            # As the database gives it back, so that the same amount is no change.
            said[name] = str(Decimal(value).quantize(Decimal(1).scaleb(-(field.decimal_places or 0))))
    return said if goals is None else {**said, "goals": sorted(goal.name for goal in goals)}


def raise_version(call: Call) -> None:
    """Let whoever has read the call know that it is another one now."""
    call.version += 1
    call.save(update_fields=["version"])


def check_values(call: Call, values: Mapping[str, Any]) -> None:
    """Refuse what can't be a call at all; what is only missing so far is told at its announcement."""
    if not str(values.get("title", call.title)).strip():
        raise ValidationError({"title": _("Give the call a title.")}, code="title")
    opens_at, closes_at = values.get("opens_at", call.opens_at), values.get("closes_at", call.closes_at)
    if opens_at and closes_at and closes_at <= opens_at:
        raise ValidationError({"closes_at": _("The end must come after the opening.")}, code="order")
    form, commission = values.get("questionnaire"), values.get("commission")
    if isinstance(form, Questionnaire) and form.workspace_id != call.process.workspace_id:
        raise ValidationError({"questionnaire": _("The form must belong to this workspace.")}, code="foreign")
    if isinstance(commission, Team) and commission.process_id != call.process_id:
        raise ValidationError({"commission": _("The commission must belong to this process.")}, code="foreign")


def check_goals(call: Call, goals: Collection[Goal]) -> None:
    """Refuse goals of another process."""
    if any(goal.process_id != call.process_id for goal in goals):
        raise ValidationError({"goals": _("The goals must belong to this process.")}, code="foreign")


@transaction.atomic
def copy_call(*, actor: User, call: Call, title: str) -> Call:
    """Make a new draft of a call: the same words, form, conditions, criteria and files; no dates, nothing submitted."""
    # Held, so that neither it nor any of its files is deleted before the copy stands.
    source = hold_call(call)
    made = Call(process=source.process, title=title, copied_from=source, **{name: getattr(source, name) for name in COPIED})
    check_values(made, {"title": title})
    made.save()
    made.goals.set(source.goals.all())
    Criterion.objects.bulk_create(
        Criterion(call=made, **{name: getattr(one, name) for name in CRITERION_FIELDS}) for one in source.criteria.all()
    )
    for file in source.files.all():
        copy_file(file, made)
    note(actor=actor, verb="call.make", of=made, after={"title": title, "copied_from": source.pk})
    return made


def copy_file(file: CallFile, call: Call) -> None:
    """Keep a copy of a file with another call; one whose content is gone is passed over."""
    if not file.file.storage.exists(str(file.file.name)):
        return
    copied = CallFile(call=call, title=file.title, file_name=file.file_name, size=file.size)
    with file.file.open("rb") as content:
        copied.file.save(str(file.file.name).rsplit("/", 1)[-1], ContentFile(content.read()), save=False)
    copied.save()


@transaction.atomic
def delete_draft(*, actor: User | None, call: Call) -> None:
    """Delete a call that was never announced. Its form stays among the questionnaires."""
    standing = hold_call(call)
    refuse_unless(standing, (Phase.DRAFT,))
    if standing.submissions.exists():
        raise ValidationError(_("Something was submitted to this call, so it stays."), code="submitted")
    if standing.letters.exists():
        raise ValidationError(_("Letters of intent were written in this call, so it stays."), code="letters")
    note(actor=actor, verb="call.delete", of=standing, before=take_snapshot(standing, ("kind", "title")))
    files = [(file.file.storage, str(file.file.name)) for file in standing.files.all()]
    standing.delete()
    for storage, name in files:
        # Only once the rows are gone for good: a deletion that is rolled back must not leave rows without files.
        transaction.on_commit(partial(storage.delete, name))
