"""Files that are sent as answers: looked at before the answer is taken, kept with it, removed with it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from sciezka.kit.uploads import MEGABYTE, CheckedUpload, check_upload
from sciezka.rooms.questions.schema.answers import Problem, check_file
from sciezka.rooms.questions.schema.types import Item, Kind, Page
from sciezka.rooms.questions.schema.valuing import EXTENSIONS
from sciezka.rooms.surveys.models import AnswerFile, Response


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
        """What the response says of it."""
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


def keep_files(response: Response, files: Mapping[str, SentFile]) -> None:
    """Keep new files of a response that its answers name, and remove those that they no longer name."""
    named = {answer["key"] for answer in response.answers.values() if isinstance(answer, dict) and "key" in answer}
    for item, file in files.items():
        if str(file.key) in named:
            kept = AnswerFile(id=file.key, response=response, item=item, name=file.checked.name, size=file.checked.size)
            kept.file.save(file.checked.store_name(), file.upload, save=False)
            kept.save(force_insert=True)
    remove_files(file for file in response.files.all() if str(file.pk) not in named)


def remove_files(files: Iterable[AnswerFile]) -> None:
    """Remove files, those on the disk too."""
    for file in files:
        file.file.delete(save=False)
        file.delete()


def _check_content(item: Item, upload: UploadedFile[Any]) -> CheckedUpload | None:
    allowed = frozenset(extension.lower().lstrip(".") for extension in item.extensions) or frozenset(EXTENSIONS)
    try:
        return check_upload(upload, allowed, item.most_mb * MEGABYTE)
    except ValidationError:
        return None
