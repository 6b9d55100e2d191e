"""The nouns of a programme template, as frozen dataclasses."""

from dataclasses import dataclass
from datetime import date, timedelta

from sciezka.rooms.town.programmes.reading import Text


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule of the programme comes from; unconfirmed when nobody read the text itself."""

    label: Text
    address: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Share:
    """One source of the money and its part in per cent."""

    source: Text
    percent: int


@dataclass(frozen=True, slots=True)
class Financing:
    """Who runs the programme and where its money comes from."""

    operator: Text
    currency: str
    shares: tuple[Share, ...]
    note: Text | None


@dataclass(frozen=True, slots=True)
class Area:
    """A thematic area of the programme."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class TemplateStage:
    """A stage: an attribute of work and not a gate, because stages overlap in real life."""

    number: str
    key: str
    name: Text
    purpose: Text
    outputs: tuple[Text, ...]
    tools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateTool:
    """A method or a system used in the work."""

    key: str
    name: Text
    description: Text


@dataclass(frozen=True, slots=True)
class TemplateTeam:
    """A team or a commission that the programme usually needs."""

    key: str
    name: Text
    kind: str
    task: Text
    rights: str


@dataclass(frozen=True, slots=True)
class TemplateTask:
    """A task of the plan; its days are counted from the start of the process."""

    key: str
    stage: str
    title: Text
    description: Text
    assignee: str
    start_day: int
    days: int

    def place_from(self, start: date) -> tuple[date, date]:
        """Return the first and the last day of the task in a process that starts on the given day."""
        first = start + timedelta(days=self.start_day)
        return first, first + timedelta(days=self.days - 1)


@dataclass(frozen=True, slots=True)
class TemplateDeadline:
    """A term of the programme: a known day or a rule in words."""

    key: str
    name: Text
    date: date | None
    rule: Text | None
    done: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of an outline with the chapters inside it."""

    title: Text
    chapters: "tuple[Chapter, ...]"


@dataclass(frozen=True, slots=True)
class TemplateDocument:
    """A document to be written, with its outline; the note says whose proposal the outline is."""

    key: str
    name: Text
    abbreviation: str
    note: Text | None
    outline: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers that the work is checked against; ``unconfirmed`` names those not read in a rule."""

    currency: str
    grant_min: int | None
    grant_max: int | None
    call_days_min: int | None
    consultation_days_min: int | None
    score_percent_min: int | None
    unconfirmed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeTemplate:
    """A whole programme as it is read from one file."""

    key: str
    version: str
    name: Text
    summary: Text
    plan_note: Text
    sources: tuple[Source, ...]
    financing: Financing
    areas: tuple[Area, ...]
    stages: tuple[TemplateStage, ...]
    tools: tuple[TemplateTool, ...]
    teams: tuple[TemplateTeam, ...]
    tasks: tuple[TemplateTask, ...]
    deadlines: tuple[TemplateDeadline, ...]
    documents: tuple[TemplateDocument, ...]
    limits: Limits
