"""The rules, annexes and patterns of documents that are published with a call."""

from functools import partial
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from sciezka.kit.uploads import ATTACHMENTS, MEGABYTE, check_upload
from sciezka.rooms.calls.actions.calls import hold_call, refuse_unless
from sciezka.rooms.calls.models import AFTER_CLOSING, RUNNING, Call, CallFile, Phase
from sciezka.rooms.people.models import User
from sciezka.rooms.town.actions.trace import note

LARGEST: Final = 20 * MEGABYTE
MOST_FILES: Final = 40


def add_file(*, actor: User | None, call: Call, uploaded: "UploadedFile[Any]", title: str = "") -> CallFile:
    """Add a file, kept under a random name; to an announced or closed call too, since nothing that was read is taken away.

    Raises:
        ValidationError: when the file is too large, of a kind that is not allowed, or not what its name says.
    """
    checked = check_upload(uploaded, ATTACHMENTS, LARGEST)
    file = CallFile(call=call, title=title.strip() or checked.name, file_name=checked.name, size=checked.size)
    try:
        keep_file(actor, file, uploaded, checked.store_name())
    except BaseException:
        # The row was not kept, so the file must not lie about either.
        if file.file:
            file.file.storage.delete(str(file.file.name))
        raise
    return file


@transaction.atomic
def keep_file(actor: User | None, file: CallFile, uploaded: "UploadedFile[Any]", name: str) -> None:
    """Keep a checked file and its row."""
    file.call = call = hold_call(file.call)
    refuse_unless(call, (Phase.DRAFT, *RUNNING, *AFTER_CLOSING))
    if call.files.count() >= MOST_FILES:
        raise ValidationError(_("A call can have at most %(limit)s files.") % {"limit": MOST_FILES}, code="too_many")
    file.file.save(name, uploaded, save=False)
    file.save()
    note(actor=actor, verb="call_file.add", of=call, after={"file": file.file_name, "title": file.title})


@transaction.atomic
def remove_file(*, actor: User | None, file: CallFile) -> None:
    """Remove a file of a draft; what was announced stays."""
    call = hold_call(file.call)
    refuse_unless(call, (Phase.DRAFT,))
    file = CallFile.objects.get(pk=file.pk)
    storage, name = file.file.storage, str(file.file.name)
    note(actor=actor, verb="call_file.remove", of=call, before={"file": file.file_name, "title": file.title})
    file.delete()
    # Only once the row is gone for good: a removal that is rolled back must not leave a row without its file.
    transaction.on_commit(partial(storage.delete, name))
