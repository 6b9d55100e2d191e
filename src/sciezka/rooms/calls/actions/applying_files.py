"""Files of a submission: kept while what is written, or anything that was sent, names them."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from django.db import transaction

from sciezka.kit.uploads import MEGABYTE
from sciezka.rooms.calls.models import Submission, SubmissionFile
from sciezka.rooms.questions.actions.answer_files import SentFile
from sciezka.rooms.questions.schema.answers import Problem

SCAN: Final = "scan"
SUPPLEMENT: Final = "supplement"
# Files that no answer names.
OWN: Final = (SCAN, SUPPLEMENT)
# All files that one submission answers with.
MOST_BYTES: Final = 60 * MEGABYTE


def refuse_too_many(submission: Submission, files: Mapping[str, SentFile]) -> list[Problem]:
    """Tell which new files there is no room for beside those that are kept; one that replaces another frees its room."""
    kept = sum(file.size for file in submission.files.exclude(item__in=(*OWN, *files)))
    refused = []
    for item, file in files.items():
        if kept + file.checked.size > MOST_BYTES:
            refused.append(Problem(item, "file", fields={"most_together_mb": MOST_BYTES // MEGABYTE}))
        else:
            kept += file.checked.size
    return refused


def keep_answer_files(submission: Submission, files: Mapping[str, SentFile], answers: Mapping[str, Any]) -> None:
    """Keep new files that answers name, and drop those that nothing names any more."""
    named = set(name_files(answers))
    for item, file in files.items():
        if str(file.key) in named:
            kept = SubmissionFile(
                id=file.key, submission=submission, item=item, name=file.checked.name, size=file.checked.size
            )
            kept.file.save(file.checked.store_name(), file.upload, save=False)
            kept.save(force_insert=True)
    drop_unnamed_files(submission)


def drop_unnamed_files(submission: Submission) -> None:
    """Remove files that neither what is being written nor any sent version names."""
    kept = set(name_files(submission.answers))
    if submission.correction is not None:
        kept |= set(name_files(submission.correction["answers"]))
    for answers in submission.versions.values_list("answers", flat=True):
        kept |= set(name_files(answers))
    for file in submission.files.exclude(item__in=OWN):
        if str(file.pk) not in kept:
            remove_file(file)


def remove_file(file: SubmissionFile) -> None:
    """Remove a file; the one on the disk goes once nothing can be taken back."""
    transaction.on_commit(partial(file.file.storage.delete, str(file.file.name)))
    file.delete()


def name_files(answers: Mapping[str, Any]) -> Iterator[str]:
    """Give the keys of files that answers name."""
    return (str(answer["key"]) for answer in answers.values() if isinstance(answer, dict) and "key" in answer)
