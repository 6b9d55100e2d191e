"""Reading evidence: document passages and experts' notes for the thread, and all evidence of a process by sort."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

from django.shortcuts import get_object_or_404

from sciezka.kit.manifests import NodeType
from sciezka.rooms.diagnosis.models import ExpertNote, Passage
from sciezka.rooms.thread.models import BY_CODE, Node, Tie
from sciezka.rooms.thread.queries.nodes import is_found, set_process
from sciezka.rooms.thread.queries.nouns import say_citation, stand
from sciezka.rooms.thread.queries.types import all_types
from sciezka.rooms.town.models import Process

LAYER: Final = 10
# A deficit that a team agreed on is a conclusion, and evidence for the problems of a tree.
CONCLUDED: Final = "deficit"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFilters:
    """What the address of the page asks for."""

    search: str = ""
    sort: str = ""
    idle_only: bool = False
    with_taken_off: bool = False

    @property
    def is_set(self) -> bool:
        """Tell whether anything is filtered."""
        return bool(self.search or self.sort or self.idle_only or self.with_taken_off)


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A piece of evidence: what it cites, and what rests on it."""

    node: Node
    cited: str
    carries: tuple[Node, ...]

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing rests on it although it stands."""
        return not self.carries and not self.node.is_taken_off


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of evidence, with those that the filters let through.

    Attributes:
        type: its type on the thread.
        total: how many of it stand.
        lines: those that are shown.
    """

    type: NodeType
    total: int
    lines: tuple[EvidenceLine, ...]


def find_passage(workspace: str, process: str, passage: int) -> Passage:
    """Find a document passage inside its process, or answer 404."""
    rows = Passage.objects.select_related("process__workspace", "act")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, pk=passage)


def find_note(workspace: str, process: str, expert_note: int) -> ExpertNote:
    """Find an expert's note inside its process, or answer 404."""
    rows = ExpertNote.objects.select_related("process__workspace", "event")
    return get_object_or_404(rows, process__workspace__slug=workspace, process__slug=process, pk=expert_note)


# What a document said, and what somebody said on a day, does not move.
find_passages: Final = stand(Passage, "diagnosis:passage", "passage")
find_notes: Final = stand(ExpertNote, "diagnosis:expert_note", "expert_note")


def evidence_types() -> dict[str, NodeType]:
    """Give the types of evidence, by their keys: its layer, and deficits, which assessments conclude."""
    return {key: row for key, row in all_types().items() if row.layer == LAYER or key == CONCLUDED}


def read_evidence(process: Process, filters: EvidenceFilters) -> list[Sort]:
    """Read all evidence of a process by sort, in two queries; every sort is told, also one without any."""
    types = evidence_types()
    nodes = set_process(Node.objects.filter(process=process, type__in=list(types)).order_by(*BY_CODE), process)
    carried: dict[int, dict[int, Node]] = defaultdict(dict)
    ties = Tie.objects.filter(source__process=process, source__type__in=list(types), target__taken_off_at__isnull=True)
    for tie in ties.select_related("target").order_by("target__type", "target__number", "pk"):
        tie.target.process = process
        carried[tie.source_id][tie.target_id] = tie.target
    totals = Counter(node.type for node in nodes if not node.is_taken_off)
    lines: dict[str, list[EvidenceLine]] = defaultdict(list)
    for node in nodes:
        cited = say_citation(node.citation) if node.citation else ""
        line = EvidenceLine(node, cited, tuple(carried[node.pk].values()))
        if is_wanted(line, filters):
            lines[node.type].append(line)
    return [Sort(row, totals[key], tuple(lines[key])) for key, row in types.items()]


def is_wanted(line: EvidenceLine, filters: EvidenceFilters) -> bool:
    """Tell whether the filters let a line through."""
    return (
        (filters.with_taken_off or not line.node.is_taken_off)
        and (not filters.sort or line.node.type == filters.sort)
        and (not filters.idle_only or line.is_idle)
        and is_found(line.node, filters.search)
    )


def find_ground(process: Process, code: str) -> Node | None:
    """Find what new evidence is to be tied to, by its code: something on the thread beyond evidence."""
    types = [key for key, row in all_types().items() if row.layer > LAYER]
    node = Node.objects.filter(process=process, code=code[:20], type__in=types, taken_off_at=None).first() if code else None
    if node:
        node.process = process
    return node
