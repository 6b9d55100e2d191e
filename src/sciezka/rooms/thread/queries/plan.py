"""A plan as its rules read it: nodes, ties in force, what each thing rests on, and the nouns as they stand today.

Read once, in a constant number of queries; a rule is a pure function of it, plus what its own room reads once.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, Literal, NamedTuple, TypeVar

from django.utils import timezone
from django.utils.translation import pgettext_lazy

from sciezka.core.graphs.cycles import find_cycle_of
from sciezka.kit.manifests import NodeType, Text
from sciezka.rooms.thread.models import COPIED, CheckSettings, Citation, Node, Tie
from sciezka.rooms.thread.models.checks import EVIDENCE_YEARS
from sciezka.rooms.thread.queries.nodes import set_process
from sciezka.rooms.thread.queries.nouns import Lookup, look_up
from sciezka.rooms.thread.queries.types import all_types
from sciezka.rooms.town.models import Process

WEAKENS: Final = "weakens"
Read = TypeVar("Read")


class Severity(StrEnum):
    """How much a fault weighs."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def label(self) -> Text:
        """What people call it."""
        return SEVERITY_WORDS[self]

    @property
    def order(self) -> int:
        """The place in a list of what to mend first."""
        return list(Severity).index(self)


SEVERITY_WORDS: Final[Mapping[Severity, Text]] = {
    Severity.ERROR: pgettext_lazy("severity", "error"),
    Severity.WARNING: pgettext_lazy("severity", "warning"),
    Severity.HINT: pgettext_lazy("severity", "hint"),
}


class TieRow(NamedTuple):
    """A tie, by the keys of its ends."""

    source: int
    target: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that a rule found.

    Args:
        node: the node that is at fault; None when the fault is the whole plan's.
        words: what the rule's sentence says of it, beside the node's own ``code`` and ``title``.
        href: where it is mended, when that is not where the rule's faults usually are.
        about: without a node, a lasting word that tells this hit from the rule's others.
    """

    node: Node | None = None
    words: Mapping[str, object] = field(default_factory=dict)
    href: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that a plan is held to.

    Args:
        code: the room's letter and a number; lasting, waivers name it.
        severity: how much a fault weighs.
        title: what is wrong, as a heading.
        what: the sentence about one fault, with ``%(code)s``, ``%(title)s`` and the hit's own words.
        why: why it matters.
        mend: what to do about it.
        find: the function that finds the hits.
        gate: whether it must hold before the plan is put to adoption.
        at: where it is mended: the node's page, the page of a new tie, or the page of what the node stands for.
        types: the types of nodes that it reads; without any of them on the thread it is not asked.
        of_plan: whether it speaks of the plan alone, never of a node; pages of nodes then don't ask it.
    """

    code: str
    severity: Severity
    title: Text
    what: Text
    why: Text
    mend: Text
    find: Callable[["Plan"], Iterable[Hit]]
    gate: bool = False
    at: Literal["node", "tie", "source"] = "node"
    types: tuple[str, ...] = ()
    of_plan: bool = False


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Everything on the thread of a process.

    Args:
        process: the process.
        today: the day that ages are reckoned to.
        evidence_years: how many years evidence stays fresh.
        nodes: all nodes by their keys, those taken off too, in the order of their types and codes.
        ties: all ties, those of nodes taken off too.
        lookups: how the nouns of standing nodes stand today.
        types: the declared types by their keys.
    """

    process: Process
    today: dt.date
    evidence_years: int = EVIDENCE_YEARS
    nodes: Mapping[int, Node]
    ties: tuple[TieRow, ...]
    lookups: Mapping[int, Lookup]
    types: Mapping[str, NodeType]

    @cached_property
    def standing(self) -> tuple[Node, ...]:
        """The nodes that were not taken off."""
        return tuple(node for node in self.nodes.values() if node.taken_off_at is None)

    @cached_property
    def citations(self) -> Mapping[int, Citation]:
        """What the standing nodes cite, by their keys; those that cite something are the evidence."""
        read = ((node.pk, node.citation) for node in self.standing if node.cited)
        return {key: citation for key, citation in read if citation is not None}

    @cached_property
    def cited(self) -> tuple[tuple[Node, Citation], ...]:
        """The standing nodes that cite something, each with its citation."""
        return tuple((self.nodes[key], citation) for key, citation in self.citations.items())

    @cached_property
    def in_force(self) -> tuple[TieRow, ...]:
        """The ties both of whose ends stand."""
        keys = {node.pk for node in self.standing}
        return tuple(tie for tie in self.ties if tie.source in keys and tie.target in keys)

    @cached_property
    def tied(self) -> frozenset[int]:
        """The keys of nodes that have any tie in force."""
        return frozenset(key for tie in self.in_force for key in (tie.source, tie.target))

    @cached_property
    def carriers(self) -> Mapping[int, tuple[int, ...]]:
        """For each node that something carries, what carries it at first hand; what weakens doesn't carry."""
        found: dict[int, dict[int, None]] = {}
        for tie in self.in_force:
            if tie.kind != WEAKENS:
                found.setdefault(tie.target, {})[tie.source] = None
        return {key: tuple(sources) for key, sources in found.items()}

    @cached_property
    def weakeners(self) -> Mapping[int, frozenset[int]]:
        """For each node that something weakens, what weakens it at first hand."""
        found: dict[int, set[int]] = {}
        for tie in self.in_force:
            if tie.kind == WEAKENS:
                found.setdefault(tie.target, set()).add(tie.source)
        return {key: frozenset(sources) for key, sources in found.items()}

    @cached_property
    def bearing(self) -> tuple[Node, ...]:
        """The standing nodes of types that count only when something carries them."""
        wanted = {key for key, row in self.types.items() if row.must_rest}
        return tuple(node for node in self.standing if node.type in wanted)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The keys of the standing nodes, each after all that carry it; those on a circle come last."""
        waiting = {node.pk: len(self.carriers.get(node.pk, ())) for node in self.standing}
        ready = [key for key, count in waiting.items() if not count]
        for key in ready:
            for target in self.carried.get(key, ()):
                waiting[target] -= 1
                if not waiting[target]:
                    ready.append(target)
        placed = set(ready)
        return (*ready, *(key for key in waiting if key not in placed))

    @cached_property
    def carried(self) -> Mapping[int, tuple[int, ...]]:
        """For each node that carries something, what rests on it at first hand."""
        found: dict[int, list[int]] = {}
        for target, sources in self.carriers.items():
            for source in sources:
                found.setdefault(source, []).append(target)
        return {key: tuple(targets) for key, targets in found.items()}

    @cached_property
    def _bits(self) -> tuple[tuple[int, ...], Mapping[int, int]]:
        """The evidence under each node as the bits of one number: thousands of nodes take milliseconds."""
        keys = tuple(self.citations)
        own = {key: 1 << place for place, key in enumerate(keys)}
        under: dict[int, int] = {}
        for key in self.order:
            found = own.get(key, 0)
            for source in self.carriers.get(key, ()):
                found |= under.get(source, 0)
            under[key] = found
        return keys, under

    @cached_property
    def reach(self) -> Mapping[int, int]:
        """How many nodes rest on each, in the end."""
        places = {node.pk: place for place, node in enumerate(self.standing)}
        above: dict[int, int] = {}
        for key in reversed(self.order):
            found = 0
            for target in self.carried.get(key, ()):
                found |= above.get(target, 0) | 1 << places[target]
            above[key] = found
        return {key: found.bit_count() for key, found in above.items()}

    def count_evidence(self, node: Node) -> int:
        """Count the pieces of evidence that a node rests on in the end, what it cites itself among them."""
        return self._bits[1].get(node.pk, 0).bit_count()

    def evidence_under(self, node: Node) -> list[Node]:
        """List the evidence that a node rests on in the end, what it cites itself among it."""
        keys, under = self._bits
        found: list[Node] = []
        rest = under.get(node.pk, 0)
        while rest:
            lowest = rest & -rest
            found.append(self.nodes[keys[lowest.bit_length() - 1]])
            rest ^= lowest
        return found

    @cached_property
    def _by_type(self) -> Mapping[str, list[Node]]:
        found: dict[str, list[Node]] = {}
        for node in self.standing:
            found.setdefault(node.type, []).append(node)
        return found

    @cached_property
    def _masks(self) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """The evidence of each type and from each source, as the bits of one number each."""
        types: dict[str, int] = {}
        sources: dict[str, int] = {}
        for place, (key, citation) in enumerate(self.citations.items()):
            kind, source = self.nodes[key].type, citation.source.strip()
            types[kind] = types.get(kind, 0) | 1 << place
            sources[source] = sources.get(source, 0) | 1 << place
        return types, sources

    def origin_of(self, node: Node) -> tuple[str | None, str | None]:
        """Give the type and the source of all evidence that a node rests on; nothing where there are several, or none."""
        keys, under = self._bits
        rest = under.get(node.pk, 0)
        if not rest:
            return None, None
        one = keys[(rest & -rest).bit_length() - 1]
        types, sources = self._masks
        kind, source = self.nodes[one].type, self.citations[one].source.strip()
        return (None if rest & ~types[kind] else kind), (None if rest & ~sources[source] else source)

    def of_type(self, *types: str) -> list[Node]:
        """List the standing nodes of some types."""
        return [node for key in sorted({*types}) for node in self._by_type.get(key, ())]

    def once(self, read: Callable[["Plan"], Read]) -> Read:
        """Give what a room reads for several of its rules, read the first time that it is asked for."""
        kept: dict[Callable[[Plan], Any], Any] = self.__dict__.setdefault("_kept", {})
        if read not in kept:
            kept[read] = read(self)
        found: Read = kept[read]
        return found

    def nouns(self, type_key: str) -> dict[int, Node]:
        """Give the standing nodes of a type by the keys of their nouns, for a room to read those at once.

        A copied statement is no noun of a room, so its key is none of the room's.
        """
        rows = [node for node in self.of_type(type_key) if node.noun_kind != COPIED]
        return {int(node.noun_key): node for node in rows if node.noun_key.isdecimal()}


def read_plan(process: Process, *, lookups: Mapping[int, Lookup] | None = None) -> Plan:
    """Read the plan of a process: three queries, and what the rooms' lookups of nouns take, unless they are given."""
    rows = list(Node.objects.filter(process=process).select_related("under").order_by("type", "number", "pk"))
    nodes = {node.pk: node for node in set_process(rows, process)}
    ties = Tie.objects.filter(source__process=process).order_by("pk")
    chosen = CheckSettings.objects.filter(process=process).values_list("evidence_years", flat=True).first()
    return Plan(
        process=process,
        today=timezone.localdate(),
        evidence_years=chosen or EVIDENCE_YEARS,
        nodes=nodes,
        ties=tuple(map(TieRow._make, ties.values_list("source_id", "target_id", "kind", "reason"))),
        lookups=look_up(process, (node for node in rows if node.taken_off_at is None)) if lookups is None else lookups,
        types=all_types(),
    )


def find_circle(plan: Plan) -> list[Node]:
    """Find the shortest circle of ties, its first node repeated at the end; empty when there is none."""
    keys = list(plan.nodes)
    places = {key: place for place, key in enumerate(keys)}
    links: list[set[int]] = [set() for _key in keys]
    for tie in plan.ties:
        links[places[tie.source]].add(places[tie.target])
    circle = find_cycle_of(tuple(tuple(sorted(row)) for row in links))
    return [plan.nodes[keys[place]] for place in (*circle, *circle[:1])]


def say_words(hit: Hit) -> dict[str, Any]:
    """Give the words of a hit's sentence."""
    own = {"code": hit.node.code, "title": hit.node.title} if hit.node else {}
    return {**own, **hit.words}
