"""Making comparison groups and their versions. A version never changes: every change makes the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from sciezka.core.peers import Group
from sciezka.rooms.monitor.actions.holding import NameTaken, hold_process
from sciezka.rooms.monitor.models import ComparisonGroup, GroupVersion
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Process


class GroupInUse(Exception):
    """A group can't be deleted: findings were read from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupValues:
    """What a version of a group holds.

    Attributes:
        group: members, rule and year.
        said: how it was asked for, so that the form can be filled again.
        distances: of the nearest towns: variables, distances and differences.
    """

    group: Group
    said: Mapping[str, Any] = field(default_factory=dict)
    distances: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def make_group(*, actor: User | None, process: Process, name: str, kind: str, values: GroupValues) -> ComparisonGroup:
    """Make a group with its first version.

    Raises:
        NameTaken: another group of the process got the name first.
    """
    hold_process(process)
    _refuse_taken(process, name)
    group = ComparisonGroup.objects.create(process=process, name=name, kind=kind)
    version = _add_version(group, 1, values)
    note(actor=actor, verb="group.make", of=group, after=_tell(group, version))
    return group


@transaction.atomic
def revise_group(*, actor: User | None, group: ComparisonGroup, name: str, values: GroupValues) -> GroupVersion:
    """Give a group its next version; a version that would hold the same as the newest is not made.

    Raises:
        NameTaken: another group of the process got the name first.
    """
    hold_process(group.process)
    _refuse_taken(group.process, name, beside=group)
    group = ComparisonGroup.objects.select_for_update().get(pk=group.pk)
    last = group.versions.first()
    before = _tell(group, last)
    if group.name != name:
        group.name = name
        group.save(update_fields=["name"])
    version = last
    if last is None or last.digest != values.group.digest:
        version = _add_version(group, last.number + 1 if last else 1, values)
    assert version is not None  # noqa: S101 - one was there or was made
    after = _tell(group, version)
    if after != before:
        note(actor=actor, verb="group.revise", of=group, before=before, after=after)
    return version


@transaction.atomic
def use_first(*, actor: User | None, group: ComparisonGroup, is_default: bool = True) -> None:
    """Use a group when no other is chosen, or no longer."""
    # One row after the other: the database allows one default in a process.
    hold_process(group.process)
    group = ComparisonGroup.objects.select_for_update().get(pk=group.pk)
    if is_default:
        others = ComparisonGroup.objects.filter(process=group.process, is_default=True)
        others.exclude(pk=group.pk).update(is_default=False)
    if group.is_default != is_default:
        group.is_default = is_default
        group.save(update_fields=["is_default"])
        note(actor=actor, verb="group.default", of=group, after={"name": group.name, "used_first": is_default})


@transaction.atomic
def delete_group(*, actor: User | None, group: ComparisonGroup) -> None:
    """Delete a group with all its versions.

    Raises:
        GroupInUse: a finding was read from it; nothing is deleted.
    """
    group = ComparisonGroup.objects.select_for_update(of=("self",)).select_related("process__workspace").get(pk=group.pk)
    note(actor=actor, verb="group.delete", of=group, before=_tell(group, group.versions.first()))
    try:
        group.delete()
    except ProtectedError as problem:
        raise GroupInUse from problem


def _refuse_taken(process: Process, name: str, beside: ComparisonGroup | None = None) -> None:
    others = ComparisonGroup.objects.filter(process=process, name=name)
    if others.exclude(pk=beside.pk if beside else 0).exists():
        raise NameTaken(name)


def _add_version(group: ComparisonGroup, number: int, values: GroupValues) -> GroupVersion:
    made = values.group
    return GroupVersion.objects.create(
        group=group,
        number=number,
        rule={"text": made.rule, **values.said},
        members=list(made.members),
        distances=dict(values.distances),
        year=made.year or None,
        digest=made.digest,
    )


def _tell(group: ComparisonGroup, version: GroupVersion | None) -> dict[str, Any]:
    told: dict[str, Any] = {"name": group.name, "kind": group.kind}
    if version is not None:
        told |= {"version": version.number, "towns": len(version.members), "digest": version.digest}
    return told
