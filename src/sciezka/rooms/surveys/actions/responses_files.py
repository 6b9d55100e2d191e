"""Files that were sent as answers: kept with the response, removed with it."""

from collections.abc import Iterable, Mapping

from sciezka.rooms.questions.actions.answer_files import SentFile
from sciezka.rooms.surveys.models import AnswerFile, Response


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
