"""Reading a SWOT: its entries with their codes, evidence and uses, and how they meet."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.translation import gettext_lazy as _

from sciezka.core.swot import Crossed, Meeting, Position, meet
from sciezka.core.swot import Quadrant as Side
from sciezka.kit.live import read_pulses
from sciezka.kit.manifests import Text
from sciezka.rooms.path.models import Crossing, Quadrant, SwotEntry
from sciezka.rooms.path.models.swot import INNER, OUTER
from sciezka.rooms.thread.models import Node, Tie
from sciezka.rooms.thread.queries import node_for
from sciezka.rooms.town.models import Process

SPEAKS: Final = ("supports", "weakens")
GOALS: Final = ("strategic_goal", "operational_goal")
QUADRANT_WORDS: Final[Mapping[str, tuple[Text, Text, Text]]] = {
    Quadrant.STRENGTH: (
        _("Strengths"), _("What does the town do better than others, and what has it that they lack?"), _("New strength"),
    ),
    Quadrant.WEAKNESS: (
        _("Weaknesses"), _("What holds the town back, and can be mended by the town itself?"), _("New weakness"),
    ),
    Quadrant.OPPORTUNITY: (
        _("Opportunities"), _("What comes from outside that the town could use?"), _("New opportunity"),
    ),
    Quadrant.THREAT: (
        _("Threats"), _("What comes from outside that may harm the town if it does nothing?"), _("New threat"),
    ),
}  # fmt: skip
"""For each quadrant its name, what is asked there, and what its field is called."""
POSITION_WORDS: Final[Mapping[Position, tuple[Text, Text]]] = {
    Position.AGGRESSIVE: (_("aggressive"), _("Use strengths to take opportunities: grow, invest, lead.")),
    Position.CONSERVATIVE: (_("conservative"), _("Use strengths to ward off threats: hold the ground, choose with care.")),
    Position.COMPETITIVE: (_("competitive"), _("Mend weaknesses first, so that opportunities do not pass by.")),
    Position.DEFENSIVE: (_("defensive"), _("Limit weaknesses and avoid threats: protect what matters most.")),
}  # fmt: skip
BLOCK_WORDS: Final[Mapping[tuple[str, str], tuple[Text, Text]]] = {
    (Quadrant.STRENGTH, Quadrant.OPPORTUNITY): (
        _("Strengths and opportunities"), _("Does this strength let the town use this opportunity?"),
    ),
    (Quadrant.STRENGTH, Quadrant.THREAT): (
        _("Strengths and threats"), _("Does this strength ward off or soften this threat?"),
    ),
    (Quadrant.WEAKNESS, Quadrant.OPPORTUNITY): (
        _("Weaknesses and opportunities"), _("Does this weakness keep the town from using this opportunity?"),
    ),
    (Quadrant.WEAKNESS, Quadrant.THREAT): (
        _("Weaknesses and threats"), _("Does this weakness make this threat worse?"),
    ),
}  # fmt: skip
"""For each block of crossings its name and the question that is asked of each pair."""


def pulse_of(process: Process) -> str:
    """Name the pulse that tells of changes of a SWOT."""
    return f"path.swot.{process.pk}"


def read_version(process: Process) -> int:
    """Give the number that rises with every change of a SWOT."""
    key = pulse_of(process)
    return read_pulses([key]).get(key, 0)


def node_of_entry(entry: SwotEntry) -> Node | None:
    """Find the node of an entry in the quadrant where it stands."""
    return node_for(entry, entry.node_type)


@dataclass(frozen=True, slots=True)
class Card:
    """An entry on the board.

    Attributes:
        entry: the entry.
        node: its node in the quadrant where it stands.
        evidence: how many pieces of evidence are tied to it.
        against: how many of these speak against it.
        goals: how many goals answer or use it.
    """

    entry: SwotEntry
    node: Node
    evidence: int = 0
    against: int = 0
    goals: int = 0

    @property
    def key(self) -> int:
        """The entry's key."""
        return self.entry.pk

    @property
    def code(self) -> str:
        """The code on the thread."""
        return self.node.code


@dataclass(frozen=True, slots=True)
class Field:
    """A quadrant of the board."""

    key: str
    title: Text
    question: Text
    label: Text
    cards: tuple[Card, ...]
    off: tuple[Card, ...]


@dataclass(frozen=True)
class Board:
    """A SWOT as its pages show it.

    Attributes:
        process: whose.
        cards: the entries on the thread, in the order of their codes.
        off: those that were taken off.
        version: the number that rises with every change.
    """

    process: Process
    cards: tuple[Card, ...]
    off: tuple[Card, ...]
    version: int

    @cached_property
    def by_key(self) -> Mapping[int, Card]:
        """The standing entries by their keys."""
        return {card.key: card for card in self.cards}

    @property
    def fields(self) -> list[Field]:
        """The four quadrants."""
        return [
            Field(key, *QUADRANT_WORDS[key], self.within(key), tuple(row for row in self.off if row.entry.quadrant == key))
            for key in Quadrant.values
        ]

    def within(self, *quadrants: str) -> tuple[Card, ...]:
        """List the entries of some quadrants, quadrant by quadrant."""
        return tuple(card for key in quadrants for card in self.cards if card.entry.quadrant == key)

    @property
    def inner(self) -> tuple[Card, ...]:
        """Strengths, then weaknesses."""
        return self.within(*INNER)

    @property
    def outer(self) -> tuple[Card, ...]:
        """Opportunities, then threats."""
        return self.within(*OUTER)

    @property
    def bare(self) -> int:
        """How many entries have no evidence."""
        return sum(not card.evidence for card in self.cards)

    @property
    def counts(self) -> dict[Side, int]:
        """How many entries each quadrant has."""
        found = Counter(card.entry.quadrant for card in self.cards)
        return {side: found[side.value] for side in Side}

    @property
    def empty(self) -> list[Text]:
        """The names of the quadrants without an entry."""
        return [field.title for field in self.fields if not field.cards]


def read_board(process: Process) -> Board:
    """Read a SWOT in a fixed number of queries."""
    version = read_version(process)
    entries = {row.pk: row for row in SwotEntry.objects.filter(process=process, is_taken=True)}
    for row in entries.values():
        row.process = process
    # An entry that was moved has a node in each quadrant where it stood; the one of today's quadrant is meant.
    nodes = {
        int(node.noun_key): node
        for node in Node.objects.filter(process=process, noun_kind=SwotEntry._meta.label_lower).order_by("number")
        if (entry := entries.get(int(node.noun_key))) and entry.node_type == node.type
    }
    for node in nodes.values():
        node.process = process
    keys = {node.pk for node in nodes.values()}
    evidence, against = count_evidence(process, keys)
    goals = Counter(
        Tie.objects.filter(
            source__process=process, target__type__in=GOALS, target__taken_off_at__isnull=True, source_id__in=keys
        ).values_list("source_id", flat=True)
    )
    cards = [
        Card(entries[key], node, evidence[node.pk], against[node.pk], goals[node.pk])
        for key, node in sorted(nodes.items(), key=lambda row: row[1].number)
    ]
    return Board(
        process,
        tuple(card for card in cards if not card.node.is_taken_off),
        tuple(card for card in cards if card.node.is_taken_off),
        version,
    )


def count_evidence(process: Process, keys: set[int]) -> tuple[Counter[int], Counter[int]]:
    """Count what speaks for or against nodes at first hand, and how much of it speaks against, in one query."""
    rows = Tie.objects.filter(
        target__process=process, target_id__in=keys, kind__in=SPEAKS, source__taken_off_at__isnull=True
    ).values_list("target_id", "kind", "source__cited")
    told = [(target, kind) for target, kind, cited in rows if cited]
    return Counter(target for target, _kind in told), Counter(target for target, kind in told if kind == "weakens")


@dataclass(frozen=True, slots=True)
class Cell:
    """A pair of the grid."""

    inner: Card
    outer: Card
    crossing: Crossing | None

    @property
    def word(self) -> str:
        """The pair as one word of an address."""
        return f"{self.inner.key}x{self.outer.key}"

    @property
    def value(self) -> int | None:
        """What was said of it."""
        return self.crossing.value if self.crossing else None

    @property
    def question(self) -> Text:
        """What is asked of the pair."""
        return BLOCK_WORDS[self.inner.entry.quadrant, self.outer.entry.quadrant][1]


@dataclass(frozen=True)
class Grid:
    """How the entries inside meet those outside.

    Attributes:
        board: the entries.
        rows: the pairs, a row for each entry inside.
        meeting: the sums of the blocks, and the position that they come to.
    """

    board: Board
    rows: tuple[tuple[Card, tuple[Cell, ...]], ...]
    meeting: Meeting

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """The pairs by their words."""
        return {cell.word: cell for _card, cells in self.rows for cell in cells}

    def sum_row(self, key: int) -> int:
        """Sum the values of an entry inside."""
        return sum(cell.value or 0 for card, cells in self.rows for cell in cells if card.key == key)

    def sum_column(self, key: int) -> int:
        """Sum the values of an entry outside."""
        return sum(cell.value or 0 for cell in self.cells.values() if cell.outer.key == key)

    @property
    def open(self) -> Cell | None:
        """The first pair that nobody has judged."""
        return next((cell for cell in self.cells.values() if cell.crossing is None), None)


def read_grid(board: Board) -> Grid:
    """Read how the entries of a board meet, in one query more."""
    known = {(row.inner_id, row.outer_id): row for row in Crossing.objects.filter(inner__process=board.process)}
    rows = tuple(
        (inner, tuple(Cell(inner, outer, known.get((inner.key, outer.key))) for outer in board.outer))
        for inner in board.inner
    )
    told = [
        Crossed(Side(cell.inner.entry.quadrant), Side(cell.outer.entry.quadrant), cell.crossing.value)
        for _card, cells in rows
        for cell in cells
        if cell.crossing
    ]
    return Grid(board, rows, meet(told, board.counts))


def say_positions(positions: tuple[Position, ...]) -> str:
    """Name a position; on a border all that meet there."""
    return " / ".join(str(POSITION_WORDS[position][0]) for position in positions)
