"""The state of a thread as it is saved: plain values that outlast every change of types, rules and nouns.

``nodes``: code, type, number, the code it stands under, title, what is cited and since when, whether it was taken off, and
the noun by its kind and key. ``ties``: the codes of both ends, kind, reason. ``waivers``: the rule, the code of the node,
what it is about, the reason, until when. ``sums``: how many stand and what the check came to.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sciezka.core.graphs.compare import Row
from sciezka.rooms.thread.queries.checks import Report, check
from sciezka.rooms.thread.queries.plan import Severity
from sciezka.rooms.town.models import Process

TieKey = tuple[str, str, str]
WaiverKey = tuple[str, str, str]
HASHED: Final = ("nodes", "ties", "waivers")


@dataclass(frozen=True)
class State:
    """A state of a thread, by what tells its parts from one another.

    Attributes:
        nodes: by their codes.
        ties: by the codes of both ends and the kind.
        waivers: by the rule, the code of the node and what they are about.
        sums: how many stand, and what the check came to.
    """

    nodes: Mapping[str, Row]
    ties: Mapping[TieKey, Row]
    waivers: Mapping[WaiverKey, Row]
    sums: Mapping[str, int]

    def type_of(self, code: str) -> str:
        """Give the type of a node; nothing when the state has no such node."""
        return str(self.nodes[code]["type"]) if code in self.nodes else ""


def write_now(process: Process) -> dict[str, Any]:
    """Write the thread as it stands now, as it would be saved."""
    return write_state(check(process))


def write_state(report: Report) -> dict[str, Any]:
    """Write the state of the thread that a check has read."""
    plan = report.plan
    code = {key: node.code for key, node in plan.nodes.items()}
    nodes = [
        {
            "code": node.code,
            "type": node.type,
            "number": node.number,
            "under": code.get(node.under_id, "") if node.under_id else "",
            "title": node.title,
            "cited": node.cited,
            "cited_at": node.cited_at.isoformat() if node.cited_at else "",
            "taken_off": node.is_taken_off,
            "noun": [node.noun_kind, node.noun_key],
        }
        for node in plan.nodes.values()
    ]
    return {
        "nodes": nodes,
        "ties": [[code[tie.source], code[tie.target], tie.kind, tie.reason] for tie in plan.ties],
        "waivers": [
            {
                "rule": row.rule,
                "node": row.node.code if row.node else "",
                "about": row.about,
                "reason": row.reason,
                "until": row.until.isoformat() if row.until else "",
            }
            for row in report.waivers
        ],
        "sums": {
            "nodes": len(plan.standing),
            "ties": len(plan.in_force),
            "waivers": len(report.waivers),
            "score": report.score or 0,
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "hints": report.count(Severity.HINT),
            "gate_held": len(report.open_gate),
            "gate_all": len(report.gate),
            "evidence_years": plan.evidence_years,
        },
    }


def digest_state(content: Mapping[str, Any]) -> str:
    """Give what only the same nodes, ties and waivers have, whichever database kept them and in whatever order."""
    parts = [sorted(write_plain(row) for row in content[name]) for name in HASHED]
    return hashlib.sha256("\n\n".join("\n".join(part) for part in parts).encode()).hexdigest()


def write_plain(row: object) -> str:
    """Write a value the same way whatever database it came from: one of them gives 3.0 back as 3."""
    return json.dumps(level_numbers(row), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def level_numbers(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Write whole figures as whole numbers, wherever they stand."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {key: level_numbers(row) for key, row in value.items()}
    return [level_numbers(row) for row in value] if isinstance(value, list | tuple) else value


def read_state(content: Mapping[str, Any]) -> State:
    """Read a saved state. A node's noun is not compared: it is told by the code."""
    return State(
        nodes={
            row["code"]: {
                "title": row["title"],
                "cited": level_numbers(row["cited"]),
                "taken_off": row["taken_off"],
                "type": row["type"],
            }
            for row in content["nodes"]
        },
        ties={(source, target, kind): {"reason": reason} for source, target, kind, reason in content["ties"]},
        waivers={
            (row["rule"], row["node"], row["about"]): {"reason": row["reason"], "until": row["until"]}
            for row in content["waivers"]
        },
        sums=content["sums"],
    )
