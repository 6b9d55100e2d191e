"""Adding evidence to a diagnostic card and removing it."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.kit.uploads import ATTACHMENTS, MEGABYTE, check_upload
from sciezka.rooms.assessment.actions.holding import hold_open, keep_card
from sciezka.rooms.assessment.models import Card, Evidence
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note

LARGEST = 20 * MEGABYTE
MOST = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceValues:
    """Something that bears out what a card says; ``code`` names a node of the thread or an indicator."""

    kind: str
    title: str
    url: str = ""
    code: str = ""


def add_evidence(
    *, actor: User | None, card: Card, values: EvidenceValues, uploaded: "UploadedFile[Any] | None" = None
) -> Evidence:
    """Add evidence; a file is kept under a random name.

    Raises:
        ValidationError: the assessment is closed, the file is refused, or the card has too much already.
    """
    row = Evidence(card=card, kind=values.kind, title=values.title, url=values.url, node_code=values.code, added_by=actor)
    stored = ""
    if uploaded is not None:
        checked = check_upload(uploaded, ATTACHMENTS, LARGEST)
        row.file_name, row.title, stored = checked.name, values.title or checked.name, checked.store_name()
    try:
        _keep(actor, row, uploaded, stored)
    except BaseException:
        # The row was not kept, so the file must not lie about either.
        if row.file:
            row.file.storage.delete(str(row.file.name))
        raise
    return row


@transaction.atomic
def _keep(actor: User | None, row: Evidence, uploaded: "UploadedFile[Any] | None", stored: str) -> None:
    hold_open(row.card.assessment)
    row.card = keep_card(row.card, actor)
    if row.card.evidence.count() >= MOST:
        raise ValidationError(
            _("A card can have at most %(limit)s pieces of evidence."), code="many", params={"limit": MOST}
        )
    if uploaded is not None:
        row.file.save(stored, uploaded, save=False)
    row.save()
    said = {"title": row.title, "kind": row.kind, "url": row.url, "code": row.node_code, "file": row.file_name}
    note(actor=actor, verb="evidence.add", of=row.card, after={key: value for key, value in said.items() if value})


@transaction.atomic
def remove_evidence(*, actor: User | None, evidence: Evidence) -> None:
    """Remove evidence, and its file from the disk once the row is gone for good."""
    hold_open(evidence.card.assessment)
    before = {"title": evidence.title, "kind": evidence.kind, "file": evidence.file_name}
    note(
        actor=actor, verb="evidence.remove", of=evidence.card, before={key: value for key, value in before.items() if value}
    )
    storage, name = evidence.file.storage, str(evidence.file.name or "")
    evidence.delete()
    if name:
        transaction.on_commit(partial(storage.delete, name))
