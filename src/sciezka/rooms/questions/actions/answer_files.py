"""Files that are sent as answers: looked at before the answer is taken."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from sciezka.kit.uploads import MEGABYTE, CheckedUpload, check_upload
from sciezka.rooms.questions.schema.answers import Problem, check_file
from sciezka.rooms.questions.schema.types import Item, Kind, Page
from sciezka.rooms.questions.schema.valuing import EXTENSIONS


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was found sound.

    Attributes:
        key: its number, drawn.
        upload: what came.
        checked: what is known of it.
    """

    key: uuid.UUID
    upload: UploadedFile[Any]
    checked: CheckedUpload

    @property
    def answer(self) -> dict[str, Any]:
        """What the answers say of it."""
        return {"name": self.checked.name, "size": self.checked.size, "key": str(self.key)}


def look_at_files(page: Page, files: Mapping[str, Any]) -> tuple[dict[str, SentFile], list[Problem]]:
    """Look at the files that came with a page; give the sound ones, and what is wrong with the others."""
    sound: dict[str, SentFile] = {}
    problems: list[Problem] = []
    for item in page.items():
        upload = files.get(item.code) if item.kind is Kind.FILE else None
        if upload is None:
            continue
        problem = check_file(item, upload.name or "", upload.size or 0)
        checked = None if problem else _check_content(item, upload)
        if checked is None:
            problems.append(problem or Problem(item.code, "file"))
        else:
            sound[item.code] = SentFile(uuid.uuid4(), upload, checked)
    return sound, problems


def _check_content(item: Item, upload: UploadedFile[Any]) -> CheckedUpload | None:
    allowed = frozenset(extension.lower().lstrip(".") for extension in item.extensions) or frozenset(EXTENSIONS)
    try:
        return check_upload(upload, allowed, item.most_mb * MEGABYTE)
    except ValidationError:
        return None
