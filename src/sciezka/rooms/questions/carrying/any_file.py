"""One way in for every file: what it is, is told by what it holds."""

from dataclasses import dataclass

from sciezka.rooms.questions.carrying.carried import Carried
from sciezka.rooms.questions.carrying.documents import decode
from sciezka.rooms.questions.carrying.google import read_google_csv
from sciezka.rooms.questions.carrying.lime import read_lss
from sciezka.rooms.questions.carrying.own import read_own
from sciezka.rooms.questions.carrying.xlsform import read_xlsform


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that was read.

    Attributes:
        kind: "lss", "xlsform", "own" or "google".
        carried: the questionnaire.
        people: how many people's answers the file holds besides.
    """

    kind: str
    carried: Carried
    people: int = 0


def read_file(data: bytes) -> Brought:
    """Read a questionnaire out of a file of any kind that is known.

    Raises:
        CarryingProblem: where it cannot be read.
    """
    if data.startswith(b"PK"):
        return Brought("xlsform", read_xlsform(data))
    start = decode(data[:400]).lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        return Brought("lss", read_lss(data))
    if start.startswith("{"):
        return Brought("own", read_own(data))
    carried, answers = read_google_csv(data)
    return Brought("google", carried, len(answers.rows))
