"""Who is comparable with whom: comparison groups by rule, by a given table, by nearness, or picked by hand."""

from sciezka.core.peers.groups import (
    FEW,
    VERY_FEW,
    Group,
    gather_by_rule,
    gather_by_type,
    gather_picked,
    remark_size,
)
from sciezka.core.peers.nearness import Neighbours, find_neighbours
from sciezka.core.peers.rules import (
    BANDS,
    AllOf,
    AnyOf,
    CountyRights,
    Facts,
    Kind,
    Not,
    OfType,
    Population,
    Rule,
    Voivodeship,
    describe_rule,
    make_usual_rule,
    read_rule,
    write_rule,
)
from sciezka.core.peers.tables import read_types

__all__ = [
    "BANDS",
    "FEW",
    "VERY_FEW",
    "AllOf",
    "AnyOf",
    "CountyRights",
    "Facts",
    "Group",
    "Kind",
    "Neighbours",
    "Not",
    "OfType",
    "Population",
    "Rule",
    "Voivodeship",
    "describe_rule",
    "find_neighbours",
    "gather_by_rule",
    "gather_by_type",
    "gather_picked",
    "make_usual_rule",
    "read_rule",
    "read_types",
    "remark_size",
    "write_rule",
]
