"""What the overview, a node's page and the trace of a number show."""

from dataclasses import dataclass

from sciezka.rooms.town.models import Process
from sciezka.rooms.town.queries.places import find_process


@dataclass(frozen=True, slots=True)
class Spot:
    """A code of the catalogue in a process: what an address of a node or an indicator names."""

    process: Process
    code: str

    @property
    def place(self) -> Process:
        """The process."""
        return self.process


def find_spot(workspace: str, process: str, code: str) -> Spot:
    """Find the process that an address names, and keep the code beside it."""
    return Spot(find_process(workspace, process), code)
