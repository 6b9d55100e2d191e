"""Saving the state of a thread under a name, and making a copy of what was saved."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from sciezka.rooms.people.models import User
from sciezka.rooms.thread.actions.nodes import hold_thread
from sciezka.rooms.thread.models import COPIED, CheckSettings, Copied, Node, Snapshot, Tie, Waiver
from sciezka.rooms.thread.queries.states import digest_state, write_now
from sciezka.rooms.town.actions.changes import make_free_slug
from sciezka.rooms.town.actions.processes import ProcessValues, open_process
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Event, Process
from sciezka.rooms.town.models.processes import RESERVED_PROCESS_SLUGS

BATCH = 1000


@transaction.atomic
def save_snapshot(
    *, actor: User | None, process: Process, name: str, remarks: str = "", event: Event | None = None
) -> Snapshot:
    """Save the thread as it stands now.

    Raises:
        ValidationError: when nothing was ever on the thread, or when the event is of another process.
    """
    if event is not None and event.process_id != process.pk:
        raise ValidationError(_("Choose an entry of this process."), code="foreign")
    hold_thread(process)
    content = write_now(process)
    if not content["nodes"]:
        raise ValidationError(_("There is nothing on the thread to save yet."), code="empty")
    made = Snapshot.objects.create(
        process=process,
        name=name,
        note=remarks,
        event=event,
        content=content,
        digest=digest_state(content),
        made_by=actor.ref if actor else None,
    )
    sums = content["sums"]
    said = {"name": name, "event": event.pk if event else None, **{key: sums[key] for key in ("nodes", "ties", "score")}}
    note(actor=actor, verb="snapshot.take", of=made, after={key: value for key, value in said.items() if value is not None})
    return made


@transaction.atomic
def copy_snapshot(*, actor: User | None, snapshot: Snapshot, name: str) -> Process:
    """Open an unpublished process whose thread is the saved one: codes, titles, citations, ties, waivers.

    The nouns stay in the process of the saved state; the nodes of the copy stand for :class:`Copied`.
    """
    workspace = snapshot.process.workspace
    taken = {*workspace.processes.values_list("slug", flat=True), *RESERVED_PROCESS_SLUGS}
    summary = _("A copy of the thread of “%(process)s” as it was saved under “%(name)s”.") % {
        "process": snapshot.process.name,
        "name": snapshot.name,
    }
    process = open_process(
        actor=actor,
        workspace=workspace,
        slug=make_free_slug(name, taken=taken, fallback="kopia"),
        values=ProcessValues(name=name, started_on=timezone.localdate(), summary=summary),
    )
    content = snapshot.content
    nodes = hang_copies(actor, process, snapshot)
    author = actor.ref if actor else None
    Tie.objects.bulk_create(
        (
            Tie(source=nodes[source], target=nodes[target], kind=kind, reason=reason, author=author)
            for source, target, kind, reason in content["ties"]
        ),
        batch_size=BATCH,
    )
    Waiver.objects.bulk_create(
        Waiver(
            process=process, rule=row["rule"], node=nodes.get(row["node"]), about=row["about"], reason=row["reason"],
            until=parse_date(row["until"]) if row["until"] else None, author=author,
        )
        for row in content["waivers"]
    )  # fmt: skip
    CheckSettings.objects.create(process=process, evidence_years=content["sums"]["evidence_years"])
    note(actor=actor, verb="snapshot.copy", of=snapshot, after={"process": process.slug})
    return process


def hang_copies(actor: User | None, process: Process, snapshot: Snapshot) -> dict[str, Node]:
    """Make the nodes of a copy, those that stand under others after them; give them by their codes."""
    rows: list[dict[str, Any]] = snapshot.content["nodes"]
    copies = Copied.objects.bulk_create(
        (Copied(process=process, snapshot=snapshot, code=row["code"]) for row in rows), batch_size=BATCH
    )
    keys = {copy.code: str(copy.pk) for copy in copies}
    now = timezone.now()
    made: dict[str, Node] = {}
    waiting = rows
    while waiting:
        ready = [row for row in waiting if not row["under"] or row["under"] in made]
        # What stands under a node that was not saved with it stands on its own.
        ready = ready or waiting
        built = [
            Node(
                process=process, type=row["type"], code=row["code"], number=row["number"], under=made.get(row["under"]),
                title=row["title"], noun_kind=COPIED, noun_key=keys[row["code"]], cited=row["cited"],
                cited_at=parse_datetime(row["cited_at"]) if row["cited_at"] else None,
                hung_by=actor.ref if actor else None, hung_at=now, taken_off_at=now if row["taken_off"] else None,
            )
            for row in ready
        ]  # fmt: skip
        made |= {node.code: node for node in Node.objects.bulk_create(built, batch_size=BATCH)}
        waiting = [row for row in waiting if row["code"] not in made]
    return made
