"""Changing the files of an entry."""

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.kit.uploads import ATTACHMENTS, MEGABYTE, check_upload
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.events import lock_event
from sciezka.rooms.town.actions.trace import note
from sciezka.rooms.town.models import Attachment, Event

LARGEST = 20 * MEGABYTE
MOST_FILES = 50


def add_attachment(
    *, actor: User | None, event: Event, uploaded: "UploadedFile[Any]", title: str = "", is_public: bool = True
) -> Attachment:
    """Add a file to an entry, kept under a random name.

    Raises:
        ValidationError: when the file is too large, of a kind that is not allowed, or not what its name says.
    """
    checked = check_upload(uploaded, ATTACHMENTS, LARGEST)
    attachment = Attachment(
        event=event, title=title.strip() or checked.name, file_name=checked.name, size=checked.size, is_public=is_public
    )
    attachment.clean_fields(exclude=("event", "file"))
    try:
        keep_attachment(actor, attachment, uploaded, checked.store_name())
    except BaseException:
        # The row was not kept, so the file must not lie about either.
        if attachment.file:
            attachment.file.storage.delete(str(attachment.file.name))
        raise
    return attachment


@transaction.atomic
def keep_attachment(actor: User | None, attachment: Attachment, uploaded: "UploadedFile[Any]", name: str) -> None:
    """Keep a checked file and its row, unless the entry has too many files."""
    attachment.event = event = lock_event(attachment.event)
    if event.attachments.count() >= MOST_FILES:
        raise ValidationError(_("An entry can have at most %(limit)s files."), code="too_many", params={"limit": MOST_FILES})
    attachment.file.save(name, uploaded, save=False)
    attachment.save()
    after = {"file": attachment.file_name, "title": attachment.title, "is_public": attachment.is_public}
    note(actor=actor, verb="attachment.add", of=event, after=after)


@transaction.atomic
def show_attachment(*, actor: User | None, attachment: Attachment, is_public: bool) -> Attachment:
    """Show a file to residents together with its entry, or keep it in the office."""
    event = lock_event(attachment.event)
    if attachment.is_public != is_public:
        attachment.is_public = is_public
        attachment.save(update_fields=["is_public"])
        note(
            actor=actor,
            verb="attachment.edit",
            of=event,
            before={"file": attachment.file_name, "is_public": not is_public},
            after={"file": attachment.file_name, "is_public": is_public},
        )
    return attachment


@transaction.atomic
def remove_attachment(*, actor: User | None, attachment: Attachment) -> None:
    """Remove a file from its entry and from the disk."""
    event = lock_event(attachment.event)
    storage, name = attachment.file.storage, str(attachment.file.name)
    note(actor=actor, verb="attachment.remove", of=event, before={"file": attachment.file_name, "title": attachment.title})
    attachment.delete()
    # Only once the row is gone for good: a rolled back removal must not leave a row without its file.
    transaction.on_commit(partial(storage.delete, name))
