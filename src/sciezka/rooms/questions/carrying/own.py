"""Our own file of a questionnaire: JSON with a name and a version, whole and without loss."""

import json
from typing import Final, NoReturn

from sciezka.rooms.questions.carrying.carried import Carried, CarryingProblem, Ledger
from sciezka.rooms.questions.carrying.documents import MEGABYTE, decode, refuse_size
from sciezka.rooms.questions.schema.stored import read_questionnaire, write_questionnaire
from sciezka.rooms.questions.schema.types import Questionnaire, SchemaProblem

NAME: Final = "sciezka-questionnaire"
VERSION: Final = 1
"""Raised when a reader of the older one could no longer read the newer; each version stays readable."""
LARGEST: Final = 10 * MEGABYTE


def write_own(questionnaire: Questionnaire) -> bytes:
    """Write a questionnaire as a file of ours."""
    content = {"format": NAME, "version": VERSION, "questionnaire": write_questionnaire(questionnaire)}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def read_own(data: bytes) -> Carried:
    """Read a file of ours.

    Raises:
        CarryingProblem: where it is none, of a version that is not known yet, or not a questionnaire.
    """
    refuse_size(data, LARGEST)
    try:
        content = json.loads(decode(data), parse_constant=refuse_constant)
    except (ValueError, RecursionError) as error:
        raise CarryingProblem("json", "The file is not JSON.") from error
    if not isinstance(content, dict) or content.get("format") != NAME:
        raise CarryingProblem("own_kind", "The file is not a questionnaire carried out of this program.")
    if content.get("version") != VERSION:
        raise CarryingProblem("own_version", "The file was written by a newer program.", version=content.get("version"))
    ledger = Ledger()
    for name in content.keys() - {"format", "version", "questionnaire"}:
        ledger.leave("setting", "", "unknown_part", name)
    try:
        questionnaire = read_questionnaire(content.get("questionnaire"))
    except (SchemaProblem, RecursionError) as problem:
        path = getattr(problem, "path", "")
        raise CarryingProblem(
            "not_whole", f"The file cannot be made into a questionnaire: {problem}", path=path
        ) from problem
    return Carried(questionnaire, ledger.left_out, ledger.remarks)


def refuse_constant(name: str) -> NoReturn:
    """Refuse what JSON does not know: ``NaN`` and the infinities.

    Raises:
        ValueError: always.
    """
    message = f"{name} is no JSON."
    raise ValueError(message)
