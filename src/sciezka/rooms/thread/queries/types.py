"""What may hang on the thread: the types of nodes and the kinds of ties that the rooms declare in their manifests."""

from collections import defaultdict
from dataclasses import dataclass

from sciezka.kit.manifests import NodeType, Text, TieKind, all_manifests


@dataclass(frozen=True, slots=True)
class Relation:
    """One way to tie a node: a kind, and whether the node carries (``>``) or rests (``<``)."""

    kind: str
    label: Text
    is_forward: bool

    @property
    def key(self) -> str:
        """The word that names the relation in a form."""
        return f"{self.kind}{'>' if self.is_forward else '<'}"


def all_types() -> dict[str, NodeType]:
    """Give the declared types by their keys, in the order of the layers."""
    found = [row for manifest in all_manifests() for row in manifest.hangs if isinstance(row, NodeType)]
    return {row.key: row for row in sorted(found, key=lambda row: row.layer)}


def read_type(key: str) -> NodeType:
    """Give a type; one that no room declares any more keeps its key for a name, so that its nodes still show."""
    return all_types().get(key) or NodeType(key=key, prefix="", label=key, plural=key, layer=0)


def all_kinds() -> dict[str, list[TieKind]]:
    """Give the declarations of each kind of ties; the first one names it."""
    found: dict[str, list[TieKind]] = defaultdict(list)
    for manifest in all_manifests():
        for row in manifest.hangs:
            if isinstance(row, TieKind):
                found[row.key].append(row)
    return dict(found)


def read_kind(key: str) -> TieKind:
    """Give the words of a kind; one that no room declares any more keeps its key for a name."""
    return next(iter(all_kinds().get(key, ())), TieKind(key=key, label=key, back=key))


def is_allowed(kind: str, source: str, target: str) -> bool:
    """Tell whether a kind may lead from one type to another, and never to an earlier layer."""
    types = all_types()
    if source not in types or target not in types or types[source].layer > types[target].layer:
        return False
    return any(
        (not row.sources or source in row.sources) and (not row.targets or target in row.targets)
        for row in all_kinds().get(kind, ())
    )


def relations_of(type_key: str) -> list[Relation]:
    """List the ways in which people can tie a node of a type to any other: first those in which it carries."""
    types = all_types()
    kinds = {key: rows for key, rows in all_kinds().items() if rows[0].by_hand}
    forward = [
        Relation(key, rows[0].label, is_forward=True)
        for key, rows in kinds.items()
        if any(is_allowed(key, type_key, other) for other in types)
    ]
    back = [
        Relation(key, rows[0].back, is_forward=False)
        for key, rows in kinds.items()
        if any(is_allowed(key, other, type_key) for other in types)
    ]
    return [*forward, *back]
