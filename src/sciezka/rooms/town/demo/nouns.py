"""The nouns of the demo, as frozen dataclasses. People appear as positions only, never by name."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from sciezka.rooms.town.programmes.nouns import ProgrammeTemplate

SATURDAY: Final = 5
FIXED_HOLIDAYS: Final = frozenset({(1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 26)})


@dataclass(frozen=True, slots=True)
class Moment:
    """A day of history, or a number of days from today so that the demo never grows old."""

    day: date | None
    offset: int

    def resolve_on(self, today: date) -> date:
        """Return the day; a planned one falls on a working day, as offices work."""
        if self.day is not None:
            return self.day
        found = today + timedelta(days=self.offset)
        while found.weekday() >= SATURDAY or (found.month, found.day) in FIXED_HOLIDAYS:
            found += timedelta(days=1)
        return found


@dataclass(frozen=True, slots=True)
class DemoUnit:
    """A local-government unit; codes have seven digits, with zeros where the register has none."""

    teryt: str
    name: str
    kind: str
    county: str
    voivodeship: str

    @property
    def parent(self) -> str:
        """The code of the unit directly above, empty for a voivodeship."""
        return self.county or self.voivodeship


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demo, called by a position."""

    email: str
    name: str
    role: str
    workspaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A unit that belongs to a partnership, with the positions that speak for it."""

    unit: str
    representative: str
    coordinator: str


@dataclass(frozen=True, slots=True)
class DemoWorkspace:
    """A city's office or a partnership of units."""

    slug: str
    kind: str
    name: str
    description: str
    unit: str
    members: tuple[DemoMember, ...]
    invented: bool


@dataclass(frozen=True, slots=True)
class DemoAct:
    """A legal act; the number is empty where it is not known, and the note says so."""

    key: str
    kind: str
    number: str
    issued: Moment
    title: str
    note: str
    invented: bool


@dataclass(frozen=True, slots=True)
class DemoPosition:
    """A position in a team; the account is empty where no demo account holds it."""

    position: str
    function: str
    account: str
    since: Moment
    until: Moment | None


@dataclass(frozen=True, slots=True)
class DemoTeam:
    """A team or commission; ``act`` is empty where no act establishing it is known."""

    key: str
    name: str
    kind: str
    task: str
    rights: str
    act: str
    since: Moment
    until: Moment | None
    composition: tuple[DemoPosition, ...]


@dataclass(frozen=True, slots=True)
class DemoTask:
    """A task of the plan; the assignee is a team key or “coordinator”."""

    key: str
    stage: str
    title: str
    description: str
    assignee: str
    status: str
    start: Moment
    due: Moment


@dataclass(frozen=True, slots=True)
class DemoLink:
    """A link of an event to a public page."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class DemoEvent:
    """An entry of the Kalendarium; ``stage`` is a roman number or empty, ``tool`` a key of the programme.

    ``mode`` is empty when nobody meets or nothing is known of it.
    """

    key: str
    title: str
    kind: str
    mode: str
    stage: str
    place: str
    precision: str
    start: Moment
    end: Moment | None
    time_start: time | None
    time_end: time | None
    teams: tuple[str, ...]
    participants: tuple[str, ...]
    tool: str
    acts: tuple[str, ...]
    links: tuple[DemoLink, ...]
    text: str
    agenda: str
    outcome: str
    published: bool

    def resolve_period(self, today: date) -> tuple[date, date]:
        """Return the first and the last day; a planned range keeps its length when a holiday moves it."""
        first = self.start.resolve_on(today)
        if self.end is None:
            return first, first
        if self.end.day is not None:
            return first, self.end.day
        return first, first + timedelta(days=self.end.offset - self.start.offset)

    def find_fault_in_dates(self) -> str:
        """Return a sentence about dates that disagree with the precision, or nothing."""
        if self.precision == "day":
            return "" if self.end is None else "a day has no end."
        if self.end is None:
            return "this precision needs an end."
        first, last = self.start.day, self.end.day
        if first is None or last is None:
            rising = first is last and self.end.offset > self.start.offset
            return "" if rising and self.precision == "range" else "both ends must be of one kind, in order."
        if last <= first:
            return "the end must come after the start."
        whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
        same = (first.year, first.month) == (last.year, last.month)
        if self.precision in {"month", "months"} and not (whole and same == (self.precision == "month")):
            return "a month begins on its first day and ends on its last."
        return ""


@dataclass(frozen=True, slots=True)
class DemoProcess:
    """One run of a programme with all that belongs to it; ``invented`` when it only serves the demonstration."""

    key: str
    workspace: str
    programme: str
    title: str
    summary: str
    start: Moment
    end: Moment | None
    published: bool
    invented: bool
    acts: tuple[DemoAct, ...]
    teams: tuple[DemoTeam, ...]
    tasks: tuple[DemoTask, ...]
    events: tuple[DemoEvent, ...]


@dataclass(frozen=True, slots=True)
class DemoCity:
    """Everything the demo loads; ``programmes`` are templates beyond the shipped ones, with their sources beside."""

    units: tuple[DemoUnit, ...]
    units_source: str
    accounts: tuple[DemoAccount, ...]
    workspaces: tuple[DemoWorkspace, ...]
    programmes: tuple[ProgrammeTemplate, ...]
    programme_sources: tuple[str, ...]
    processes: tuple[DemoProcess, ...]
