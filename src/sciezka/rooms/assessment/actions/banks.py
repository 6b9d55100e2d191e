"""Changing a workspace's banks of questions. A version that an assessment used is never touched: a new one is made."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from sciezka.rooms.assessment.banks import BankArea, BankData, BankItem, BankProblem, as_toml, check_bank, read_bank
from sciezka.rooms.assessment.models import Bank
from sciezka.rooms.assessment.queries.banks import HeldBank, mark_item, read_held
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note as write_note
from sciezka.rooms.town.models import Workspace
from sciezka.rooms.town.programmes.reading import Problem, gettext_noop

# Words that stand where a bank's key stands in addresses.
RESERVED = frozenset({"import"})


@transaction.atomic
def edit_bank(*, actor: User | None, workspace: Workspace, key: str, source: str, note: str = "") -> Bank:
    """Write the whole content of a bank: into the newest own version, or into a new one when that was used.

    Raises:
        BankProblem: every fault of the content; nothing is kept then.
        ValidationError: the content is of a bank with another key.
    """
    data = read_bank(source)
    if data.key != key:
        said = _("The key of this bank is “%(key)s” and can’t be changed here.") % {"key": key}
        raise ValidationError(said, code="key")
    return _keep(actor=actor, workspace=workspace, data=data, note=note, verb="bank.edit")


@transaction.atomic
def add_bank(*, actor: User | None, workspace: Workspace, data: BankData, note: str = "") -> Bank:
    """Keep an imported bank: as a new version where its key is known, else as a new bank.

    Raises:
        BankProblem: its parts do not fit together.
    """
    problems = check_bank(data)
    if data.key in RESERVED:
        problems.append(Problem("key", gettext_noop("this word is kept for other pages; choose another one.")))
    if problems:
        raise BankProblem(problems)
    return _keep(actor=actor, workspace=workspace, data=data, note=note, verb="bank.import", is_new=True)


@transaction.atomic
def edit_question(*, actor: User | None, workspace: Workspace, key: str, code: str, item: BankItem, seen: str = "") -> Bank:
    """Change one question, leaving what others changed in the rest of the bank.

    Args:
        actor: who does it.
        workspace: whose bank it is.
        key: the bank's key.
        code: the question's code, which stays.
        item: the question as it is to be.
        seen: the mark of the question as the person saw it; when it has changed since, nothing is kept.

    Raises:
        BankProblem: the question does not fit the bank.
        ValidationError: somebody else changed or removed it meanwhile.
    """
    _hold_workspace(workspace)
    held = read_held(workspace, key)
    found = held.data.find_item(code) if held else None
    if held is None or found is None or (seen and mark_item(found[1]) != seen):
        said = _("Somebody has changed this question meanwhile. What was typed stands below and was not kept.")
        raise ValidationError(said, code="changed")
    areas = tuple(_put(area, replace(item, code=code)) for area in held.data.areas)
    data = replace(held.data, areas=areas)
    if problems := check_bank(data):
        raise BankProblem(problems)
    return _keep(actor=actor, workspace=workspace, data=data, note="", verb="bank.edit", what=code)


@transaction.atomic
def start_version(*, actor: User | None, workspace: Workspace, key: str, note: str = "") -> Bank:
    """Begin a new version of a bank with the content in force, leaving the earlier one as it stands."""
    _hold_workspace(workspace)
    held = read_held(workspace, key)
    if held is None:
        raise ValidationError(_("There is no such bank any more."), code="gone")
    return _keep(actor=actor, workspace=workspace, data=held.data, note=note, verb="bank.make", is_new=True)


@transaction.atomic
def withdraw_bank(*, actor: User | None, held: HeldBank) -> int:
    """Go back to the shipped bank, or give up the workspace's own one; assessments keep what they used."""
    rows = list(Bank.objects.select_for_update().filter(workspace=held.workspace, key=held.key, withdrawn_at=None))
    for row in rows:
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
    if rows:
        numbers = sorted(row.number for row in rows)
        write_note(actor=actor, verb="bank.withdraw", of=rows[0], before={"key": held.key, "versions": numbers})
    return len(rows)


def _put(area: BankArea, item: BankItem) -> BankArea:
    return replace(area, items=tuple(item if row.code == item.code else row for row in area.items))


def _hold_workspace(workspace: Workspace) -> None:
    """Let one change of the workspace's banks wait for another, so that numbers and contents are told apart safely."""
    Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)


def _keep(  # noqa: PLR0913 - by name, one for each thing that is written down
    *, actor: User | None, workspace: Workspace, data: BankData, note: str, verb: str, is_new: bool = False, what: str = ""
) -> Bank:
    _hold_workspace(workspace)
    rows = Bank.objects.filter(workspace=workspace, key=data.key)
    newest = rows.filter(withdrawn_at=None).order_by("-number").first()
    values = {"title": data.title.in_language("pl"), "method": data.method, "source": as_toml(data)}
    if newest and not is_new and not newest.used_by.exists():
        if newest.source == values["source"]:
            return newest
        for name, value in {**values, "updated_at": timezone.now(), "note": note or newest.note}.items():
            setattr(newest, name, value)
        newest.save()
        kept = newest
    else:
        number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
        kept = Bank.objects.create(
            workspace=workspace, key=data.key, number=number, note=note, made_by=actor, **values
        )  # fmt: skip
        verb = verb if verb == "bank.import" else "bank.make"
    said = {"key": data.key, "version": kept.number, "title": kept.title, "question": what, "note": note}
    write_note(actor=actor, verb=verb, of=kept, after={name: value for name, value in said.items() if value})
    return kept
